"""Basic pay and London weighting for the stretches of a person's job in the period."""

from datetime import date
from fractions import Fraction
from functools import lru_cache

from ..exceptions import EngineError
from ..money import display
from ..records import EmploymentSlice, PayLine
from . import proration
from .context import Calculation, Salary, day_before
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
    if slip.elsewhere.salary_paid:
        _annual(slip)
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
            slip.block(
                "dates_crossed",
                f"a job version ends on {piece.date_to} before it starts on {start}.",
                "employment",
                start,
            )
            usable = False
        if previous is not None and start <= previous:
            slip.block(
                "overlapping_versions",
                f"two job versions overlap: one runs to {previous}, the next starts on {start}."
                " End the first earlier.",
                "employment",
                start,
            )
            usable = False
        previous = piece.date_to
        if not 0 < piece.full_time_hours <= limit or not 0 <= piece.hours <= limit:
            slip.block(
                "absurd_hours",
                f"weekly hours of {piece.hours / 100:g} out of {piece.full_time_hours / 100:g} from {start}"
                " are not possible.",
                "employment",
                start,
            )
            usable = False
        if piece.person_type not in PERSON_TYPES:
            slip.block(
                "unknown_person_type",
                f"{piece.person_type!r} is not one of {', '.join(PERSON_TYPES)}.",
                "employment",
                start,
            )
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


def _add_part(slip: Slip, piece: EmploymentSlice, start: date, end: date) -> None:
    try:
        salary = _salary_of(slip, piece, start)
    except EngineError as error:
        slip.block("missing_salary", str(error), _rule(piece.person_type, "salary"), start)
        return
    if salary is not None:
        limits = slip.context.limits
        if not limits.annual_minimum <= salary.annual <= limits.annual_maximum:
            slip.block(
                "absurd_salary",
                f"an annual salary of {salary.rate.removesuffix(' a year')} from {start} is not credible.",
                _rule(piece.person_type, "salary"),
                start,
            )
            return
    slip.parts.append(Part(piece, start, end, (end - start).days + 1, salary))


def _salary_of(slip: Slip, piece: EmploymentSlice, on: date) -> Salary | None:
    if piece.annual_salary is not None:
        return Salary(piece.annual_salary, (), _local_rate(piece.annual_salary))
    if piece.person_type == "special" and not piece.scale:
        return None
    return slip.context.salary(piece.scale, piece.pay_point, on)


@lru_cache(maxsize=8192)
def _local_rate(annual: int) -> str:
    return f"{display(annual)} a year"


def _rule(person_type: str, what: str) -> str:
    return f"officer_{what}" if person_type == "officer" else f"staff_{what}"


def _whole_month(slip: Slip, part: Part) -> None:
    """The common case: one salary all month."""
    salary = part.salary
    if salary is None:
        return
    piece = part.slice
    officer = piece.person_type == "officer"
    share = slip.context.calculation[piece.person_type].month_share
    amount = proration.month(salary.annual, piece.hours, piece.full_time_hours, share)
    _pay(slip, part, salary, amount, "officer_salary" if officer else "staff_salary", {"month_share": share})
    if officer and piece.region == "london":
        weighting, pensionable = slip.context.london_weighting(part.date_from)
        amount = proration.month(weighting.annual, piece.hours, piece.full_time_hours, share)
        _pay_weighting(slip, part, weighting, amount, "london_weighting", {"month_share": share}, pensionable)


