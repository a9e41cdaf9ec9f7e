"""A proven lower bound: no plan, however clever, can cost less.

The linear relaxation shares each visit over days and over the sets of shifts it must miss. It keeps, day by day, the
minutes of all bays, the minutes of technicians for every set of skills, and the cover of each base, role and shift;
it forgets which workshop, bay or person does the work and when in the day, and lets visits be split. Each of
these only makes the problem easier, so its optimum is a bound. Days beyond a visit's cheapest few stand as
one escape that uses nothing and costs as little as the cheapest of them, which also only makes it easier.

Minutes alone would let four and a half two-hour jobs into a nine-hour day. Dual feasible functions (Fekete and
Schepers, *New classes of fast lower bounds for bin packing problems*, 2001) say how much of a bin a job really
takes: ``u_k(x) = x`` when ``(k+1)x`` is whole, else ``floor((k+1)x)/k``. For each k the rounded sizes still fit
into the bins of any true packing, so each k is one more row of the program.
"""

import math
from collections import defaultdict
from itertools import combinations

from .greedy import days_by_cost
from .instance import Instance, Visit
from .timeline import Timeline

_DAYS_EACH = 16
_KS = (1, 2, 3, 4, 5, 6, 7)
_MAX_SKILLS = 6  # beyond this only single skills and their union are kept: 2^n sets would be too many


