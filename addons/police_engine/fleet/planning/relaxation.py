"""The linear relaxation behind the lower bound, grown row by row and column by column.

A column is a visit on a day in a shape (see ``shapes``). Every visit takes one column or is left out. Rows, day by
day: the minutes of all bays, of technicians for every set of skills, of bays before and after each change of
shift, and the cover of every base, role and shift. Which workshop, bay or person does the work is forgotten and visits
may be split; each of these makes the problem only easier, so the optimum is a bound.

Minutes alone would let four and a half two-hour jobs into a nine-hour day. Dual feasible functions (Fekete and
Schepers, *New classes of fast lower bounds for bin packing problems*, 2001) say how much of a bin a job really
takes: ``u_k(x) = x`` when ``(k+1)x`` is whole, else ``floor((k+1)x)/k``. For each k the rounded sizes still fit
into the bins of any true packing, so each k is one more row.

Rows are added when a solution breaks them, columns when their reduced cost is negative; the last solution is optimal
for all rows ever added and all columns there are.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from .greedy import days_by_cost
from .instance import DAY, Instance, Visit
from .prices import Prices
from .shapes import Shape, Shapes
from .timeline import Timeline

_KS = (1, 2, 3, 4, 5, 6, 7)
_MAX_SKILLS = 6  # beyond this only single skills and their union are kept: 2^n sets would be too many
_FIRST_DAYS = 3
_EPSILON = 1e-6


class Column(NamedTuple):
    """A visit on a day in a shape, at the cost of its early and late days."""

    visit: Visit
    day: int
    shape: Shape
    cost: float


class Room(NamedTuple):
    """A capacity of one day. ``sizes`` by visit id is what a visit takes of ``limit`` (absent: nothing)."""

    key: tuple
    skills: frozenset[str] | None  # None: bays
    side: tuple[int, bool] | None  # None: the whole day
    rounding: tuple[int, int] | None  # (k, length of a bin); None: plain minutes
    limit: int

    def size(self, column: Column) -> int:
        """What the column takes of this room, in the units of ``limit``."""
        if self.side is not None and self.side not in column.shape.sides:
            return 0
        if self.skills is None:
            parts = (column.visit.minutes,)
        else:
            parts = tuple(job.minutes for job in column.visit.jobs if job.skill in self.skills)
        if self.rounding is None:
            return sum(parts)
        return sum(rounded(part, self.rounding[1], self.rounding[0]) for part in parts)


def rounded(size: int, bin_size: int, k: int) -> int:
    """``bin_size * k * u_k(size / bin_size)``; see the module."""
    whole, rest = divmod((k + 1) * size, bin_size)
    return size * k if rest == 0 else whole * bin_size


class DayModel:
    """The days, shapes, rooms and prices that the linear program and the weekly programs share."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.timeline = Timeline(instance)
        self.shapes = Shapes(self.timeline)
        self.weight = instance.weights["shortfall_vehicle_shift"]
        self.days = {visit.id: self._days(visit) for visit in instance.visits}
        self.visits_of = Counter(visit.vehicle.id for visit in instance.visits)
        self._rooms: dict[int, list[Room]] = {}
        used = sorted({job.skill for job in instance.jobs.values() if job.skill})
        self.skill_sets = [frozenset(c) for n in range(1, len(used) + 1) for c in combinations(used, n)]
        if len(used) > _MAX_SKILLS:
            self.skill_sets = [frozenset((skill,)) for skill in used] + [frozenset(used)]

    def _days(self, visit: Visit) -> list[tuple[float, int]]:
        """(cost, day), cheapest first. A promise for another day is surely broken, and paid for."""
        days, locks = days_by_cost(self.timeline, visit), self.instance.locks
        promised = [locks[job.id].start // DAY for job in visit.jobs if job.id in locks]
        if not promised:
            return days
        moved = self.instance.weights["moved_locked"]
        return sorted((cost + moved * sum(day != kept for kept in promised), day) for cost, day in days)

    def price(self, visit: Visit) -> float:
        """Of leaving the visit out, as the plan's own objective counts it."""
        weights = self.instance.weights
        return len(visit.jobs) * weights["unplaced"] + weights["moved_locked"] * sum(
            job.id in self.instance.locks for job in visit.jobs
        )

    def columns(self, visit: Visit, day: int, cost: float) -> list[Column]:
        return [Column(visit, day, shape, cost) for shape in self.shapes.of(visit, day)]

    def rooms(self, day: int) -> list[Room]:
        """Every capacity of the day."""
        if day not in self._rooms:
            self._rooms[day] = list(self._find_rooms(day))
        return self._rooms[day]

    def _find_rooms(self, day: int) -> Iterator[Room]:
        shops = [shop for (_, d), shop in self.timeline.shops.items() if d == day]
        parts: list[tuple[tuple[int, bool] | None, Any]] = [(None, lambda s: s.closes - s.opens)]
        for edge in self.shapes.edges(day):
            parts.append(((edge, False), lambda s, e=edge: max(0, min(e, s.closes) - s.opens)))
            parts.append(((edge, True), lambda s, e=edge: max(0, s.closes - max(e, s.opens))))
        for side, length in parts:
            bins = [length(shop) for shop in shops for _ in shop.bays]
            yield from self._room(day, None, side, bins)
            for chosen in self.skill_sets:
                bins = [length(s) for s in shops for known in s.known if known & chosen]
                yield from self._room(day, chosen, side, bins)

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


class Relaxation:
    """The growing linear program. ``solve`` may be called again to go on with more time."""

    def __init__(self, model: DayModel):
        from ortools.linear_solver import pywraplp

        self.api, self.model = pywraplp, model
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = self.solver.Objective()
        self.once, self.columns = {}, {}  # visit id -> row; (visit id, day, missed) -> (Column, variable)
        self.by_day = defaultdict(list)  # day -> [(Column, variable)]
        self.rooms: dict[tuple, tuple[Room, Any]] = {}
        self.rooms_of = defaultdict(list)
        self.covers: dict[tuple, list[Any]] = {}  # (group, index) -> rows
        self.missing: dict[tuple, dict[str, dict[int, list]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        self.links: dict[tuple, Any] = {}  # (group, index, vehicle) -> the variable 'missing that shift'
        for visit in model.instance.visits:
            self.once[visit.id] = self.solver.Constraint(1, 1)
            out = self.solver.NumVar(0, 1, "")
            self.once[visit.id].SetCoefficient(out, 1)
            self.objective.SetCoefficient(out, model.price(visit))
            for cost, day in model.days[visit.id][:_FIRST_DAYS]:
                self._grow(visit, day, cost)

    # -- growing -----------------------------------------------------------------------------------

    def _grow(self, visit: Visit, day: int, cost: float) -> None:
        for column in self.model.columns(visit, day, cost):
            self._add(column)

    def _add(self, column: Column) -> None:
        key = (column.visit.id, column.day, column.shape.missed)
        if key in self.columns:
            return
        variable = self.solver.NumVar(0, self.solver.infinity(), "")
        self.columns[key] = (column, variable)
        self.by_day[column.day].append((column, variable))
        self.once[column.visit.id].SetCoefficient(variable, 1)
        self.objective.SetCoefficient(variable, column.cost)
        for room, row in self.rooms_of[column.day]:
            if size := room.size(column):
                row.SetCoefficient(variable, size)
        vehicle = column.visit.vehicle
        group = (vehicle.base, vehicle.role)
        for index in column.shape.missed:
            by_visit = self.missing[group, index][vehicle.id]
            by_visit[column.visit.id].append(variable)
            if (group, index) in self.covers:
                self._count(group, index, vehicle.id, by_visit)

    def _count(self, group, index, vehicle_id, by_visit) -> None:
        """Enter a vehicle into the cover rows: by its columns, or by one variable when it has several visits."""
        rows = self.covers[group, index]
        if len(by_visit) == 1:
            for variable in next(iter(by_visit.values())):
                for row in rows:
                    row.SetCoefficient(variable, 1)
            return
        key = (group, index, vehicle_id)
        if key not in self.links:
            gone = self.solver.NumVar(0, 1, "")
            self.links[key] = (gone, {})
            for row in rows:
                row.SetCoefficient(gone, 1)
        gone, links = self.links[key]
        for visit_id, variables in by_visit.items():
            if visit_id not in links:
                links[visit_id] = self.solver.Constraint(-self.solver.infinity(), 0)
                links[visit_id].SetCoefficient(gone, -1)
            for variable in variables:
                links[visit_id].SetCoefficient(variable, 1)
                for row in rows:
                    row.SetCoefficient(variable, 0)

    def _cut(self) -> int:
        """Add every room and cover row that the present solution breaks; how many."""
        broken, short = [], []  # all found before the first is added: adding one forgets the solution
        for day, entries in self.by_day.items():
            used = [(column, share) for column, variable in entries if (share := variable.solution_value()) > _EPSILON]
            for room in self.model.rooms(day):
                if room.key not in self.rooms:
                    taken = sum(room.size(column) * share for column, share in used)
                    if taken > room.limit * (1 + _EPSILON) + _EPSILON:
                        broken.append(room)
        for (group, index), vehicles in self.missing.items():
            if (group, index) not in self.covers and self._short(group, index, vehicles):
                short.append((group, index))
        for room in broken:
            self._open(room)
        for group, index in short:
            self._guard(group, index)
        return len(broken) + len(short)

    def _short(self, group, index, vehicles) -> bool:
        gone = sum(
            max(sum(v.solution_value() for v in variables) for variables in by_visit.values())
            for by_visit in vehicles.values()
        )
        return gone > min(self.model.slack(group, index), default=1e9) + _EPSILON

    def _open(self, room: Room) -> None:
        row = self.solver.Constraint(-self.solver.infinity(), room.limit)
        self.rooms[room.key] = (room, row)
        self.rooms_of[room.key[0]].append((room, row))
        for column, variable in self.by_day[room.key[0]]:
            if size := room.size(column):
                row.SetCoefficient(variable, size)

    def _guard(self, group, index) -> None:
        rows = self.covers[group, index] = []
        for slack in self.model.slack(group, index):
            row = self.solver.Constraint(-self.solver.infinity(), slack)
            over = self.solver.NumVar(0, self.solver.infinity(), "")
            self.objective.SetCoefficient(over, self.model.weight)
            row.SetCoefficient(over, -1)
            rows.append(row)
        for vehicle_id, by_visit in self.missing[group, index].items():
            self._count(group, index, vehicle_id, by_visit)

    # -- pricing -----------------------------------------------------------------------------------

    def _price(self) -> int:
        """Add every column of negative reduced cost; how many days were added."""
        prices, found = Prices.of(self), []
        worths = {visit: row.dual_value() for visit, row in self.once.items()}
        for visit in self.model.instance.visits:
            worth = worths[visit.id]
            for cost, day in self.model.days[visit.id]:
                if cost >= worth - _EPSILON:
                    break
                for column in self.model.columns(visit, day, cost):
                    key = (visit.id, day, column.shape.missed)
                    if key not in self.columns and cost + prices.charge(column) < worth - _EPSILON:
                        found.append(column)
        for column in found:
            self._add(column)
        return len(found)

    def rounds(self, until: float) -> Iterator[Prices]:
        """Solve and grow until nothing is missing; the prices after each round, the last ones the best."""
        while (left := until - time.monotonic()) > 0:
            self.solver.SetTimeLimit(int(left * 1000) + 1)
            if self.solver.Solve() != self.api.Solver.OPTIMAL:
                return
            prices = Prices.of(self)
            finished = not self._cut() and not self._price()
            yield prices
            if finished:
                return
