"""Limits that could give way for a job, and trying them on a plan without changing it."""

from collections.abc import Iterator
from typing import NamedTuple

from .calendar_words import clock, day_words
from .instance import DAY, Visit, Workshop
from .shop import Shop
from .timeline import Placement, Timeline

_OVERTIME = 120  # minutes by which a workshop may work on
_PARTS_SOONER = 10  # days before the due day for which parts may be asked
_USUAL = (8 * 60, 17 * 60)  # opening of a workshop whose hours say nothing
BORROWED = "(borrowed)"


class Limit(NamedTuple):
    """One change. ``hardship`` orders the kinds, mild ones first. Either a shop's day or a visit changes."""

    limit: str
    why: str
    hardship: float
    workshop: str = ""
    day: int = -1
    hours: tuple[int, int] | None = None  # minutes of the day
    extra: tuple[str, frozenset[str]] | None = None  # a technician more
    visit: int = -1
    ready: int | None = None
    back_on: int | None = None  # the vehicle is on the road again that day
    late: bool = False


def limits(timeline: Timeline, visit: Visit, look_back: int) -> Iterator[Limit]:
    """Changes each of which might give the visit a lawful place."""
    instance = timeline.instance
    last = min(visit.last_day, instance.days - 1)
    names = ", ".join(job.id for job in visit.jobs)
    vehicle, overdue = visit.vehicle.id, day_words(instance.start, visit.last_day + 1)
    yield Limit(
        f"Keep {vehicle} off the road from {overdue} until {names} is done",
        f"{names} is due by {day_words(instance.start, visit.last_day)} and has no lawful place before that",
        9, visit=visit.id, late=True,
    )  # fmt: skip
    for day in range(max(0, last - _PARTS_SOONER), last + 1) if visit.ready > last else ():
        yield Limit(
            f"Have the parts for {names}, and the vehicle, by {day_words(instance.start, day)}",
            f"they are not there before {day_words(instance.start, visit.ready)}, after its due day",
            2 + (last - day) / 100, visit=visit.id, ready=day,
        )  # fmt: skip
    for day in range(max(visit.ready, last - look_back), last + 1):
        if any(first <= day <= end for first, end in visit.vehicle.off_road):
            yield Limit(
                f"Have {vehicle} back on {day_words(instance.start, day)}",
                f"it is off the road then, and {names} is due",
                3,
                visit=visit.id,
                back_on=day,
            )
            continue
        for workshop in instance.workshops.values():
            yield from _of_day(timeline, visit, workshop, day)


def _of_day(timeline: Timeline, visit: Visit, workshop: Workshop, day: int) -> Iterator[Limit]:
    """Open it, work on, call someone in, or borrow someone."""
    instance, when = timeline.instance, day_words(timeline.instance.start, day)
    skills = frozenset(job.skill for job in visit.jobs if job.skill)
    shop = timeline.shops.get((workshop.id, day))
    hours = _usual(workshop) if shop is None else (shop.opens - day * DAY, shop.closes - day * DAY)
    team = [t for t in instance.technicians.values() if t.workshop == workshop.id]
    at_work = frozenset().union(*(t.skills for t in team if day not in t.absent))
    where = {"workshop": workshop.id, "day": day}
    if shop is None and skills <= at_work and any(day not in t.absent for t in team):
        yield Limit(f"Open {workshop.id} on {when}", "it is shut that day", 1, **where, hours=hours)
    if shop is None:
        return
    longer = (hours[0], min(DAY, max(hours[1] + _OVERTIME, hours[0] + visit.minutes)))
    if longer[1] > hours[1] and skills <= at_work:
        yield Limit(
            f"Keep {workshop.id} open until {clock(longer[1]) if longer[1] < DAY else '24:00'} on {when}",
            f"it shuts at {clock(hours[1])} and its bays or technicians are full",
            4,
            **where,
            hours=longer,
        )
    for technician in team:
        if day in technician.absent and skills & (technician.skills - at_work or technician.skills):
            yield Limit(
                f"Have {technician.id} at work at {workshop.id} on {when}",
                "absent that day, and has the skill needed",
                2, **where, extra=(technician.id, technician.skills),
            )  # fmt: skip
    if not skills <= at_work:
        lack = skills - at_work
        yield Limit(
            f"Borrow a technician with the skill {', '.join(sorted(lack))} at {workshop.id} on {when}",
            "nobody there that day has it", 5, **where, extra=(BORROWED, skills),
        )  # fmt: skip


