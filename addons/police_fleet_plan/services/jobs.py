"""The work to be planned: services due, and what is promised already (bookings and job cards)."""

from datetime import datetime, timedelta

from odoo.fields import Domain

from .clock import to_stamp, to_utc
from .parts import Parts

HELD = ("booked", "in_workshop")
CARD_WAITS = ("open", "waiting_parts")


class Jobs:
    """Collects jobs, locks and bay blocks; ``names`` gives each job a readable name of its own."""

    def __init__(self, plan, names, notes, shops):
        self.env, self.plan, self.names, self.notes, self.shops = plan.env, plan, names, notes, shops
        self.first, self.last = plan.date_from, plan.date_to
        self.rows, self.locks, self.records, self.vehicles = [], [], {}, set()
        self.off_road = []  # (vehicle id, first day, last day)
        self.overdue = self.lapsed = 0
        self.parts = Parts(plan, shops.workshops, notes)

    def collect(self):
        """Everything; returns the jobs of the document."""
        promised = self._bookings()
        self._cards()
        self._dues(promised)
        self.parts.keep()
        if self.overdue:
            self.notes.append(
                self.env._(
                    "%s services are overdue already: their late days count from the plan's first day.",
                    self.overdue,
                )
            )
        if self.lapsed:
            self.notes.append(
                self.env._(
                    "%s statutory dates have passed already. These vehicles may not be used; "
                    "the work is planned as soon as possible.", self.lapsed,
                )
            )  # fmt: skip
        return self.rows

    # -- services due ------------------------------------------------------------------------------

    def _dues(self, promised):
        company = Domain("company_id", "=", self.plan.company_id.id)
        usable = company & Domain("vehicle_id.active", "=", True)
        Due = self.env["police.fleet.service.due"]
        due = Due.search(usable & Domain("due_on", "<=", self.last), order="due_on, id")
        due |= Due.search(usable & Domain("plan_id.renews_mot", "=", True))
        groups = list({g for g in due.mapped("together_group") if g})
        along = Due.search(company & Domain("together_group", "in", groups)) - due
        chosen = [row for row in due | along if row.id not in promised and self._is_wanted(row, along)]
        together = {}
        for row in chosen:
            key = self._add_due(row)
            if row.together_group:
                together.setdefault(row.together_group, []).append(key)
        self._join(together)

    def _is_wanted(self, row, along):
        """Not what is booked elsewhere in time, and an MOT only when it falls in the plan."""
        if row.booking_id.state in HELD:
            return False
        day = self._due_day(row)
        return bool(day) and (day <= self.last or row in along)

    def _due_day(self, row):
        vehicle = row.vehicle_id
        if row.plan_id.renews_mot:
            return False if vehicle.mot_exempt else vehicle.mot_due
        return row.due_low or row.due_on if row.plan_id.statutory and row.due_by != "date" else row.due_on

    def _add_due(self, row):
        service, day = row.plan_id, self._due_day(row)
        hard = bool(service.statutory or service.renews_mot)
        if day < self.first:
            self.overdue += not hard
            self.lapsed += hard
        key = self.names.give("jobs", f"{self.names.vehicle(row.vehicle_id)} {service.name}", row.id)
        self._add(
            key, row.vehicle_id, service, max(day, self.first), hard and day >= self.first,
            round((service.hours or 1) * 60), day - timedelta(days=service.early_days),
            self.parts.of_due(row),
        )  # fmt: skip
        self.records[key].update(due=row.id, due_on=day.isoformat(), booking=row.booking_id.id or 0, law=hard)
        return key

    def _add(self, key, vehicle, service, due, hard, minutes, earliest, parts=None):
        self.vehicles.add(vehicle.id)
        row = {
            "id": key,
            "vehicle": self.names.vehicle(vehicle),
            "task": service.name or "",
            "minutes": minutes,
            "skill": service.skill_code or "",
            "earliest": max(earliest, self.first).isoformat(),
            "due": due.isoformat(),
            "hard": hard,
            "together_with": [],
        }
        if parts:
            row["parts_ready"] = parts.isoformat()
        self.rows.append(row)
        self.records[key] = {"vehicle": vehicle.id, "service": service.id or 0}
        return row

    def _join(self, together):
        """One visit for what belongs together, where a day is long enough for it."""
        longest = max(
            (round(60 * (b - a)) for h in self.shops.hours.values() for a, b in h.values()), default=0
        )
        by_key = {row["id"]: row for row in self.rows}
        for keys in together.values():
            rows = [by_key[key] for key in keys]
            if len(rows) > 1 and sum(row["minutes"] for row in rows) <= longest:
                rows[0]["together_with"] = keys[1:]

    # -- promises ----------------------------------------------------------------------------------

    def _bookings(self):
        """Bookings that hold a vehicle in these days; returns the ids of the dues that they serve."""
        bookings = self.env["police.fleet.service.booking"].search(
            Domain("company_id", "=", self.plan.company_id.id)
            & Domain("state", "in", HELD)
            & Domain("start", "<", to_utc(f"{self.last + timedelta(days=1)}T00:00"))
            & Domain("stop", ">", to_utc(f"{self.first}T00:00")),
            order="start, id",
        )
        slots = self._known_slots(bookings)
        served = set()
        for booking in bookings:
            served |= set((booking.due_id | booking.along_ids).ids)
            own = booking.workshop_id in self.shops.workshops
            inside = to_stamp(booking.start)[:10] >= self.first.isoformat()
            if booking.state == "booked" and own and inside:
                self._promise(booking, slots.get(booking.id))
            else:
                self._away(booking, own)
        return served

    def _known_slots(self, bookings):
        """``{booking id: [line of the published plan]}``: how its jobs follow each other and by whom."""
        lines = self.env["police.fleet.plan.line"].search(
            [("booking_id", "in", bookings.ids), ("plan_id.state", "=", "published"), ("placed", "=", True)],
            order="slot, id",
        )
        found = {}
        for line in lines:
            found.setdefault(line.booking_id.id, []).append(line)
        return {
            booking.id: lines
            for booking in bookings
            if (lines := found.get(booking.id))
            and lines[0].start == booking.start and lines[-1].stop == booking.stop
            and lines[0].workshop_id == booking.workshop_id
        }  # fmt: skip

    def _promise(self, booking, lines):
        """One job for each service of the visit when its parts are known, else one for the whole visit."""
        parts = self._parts(booking, lines)
        keys = []
        for service, due, start, minutes, technician in parts:
            name = " + ".join(service.mapped("name")) or booking.name
            key = self.names.give("jobs", f"{self.names.vehicle(booking.vehicle_id)} {name}", due.id)
            day = max(due.due_on or booking.due_on or start.date(), self.first)
            main = service[:1]
            hard = bool(main.statutory or main.renews_mot) and day >= start.date()
            self._add(
                key,
                booking.vehicle_id,
                main,
                day,
                hard,
                minutes,
                min(start.date(), self.last),
                self._parts_of_promise(booking, due),
            )
            self.records[key].update(
                due=due.id or 0,
                booking=booking.id,
                due_on=(due.due_on or booking.due_on or day).isoformat(),
                law=hard,
            )
            self._lock(key, booking.workshop_id, technician, start.strftime("%Y-%m-%dT%H:%M"))
            keys.append(key)
        if len(keys) > 1:
            self.rows[-len(keys)]["together_with"] = keys[1:]

    def _parts_of_promise(self, booking, due):
        """A card has its parts or waits for its orders; without one the stores are asked."""
        if card := booking.job_id:
            return due.parts_ready_on or self.parts.of_card(card)
        return self.parts.of_due(due)

    def _parts(self, booking, lines):
        """``[(services, due, local start, minutes, technician)]``, one after the other."""
        start = _local(booking.start)
        if lines:
            return [(x.service_plan_id, x.due_id, _local(x.start), x.minutes, x.technician_id) for x in lines]
        nobody = self.env["police.fleet.technician"]
        minutes = round((booking.stop - booking.start).total_seconds() / 60)
        dues = booking.due_id | booking.along_ids
        parts = [(due.plan_id, due, round((due.plan_id.hours or 1) * 60)) for due in dues]
        if len(parts) > 1 and sum(part[2] for part in parts) == minutes:
            found = []
            for service, due, length in parts:
                found.append((service, due, start, length, nobody))
                start += timedelta(minutes=length)
            return found
        return [(booking.plan_id | booking.along_ids.plan_id, booking.due_id, start, minutes, nobody)]

    def _lock(self, key, workshop, technician, stamp):
        self.locks.append(
            {
                "job": key,
                "workshop": self.names.of("workshops", workshop.id),
                "technician": self.names.of("technicians", technician.id) if technician else "",
                "start": stamp,
            }
        )

    def _away(self, booking, own):
        """In a workshop already, or at an outside repairer: the vehicle is away, a bay of ours is taken."""
        start, stop = _local(booking.start).date(), _local(booking.stop).date()
        self.off_road.append((booking.vehicle_id.id, start, stop))
        if own:
            words = self.env._("%s in the workshop", self.names.vehicle(booking.vehicle_id))
            self.shops.blocks.append((booking.workshop_id, 0, start, stop, words))

    def _cards(self):
        """Repairs with a planned time: kept where they are, as promises are."""
        cards = self.env["police.fleet.job"].search(
            Domain("company_id", "=", self.plan.company_id.id)
            & Domain("state", "in", CARD_WAITS)
            & Domain("booking_id", "=", False)
            & Domain("workshop_id", "in", self.shops.workshops.ids)
            & Domain("start", ">=", to_utc(f"{self.first}T00:00"))
            & Domain("start", "<", to_utc(f"{self.last + timedelta(days=1)}T00:00")),
            order="start, id",
        )
        for card in cards:
            start = _local(card.start)
            key = self.names.give(
                "jobs", f"{self.names.vehicle(card.vehicle_id)} job card {card.name}", card.id
            )
            row = self._add(
                key, card.vehicle_id, card.plan_id, start.date(), False, card.minutes or 60, start.date(),
                self.parts.of_card(card),
            )  # fmt: skip
            row["skill"] = card.skill_id.code or ""
            row["task"] = card.fault or row["task"]
            self.records[key].update(
                due=0, booking=0, card=card.id, due_on=start.date().isoformat(), law=False
            )
            self._lock(key, card.workshop_id, card.technician_id, to_stamp(card.start))


def _local(moment):
    """Naive local datetime of a naive UTC one, in whole minutes."""
    return datetime.fromisoformat(to_stamp(moment))
