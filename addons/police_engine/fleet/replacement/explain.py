"""Why a vehicle is replaced when it is, or not: sentences for the list."""

from ...money import display
from .curves import keep_cost, replace_cost, yearly
from .facts import Problem, Programme, Vehicle


def explain(problem: Problem, programme: Programme, vehicle: Vehicle) -> str:
    """One or two sentences with the figures that decided."""
    chosen = next((c for c in programme.choices if c.vehicle == vehicle.id), None)
    years = range(len(problem.limits))
    savings = [keep_cost(problem, vehicle) - replace_cost(problem, vehicle, year) for year in years]
    if chosen is None:
        return _kept(problem, programme, vehicle, savings)
    running = yearly(problem, vehicle)[chosen.year]
    text = (
        f"Running it would cost {display(running)} that year; changing saves {display(chosen.saving)} in all."
    )
    if chosen.saving <= 0:
        text = f"It must be replaced by year {(vehicle.must_by or 0) + 1} of the programme (age limit); "
        return text + f"costs {display(-chosen.saving)} more than keeping it."
    best = max(years, key=lambda year: savings[year])
    if best != chosen.year and savings[best] > chosen.saving:
        text += f" Year {best + 1} would save {display(savings[best])}, but its capital saves more elsewhere."
    if vehicle.factor > 120:
        text += f" It costs {vehicle.factor} % of what its kind costs at this age."
    return text


def _kept(problem: Problem, programme: Programme, vehicle: Vehicle, savings: list[int]) -> str:
    best = max(savings)
    if best <= 0:
        return f"Keeping it is cheapest: changing it would cost {display(-best)} more at best."
    year = savings.index(best)
    left = problem.limits[year] - sum(c.outlay for c in programme.choices if c.year == year)
    return (
        f"Changing it in year {year + 1} would save {display(best)}, but needs "
        f"{display(problem.curves[vehicle.kind].price)} where {display(left)} of its capital is left; "
        "what is chosen saves more for the money."
    )
