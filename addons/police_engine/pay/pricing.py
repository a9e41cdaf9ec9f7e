"""Turn element inputs into payslip lines: check who may have them, price them, sort them into pay."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from ..exceptions import EngineError, InvalidRecord, MissingParameter
from ..money import Pence, display, half_up, pence, split
from ..records import ElementInput, EmploymentSlice, PayLine
from . import absent, hourly, shares
from .allowances import days_pay
from .basic import part_on, salary_on
from .context import Figure, Salary
from .elements import Element
from .priced import Priced, count
from .slip import Part, Slip

_HUNDREDTHS = Decimal(100)
STATUTORY_PAY = "statutory_pay"  # the rule of what is paid by the state's schemes


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
        if priced is None:
            continue
        if given.taken_back:
            priced.amount = -priced.amount
            priced.inputs["taken_back"] = True
        if element.kind == "earning":
            _earn(slip, priced)
        elif element.kind == "benefit":
            _tax_benefit(slip, priced)
        else:
            deductions.append(priced)
    return deductions


def _tax_benefit(slip: Slip, priced: Priced) -> None:
    """Pay for income tax only: a line without an amount says what was taxed."""
    element, amount = priced.element, priced.amount
    slip.taxable += amount
    slip.benefits += amount
    label = f"{element.label}{_where(priced.given)}"
    slip.employer.append(
        PayLine(element.code, label, "employer", 0, element.rule, priced.inputs, element.sources, "",
                f"{display(amount)} taxed, not paid")
    )  # fmt: skip


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


def _price(slip: Slip, element: Element, given: ElementInput) -> Priced | None:
    if given.units is not None and element.price in absent.PRICES:
        return _absence(slip, element, given)
    if given.units is not None and element.price == "plain_hours":
        return _plain_hours(slip, element, given)
    if given.amount is not None:
        return _entered(slip, element, given, given.amount)
    if element.price == "given":
        raise InvalidRecord("enter an amount in pounds; this element is not priced by units.")
    if element.price == "days":
        return _days(slip, element, given)
    figure = _figure(slip, element, given)
    if element.price == "rate":
        return _subscription(element, given, figure)
    _check_eligible(figure, _part(slip, given))
    hundredths = _units(slip, given)
    if element.price in ("per_unit", "annual_share"):
        priced = shares.flat(element, given, figure, hundredths)
    elif element.price == "average":
        priced = shares.average(slip, element, given, figure, hundredths)
    else:
        priced = _of_pay(slip, element, given, figure, hundredths)
    if given.figure_source:
        priced.inputs["figure_source"] = given.figure_source
    return priced


def _of_pay(slip: Slip, element: Element, given: ElementInput, figure: Figure, hundredths: int) -> Priced:
    """Prices that are a share of the salary of the day."""
    part, salary = _pay_of_day(slip, element, given)
    if element.price == "overtime":
        priced = hourly.overtime(slip, element, given, figure, hundredths, part, salary.annual)
    elif element.price == "unsocial":
        priced = hourly.unsocial(element, given, figure, hundredths, salary.annual)
    elif element.price == "percent":
        priced = shares.percent(slip, element, given, figure, hundredths, part, salary)
    else:
        priced = shares.acting(slip, element, given, figure, hundredths, part, salary)
    own = (figure.source,) if figure.source else ()
    hour = slip.context.calculation[part.slice.person_type].hour_sources
    more = hour if element.price in ("overtime", "unsocial") else priced.sources
    priced.sources = (*own, *salary.sources, *more, element.source)
    if given.held is not None:
        priced.inputs |= _job(given.held)
    return priced


def _job(piece: EmploymentSlice) -> dict:
    """What was held on an earlier day, for the explanation."""
    if piece.annual_salary is not None:
        return {"salary_source": piece.salary_source}
    return {"scale": piece.scale, "pay_point": piece.pay_point}


def _figure(slip: Slip, element: Element, given: ElementInput) -> Figure:
    """What prices the units: the force's own approved figure, else the national one."""
    on = given.on or slip.case.period.pay_date
    if given.figure is None:
        return slip.context.figure(element.figure, on)
    if not given.figure_source:
        raise InvalidRecord("a local figure needs the approval it rests on.")
    law = slip.context.rules.at(element.figure.partition("#")[0], on)
    shared = element.price in ("overtime", "unsocial", "acting")
    value = given.figure.as_integer_ratio() if shared else given.figure
    return Figure(value, "", tuple(law.get("ranks", ())), tuple(law.get("person_types", ())))


def _part(slip: Slip, given: ElementInput) -> Part | None:
    """The job that a claim belongs to: the one held on an earlier day when it is given."""
    held = given.held
    if held is None:
        return part_on(slip, given.on)
    return Part(held, held.date_from, held.date_to, (held.date_to - held.date_from).days + 1, None)


def _absence(slip: Slip, element: Element, given: ElementInput) -> Priced | None:
    """Days of absence at the pay of those days; None when nothing is to be paid or taken."""
    amount, inputs, rate = absent.price(slip, element, given)
    if not amount:
        return None
    assert given.on is not None
    days = absent.days_of(given)
    priced = Priced(element, given, amount, inputs)
    priced.rate, priced.units = rate, count(days * 100, "day")
    priced.until = given.on + timedelta(days=days - 1)
    if element.figure:
        priced.sources = (slip.context.figure(element.figure, given.on).source, *element.sources)
    return priced


