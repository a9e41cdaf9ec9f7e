"""What a day can hold: visits in shapes, and the rooms that they share. The common ground of all bounds.

A column is a visit on a day in a shape (see ``shapes``). A room is a capacity of one day that every real
plan respects: the minutes of all bays, of technicians for a set of skills, of bays before and after a
change of shift, the bays at the moment of several promises. Which workshop, bay or person does the work is
forgotten.

Minutes alone would let four and a half two-hour jobs into a nine-hour day. Dual feasible functions (Fekete
and Schepers, *New classes of fast lower bounds for bin packing problems*, 2001) say how much of a bin a job
really takes: ``u_k(x) = x`` when ``(k+1)x`` is whole, else ``floor((k+1)x)/k``. For each k the rounded
sizes still fit into the bins of any true packing, so each k is one more room.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from .greedy import days_by_cost
from .instance import DAY, Instance, Lock, Visit
from .shapes import Shape, Shapes
from .timeline import Timeline

_KS = (1, 2, 3, 4, 5, 6, 7)
_MAX_SKILLS = 6  # beyond this only single skills and their union are kept: 2^n sets would be too many


class Column(NamedTuple):
    """A visit on a day in a shape, at the cost of its early and late days and of broken promises."""

    visit: Visit
    day: int
    shape: Shape
    cost: float
    kept: bool = False  # as promised: workshop and start are known

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """(skill, minutes) of its jobs."""
        return self.visit.parts

    @property
    def key(self) -> tuple:
        """What tells it from other columns."""
        return self.visit.id, self.day, self.shape.missed, self.kept


class Room(NamedTuple):
    """A capacity of one day; ``limit`` is in the units of :meth:`size`."""

    key: tuple
    skills: frozenset[str] | None  # None: bays
    side: tuple[int, bool] | None  # None: the whole day
    rounding: tuple[int, int] | None  # (k, length of a bin); None: plain minutes
    limit: int
    at_once: frozenset[int] | None = None  # visits whose promised times have a moment in common

    def size(self, column: Column) -> int:
        """What the column takes of this room."""
        if self.at_once is not None:
            return int(column.kept and column.visit.id in self.at_once)
        if self.side is not None and self.side not in column.shape.sides:
            return 0
        return _taken(column.parts, self.skills, self.rounding)


@cache
def _taken(parts: tuple[tuple[str, int], ...], skills: frozenset[str] | None, rounding) -> int:
    """What jobs of these (skill, minutes) take of a room; of bays (``skills`` None) all in one stay."""
    if skills is None:
        sizes = (sum(minutes for _, minutes in parts),)
    else:
        sizes = tuple(minutes for skill, minutes in parts if skill in skills)
    if rounding is None:
        return sum(sizes)
    return sum(rounded(size, rounding[1], rounding[0]) for size in sizes)


def rounded(size: int, bin_size: int, k: int) -> int:
    """``bin_size * k * u_k(size / bin_size)``; see the module."""
    whole, rest = divmod((k + 1) * size, bin_size)
    return size * k if rest == 0 else whole * bin_size


class DayModel:
    """The days, shapes, rooms and prices that the linear program and the weekly programs share.

    ``lawful``: a plan is known in which every visit that the law wants, and that could be placed if it were
    alone, is placed; then only such plans count.
    """

    def __init__(self, instance: Instance, lawful: bool = False):
        self.instance, self.lawful = instance, lawful
        self.timeline = Timeline(instance)
        self.shapes = Shapes(self.timeline)
        self.weight = instance.weights["shortfall_vehicle_shift"]
        self.days = {visit.id: self._days(visit) for visit in instance.visits}
        self.promises = {v.id: lock for v in instance.visits if (lock := self._promise(v))}
        self.visits_of = Counter(visit.vehicle.id for visit in instance.visits)
        self._rooms: dict[int, list[Room]] = {}
        used = sorted({job.skill for job in instance.jobs.values() if job.skill})
        self.skill_sets = [frozenset(c) for n in range(1, len(used) + 1) for c in combinations(used, n)]
        if len(used) > _MAX_SKILLS:
            self.skill_sets = [frozenset((skill,)) for skill in used] + [frozenset(used)]

    def _days(self, visit: Visit) -> list[tuple[float, int]]:
        """(cost, day), cheapest first. A promise for another day is surely broken, and paid for."""
        days = days_by_cost(self.timeline, visit)
        promised = [self.instance.locks[job.id] for job in visit.jobs if job.id in self.instance.locks]
        if not promised:
            return days
        open_days = {day for _, day in days}
        kept = [lock.start // DAY if self._keepable(visit, lock, open_days) else None for lock in promised]
        moved = self.instance.weights["moved_locked"]
        return sorted((cost + moved * sum(day != on for on in kept), day) for cost, day in days)

    def _keepable(self, visit: Visit, lock: Lock, open_days: set[int]) -> bool:
        """Whether the promise alone could be kept."""
        shop = self.timeline.shops.get((lock.workshop, lock.start // DAY))
        minutes = self.instance.jobs[lock.job].minutes
        if shop is None or lock.start // DAY not in open_days or not shop.names:
            return False
        return shop.opens <= lock.start and lock.start + minutes <= shop.closes

    def _promise(self, visit: Visit) -> Lock | None:
        """The promise of a visit of one job, if it can be kept; of several jobs the order is not known."""
        lock = self.instance.locks.get(visit.jobs[0].id) if len(visit.jobs) == 1 else None
        if lock is None or not self._keepable(visit, lock, {day for _, day in self.days[visit.id]}):
            return None
        return lock

    def price(self, visit: Visit) -> float:
        """Of leaving the visit out, as the plan's objective counts it; out of reach where it must not be."""
        weights = self.instance.weights
        forbidden = self.timeline.unlawful if self.lawful and visit.must and self.days[visit.id] else 0
        return forbidden + len(visit.jobs) * weights["unplaced"] + weights["moved_locked"] * sum(
            job.id in self.instance.locks for job in visit.jobs
        )

    def columns(self, visit: Visit, day: int, cost: float) -> list[Column]:
        """Every way to do the visit on the day; ``cost`` is that of :attr:`days`, the least there is."""
        lock = self.promises.get(visit.id)
        if lock is None or lock.start // DAY != day:
            return [Column(visit, day, shape, cost) for shape in self.shapes.of(visit, day)]
        moved = cost + self.instance.weights["moved_locked"]
        kept = Column(visit, day, self.shapes.at(visit, lock.workshop, day, lock.start), cost, True)
        return [kept, *(Column(visit, day, shape, moved) for shape in self.shapes.of(visit, day))]

    def rooms(self, day: int) -> list[Room]:
        """Every capacity of the day."""
        if day not in self._rooms:
            self._rooms[day] = list(self._find_rooms(day))
        return self._rooms[day]

    def _find_rooms(self, day: int) -> Iterator[Room]:
        shops = [shop for (_, d), shop in self.timeline.shops.items() if d == day]
        parts: list[tuple[tuple[int, bool] | None, Any]] = [(None, lambda s: s.closes - s.opens)]
        for edge, after in self.shapes.sides(day):
            if after:
                length = lambda s, e=edge: max(0, s.closes - max(e, s.opens))  # noqa: E731
            else:
                length = lambda s, e=edge: max(0, min(e, s.closes) - s.opens)  # noqa: E731
            parts.append(((edge, after), length))
        for side, length in parts:
            bins = [length(shop) for shop in shops for _ in shop.bays]
            yield from self._room(day, None, side, bins)
            for chosen in self.skill_sets:
                bins = [length(s) for s in shops for known in s.known if known & chosen]
                yield from self._room(day, chosen, side, bins)

        yield from self._moments(day)

    def _moments(self, day: int) -> Iterator[Room]:
        """More promises at one moment than bays or fit technicians cannot all be kept."""
        promised = {v: lock for v, lock in self.promises.items() if lock.start // DAY == day}
        for first in promised.values():
            together = {
                v
                for v, lock in promised.items()
                if lock.workshop == first.workshop
                and lock.start <= first.start < lock.start + self.instance.visits[v].minutes
            }
            shop = self.timeline.shops[first.workshop, day]
            yield self._moment(day, first, None, together, len(shop.bays))
            for chosen in self.skill_sets:
                able = sum(bool(known & chosen) for known in shop.known)
                those = {v for v in together if self.instance.visits[v].jobs[0].skill in chosen}
                yield self._moment(day, first, chosen, those, able)

    @staticmethod
    def _moment(day: int, lock: Lock, skills, together: set[int], limit: int) -> Room:
        key = (day, skills, lock.workshop, lock.start)
        return Room(key, skills, None, None, limit, frozenset(together))

    @staticmethod
    def _room(day, skills, side, bins) -> Iterator[Room]:
        longest = max(bins, default=0)
        yield Room((day, skills, side, 0), skills, side, None, sum(bins))
        if longest:
            for k in _KS:  # sizes as k-ths of a bin times (longest * k), to stay in whole numbers
                yield Room((day, skills, side, k), skills, side, (k, longest), len(bins) * longest * k)

    def slack(self, group, index) -> list[int]:
        """For each minimum row of the group that shift: vehicles that may be missing at no charge."""
        present = self.timeline.present[group][index]
        return [max(0, present - need) for need in self.timeline.required[group].get(index, ())]
