"""Basic pay and London weighting for the stretches of a person's job in the period."""

from datetime import date
from fractions import Fraction

from ..exceptions import EngineError
from ..money import half_up
from ..records import EmploymentSlice, PayLine
from . import proration
from .context import Salary, day_before
from .slip import Part, Slip

PERSON_TYPES = ("officer", "staff", "pcso", "special")


def add_salary(slip: Slip) -> None:
    """Resolve the slices to parts at one salary each and pay them; problems are recorded."""
    if not _usable(slip):
        return
    for piece in slip.case.slices:
        if piece.paid:
            _resolve(slip, piece)
    parts = slip.parts
    if not parts or slip.blocked():
        return
    if len(parts) == 1 and parts[0].days == slip.context.days and slip.case.period.frequency == "monthly":
        _whole_month(slip, parts[0])
    else:
        for family in ("officer", "staff"):
            _family(slip, [part for part in parts if part.salary and _family_of(part) == family], family)
    _annual(slip)


def _family_of(part: Part) -> str:
    return "officer" if part.slice.person_type == "officer" else "staff"


def _usable(slip: Slip) -> bool:
    """Check the slices themselves: order, overlap, hours, type."""
    previous = None
    limit = slip.context.limits.weekly_hours
    usable = True
    for piece in slip.case.slices:
        start = piece.date_from
        if piece.date_to < start:
            slip.block("dates_crossed", f"a job version ends on {piece.date_to} before it starts on {start}.", "employment", start)
            usable = False
        if previous is not None and start <= previous:
            slip.block(
                "overlapping_versions",
                f"two job versions overlap: one runs to {previous}, the next starts on {start}. End the first earlier.",
                "employment", start,
            )
            usable = False
        previous = piece.date_to
        if not 0 < piece.full_time_hours <= limit or not 0 <= piece.hours <= limit:
            slip.block(
                "absurd_hours",
                f"weekly hours of {piece.hours / 100:g} out of {piece.full_time_hours / 100:g} from {start} are not possible.",
                "employment", start,
            )
            usable = False
        if piece.person_type not in PERSON_TYPES:
            slip.block("unknown_person_type", f"{piece.person_type!r} is not one of {', '.join(PERSON_TYPES)}.", "employment", start)
            usable = False
    return usable


def _resolve(slip: Slip, piece: EmploymentSlice) -> None:
    """Clip a slice to the period, cut it where a new scale starts, and find each part's salary."""
    context = slip.context
    start = max(piece.date_from, context.period.start)
    end = min(piece.date_to, context.period.end)
    if end < start:
        return
    cuts = [cut for cut in context.cuts if start < cut <= end] if context.cuts else ()
    for day in cuts:
        _add_part(slip, piece, start, day_before(day))
        start = day
    _add_part(slip, piece, start, end)


def _add_part(slip: Slip, piece: EmploymentSlice, start, end) -> None:
    try:
        salary = _salary_of(slip, piece, start)
    except EngineError as error:
        slip.block("missing_salary", str(error), _rule(piece.person_type, "salary"), start)
        return
    if salary is not None:
        limits = slip.context.limits
        if not limits.annual_minimum <= salary.annual <= limits.annual_maximum:
            slip.block(
                "absurd_salary", f"an annual salary of {salary.rate.removesuffix(' a year')} from {start} is not credible.",
                _rule(piece.person_type, "salary"), start,
            )
            return
    slip.parts.append(Part(piece, start, end, (end - start).days + 1, salary))


def _salary_of(slip: Slip, piece: EmploymentSlice, on) -> Salary | None:
    if piece.annual_salary is not None:
        source = (slip.context.law_source,)
        return Salary(piece.annual_salary, source, _local_rate(piece))
    if piece.person_type == "special" and not piece.scale:
        return None
    return slip.context.salary(piece.scale, piece.pay_point, on)


def _local_rate(piece: EmploymentSlice) -> str:
    annual = piece.annual_salary or 0
    whole, part = divmod(abs(annual), 100)
    return f"{'-' if annual < 0 else ''}£{whole:,}.{part:02d} a year"


def _rule(person_type: str, what: str) -> str:
    return f"officer_{what}" if person_type == "officer" else f"staff_{what}"


def _whole_month(slip: Slip, part: Part) -> None:
    """The common case: one salary all month."""
    if part.salary is None:
        return
    piece = part.slice
    rule = "officer_salary" if piece.person_type == "officer" else "staff_salary"
    amount = half_up(part.salary.annual * piece.hours, 12 * piece.full_time_hours)
    _pay(slip, part, part.salary, amount, rule, None)
    if piece.region == "london" and piece.person_type == "officer":
        weighting, pensionable = slip.context.london_weighting(part.date_from)
        amount = half_up(weighting.annual * piece.hours, 12 * piece.full_time_hours)
        _pay_weighting(slip, part, weighting, amount, "london_weighting", None, pensionable)