def _plain_hours(slip: Slip, element: Element, given: ElementInput) -> Priced | None:
    """Hours at the plain rate of the day, less the amount given, which is paid for the day anyway."""
    hundredths = _units(slip, given)
    part, salary = _pay_of_day(slip, element, given)
    calculation = slip.context.calculation[part.slice.person_type]
    set_off = given.amount or 0
    inputs: dict = {
        "annual_pence": salary.annual, "hour": calculation.hour_share, "units_hundredths": hundredths,
        "set_off_pence": set_off,
    }  # fmt: skip
    if given.on:
        inputs["on"] = given.on.isoformat()
    amount = absent.plain_hours(salary.annual, calculation.hour_share, hundredths, set_off)
    priced = Priced(element, given, amount, inputs)
    share = calculation.hour_share
    priced.rate = f"{display(half_up(salary.annual * share[0], share[1]))} an hour"
    priced.units = count(hundredths, "hour")
    priced.sources = (*salary.sources, *calculation.hour_sources, *element.sources)
    return priced if amount else None


def _pay_of_day(slip: Slip, element: Element, given: ElementInput) -> tuple[Part, Salary]:
    """The part in pay and the salary that price a claim; a notice when it is older than the period."""
    part = _part(slip, given)
    if part is None:
        raise InvalidRecord("there is no job in this period whose pay could price it; enter an amount.")
    if given.held is not None:
        return part, _salary_held(slip, part, given.on or given.held.date_from)
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


def _salary_held(slip: Slip, part: Part, on: date) -> Salary:
    """The salary of an earlier day by the job held on that day."""
    piece = part.slice
    if piece.annual_salary is not None:
        return Salary(piece.annual_salary, (), f"{display(piece.annual_salary)} a year")
    if piece.person_type == "special" and not piece.scale:
        raise InvalidRecord("an unpaid volunteer has no rate of pay.")
    return slip.context.salary(piece.scale, piece.pay_point, on)


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
    priced.units = count(hundredths, "day")
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
    if element.ceiling:
        _check_ceiling(slip, element, given, amount)
    priced = Priced(element, given, amount * element.sign, inputs)
    if element.figure and element.price == "given":  # a statutory payment cites the rate in force
        on = given.on or slip.case.period.pay_date
        try:
            priced.sources = (slip.context.figure(element.figure, on).source, *element.sources)
        except MissingParameter:
            priced.sources = element.sources  # paid before the rates kept here begin
    return priced


def _check_ceiling(slip: Slip, element: Element, given: ElementInput, amount: Pence) -> None:
    """A warning when a month's amount is more than a twelfth of the most that may be paid in a year."""
    figure = slip.context.figure(element.ceiling, given.on or slip.case.period.pay_date)
    most = pence(figure.value)
    if slip.case.period.frequency == "monthly" and amount * 12 > most + 12:
        slip.warn(
            "above_ceiling",
            f"{element.label} of {display(amount)} for a month is more than {display(most)} a year allows.",
            element.rule,
            given.on,
        )


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


def line_of(priced: Priced, cost_centre: str) -> PayLine:
    """The payslip line of a priced element."""
    element, given = priced.element, priced.given
    inputs = priced.inputs
    if given.reference:
        inputs["reference"] = given.reference
    return PayLine(
        element.code,
        f"{element.label}, taken back" if given.taken_back else element.label,
        element.kind,
        priced.amount,
        element.rule,
        inputs,
        priced.sources,
        priced.rate,
        priced.units,
        given.on,
        priced.until,
        given.cost_centre or cost_centre,
    )


def _earn(slip: Slip, priced: Priced) -> None:
    element, amount = priced.element, priced.amount
    part = _part(slip, priced.given)
    slip.gross += amount
    if element.taxable:
        slip.taxable += amount
    if element.nicable:
        slip.nicable += amount
    # Membership ends with the job: statutory pay goes on after it, contributions on it do not.
    if element.rule != STATUTORY_PAY or slip.in_service:
        slip.pps += amount if "pps" in element.pensionable else 0
        slip.lgps += amount if "lgps" in element.pensionable else 0
    if element.annualised:
        slip.annual_full_time += amount * 12
        slip.annual_actual += amount * 12
    line = line_of(priced, part.slice.cost_centre if part else "")
    slip.lines.extend(_shared(line, priced.given.shares) if priced.given.shares else (line,))


def _shared(line: PayLine, parts_of: tuple[tuple[str, int], ...]) -> list[PayLine]:
    """One line for each cost centre; together they are the line, to the penny."""
    weights = [parts for _, parts in parts_of]
    amounts = split(line.amount, weights)
    return [
        line._replace(amount=amount, cost_centre=code, inputs={**line.inputs, "share": (number, weights)})
        for number, ((code, _), amount) in enumerate(zip(parts_of, amounts, strict=True))
    ]


def add_deductions(slip: Slip, deductions: list[Priced]) -> None:
    """Lines for the deductions, after the statutory ones."""
    for priced in deductions:
        slip.other_deductions += priced.amount
        slip.lines.append(line_of(priced, ""))
