"""The state of a plan while it is built: bays, technicians, and who is missing from which shift.

Placing and taking back a visit are exact opposites, so a search can try and undo. All minutes count from the
start of the horizon (see ``instance``).
"""

from collections.abc import Iterator
from itertools import combinations, islice, permutations
from typing import NamedTuple

from .instance import DAY, Instance, Job, Visit
from .shop import Shop

_UNLAWFUL = 10_000_000  # at least; more where the weights are great
MOST_JOBS = 5  # of one visit whose every order is tried
_ORDERS = 120


class Placement(NamedTuple):
    """One visit placed; ``technicians`` parallel to ``jobs`` (in working order). ``cost`` excludes cover."""

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


class Found(NamedTuple):
    """A placement and its whole cost, cover included."""

    total: float
    place: Placement


def _between(first: int, last: int) -> int:
    """Bits ``first`` (may be below 0) up to but not including ``last``."""
    first = max(0, first)
    return ((1 << (last - first)) - 1) << first if last > first else 0


class Timeline:
    """A partial plan. ``objective`` is kept up to date by :meth:`put` and :meth:`take`."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.weights = instance.weights
        self.shops = self._open_shops()
        self.placed: dict[int, Placement] = {}
        self.on_day: list[set[int]] = [set() for _ in range(instance.days)]
        self._longest: dict[tuple[int, frozenset[str]], int] = {}
        self._touched: dict[tuple[int, int], tuple[int, ...]] = {}
        self._orders: dict[int, list[tuple[Job, ...]]] = {}
        self.shift_times = [
            (day * DAY + shift.start, day * DAY + shift.end)
            for day in range(instance.days)
            for shift in instance.shifts
        ]
        self.absent: dict[str, dict[int, int]] = {vehicle: {} for vehicle in instance.vehicles}
        self.away: dict[str, list[tuple[int, int]]] = {vehicle: [] for vehicle in instance.vehicles}
        self.required, self.present = self._cover()
        self.shortfall = sum(
            max(0, need - self.present[group][index])
            for group, by_index in self.required.items()
            for index, needs in by_index.items()
            for need in needs
        )
        self.fixed_shortfall = self.shortfall
        self.first_present = {group: list(row) for group, row in self.present.items()}
        self.unlawful = self._beyond_all()
        self.work_cost = sum(self.unplaced_cost(visit) for visit in instance.visits)

    @property
    def objective(self) -> int:
        return self.work_cost + self.weights["shortfall_vehicle_shift"] * self.shortfall

    # -- set-up ------------------------------------------------------------------------------------

    def _open_shops(self) -> dict[tuple[str, int], Shop]:
        shops = {}
        for workshop in self.instance.workshops.values():
            team = [t for t in self.instance.technicians.values() if t.workshop == workshop.id]
            for day in range(self.instance.days):
                if hours := self.instance.hours(workshop, day):
                    staff = {t.id: t.skills for t in team if day not in t.absent}
                    shops[workshop.id, day] = Shop(*hours, workshop.bays, staff)
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

    def _beyond_all(self) -> float:
        """More than any visit can cost where it may be, with all that it can do to cover."""
        weights, days, jobs = self.weights, self.instance.days, list(self.instance.jobs.values())
        far = max((abs(job.due) for job in jobs), default=0) + days
        most = max((len(visit.jobs) for visit in self.instance.visits), default=1)
        rows = 4 * len(self.instance.shifts) * max(1, len(self.instance.minimums))
        each = max(far * weights["early_day"], far * weights["late_day"], weights["unplaced"])
        cover = rows * weights["shortfall_vehicle_shift"]
        return max(_UNLAWFUL, 10 * (most * (each + weights["moved_locked"]) + cover))

    def longest(self, day: int, skills: frozenset[str]) -> int:
        """The longest opening, in minutes, of a workshop that has all the skills at work that day."""
        key = (day, skills)
        if key not in self._longest:
            self._longest[key] = max(
                (
                    shop.closes - shop.opens
                    for workshop in self.instance.workshops
                    if (shop := self.shops.get((workshop, day))) and shop.names and skills <= shop.skills
                ),
                default=0,
            )
        return self._longest[key]

    def overlapping(self, start: int, end: int) -> tuple[int, ...]:
        """Shift instances that [start, end) touches by a minute or more."""
        key = (start, end)
        if key not in self._touched:
            count, times = len(self.instance.shifts), self.shift_times
            first = max(0, (start // DAY - 1) * count)
            last = min(len(times), (end // DAY + 1) * count)
            self._touched[key] = tuple(
                i for i in range(first, last) if times[i][0] < end and times[i][1] > start
            )
        return self._touched[key]

    # -- costs -------------------------------------------------------------------------------------

    def unplaced_cost(self, visit: Visit) -> int:
        """Cost of leaving the visit out. Where that breaks the law, a price nothing else can reach."""
        locks = sum(job.id in self.instance.locks for job in visit.jobs)
        price = len(visit.jobs) * self.weights["unplaced"] + locks * self.weights["moved_locked"]
        return price + self.unlawful if visit.must else price

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

    def extra_shortfall(self) -> dict[int, int]:
        """By shift instance: vehicles short because of visits, beyond those off the road anyway."""
        result: dict[int, int] = {}
        for group, by_index in self.required.items():
            for index, needs in by_index.items():
                present, first = self.present[group][index], self.first_present[group][index]
                if more := sum(max(0, need - present) - max(0, need - first) for need in needs):
                    result[index] = result.get(index, 0) + more
        return result

    # -- finding room ------------------------------------------------------------------------------

    def orders(self, visit: Visit) -> list[tuple[Job, ...]]:
        """Orders of the jobs; all that differ when there are no more than ``MOST_JOBS``."""
        if len(visit.jobs) == 1:
            return [visit.jobs]
        if visit.id not in self._orders:
            orders = list(islice(permutations(visit.jobs), _ORDERS))
            alike = {tuple((job.skill, job.minutes) for job in order): order for order in orders}
            promised = any(job.id in self.instance.locks for job in visit.jobs)  # then each is its own
            self._orders[visit.id] = orders if promised else list(alike.values())
        return self._orders[visit.id]

    def find(
        self,
        visit: Visit,
        workshop: str,
        day: int,
        cover: bool = True,
        late: bool = False,
        missing: frozenset[int] | None = None,
    ) -> Found | None:
        """The cheapest start in one workshop on one day; the earliest of equals, or with ``late`` the latest.

        ``cover`` False: what the vehicle's absence does to its base is not looked at. ``missing``: of the
        shifts that have a minimum only these may be missed.
        """
        shop = self.shops.get((workshop, day))
        if shop is None or not shop.names or shop.closes - shop.opens < visit.minutes:
            return None
        if day < visit.ready or any(first <= day <= last for first, last in visit.vehicle.off_road):
            return None
        if visit.last_day is not None and day > visit.last_day:
            return None
        travel = self.instance.travel_minutes(visit.vehicle.base, workshop)
        best = None
        for jobs in self.orders(visit):
            starts = self._starts(shop, visit, jobs, travel)
            if missing is not None:
                starts &= self._sparing(shop, visit, travel, missing)
            if not starts:
                continue
            for start in self._choices(shop, visit, jobs, workshop, starts, travel, cover, late):
                missed = self.overlapping(start - travel, start + visit.minutes + travel)
                own = self.moved_cost(jobs, workshop, start) if self.instance.locks else 0
                total = own + (
                    self.weights["shortfall_vehicle_shift"] * self.cover_cost(visit, missed) if cover else 0
                )
                if best is None or total < best[0]:
                    best = (total, own, start, jobs, missed)
        if best is None:
            return None
        total, own, start, jobs, missed = best
        cost = self.day_cost(visit, day)
        return Found(total + cost, self._place(shop, visit, workshop, day, start, jobs, missed, cost + own))

    def _starts(self, shop: Shop, visit: Visit, jobs: tuple[Job, ...], travel: int) -> int:
        """Bits of the starts at which a bay, technicians and the vehicle itself are free."""
        starts = shop.bay_starts(visit.minutes)
        offset = 0
        for job in jobs:
            if not starts:
                return 0
            starts &= shop.hand_starts(job.skill, job.minutes) >> offset
            offset += job.minutes
        for a, b in self.away[visit.vehicle.id]:
            starts &= ~_between(a - travel - visit.minutes + 1 - shop.opens, b + travel - shop.opens)
        return starts

    def _sparing(self, shop: Shop, visit: Visit, travel: int, missing: frozenset[int]) -> int:
        """Bits of the starts that miss no shift with a minimum beyond ``missing``."""
        needs = self.required.get((visit.vehicle.base, visit.vehicle.role), {})
        gone, starts = self.absent[visit.vehicle.id], -1
        for index in self.overlapping(shop.opens - travel, shop.closes + travel):
            if index in needs and index not in missing and index not in gone:
                a, b = self.shift_times[index]
                starts &= ~_between(a - travel - visit.minutes + 1 - shop.opens, b + travel - shop.opens)
        return starts

    def _choices(self, shop, visit, jobs, workshop, starts, travel, cover, late) -> Iterator[int]:
        """Starts worth comparing: the promised one, and one for each set of shifts that would be paid for."""
        offset = 0
        for job in jobs if self.instance.locks else ():
            lock = self.instance.locks.get(job.id)
            if lock and lock.workshop == workshop:
                at = lock.start - offset - shop.opens
                if at >= 0 and starts >> at & 1:
                    yield at + shop.opens
            offset += job.minutes
        paid = self._paid(shop, visit, travel) if cover else []
        ranges = [
            _between(a - travel - visit.minutes + 1 - shop.opens, b + travel - shop.opens) for a, b in paid
        ]
        for count in range(len(ranges) + 1):
            found = False
            for chosen in combinations(range(len(ranges)), count):  # these are missed, the others kept
                left = starts
                for number, span in enumerate(ranges):
                    if number not in chosen:
                        left &= ~span
                if left:
                    found = True
                    yield shop.opens + (left.bit_length() - 1 if late else (left & -left).bit_length() - 1)
            if found:
                return

    def _paid(self, shop: Shop, visit: Visit, travel: int) -> list[tuple[int, int]]:
        """Times of the shifts in which one vehicle less would cost something."""
        group = (visit.vehicle.base, visit.vehicle.role)
        needs = self.required.get(group)
        if not needs:
            return []
        gone, present = self.absent[visit.vehicle.id], self.present[group]
        return [
            self.shift_times[index]
            for index in self.overlapping(shop.opens - travel, shop.closes + travel)
            if index in needs and index not in gone and max(needs[index]) >= present[index]
        ]

    @staticmethod
    def _place(shop: Shop, visit: Visit, workshop, day, start, jobs, missed, cost) -> Placement:
        team, at = [], start
        for job in jobs:
            team.append(shop.names[shop.best_hand(job.skill, at, job.minutes)])
            at += job.minutes
        bay = shop.best_bay(start, visit.minutes)
        return Placement(visit.id, workshop, day, start, at, bay, jobs, tuple(team), missed, cost)

    # -- changing the plan -------------------------------------------------------------------------

    def put(self, visit: Visit, place: Placement) -> None:
        shop = self.shops[place.workshop, place.day]
        shop.toggle(place.bay, place.start, place.end, self.hands(shop, place))
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
        shop.toggle(place.bay, place.start, place.end, self.hands(shop, place))
        travel = self.instance.travel_minutes(visit.vehicle.base, place.workshop)
        self.away[visit.vehicle.id].remove((place.start - travel, place.end + travel))
        self._miss(visit, place.missed, -1)
        self.shortfall -= self.cover_cost(visit, place.missed)
        self.work_cost += self.unplaced_cost(visit) - place.cost
        return place

    @staticmethod
    def hands(shop: Shop, place: Placement) -> list[tuple[int, int, int]]:
        """(technician's number in the shop, from, to) of each job."""
        result, at = [], place.start
        for job, name in zip(place.jobs, place.technicians, strict=True):
            result.append((shop.names.index(name), at, at + job.minutes))
            at += job.minutes
        return result

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
