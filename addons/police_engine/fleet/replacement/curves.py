"""Whole-life cost of keeping a vehicle or replacing it in a given year, over the years of the programme.

Keeping costs the running of each year; at the end the old vehicle is worth its residual value. Replacing it
in a
year costs the price less what the old one fetches, then the running of a new one, which at the end is worth
its
own residual value. The saving of a choice is what keeping costs less what the choice costs, discounted.
"""

from collections.abc import Sequence

from ...exceptions import EngineError
from ...money import half_up
from .facts import Choice, Curve, Problem, Vehicle


class MissingCurve(EngineError):
    """A vehicle's kind has no approved figures."""


def keep_cost(problem: Problem, vehicle: Vehicle) -> int:
    """Pence, discounted, when the vehicle is kept for all the years."""
    curve = _curve(problem, vehicle)
    years = len(problem.limits)
    running = sum(_discounted(problem, year, _old(curve, vehicle, year)) for year in range(years))
    return running - _discounted(problem, years, worth(curve, vehicle.age + years))


def replace_cost(problem: Problem, vehicle: Vehicle, when: int) -> int:
    """Pence, discounted, when it is replaced at the start of year ``when``."""
    curve = _curve(problem, vehicle)
    years = len(problem.limits)
    running = sum(
        _discounted(problem, y, _old(curve, vehicle, y) if y < when else _new(curve, vehicle, y - when))
        for y in range(years)
    )
    change = _discounted(problem, when, curve.price - worth(curve, vehicle.age + when))
    return running + change - _discounted(problem, years, worth(curve, years - when))


def choices(problem: Problem) -> list[Choice]:
    """Every (vehicle, year) that may be chosen: those that save, and those that must go."""
    found = []
    for vehicle in problem.vehicles:
        kept = keep_cost(problem, vehicle)
        last = len(problem.limits) - 1 if vehicle.must_by is None else vehicle.must_by
        for year in range(last + 1):
            saving = kept - replace_cost(problem, vehicle, year)
            if saving > 0 or vehicle.must_by is not None:
                found.append(Choice(vehicle.id, year, _curve(problem, vehicle).price, saving))
    return found


def worth(curve: Curve, age: int) -> int:
    """What it sells for at ``age`` full years, pence."""
    return half_up(curve.price * _at(curve.residual, age), 100)


def yearly(problem: Problem, vehicle: Vehicle) -> list[int]:
    """Running cost of each year of the programme when kept, pence, not discounted; for the explanation."""
    curve = _curve(problem, vehicle)
    return [_old(curve, vehicle, year) for year in range(len(problem.limits))]


def _curve(problem: Problem, vehicle: Vehicle) -> Curve:
    try:
        return problem.curves[vehicle.kind]
    except KeyError:
        raise MissingCurve(
            f"{vehicle.name}: no approved prices and running costs for {vehicle.kind}."
            " Enter and approve them."
        ) from None


def _at(values: Sequence[int], age: int) -> int:
    return values[min(age, len(values) - 1)]


def _old(curve: Curve, vehicle: Vehicle, year: int) -> int:
    return half_up(_at(curve.running, vehicle.age + year) * vehicle.miles * vehicle.factor, 10_000)


def _new(curve: Curve, vehicle: Vehicle, age: int) -> int:
    """A new one is driven as far but costs as the curve says, whatever the old one did."""
    return half_up(_at(curve.running, age) * vehicle.miles, 100)


def _discounted(problem: Problem, year: int, pence: int) -> int:
    if not problem.discount or not year:
        return pence
    return half_up(pence * 10_000**year, (10_000 + problem.discount) ** year)
