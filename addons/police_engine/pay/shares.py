"""Prices that are so much a unit, a share of an annual amount, of pay, or of earlier payments."""

from decimal import Decimal

from ..exceptions import InvalidRecord
from ..money import display, pence
from ..records import ElementInput
from . import scales
from .allowances import annual_share, days_pay, of_average, per_unit, percent_of_month
from .context import Figure, Salary
from .elements import Element
from .priced import Priced, count
from .slip import Part, Slip


def flat(element: Element, given: ElementInput, figure: Figure, hundredths: int) -> Priced:
    """So much for each unit, or a share of an annual amount for each month."""
    value = pence(figure.value)
    sum_of = per_unit if element.price == "per_unit" else annual_share
    inputs = {"figure_pence": value, "units_hundredths": hundredths, "price": element.price}
    if given.on:
        inputs["on"] = given.on.isoformat()
    priced = Priced(element, given, sum_of(value, hundredths), inputs)
    priced.rate = f"{display(value)} a {element.unit if element.price == 'per_unit' else 'year'}"
    priced.units = count(hundredths, element.unit)
    priced.sources = (figure.source, element.source) if figure.source else (element.source,)
    return priced


def percent(
    slip: Slip,
    element: Element,
    given: ElementInput,
    figure: Figure,
    hundredths: int,
    part: Part,
    salary: Salary,
) -> Priced:
    """A percentage of the month's pay for the contracted hours."""
    piece, rate = part.slice, Decimal(figure.value)
    share = slip.context.calculation[piece.person_type].month_share
    inputs: dict = {
        "annual_pence": salary.annual, "hours": piece.hours, "full_time_hours": piece.full_time_hours,
        "percent": format(rate, "f"), "month_share": share, "units_hundredths": hundredths,
    }  # fmt: skip
    if given.on:
        inputs["on"] = given.on.isoformat()
    amount = percent_of_month(salary.annual, piece.hours, piece.full_time_hours, rate, share, hundredths)
    priced = Priced(element, given, amount, inputs)
    priced.rate = f"{rate.normalize():f} % of pay"
    priced.units = count(hundredths, element.unit)
    priced.sources = slip.context.calculation[piece.person_type].sources
    return priced


def acting(
    slip: Slip,
    element: Element,
    given: ElementInput,
    figure: Figure,
    hundredths: int,
    part: Part,
    salary: Salary,
) -> Priced:
    """Days at a share of the difference to the lowest point of the rank acted in."""
    piece, on = part.slice, given.on or slip.case.period.pay_date
    if not given.rank:
        raise InvalidRecord("say which rank the officer acted in.")
    rules = slip.context.rules
    scale = scales.scale_of(rules, given.rank, piece.region, None, on)
    higher = slip.context.salary(scale, scales.points(rules, scale, on)[0], on)
    share = (int(figure.value[0]), int(figure.value[1]))
    difference = max(0, higher.annual - salary.annual)
    inputs = {
        "annual_pence": salary.annual, "higher_pence": higher.annual, "acting_rank": given.rank,
        "day_share": share, "hours": piece.hours, "full_time_hours": piece.full_time_hours,
        "units_hundredths": hundredths, "on": on.isoformat(),
    }  # fmt: skip
    amount = days_pay(difference, piece.hours, piece.full_time_hours, hundredths, share)
    priced = Priced(element, given, amount, inputs)
    priced.rate = f"{share[0]}/{share[1]} of {display(difference)} a day"
    priced.units = count(hundredths, "day")
    priced.sources = higher.sources
    return priced


def average(slip: Slip, element: Element, given: ElementInput, figure: Figure, hundredths: int) -> Priced:
    """Days at the average day's worth of payments of the reference weeks; ``figure`` is their total."""
    if given.figure is None:
        raise InvalidRecord("the payments of the reference period are not known; enter an amount.")
    name, _, _ = element.figure.partition("#")
    law = slip.context.rules.at(name, given.on or slip.case.period.pay_date)
    total, divisor = pence(figure.value), law["weeks"] * law["days_in_week"]
    inputs = {"total_pence": total, "divisor": divisor, "units_hundredths": hundredths}
    if given.on:
        inputs["on"] = given.on.isoformat()
    priced = Priced(element, given, of_average(total, divisor, hundredths), inputs)
    priced.rate = f"{display(total)} ÷ {divisor} a day"
    priced.units = count(hundredths, element.unit)
    priced.sources = (f"{law.source}#weeks", element.source)
    return priced