def _family(slip: Slip, parts: list[Part], family: str) -> None:
    """Officers and staff are separate series: one running total for pay, one for London weighting."""
    if not parts:
        return
    monthly = slip.case.period.frequency == "monthly"
    whole = sum(part.days for part in parts) == slip.context.days
    suffix = "" if monthly and whole else ("_part_month" if monthly else "_weeks")
    by_days = not monthly or (family == "officer" and not whole)
    carried = Fraction(0)
    weighting_carried = Fraction(0)
    for part in parts:
        assert part.salary is not None
        exact = _exact(slip, part, part.salary.annual, by_days)
        _pay(slip, part, part.salary, proration.part(carried, exact), f"{family}_salary{suffix}", carried)
        carried += exact
        if family == "officer" and part.slice.region == "london":
            weighting, pensionable = slip.context.london_weighting(part.date_from)
            exact = _exact(slip, part, weighting.annual, by_days)
            amount = proration.part(weighting_carried, exact)
            _pay_weighting(
                slip, part, weighting, amount, f"london_weighting{suffix}", weighting_carried, pensionable
            )
            weighting_carried += exact


def _exact(slip: Slip, part: Part, annual: int, by_days: bool) -> Fraction:
    piece = part.slice
    if by_days:
        return proration.of_days(annual, piece.hours, piece.full_time_hours, part.days)
    return proration.of_month(annual, piece.hours, piece.full_time_hours, part.days, slip.context.days)


def _inputs(slip: Slip, part: Part, annual: int, carried: Fraction | None) -> dict:
    piece = part.slice
    inputs = {
        "annual_pence": annual, "hours": piece.hours, "full_time_hours": piece.full_time_hours,
        "days": part.days, "of_days": slip.context.days,
    }
    if carried:
        inputs["carried"] = [carried.numerator, carried.denominator]
    if piece.annual_salary is None:
        inputs["scale"] = piece.scale
        inputs["pay_point"] = piece.pay_point
    elif piece.salary_source:
        inputs["salary_source"] = piece.salary_source
    return inputs


def _pay(slip: Slip, part: Part, salary: Salary, amount: int, rule: str, carried: Fraction | None) -> None:
    piece = part.slice
    slip.gross += amount
    slip.taxable += amount
    slip.nicable += amount
    if piece.person_type == "officer":
        slip.pps += amount
    else:
        slip.lgps += amount
    slip.lines.append(PayLine(
        "basic_pay", "Basic pay", "earning", amount, rule, _inputs(slip, part, salary.annual, carried),
        salary.sources, salary.rate, f"{part.days} of {slip.context.days} days", part.date_from, part.date_to,
        piece.cost_centre,
    ))


def _pay_weighting(slip, part, weighting, amount, rule, carried, pensionable) -> None:
    slip.gross += amount
    slip.taxable += amount
    slip.nicable += amount
    if pensionable:
        slip.pps += amount
    inputs = {
        "annual_pence": weighting.annual, "hours": part.slice.hours,
        "full_time_hours": part.slice.full_time_hours, "days": part.days, "of_days": slip.context.days,
    }
    if carried:
        inputs["carried"] = [carried.numerator, carried.denominator]
    slip.lines.append(PayLine(
        "london_weighting", "London weighting", "earning", amount, rule, inputs, weighting.sources,
        weighting.rate, f"{part.days} of {slip.context.days} days", part.date_from, part.date_to,
        part.slice.cost_centre,
    ))


def _annual(slip: Slip) -> None:
    """Annual pay for pension tiers: full-time pay averaged over the days in pay; actual pay at the end."""
    parts = [part for part in slip.parts if part.salary]
    if not parts:
        return
    total = days = 0
    for part in parts:
        total += _full_time(slip, part) * part.days
        days += part.days
    slip.annual_full_time = total // days
    last = parts[-1]
    slip.annual_actual = _full_time(slip, last) * last.slice.hours // last.slice.full_time_hours


def _full_time(slip: Slip, part: Part) -> int:
    assert part.salary is not None
    annual = part.salary.annual
    if part.slice.region == "london" and part.slice.person_type == "officer":
        weighting, pensionable = slip.context.london_weighting(part.date_from)
        if pensionable:
            annual += weighting.annual
    return annual


def part_on(slip: Slip, on) -> Part | None:
    """The part in pay on a day; without a day, or outside all parts, the nearest (the last by default)."""
    parts = slip.parts
    if not parts:
        return None
    if on is not None:
        for part in parts:
            if on <= part.date_to:
                return part
    return parts[-1]


def salary_on(slip: Slip, part: Part, on) -> Salary | None:
    """Salary that prices a claim for a day: for an earlier day the point held, on the scale of that day."""
    if on is None or on >= slip.case.period.start or part.slice.annual_salary is not None:
        return part.salary
    return slip.context.salary(part.slice.scale, part.slice.pay_point, on)
