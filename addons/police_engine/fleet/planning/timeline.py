"""The state of a plan while it is built: bays, technicians, and who is missing from which shift.

Placing and taking back a visit are exact opposites, so a search can try and undo. All minutes count from the
start of the horizon (see ``instance``).
"""

from itertools import permutations
from typing import NamedTuple

from .instance import DAY, Instance, Job, Visit

UNLAWFUL = 10_000_000


class Placement(NamedTuple):
    """One visit placed. ``technicians`` run parallel to ``jobs`` (in working order). ``cost`` excludes cover."""

    visit: int
    workshop: str
    day: int
    start: int
    end: int
    bay: int
    jobs: tuple[Job, ...]
    technicians: tuple[str, ...]
    missed: tuple[int, ...]
    cost: int


class _Shop:
    """One workshop on one day."""

    __slots__ = ("bays", "closes", "opens", "skills", "staff")

    def __init__(self, opens: int, closes: int, bays: int, staff: dict[str, frozenset[str]]):
        self.opens, self.closes = opens, closes
        self.bays: list[list[tuple[int, int]]] = [[] for _ in range(bays)]
        self.staff = {name: (skills, []) for name, skills in staff.items()}
        self.skills = frozenset().union(*staff.values())


def _free(busy: list[tuple[int, int]], start: int, end: int) -> bool:
    for a, b in busy:  # noqa: SIM110 -- the innermost loop of the search; all() costs twice as much
        if a < end and start < b:
            return False
    return True


