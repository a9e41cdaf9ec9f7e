"""Prices by the hour: overtime in completed quarters, unsocial hours in full hours."""

from ..exceptions import InvalidRecord
from ..money import Pence, display, half_up
from ..records import ElementInput
from .context import Figure
from .elements import Element
from .overtime import overtime_amount
from .priced import Priced, count
from .slip import Part, Slip
from .unsocial import unsocial_amount


def overtime(
    slip: Slip,
    element: Element,
    given: ElementInput,
    figure: Figure,
    hundredths: int,
    part: Part,
    annual: Pence,
) -> Priced:
    """Completed quarter-hours at a multiple of the hourly rate of the day."""
    quarters, odd = divmod(hundredths, 25)
    if odd:
        raise InvalidRecord(f"{given.units} hours: overtime counts in completed quarters of an hour (0.25).")
    hour = slip.context.calculation[part.slice.person_type].hour_share
    multiplier = (int(figure.value[0]), int(figure.value[1]))
    inputs = {
        "annual_pence": annual,
        "hour": hour,
        "multiplier": multiplier,
        "quarters": quarters,
        "on": (given.on or slip.case.period.pay_date).isoformat(),
    }
    priced = Priced(element, given, overtime_amount(annual, multiplier, quarters, hour), inputs)
    priced.rate = _hourly(annual, hour, multiplier)
    priced.units = count(hundredths, "hour")
    return priced


def _hourly(annual: Pence, hour: tuple[int, int], multiplier: tuple[int, int]) -> str:
    times = str(multiplier[0]) if multiplier[1] == 1 else f"{multiplier[0]}/{multiplier[1]}"
    return f"{display(half_up(annual * hour[0], hour[1]))} an hour × {times}"


def unsocial(
    element: Element, given: ElementInput, figure: Figure, hundredths: int, annual: Pence
) -> Priced:
    """Full hours at a share of annual pay."""
    hours, odd = divmod(hundredths, 100)
    if odd:
        raise InvalidRecord(f"{given.units} hours: only full hours between 20:00 and 06:00 count.")
    hour = (int(figure.value[0]), int(figure.value[1]))
    inputs = {"annual_pence": annual, "hour": hour, "full_hours": hours}
    if given.on:
        inputs["on"] = given.on.isoformat()
    priced = Priced(element, given, unsocial_amount(annual, hours, hour), inputs)
    priced.rate = f"{display(half_up(annual * hour[0], hour[1]))} a full hour"
    priced.units = count(hundredths, "full hour")
    return priced