def _usual(workshop: Workshop) -> tuple[int, int]:
    return max(workshop.open.values(), key=lambda hours: hours[1] - hours[0], default=_USUAL)


class Trial:
    """A plan with some limits changed. The timeline is as before after :meth:`places`."""

    def __init__(self, timeline: Timeline, changes: list[Limit]):
        self.timeline, self.changes = timeline, changes

    def places(self, visits: list[Visit]) -> set[int]:
        """Which of the visits find a place now, put in one after the other."""
        timeline, put = self.timeline, []
        kept = {
            (c.workshop, c.day): timeline.shops.get((c.workshop, c.day)) for c in self.changes if c.workshop
        }
        for key in kept:
            timeline.shops[key] = self._changed(*key)
        try:
            for visit in visits:
                changed = self._visit(visit)
                place = self._place(changed, None if changed is not visit else list(kept))
                if place:
                    timeline.put(changed, place)
                    put.append(changed)
            return {visit.id for visit in put}
        finally:
            for visit in reversed(put):
                timeline.take(visit)
            for key, shop in kept.items():
                if shop is None:
                    del timeline.shops[key]
                else:
                    timeline.shops[key] = shop

    def _place(self, visit: Visit, where: list[tuple[str, int]] | None) -> Placement | None:
        """``where``: only these have changed, so only these need a look; None: any workshop on any day."""
        timeline, end = self.timeline, self.timeline.instance.days - 1
        last = end if visit.last_day is None else min(visit.last_day, end)
        if where is None:
            days = (
                range(last, visit.ready - 1, -1)
                if visit.last_day is not None
                else range(visit.ready, end + 1)
            )
            where = [(workshop, day) for day in days for workshop in timeline.instance.workshops]
        found = (timeline.find(visit, workshop, day) for workshop, day in where)
        return next((option.place for option in found if option), None)

    def _visit(self, visit: Visit) -> Visit:
        for change in self.changes:
            if change.visit != visit.id:
                continue
            if change.late:
                visit = visit._replace(last_day=None)
            if change.ready is not None:
                visit = visit._replace(ready=change.ready)
            if change.back_on is not None:
                day = change.back_on
                rest = tuple(
                    piece
                    for a, b in visit.vehicle.off_road
                    for piece in ((a, min(b, day - 1)), (max(a, day + 1), b))
                    if piece[0] <= piece[1]
                )
                visit = visit._replace(vehicle=visit.vehicle._replace(off_road=rest))
        return visit

    def _changed(self, workshop: str, day: int) -> Shop:
        """The shop's day with every change, holding what the plan has put there."""
        timeline = self.timeline
        mine = [c for c in self.changes if (c.workshop, c.day) == (workshop, day)]
        old = timeline.shops.get((workshop, day))
        hours = [(old.opens - day * DAY, old.closes - day * DAY)] if old else []
        hours += [c.hours for c in mine if c.hours]
        team = [
            t
            for t in timeline.instance.technicians.values()
            if t.workshop == workshop and day not in t.absent
        ]
        staff = {t.id: t.skills for t in team} | {c.extra[0]: c.extra[1] for c in mine if c.extra}
        opens, closes = min(a for a, _ in hours), max(b for _, b in hours)
        bays = timeline.instance.workshops[workshop].bays
        shop = Shop(day * DAY + opens, day * DAY + closes, bays, staff)
        for number in timeline.on_day[day] if 0 <= day < len(timeline.on_day) else ():
            place = timeline.placed[number]
            if place.workshop == workshop:
                shop.toggle(place.bay, place.start, place.end, timeline.hands(shop, place))
        return shop