class Timeline:
    """A partial plan. ``objective`` is kept up to date by :meth:`put` and :meth:`take`."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.weights = instance.weights
        self.shops = self._open_shops()
        self.placed: dict[int, Placement] = {}
        self.on_day: list[set[int]] = [set() for _ in range(instance.days)]
        self._longest: dict[tuple[int, frozenset[str]], int] = {}
        self.shift_times = [
            (day * DAY + shift.start, day * DAY + shift.end) for day in range(instance.days) for shift in instance.shifts
        ]
        self.absent: dict[str, dict[int, int]] = {vehicle: {} for vehicle in instance.vehicles}
        self.away: dict[str, list[tuple[int, int]]] = {vehicle: [] for vehicle in instance.vehicles}
        self.required, self.present = self._cover()
        self.shortfall = sum(
            max(0, need - self.present[group][index])
            for group, by_index in self.required.items() for index, needs in by_index.items() for need in needs
        )
        self.fixed_shortfall = self.shortfall
        self.work_cost = sum(self.unplaced_cost(visit) for visit in instance.visits)

    @property
    def objective(self) -> int:
        return self.work_cost + self.weights["shortfall_vehicle_shift"] * self.shortfall

    # -- set-up ------------------------------------------------------------------------------------

    def _open_shops(self) -> dict[tuple[str, int], _Shop]:
        shops = {}
        for workshop in self.instance.workshops.values():
            team = [t for t in self.instance.technicians.values() if t.workshop == workshop.id]
            for day in range(self.instance.days):
                if hours := self.instance.hours(workshop, day):
                    staff = {t.id: t.skills for t in team if day not in t.absent}
                    shops[workshop.id, day] = _Shop(*hours, workshop.bays, staff)
        return shops

    def _cover(self):
        """Needs and presence by (base, role) and shift instance, off-road days already taken out."""
        instance, count = self.instance, len(self.instance.shifts)
        order = {shift.id: number for number, shift in enumerate(instance.shifts)}
        required: dict[tuple[str, str], dict[int, list[int]]] = {}
        for row in instance.minimums:
            by_index = required.setdefault((row.base, row.role), {})
            for day in range(instance.days):
                if instance.weekday(day) in row.weekdays:
                    by_index.setdefault(day * count + order[row.shift], []).append(row.vehicles)
        present = {group: [0] * (instance.days * count) for group in required}
        for vehicle in instance.vehicles.values():
            group = (vehicle.base, vehicle.role)
            for first, last in vehicle.off_road:
                for index in self.overlapping(first * DAY, (last + 1) * DAY):
                    self.absent[vehicle.id][index] = self.absent[vehicle.id].get(index, 0) + 1
            if group in present:
                row = present[group]
                for index in range(len(row)):
                    row[index] += index not in self.absent[vehicle.id]
        return required, present

    def longest(self, day: int, skills: frozenset[str]) -> int:
        """The longest opening, in minutes, of a workshop that has all the skills at work that day."""
        key = (day, skills)
        if key not in self._longest:
            self._longest[key] = max((
                shop.closes - shop.opens for workshop in self.instance.workshops
                if (shop := self.shops.get((workshop, day))) and shop.staff and skills <= shop.skills
            ), default=0)
        return self._longest[key]

    def overlapping(self, start: int, end: int) -> tuple[int, ...]:
        """Shift instances that [start, end) touches by a minute or more."""
        count = len(self.instance.shifts)
        first = max(0, (start // DAY - 1) * count)
        last = min(len(self.shift_times), (end // DAY + 1) * count)
        times = self.shift_times
        return tuple(i for i in range(first, last) if times[i][0] < end and times[i][1] > start)

    # -- costs -------------------------------------------------------------------------------------

    def unplaced_cost(self, visit: Visit) -> int:
        """Cost of leaving the visit out. Where that breaks the law, a price nothing else can reach."""
        locks = sum(job.id in self.instance.locks for job in visit.jobs)
        price = len(visit.jobs) * self.weights["unplaced"] + locks * self.weights["moved_locked"]
        return price + UNLAWFUL if visit.must else price

    def day_cost(self, visit: Visit, day: int) -> int:
        """Early and late days of starting on ``day``."""
        early, late = self.weights["early_day"], self.weights["late_day"]
        return sum(
            early * (job.due - day) if day < job.due else (0 if job.hard else late * (day - job.due))
            for job in visit.jobs
        )

    def cover_cost(self, visit: Visit, missed: tuple[int, ...]) -> int:
        """Extra shortfall (vehicle-shifts) when the vehicle also misses these shifts."""
        group = (visit.vehicle.base, visit.vehicle.role)
        needs = self.required.get(group)
        if not needs:
            return 0
        gone, present = self.absent[visit.vehicle.id], self.present[group]
        return sum(
            need >= present[index] for index in missed if index not in gone for need in needs.get(index, ())
        )

    def moved_cost(self, jobs: tuple[Job, ...], workshop: str, start: int) -> int:
        cost = 0
        for job in jobs:
            lock = self.instance.locks.get(job.id)
            if lock and (lock.workshop != workshop or lock.start != start):
                cost += self.weights["moved_locked"]
            start += job.minutes
        return cost

    # -- finding room ------------------------------------------------------------------------------

    def orders(self, visit: Visit) -> list[tuple[Job, ...]]:
        return [visit.jobs] if len(visit.jobs) == 1 else list(permutations(visit.jobs))[:6]

    def options(self, visit: Visit, workshop: str, day: int):
        """Feasible placements of the visit in one workshop on one day, earliest start first."""
        shop = self.shops.get((workshop, day))
        if shop is None or shop.closes - shop.opens < visit.minutes:
            return
        travel = self.instance.travel_minutes(visit.vehicle.base, workshop)
        off = visit.vehicle.off_road
        if any(first <= day <= last for first, last in off):
            return
        starts = {shop.opens, shop.closes - visit.minutes}
        for busy in (*shop.bays, *(spans for _, spans in shop.staff.values())):
            for a, b in busy:
                starts.update((b, a - visit.minutes))
        for job in visit.jobs:
            lock = self.instance.locks.get(job.id)
            if lock and lock.workshop == workshop:
                starts.add(lock.start)
        base_cost = self.day_cost(visit, day)
        for start in sorted(starts):
            end = start + visit.minutes
            if start < shop.opens or end > shop.closes or not _free(self.away[visit.vehicle.id], start - travel, end + travel):
                continue
            bay = next((n for n, busy in enumerate(shop.bays) if _free(busy, start, end)), None)
            if bay is None:
                continue
            for jobs in self.orders(visit):
                team = self._team(shop, jobs, start)
                if team:
                    missed = self.overlapping(start - travel, end + travel)
                    cost = base_cost + self.moved_cost(jobs, workshop, start)
                    yield Placement(visit.id, workshop, day, start, end, bay, jobs, team, missed, cost)

    @staticmethod
    def _team(shop: _Shop, jobs: tuple[Job, ...], start: int) -> tuple[str, ...]:
        """A fit, free technician for each job: the one with fewest skills, to keep the others for harder work."""
        team = []
        for job in jobs:
            end = start + job.minutes
            fit = [
                (len(skills), len(busy) == 0, name) for name, (skills, busy) in shop.staff.items()
                if (not job.skill or job.skill in skills) and _free(busy, start, end)
            ]
            if not fit:
                return ()
            team.append(min(fit)[2])
            start = end
        return tuple(team)

    # -- changing the plan -------------------------------------------------------------------------

    def put(self, visit: Visit, place: Placement) -> None:
        shop = self.shops[place.workshop, place.day]
        shop.bays[place.bay].append((place.start, place.end))
        at = place.start
        for job, name in zip(place.jobs, place.technicians, strict=True):
            shop.staff[name][1].append((at, at + job.minutes))
            at += job.minutes
        travel = self.instance.travel_minutes(visit.vehicle.base, place.workshop)
        self.away[visit.vehicle.id].append((place.start - travel, place.end + travel))
        self.shortfall += self.cover_cost(visit, place.missed)
        self._miss(visit, place.missed, 1)
        self.work_cost += place.cost - self.unplaced_cost(visit)
        self.placed[visit.id] = place
        self.on_day[place.day].add(visit.id)

    def take(self, visit: Visit) -> Placement:
        place = self.placed.pop(visit.id)
        self.on_day[place.day].discard(visit.id)
        shop = self.shops[place.workshop, place.day]
        shop.bays[place.bay].remove((place.start, place.end))
        at = place.start
        for job, name in zip(place.jobs, place.technicians, strict=True):
            shop.staff[name][1].remove((at, at + job.minutes))
            at += job.minutes
        travel = self.instance.travel_minutes(visit.vehicle.base, place.workshop)
        self.away[visit.vehicle.id].remove((place.start - travel, place.end + travel))
        self._miss(visit, place.missed, -1)
        self.shortfall -= self.cover_cost(visit, place.missed)
        self.work_cost += self.unplaced_cost(visit) - place.cost
        return place

    def _miss(self, visit: Visit, missed: tuple[int, ...], step: int) -> None:
        """Count the vehicle out of (1) or back into (-1) these shifts."""
        gone = self.absent[visit.vehicle.id]
        row = self.present.get((visit.vehicle.base, visit.vehicle.role))
        for index in missed:
            before = gone.get(index, 0)
            if before + step:
                gone[index] = before + step
            else:
                del gone[index]
            if row is not None and (before == 0 or before + step == 0):
                row[index] -= step
