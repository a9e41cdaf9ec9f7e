"""Turn element inputs into payslip lines: check who may have them, price them, sort them into pay."""

from decimal import Decimal, InvalidOperation

from ..exceptions import EngineError, InvalidRecord
from ..money import Pence, display, half_up, pence
from ..records import ElementInput, PayLine
from .allowances import annual_share, days_pay, per_unit
from .basic import part_on, salary_on
from .context import Figure, Salary
from .elements import Element
from .overtime import overtime_amount
from .slip import Part, Slip
from .unsocial import unsocial_amount

_HUNDREDTHS = Decimal(100)


class Priced:
    """An element with its amount: what the line will say."""

    __slots__ = ("amount", "cost_centre", "element", "given", "inputs", "rate", "sources", "units")

    def __init__(self, element: Element, given: ElementInput, amount: Pence, inputs: dict):
        self.element = element
        self.given = given
        self.amount = amount
        self.inputs = inputs
        self.rate = ""
        self.units = ""
        self.sources = element.sources


def add_elements(slip: Slip) -> list[Priced]:
    """Price every element; earnings become lines now, the deductions are returned for later."""
    deductions = []
    case = slip.case
    if len(case.elements) > 1:
        _check_duplicates(slip)
    for given in case.elements:
        element = slip.context.elements.get(given.code)
        if element is None:
            slip.block(
                "unknown_element",
                f"there is no pay element {given.code!r}{_where(given)}.",
                "element",
                given.on,
            )
            continue
        try:
            priced = _price(slip, element, given)
        except EngineError as error:
            slip.block(
                "element_not_payable", f"{element.label}{_where(given)}: {error}", element.rule, given.on
            )
            continue
        if element.kind == "earning":
            _earn(slip, priced)
        else:
            deductions.append(priced)
    return deductions


def _where(given: ElementInput) -> str:
    return f" ({given.reference})" if given.reference else ""


def _check_duplicates(slip: Slip) -> None:
    seen = set()
    for given in slip.case.elements:
        if given in seen:
            slip.warn(
                "duplicate_element",
                f"{given.code}{_where(given)} is entered twice with the same amount and date; both are paid.",
                "element",
                given.on,
            )
        seen.add(given)


def _price(slip: Slip, element: Element, given: ElementInput) -> Priced:
    if given.amount is not None:
        return _entered(slip, element, given, given.amount)
    if element.price == "given":
        raise InvalidRecord("enter an amount in pounds; this element is not priced by units.")
    if element.price == "days":
        return _days(slip, element, given)
    figure = slip.context.figure(element.figure, given.on or slip.case.period.pay_date)
    if element.price == "rate":
        return _subscription(element, given, figure)
    part = part_on(slip, given.on)
    _check_eligible(figure, part)
    hundredths = _units(slip, given)
    if element.price in ("per_unit", "annual_share"):
        return _flat(element, given, figure, hundredths)
    part, salary = _pay_of_day(slip, element, given)
    if element.price == "overtime":
        priced = _overtime(slip, element, given, figure, hundredths, part, salary.annual)
    else:
        priced = _unsocial(element, given, figure, hundredths, salary.annual)
    hour_sources = slip.context.calculation[part.slice.person_type].hour_sources
    priced.sources = (figure.source, *salary.sources, *hour_sources, element.source)
    return priced


def _pay_of_day(slip: Slip, element: Element, given: ElementInput) -> tuple[Part, Salary]:
    """The part in pay and the salary that price a claim; a notice when it is older than the period."""
    part = part_on(slip, given.on)
    if part is None:
        raise InvalidRecord("there is no job in this period whose pay could price it; enter an amount.")
    salary = salary_on(slip, part, given.on)
    if salary is None:
        raise InvalidRecord("an unpaid volunteer has no rate of pay.")
    if salary is not part.salary:
        slip.note(
            "earlier_claim",
            f"{element.label} of {given.on} is priced at point {part.slice.pay_point},"
            f" held on {part.date_from}.",
            element.rule,
        )
    return part, salary


def _days(slip: Slip, element: Element, given: ElementInput) -> Priced:
    """Days at a day's pay: officers annual x 6/313 / 7; staff a day's share of the month's pay."""
    hundredths = _units(slip, given)
    part, salary = _pay_of_day(slip, element, given)
    piece = part.slice
    calculation = slip.context.calculation[piece.person_type]
    share = calculation.day_share
    if not calculation.part_month_by_days:
        share = (calculation.month_share[0], calculation.month_share[1] * slip.context.days)
    inputs: dict = {
        "annual_pence": salary.annual, "hours": piece.hours, "full_time_hours": piece.full_time_hours,
        "units_hundredths": hundredths, "day_share": share, "sign": element.sign,
    }  # fmt: skip
    if given.on:
        inputs["on"] = given.on.isoformat()
    amount = days_pay(salary.annual, piece.hours, piece.full_time_hours, hundredths, share)
    priced = Priced(element, given, amount * element.sign, inputs)
    priced.rate = salary.rate
    priced.units = _count(hundredths, "day")
    priced.sources = (*salary.sources, *calculation.sources, element.source)
    return priced


