"""The linear relaxation behind the lower bound, grown row by row and column by column.

Every visit takes one column (see ``daymodel``) or is left out; columns fill rooms and cost cover. Visits
may be split, which makes the problem only easier, so the optimum is a bound.

Rows are added when a solution breaks them, columns when their reduced cost is negative; the last solution
is optimal for all rows ever added and all columns there are.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .daymodel import Column, DayModel, Room
from .instance import Visit
from .prices import Prices

_FIRST_DAYS = 3
_EPSILON = 1e-6


class Relaxation:
    """The growing linear program. ``solve`` may be called again to go on with more time."""

    def __init__(self, model: DayModel):
        from ortools.linear_solver import pywraplp

        self.api, self.model = pywraplp, model
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.objective = self.solver.Objective()
        self.wanted: dict[int, tuple[int, frozenset[int]]] = {}  # see Guide
        self.once, self.columns = {}, {}  # visit id -> row; key of a column -> (column, variable)
        self.by_day = defaultdict(list)  # day -> [(Column, variable)]
        self.rooms: dict[tuple, tuple[Room, Any]] = {}
        self.rooms_of = defaultdict(list)
        self.covers: dict[tuple, list[Any]] = {}  # (group, index) -> rows
        self.missing: dict[tuple, dict[str, dict[int, list]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
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
        key = column.key
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
        """Enter a vehicle into the cover rows: by its columns, or by one variable for several visits."""
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

    def _broken(self) -> tuple[list[Room], list[tuple]]:
        """Every room and cover row that the present solution breaks and that is not in the program yet."""
        broken, short = [], []
        for day, entries in self.by_day.items():
            used = [
                (column, share)
                for column, variable in entries
                if (share := variable.solution_value()) > _EPSILON
            ]
            broken += self._too_full(day, used)
        for (group, index), vehicles in self.missing.items():
            if (group, index) not in self.covers and self._short(group, index, vehicles):
                short.append((group, index))
        return broken, short

    def _too_full(self, day: int, used: list[tuple[Column, float]]) -> Iterator[Room]:
        """Rooms of the day that hold more than they can and are not yet in the program."""
        plain = 0.0
        for room in self.model.rooms(day):
            # rounding makes a job at most (k + 1) / k times as long, so it cannot overfill a half empty day
            if room.rounding is not None and plain * (room.rounding[0] + 1) <= room.limit:
                continue
            taken = sum(room.size(column) * share for column, share in used)
            if room.rounding is None:
                plain = taken
            if room.key not in self.rooms and taken > room.limit * (1 + _EPSILON) + _EPSILON:
                yield room

    def _short(self, group, index, vehicles) -> bool:
        gone = sum(
            max(sum(v.solution_value() for v in variables) for variables in by_visit.values())
            for by_visit in vehicles.values()
        )
        return gone > min(self.model.slack(group, index), default=1e9) + _EPSILON

    def _with_neighbours(self, short: list[tuple]) -> list[tuple]:
        """A day's shortfall is driven to the days beside it: their rows will be wanted too."""
        count = len(self.model.instance.shifts)
        near = ((group, index + step) for group, index in short for step in (0, -count, count))
        return [key for key in dict.fromkeys(near) if key not in self.covers and key in self.missing]

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

    def _wanted(self) -> dict[int, tuple[int, frozenset[int]]]:
        shares = (
            (share, column)
            for column, variable in self.columns.values()
            if (share := variable.solution_value()) > _EPSILON
        )
        ranked = sorted(shares, key=lambda pair: pair[0])
        return {column.visit.id: (column.day, column.shape.missed) for _, column in ranked}

    # -- pricing -----------------------------------------------------------------------------------

    def _improve(self, prices: Prices) -> bool:
        """Grow by all that the present solution lacks; False when it lacks nothing."""
        # all is found before the first is added: adding one forgets the solution
        worths = {visit: row.dual_value() - _EPSILON for visit, row in self.once.items()}
        found = [column for column in prices.cheaper(worths) if column.key not in self.columns]
        broken, short = self._broken()
        for room in broken:
            self._open(room)
        for group, index in self._with_neighbours(short):
            self._guard(group, index)
        for column in found:
            self._add(column)
        return bool(broken or short or found)

    def rounds(self, until: float) -> Iterator[Prices]:
        """Solve and grow until nothing is missing; the prices after each round, the last ones the best."""
        while (left := until - time.monotonic()) > 0:
            self.solver.SetTimeLimit(int(left * 1000) + 1)
            if self.solver.Solve() != self.api.Solver.OPTIMAL:
                return
            prices, self.wanted = Prices.of(self), self._wanted()
            finished = not self._improve(prices)
            yield prices
            if finished:
                return
