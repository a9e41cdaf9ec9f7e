"""Workshops, their closed days and bays, and technicians with their absences, as the planner wants them.

The planner knows one opening time a day and technicians who are there all of it. Where the records say more
(a lunch hour, a late shift), the part that most technicians cover is planned and the plan's notes say so.
A closed bay is a piece of work that takes the bay all day and nobody's hands.
"""

from collections import defaultdict
from datetime import timedelta

from odoo.addons.police_engine.adapters.bacs.calendar import is_banking_day
from odoo.addons.police_engine.exceptions import MissingParameter

from .clock import hour_stamp

USUAL = {day: (8.0, 17.0) for day in range(5)}  # a workshop without opening hours


class Shops:
    """The own workshops of a force over the days of a plan."""

    def __init__(self, plan, names, notes):
        self.env, self.plan, self.names, self.notes = plan.env, plan, names, notes
        self.days = [plan.date_from + timedelta(days=n) for n in range(plan.days)]
        self.holidays = self._holidays()
        self.workshops = self.env["police.fleet.workshop"].search(
            [("company_id", "=", plan.company_id.id), ("partner_id", "=", False)]
        )
        self.hours = {w: self._hours(w) for w in self.workshops}
        self.blocks = []  # (workshop, bay number or 0, first day, last day, words)
        self.bays = {w: w.bay_ids.sorted("number") for w in self.workshops}
        self._close_bays()

    def _holidays(self):
        found = set()
        for day in self.days:
            try:
                if day.weekday() < 5 and not is_banking_day(day):
                    found.add(day)
            except MissingParameter as error:
                if str(error) not in self.notes:
                    self.notes.append(str(error))
        return found

    def _hours(self, workshop):
        """``{weekday: (from, to)}``: of several spans a day the longest."""
        if not workshop.hours_ids:
            self.notes.append(
                self.env._(
                    "%s has no opening hours: Monday to Friday, 08:00 to 17:00 is taken.", workshop.name
                )
            )
            return dict(USUAL)
        spans = defaultdict(list)
        for row in workshop.hours_ids:
            spans[int(row.weekday)].append((row.hour_from, row.hour_to))
        if any(len(found) > 1 for found in spans.values()):
            self.notes.append(
                self.env._(
                    "%s opens more than once a day: only the longest time is planned.",
                    workshop.name,
                )
            )
        return {day: max(found, key=lambda s: s[1] - s[0]) for day, found in spans.items()}

    # -- bays --------------------------------------------------------------------------------------

    def _close_bays(self):
        last = self.days[-1]
        for workshop, bays in self.bays.items():
            for number, bay in enumerate(bays, 1):
                if bay.closed_from and bay._is_closed(self.days[0], last):
                    first, end = max(bay.closed_from, self.days[0]), min(bay.closed_to or last, last)
                    self.blocks.append((workshop, number, first, end, self.env._("%s closed", bay.name)))

    def count(self, workshop):
        """Bays that can be planned."""
        return len(self.bays[workshop]) or workshop.bays

    def closed_days(self, workshop):
        """Days on which nothing can be done although it is an opening day: holidays, every bay closed."""
        found = {day for day in self.days if day.weekday() in self.hours[workshop]} & self.holidays
        for day in self.days:
            shut = {n for w, n, first, last, _ in self.blocks if w == workshop and n and first <= day <= last}
            if len(shut) >= self.count(workshop):
                found.add(day)
        return found

    def blocked(self, closed):
        """``(workshop, bay number or 0, day, words)`` of each bay and open day that is taken."""
        for workshop, number, first, last, words in self.blocks:
            for day in self.days:
                is_open = day.weekday() in self.hours[workshop] and day not in closed[workshop]
                if is_open and first <= day <= last:
                    yield workshop, number, day, words

    # -- technicians -------------------------------------------------------------------------------

    def technicians(self):
        """Rows of the document; a workshop's planned hours are narrowed to what most of its people cover."""
        people = self.env["police.fleet.technician"].search([("workshop_id", "in", self.workshops.ids)])
        absences = people._away(self.days[0], self.days[-1])  # absences entered, and approved leave
        rows = []
        for workshop in self.workshops:
            team = people.filtered(lambda t, w=workshop: t.workshop_id == w)
            if not team:
                rows += self._stand_ins(workshop)
                continue
            rotas = {person: _rota(person, self.hours[workshop]) for person in team}
            self._narrow(workshop, rotas)
            rows += [self._row(p, workshop, rotas[p], absences[p.id]) for p in team]
        return rows

    def _row(self, person, workshop, rota, absences):
        open_hours = self.hours[workshop]
        absent = {day for first, last in absences for day in self.days if first <= day <= last}
        absent |= {
            day for day in self.days
            if (times := open_hours.get(day.weekday())) and not _covers(rota.get(day.weekday()), times)
        }  # fmt: skip
        return {
            "id": self.names.give("technicians", person.name, person.id),
            "workshop": self.names.of("workshops", workshop.id),
            "skills": sorted(person.skill_ids.mapped("code")),
            "absent": sorted(day.isoformat() for day in absent),
        }

    def _narrow(self, workshop, rotas):
        """Plan each weekday in the hours that give the most time of technicians."""
        hours = self.hours[workshop]
        for weekday, times in list(hours.items()):
            spans = {_cut(rota.get(weekday), times) for rota in rotas.values()} - {None}
            if not spans:
                continue
            best = max(
                sorted(spans | {times}),
                key=lambda s: (s[1] - s[0]) * sum(_covers(rota.get(weekday), s) for rota in rotas.values()),
            )
            if best != times:
                self._say_narrow(workshop, times, best)
            hours[weekday] = best

    def _say_narrow(self, workshop, times, best):
        note = self.env._(
            "%(workshop)s is planned from %(start)s to %(stop)s, when most of its technicians are there, "
            "not from %(opens)s to %(closes)s.",
            workshop=workshop.name, start=hour_stamp(best[0]), stop=hour_stamp(best[1]),
            opens=hour_stamp(times[0]), closes=hour_stamp(times[1]),
        )  # fmt: skip
        if note not in self.notes:
            self.notes.append(note)

    def _stand_ins(self, workshop):
        self.notes.append(
            self.env._(
                "%s has no technicians entered: one for each bay, able to do any work, is assumed.",
                workshop.name,
            )
        )
        skills = self.env["police.fleet.skill"].search([]).mapped("code")
        codes = (
            self.env["police.fleet.service.plan"]
            .search([("company_id", "=", self.plan.company_id.id)])
            .mapped("skill_code")
        )
        return [
            {
                "id": self.names.give("technicians", f"{workshop.name} technician {n + 1}", 0),
                "workshop": self.names.of("workshops", workshop.id),
                "skills": sorted({*skills, *codes} - {False, ""}),
                "absent": [],
            }
            for n in range(self.count(workshop))
        ]

    # -- the document ------------------------------------------------------------------------------

    def rows(self):
        """Workshops of the document; after :meth:`technicians`."""
        closed = {w: self.closed_days(w) for w in self.workshops}
        rows = [
            {
                "id": self.names.of("workshops", w.id),
                "bays": self.count(w),
                "open": {
                    str(d): [hour_stamp(a), hour_stamp(b)] for d, (a, b) in sorted(self.hours[w].items())
                },
                "closed": sorted(day.isoformat() for day in closed[w]),
            }
            for w in self.workshops
        ]
        return rows, list(self.blocked(closed))


def _rota(person, open_hours):
    """``{weekday: [(from, to)]}`` of a technician; who has no rota is there whenever the workshop is open."""
    if not person.rota_ids:
        return {day: [times] for day, times in open_hours.items()}
    found = defaultdict(list)
    for row in person.rota_ids:
        found[int(row.weekday)].append((row.hour_from, row.hour_to))
    return found


def _covers(spans, times):
    return any(a <= times[0] and times[1] <= b for a, b in spans or ())


def _cut(spans, times):
    """The longest part of the rota inside the opening hours, or None."""
    parts = [(max(a, times[0]), min(b, times[1])) for a, b in spans or ()]
    return max((p for p in parts if p[1] > p[0]), key=lambda p: p[1] - p[0], default=None)