class Bound:
    """Builds and solves the relaxation. ``solve`` answers a valid lower bound of the objective."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.timeline = Timeline(instance)
        self.weight = instance.weights["shortfall_vehicle_shift"]
        self._shapes: dict = {}

    def solve(self, seconds: float) -> float:
        """Lower bound; the sum of every visit's own cheapest cost when the solver is not to be had in time."""
        options = {visit.id: self._days(visit) for visit in self.instance.visits}
        simple = self.timeline.fixed_shortfall * self.weight + sum(
            min(days[0][0], self._price(visit)) if (days := options[visit.id]) else self._price(visit)
            for visit in self.instance.visits
        )
        try:
            from ortools.linear_solver import pywraplp
        except ImportError:
            return simple
        solver = pywraplp.Solver.CreateSolver("GLOP")
        solver.SetTimeLimit(int(seconds * 1000))
        self._model(solver, options)
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return simple
        value = solver.Objective().Value() + self.timeline.fixed_shortfall * self.weight
        # Weights of whole numbers give objectives of whole numbers, so a fraction may be rounded up.
        whole = all(float(weight).is_integer() for weight in self.instance.weights.values())
        tidy = value - 1e-6 * max(1.0, abs(value))
        return max(simple, math.ceil(tidy) if whole else tidy)

    def _price(self, visit: Visit) -> float:
        """Of leaving the visit out, as the plan's own objective counts it."""
        weights = self.instance.weights
        return len(visit.jobs) * weights["unplaced"] + weights["moved_locked"] * sum(
            job.id in self.instance.locks for job in visit.jobs
        )

    def _days(self, visit: Visit) -> list[tuple[int, int]]:
        return days_by_cost(self.timeline, visit)

    # -- the linear program ------------------------------------------------------------------------

    def _model(self, solver, options) -> None:
        bays, skills = defaultdict(list), defaultdict(list)  # day -> [(minutes or jobs, var)]
        early = defaultdict(list)  # (day, minute by which it must be over) -> [(minutes, var)]
        missed = defaultdict(lambda: defaultdict(list))  # (group, shift instance) -> vehicle -> [var]
        objective = solver.Objective()
        for visit in self.instance.visits:
            once = solver.Constraint(1, 1)
            days, rest = options[visit.id][:_DAYS_EACH], options[visit.id][_DAYS_EACH:]
            escape = min(rest[0][0], self._price(visit)) if rest else self._price(visit)
            self._add(solver, once, objective, escape)
            jobs = [(job.skill, job.minutes) for job in visit.jobs]
            for cost, day in days:
                if cost >= escape:
                    continue
                for shape in self._shape(visit, day):
                    column = self._add(solver, once, objective, cost)
                    bays[day].append((visit.minutes, column))
                    skills[day].append((jobs, column))
                    for edge in self._over_by(visit, day, shape):
                        early[day, edge].append((visit.minutes, column))
                    for index in shape:
                        missed[(visit.vehicle.base, visit.vehicle.role), index][visit.vehicle.id].append((visit.id, column))
        self._capacity(solver, bays, skills, early)
        for (group, index), by_vehicle in missed.items():
            self._cover(solver, objective, group, index, by_vehicle)

    @staticmethod
    def _add(solver, once, objective, cost):
        column = solver.NumVar(0, 1, "")
        once.SetCoefficient(column, 1)
        if cost:
            objective.SetCoefficient(column, cost)
        return column

    def _capacity(self, solver, bays, skills, early) -> None:
        used = sorted({job.skill for job in self.instance.jobs.values() if job.skill})
        sets = [frozenset(c) for n in range(1, len(used) + 1) for c in combinations(used, n)]
        if len(used) > _MAX_SKILLS:
            sets = [frozenset((skill,)) for skill in used] + [frozenset(used)]
        for day, columns in bays.items():
            shops = [shop for (_, d), shop in self.timeline.shops.items() if d == day]
            bins = [shop.closes - shop.opens for shop in shops for _ in shop.bays]
            self._pack(solver, [((minutes,), c) for minutes, c in columns], bins)
            for chosen in sets:
                bins = [s.closes - s.opens for s in shops for known, _ in s.staff.values() if known & chosen]
                rows = [
                    (tuple(m for skill, m in jobs if skill in chosen), column) for jobs, column in skills[day]
                ]
                self._pack(solver, [row for row in rows if row[0]], bins)
        for (day, edge), columns in early.items():
            shops = [shop for (_, d), shop in self.timeline.shops.items() if d == day]
            bins = [max(0, min(edge, shop.closes) - shop.opens) for shop in shops for _ in shop.bays]
            self._pack(solver, [((minutes,), c) for minutes, c in columns], bins)

    @staticmethod
    def _pack(solver, rows, bins) -> None:
        """Rows of (sizes, column) must fit into the bins: by minutes, and by each rounding of sizes."""
        longest = max(bins, default=0)
        limits = [([(sum(sizes), column) for sizes, column in rows], sum(bins))]
        if longest:
            for k in _KS:  # sizes as k-ths of a bin times (longest * k), to stay in whole numbers
                limits.append((
                    [(sum(_rounded(size, longest, k) for size in sizes), column) for sizes, column in rows],
                    len(bins) * longest * k,
                ))
        for sized, room in limits:
            if sum(size for size, _ in sized) > room:  # else it can never bind
                limit = solver.Constraint(-solver.infinity(), room)
                for size, column in sized:
                    if size:
                        limit.SetCoefficient(column, size)

    def _cover(self, solver, objective, group, index, by_vehicle) -> None:
        """Vehicles missing beyond the slack of each minimum row are paid for."""
        present = self.timeline.present[group][index]
        for need in self.timeline.required[group][index]:
            slack = max(0, present - need)
            if len(by_vehicle) <= slack:
                continue
            limit = solver.Constraint(-solver.infinity(), slack)
            over = solver.NumVar(0, solver.infinity(), "")
            objective.SetCoefficient(over, self.weight)
            limit.SetCoefficient(over, -1)
            for columns in by_vehicle.values():
                if len({visit for visit, _ in columns}) == 1:
                    for _, column in columns:
                        limit.SetCoefficient(column, 1)
                    continue
                gone = solver.NumVar(0, 1, "")  # a vehicle with two visits that shift is missing once
                limit.SetCoefficient(gone, 1)
                for wanted in {visit for visit, _ in columns}:
                    link = solver.Constraint(-solver.infinity(), 0)
                    link.SetCoefficient(gone, -1)
                    for visit, column in columns:
                        if visit == wanted:
                            link.SetCoefficient(column, 1)

    def _over_by(self, visit: Visit, day: int, shape: frozenset[int]) -> list[int]:
        """Starts of shifts within the day that the visit would miss if it were not over by then."""
        group = (visit.vehicle.base, visit.vehicle.role)
        needs, gone = self.timeline.required.get(group, {}), self.timeline.absent[visit.vehicle.id]
        count = len(self.instance.shifts)
        return [
            self.timeline.shift_times[index][0] for index in range(day * count, (day + 1) * count)
            if index in needs and index not in gone and index not in shape and self._starts_inside(index, day)
        ]

    def _starts_inside(self, index: int, day: int) -> bool:
        """The shift begins while some workshop is open that day, and ends no earlier than all of them close."""
        start, end = self.timeline.shift_times[index]
        shops = [shop for (_, d), shop in self.timeline.shops.items() if d == day]
        return any(s.opens < start < s.closes for s in shops) and all(end >= s.closes for s in shops)

    # -- which shifts a visit must miss --------------------------------------------------------------

    def _shape(self, visit: Visit, day: int) -> list[frozenset[int]]:
        """The smallest sets of shifts with a minimum that a visit on ``day`` can miss."""
        group = (visit.vehicle.base, visit.vehicle.role)
        needs = self.timeline.required.get(group)
        if not needs:
            return [frozenset()]
        gone = self.timeline.absent[visit.vehicle.id]
        found = {frozenset(i for i in shape if i in needs and i not in gone) for shape in self._touched(visit, day)}
        return [shape for shape in found if not any(other < shape for other in found)]

    def _touched(self, visit: Visit, day: int) -> set[tuple[int, ...]]:
        key = (visit.vehicle.base, visit.minutes, day)
        if key not in self._shapes:
            self._shapes[key] = set(self._starts(visit, day))
        return self._shapes[key]

    def _starts(self, visit: Visit, day: int):
        timeline = self.timeline
        for workshop in self.instance.workshops:
            shop = timeline.shops.get((workshop, day))
            if shop is None or shop.closes - shop.opens < visit.minutes:
                continue
            travel = self.instance.travel_minutes(visit.vehicle.base, workshop)
            starts = {shop.opens, shop.closes - visit.minutes}
            for index in timeline.overlapping(shop.opens - travel, shop.closes + travel):
                for edge in timeline.shift_times[index]:
                    starts.update((edge + travel, edge - travel - visit.minutes))
            for start in starts:
                if shop.opens <= start <= shop.closes - visit.minutes:
                    yield timeline.overlapping(start - travel, start + visit.minutes + travel)


def _rounded(size: int, bin_size: int, k: int) -> int:
    """``bin_size * k * u_k(size / bin_size)``; see the module."""
    whole, rest = divmod((k + 1) * size, bin_size)
    return size * k if rest == 0 else whole * bin_size