def _entered(slip: Slip, element: Element, given: ElementInput, amount: Pence) -> Priced:
    if amount < 0:
        raise InvalidRecord(
            f"the amount is negative ({display(amount)}). Enter a positive amount of an element"
            " that takes pay back."
        )
    if amount > slip.context.limits.element:
        raise InvalidRecord(f"{display(amount)} is not credible for one element.")
    inputs: dict = {"amount_pence": amount}
    if element.sign < 0:
        inputs["sign"] = -1
    return Priced(element, given, amount * element.sign, inputs)


def _units(slip: Slip, given: ElementInput) -> int:
    """Units in hundredths; InvalidRecord when absent, negative, absurd or finer than a hundredth."""
    if given.units is None:
        raise InvalidRecord("enter units or an amount.")
    try:
        scaled = Decimal(given.units) * _HUNDREDTHS
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise InvalidRecord(f"{given.units!r} is not a number of units.") from error
    if scaled != whole:
        raise InvalidRecord(f"{given.units} units are finer than a hundredth.")
    if not 0 <= whole <= slip.context.limits.units:
        raise InvalidRecord(f"{given.units} units are not possible.")
    return whole


def _check_eligible(figure: Figure, part: Part | None) -> None:
    if part is None:
        return
    piece = part.slice
    if figure.person_types and piece.person_type not in figure.person_types:
        raise InvalidRecord(f"it is not payable to {piece.person_type}.")
    if not figure.ranks:
        return
    if piece.person_type != "officer":
        raise InvalidRecord(f"it is payable to police officers only, not to {piece.person_type}.")
    if piece.rank not in figure.ranks:
        held = piece.rank.replace("_", " ") or "no rank"
        raise InvalidRecord(
            f"it is payable to {', '.join(figure.ranks).replace('_', ' ')} only, not to {held}."
        )


def _subscription(element: Element, given: ElementInput, figure: Figure) -> Priced:
    amount = pence(figure.value)
    priced = Priced(element, given, amount, {"figure_pence": amount})
    priced.rate = f"{display(amount)} a period"
    priced.sources = (figure.source, element.source)
    return priced


def _flat(element: Element, given: ElementInput, figure: Figure, hundredths: int) -> Priced:
    value = pence(figure.value)
    sum_of = per_unit if element.price == "per_unit" else annual_share
    inputs = {"figure_pence": value, "units_hundredths": hundredths, "price": element.price}
    if given.on:
        inputs["on"] = given.on.isoformat()
    priced = Priced(element, given, sum_of(value, hundredths), inputs)
    priced.rate = f"{display(value)} a {element.unit if element.price == 'per_unit' else 'year'}"
    priced.units = _count(hundredths, element.unit)
    priced.sources = (figure.source, element.source)
    return priced


def _overtime(
    slip: Slip,
    element: Element,
    given: ElementInput,
    figure: Figure,
    hundredths: int,
    part: Part,
    annual: Pence,
) -> Priced:
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
    priced.units = _count(hundredths, "hour")
    return priced


def _hourly(annual: Pence, hour: tuple[int, int], multiplier: tuple[int, int]) -> str:
    times = str(multiplier[0]) if multiplier[1] == 1 else f"{multiplier[0]}/{multiplier[1]}"
    return f"{display(half_up(annual * hour[0], hour[1]))} an hour × {times}"


def _unsocial(
    element: Element, given: ElementInput, figure: Figure, hundredths: int, annual: Pence
) -> Priced:
    hours, odd = divmod(hundredths, 100)
    if odd:
        raise InvalidRecord(f"{given.units} hours: only full hours between 20:00 and 06:00 count.")
    hour = (int(figure.value[0]), int(figure.value[1]))
    inputs = {"annual_pence": annual, "hour": hour, "full_hours": hours}
    if given.on:
        inputs["on"] = given.on.isoformat()
    priced = Priced(element, given, unsocial_amount(annual, hours, hour), inputs)
    priced.rate = f"{display(half_up(annual * hour[0], hour[1]))} a full hour"
    priced.units = _count(hundredths, "full hour")
    return priced


def _count(hundredths: int, unit: str) -> str:
    whole, part = divmod(hundredths, 100)
    number = f"{whole}.{part:02d}" if part else str(whole)
    return f"{number} {unit}{'' if hundredths == 100 else 's'}"


def line_of(priced: Priced, cost_centre: str) -> PayLine:
    """The payslip line of a priced element."""
    element, given = priced.element, priced.given
    inputs = priced.inputs
    if given.reference:
        inputs["reference"] = given.reference
    return PayLine(
        element.code,
        element.label,
        element.kind,
        priced.amount,
        element.rule,
        inputs,
        priced.sources,
        priced.rate,
        priced.units,
        given.on,
        given.on,
        given.cost_centre or cost_centre,
    )


def _earn(slip: Slip, priced: Priced) -> None:
    element, amount = priced.element, priced.amount
    part = part_on(slip, priced.given.on)
    slip.gross += amount
    if element.taxable:
        slip.taxable += amount
    if element.nicable:
        slip.nicable += amount
    if "pps" in element.pensionable:
        slip.pps += amount
    if "lgps" in element.pensionable:
        slip.lgps += amount
    if element.annualised:
        slip.annual_full_time += amount * 12
        slip.annual_actual += amount * 12
    slip.lines.append(line_of(priced, part.slice.cost_centre if part else ""))


def add_deductions(slip: Slip, deductions: list[Priced]) -> None:
    """Lines for the deductions, after the statutory ones."""
    for priced in deductions:
        slip.other_deductions += priced.amount
        slip.lines.append(line_of(priced, ""))