def _family(slip: Slip, parts: list[Part], family: str) -> None:
    """Officers and staff are separate series: one running total for pay, one for London weighting."""
    if not parts:
        return
    monthly = slip.case.period.frequency == "monthly"
    whole = sum(part.days for part in parts) == slip.context.days
    suffix = "" if monthly and whole else ("_part_month" if monthly else "_weeks")
    calculation = slip.context.calculation[family]
    by_days = not monthly or (not whole and calculation.part_month_by_days)
    series = _Series(slip, calculation, by_days)
    weighting_series = _Series(slip, calculation, by_days)
    for part in parts:
        assert part.salary is not None
        amount, how = series.next(part, part.salary.annual)
        _pay(slip, part, part.salary, amount, f"{family}_salary{suffix}", how)
        if family == "officer" and part.slice.region == "london":
            weighting, pensionable = slip.context.london_weighting(part.date_from)
            amount, how = weighting_series.next(part, weighting.annual)
            _pay_weighting(slip, part, weighting, amount, f"london_weighting{suffix}", how, pensionable)


class _Series:
    """Parts of one kind of pay, rounded as a running total so that they add up to the penny."""

    def __init__(self, slip: Slip, calculation: Calculation, by_days: bool):
        self.month_days = slip.context.days
        self.by_days = by_days
        self.share = calculation.day_share if by_days else calculation.month_share
        self.carried = Fraction(0)

    def next(self, part: Part, annual: int) -> tuple[int, dict]:
        """Pence of the next part, and the inputs that say how it was shared."""
        piece = part.slice
        if self.by_days:
            exact = proration.of_days(annual, piece.hours, piece.full_time_hours, part.days, self.share)
        else:
            exact = proration.of_month(
                annual, piece.hours, piece.full_time_hours, part.days, self.month_days, self.share
            )
        carried = self.carried
        self.carried += exact
        how: dict = {"day_share" if self.by_days else "month_share": self.share}
        if carried:
            how["carried"] = (carried.numerator, carried.denominator)
        return proration.part(carried, exact), how


def _pay(slip: Slip, part: Part, salary: Salary, amount: int, rule: str, how: dict) -> None:
    piece = part.slice
    slip.gross += amount
    slip.taxable += amount
    slip.nicable += amount
    if piece.person_type == "officer":
        slip.pps += amount
    else:
        slip.lgps += amount
    line = _line(slip, part, "basic_pay", "Basic pay", salary, amount, rule, how)
    if piece.annual_salary is None:
        how["scale"] = piece.scale
        how["pay_point"] = piece.pay_point
    elif piece.salary_source:
        how["salary_source"] = piece.salary_source
    slip.lines.append(line)


def _pay_weighting(
    slip: Slip, part: Part, weighting: Salary, amount: int, rule: str, how: dict, pensionable: bool
) -> None:
    slip.gross += amount
    slip.taxable += amount
    slip.nicable += amount
    if pensionable:
        slip.pps += amount
    slip.lines.append(_line(slip, part, "london_weighting", "London weighting", weighting, amount, rule, how))


def _line(
    slip: Slip, part: Part, code: str, label: str, salary: Salary, amount: int, rule: str, how: dict
) -> PayLine:
    piece = part.slice
    days = slip.context.days
    how["annual_pence"] = salary.annual
    how["hours"] = piece.hours
    how["full_time_hours"] = piece.full_time_hours
    how["days"] = part.days
    how["of_days"] = days
    sources = salary.sources + slip.context.calculation[piece.person_type].sources
    units = "" if part.days == days else f"{part.days} of {days} days"
    return PayLine(
        code,
        label,
        "earning",
        amount,
        rule,
        how,
        sources,
        salary.rate,
        units,
        part.date_from,
        part.date_to,
        piece.cost_centre,
    )


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


def part_on(slip: Slip, on: date | None) -> Part | None:
    """The part in pay on a day; without a day, or outside all parts, the nearest (the last by default)."""
    parts = slip.parts
    if not parts:
        return None
    if on is not None:
        for part in parts:
            if on <= part.date_to:
                return part
    return parts[-1]


def salary_on(slip: Slip, part: Part, on: date | None) -> Salary | None:
    """Salary that prices a claim for a day: for an earlier day the point held, on the scale of that day."""
    if on is None or on >= slip.case.period.start or part.slice.annual_salary is not None:
        return part.salary
    return slip.context.salary(part.slice.scale, part.slice.pay_point, on)
