"""The exact programme: at most one replacement a vehicle, each year within its capital, the most saved.

One year is the 0/1 knapsack; several years are one knapsack for each year, joined by each vehicle being
replaced
once. CP-SAT proves the optimum. Without OR-Tools a branch-and-bound search does, exact as well as long as
it ends
within its steps; if it does not, the answer says that it is not proven, and how much more could be saved at
most.
"""

from collections import defaultdict
from collections.abc import Sequence

from ...exceptions import EngineError
from .curves import choices
from .facts import Choice, Problem, Programme

try:
    from ortools.sat.python import cp_model
except ImportError:  # the solver is optional
    cp_model = None

SECONDS = 20.0
STEPS = 200_000
NO_ORDER = (
    "The vehicles that must be replaced do not fit into the yearly capital in any order. Raise a limit."
)


class CapitalTooSmall(EngineError):
    """The vehicles that must be replaced do not fit into the capital; the message says by how much."""


def optimise(problem: Problem, seconds: float = SECONDS) -> Programme:
    """The programme that saves most. Raises CapitalTooSmall when what must be replaced does not fit."""
    options = choices(problem)
    _check_musts(problem)
    if not options:
        return Programme((), 0, True, 0)
    if cp_model is None:
        return branch(problem, options)
    return _cp_sat(problem, options, seconds)


def _musts(problem):
    return {vehicle.id for vehicle in problem.vehicles if vehicle.must_by is not None}


def _check_musts(problem: Problem) -> None:
    """By each year, what must be gone by then must fit into the capital up to then."""
    for year in range(len(problem.limits)):
        due = [v for v in problem.vehicles if v.must_by is not None and v.must_by <= year]
        needed = sum(problem.curves[v.kind].price for v in due)
        available = sum(problem.limits[: year + 1])
        if needed > available:
            raise CapitalTooSmall(_too_small(year, needed - available, due))


def _too_small(year, short, due):
    names = ", ".join(vehicle.name for vehicle in due[:5]) + (" …" if len(due) > 5 else "")
    return (
        f"Year {year + 1}: {len(due)} vehicles must be replaced by then ({names}); £{short / 100:,.2f} "
        "of capital is missing. Raise the limit or the age limit."
    )


def _cp_sat(problem: Problem, options: Sequence[Choice], seconds: float) -> Programme:
    model = cp_model.CpModel()
    take = [model.new_bool_var(f"{c.vehicle}/{c.year}") for c in options]
    by_vehicle, by_year = defaultdict(list), defaultdict(list)
    for variable, choice in zip(take, options, strict=True):
        by_vehicle[choice.vehicle].append(variable)
        by_year[choice.year].append((variable, choice.outlay))
    musts = _musts(problem)
    for vehicle, variables in by_vehicle.items():
        model.add_exactly_one(variables) if vehicle in musts else model.add_at_most_one(variables)
    for year, rows in by_year.items():
        model.add(sum(variable * outlay for variable, outlay in rows) <= problem.limits[year])
    model.maximize(sum(v * c.saving for v, c in zip(take, options, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise CapitalTooSmall(NO_ORDER)
    chosen = [choice for variable, choice in zip(take, options, strict=True) if solver.value(variable)]
    return _programme(chosen, status == cp_model.OPTIMAL, round(solver.best_objective_bound))


def branch(problem: Problem, options: Sequence[Choice], steps: int = STEPS) -> Programme:
    """Branch and bound without a solver; exact when it ends within ``steps``."""
    search = _Search(problem, options, steps)
    search.descend(0, 0, list(problem.limits), ())
    if search.best is None:
        raise CapitalTooSmall(NO_ORDER)
    proven = search.steps > 0
    saving = sum(choice.saving for choice in search.best)
    return _programme(search.best, proven, saving if proven else search.rest[0])


class _Search:
    """Vehicles in order of what they can save at most; the bound is the sum of what is left of that."""

    def __init__(self, problem, options, steps):
        self.musts, self.steps = _musts(problem), steps
        groups = defaultdict(list)
        for choice in options:
            groups[choice.vehicle].append(choice)
        self.groups = sorted(
            (sorted(group, key=lambda c: -c.saving) for group in groups.values()),
            key=lambda group: (group[0].vehicle not in self.musts, -group[0].saving),
        )
        self.rest = [0]
        for group in reversed(self.groups):
            top = group[0].saving
            self.rest.append(self.rest[-1] + (top if group[0].vehicle in self.musts else max(0, top)))
        self.rest.reverse()
        self.best, self.worth = None, 0

    def descend(self, depth, saved, left, taken):
        self.steps -= 1
        if self.best is not None and (self.steps < 0 or saved + self.rest[depth] <= self.worth):
            return
        if depth == len(self.groups):
            self.best, self.worth = taken, saved
            return
        group = self.groups[depth]
        for choice in group:
            if choice.outlay <= left[choice.year]:
                left[choice.year] -= choice.outlay
                self.descend(depth + 1, saved + choice.saving, left, (*taken, choice))
                left[choice.year] += choice.outlay
        if group[0].vehicle not in self.musts:
            self.descend(depth + 1, saved, left, taken)


def _programme(chosen: Sequence[Choice], proven: bool, bound: int) -> Programme:
    ordered = tuple(sorted(chosen, key=lambda choice: (choice.year, -choice.saving, choice.vehicle)))
    saving = sum(choice.saving for choice in ordered)
    return Programme(ordered, saving, proven, max(bound, saving))
