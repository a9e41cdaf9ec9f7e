"""Absence of a pay period as element inputs that the payslip prices: days by level, statutory pay, set-off.

Nothing here knows a salary: the slip shares its own salary lines, so that a later rate re-prices the days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ..money import display, up
from ..records import ElementInput, EmploymentSlice, PayPeriod
from .family import CODES, Leave, Week, share_of, statutory_in
from .sick import FULL, HALF, NIL, Stretch
from .ssp import SspDay

_DAY = timedelta(days=1)
_SICK = {(False, HALF): "sick_half_pay", (False, NIL): "sick_nil_pay",
         (True, HALF): "staff_sick_half_pay", (True, NIL): "staff_sick_nil_pay"}  # fmt: skip
# Everything that absences bring to a payslip; worked out anew from the dated facts by retro pay.
ELEMENTS = frozenset(
    (
        *_SICK.values(), "statutory_sick_pay", "statutory_sick_pay_half", "statutory_sick_pay_full",
        "maternity_half_pay", "maternity_nil_pay", "family_half_pay", "family_nil_pay", *CODES.values(),
        "statutory_in_full_pay", "statutory_in_half_pay", "statutory_over_full_pay", "keeping_in_touch",
        "unpaid_hours",
    )
)  # fmt: skip
_TOPPED = {FULL: "statutory_sick_pay_full", HALF: "statutory_sick_pay_half"}


def sickness(
    period: PayPeriod, stretches: Sequence[Stretch], ssp: Sequence[SspDay], staff: bool = False
) -> tuple[ElementInput, ...]:
    """What the sick days of a period change: pay not due, and SSP where it exceeds the pay of its days."""
    found = []
    for stretch in stretches:
        first, last = max(stretch.start, period.start), min(stretch.end, period.end)
        if last < first:
            continue
        days = Decimal((last - first).days + 1)
        reference = _sick_reference(stretch)
        due = up(sum(day.rate for day in ssp if first <= day.on <= last), 100)
        if stretch.level != FULL:
            found.append(ElementInput(_SICK[staff, stretch.level], None, days, first, reference))
        if due and stretch.level == NIL:
            found.append(ElementInput("statutory_sick_pay", due, None, first, reference))
        elif due:
            found.append(ElementInput(_TOPPED[stretch.level], due, days, first, reference))
    return tuple(found)


def _sick_reference(stretch: Stretch) -> str:
    why = "" if stretch.why == "entitlement" else f", {stretch.why}"
    return f"{stretch.level} sick pay from {stretch.start:%-d %b %Y}{why}"


@dataclass(frozen=True, slots=True)
class FamilyPay:
    """How a leave is paid. ``adds``: statutory pay comes on top of half pay, up to full pay.

    ``until``: last day of the leave. ``worked``: hours (hundredths) by keeping-in-touch day. ``officer``:
    maternity pay by the Determination, else by the force's scheme.
    """

    leave: Leave
    weeks: tuple[Week, ...]
    until: date
    adds: bool = True
    officer: bool = False
    worked: tuple[tuple[date, int], ...] = ()


class _Part(NamedTuple):
    """Days of a leave at one level with one weekly statutory amount, and that pay for the days."""

    level: str
    first: date
    last: date
    statutory: int


def family(period: PayPeriod, pay: FamilyPay) -> tuple[ElementInput, ...]:
    """What a family leave changes in a period. Statutory pay stops with the leave."""
    if pay.leave.start > period.end or pay.until < period.start:
        return ()
    period = period._replace(end=min(period.end, pay.until))
    leave, reference = pay.leave, _family_reference(pay, period)
    found: list[ElementInput] = []
    for part in _parts(pay, period):
        days = Decimal((part.last - part.first).days + 1)
        code = _reduction(pay, part.level)
        if code:
            found.append(ElementInput(code, None, days, part.first, reference))
        code = _set_off(pay, part.level)
        if code and part.statutory:
            found.append(ElementInput(code, part.statutory, days, part.first, reference))
    statutory = statutory_in(period, leave, pay.weeks)
    if statutory:
        first = max(period.start, leave.start)
        found.append(statutory._replace(on=first, reference=reference))
    return (*found, *_touch(period, pay))


def _reduction(pay: FamilyPay, level: str) -> str:
    if level == FULL:
        return ""
    maternity = pay.officer and pay.leave.kind == "SMP"
    return f"{'maternity' if maternity else 'family'}_{level}_pay"


def _set_off(pay: FamilyPay, level: str) -> str:
    if level == FULL:
        return "statutory_in_full_pay"
    if level == HALF:
        return "statutory_over_full_pay" if pay.adds else "statutory_in_half_pay"
    return ""


def _parts(pay: FamilyPay, period: PayPeriod) -> Iterator[_Part]:
    """The leave's days in the period, weeks of the same level and amount together."""
    last_day = min(pay.until, period.end)
    held: _Part | None = None
    weekly: tuple[str, int] | None = None
    for level, statutory, first, last, amount in _weeks(pay, period, last_day):
        if held is not None and weekly == (level, statutory) and first == held.last + _DAY:
            held = held._replace(last=last, statutory=held.statutory + amount)
            continue
        if held is not None:
            yield held
        held, weekly = _Part(level, first, last, amount), (level, statutory)
    if held is not None:
        yield held


def _weeks(pay: FamilyPay, period: PayPeriod, last_day: date):
    for week in pay.weeks:
        first, last = max(week.start, period.start), min(week.end, last_day)
        if first <= last:
            yield week.level, week.statutory, first, last, share_of(week, first, last)
    beyond = pay.weeks[-1].end + _DAY if pay.weeks else pay.leave.start
    first = max(beyond, period.start)
    if first <= last_day:
        yield NIL, 0, first, last_day, 0


def _family_reference(pay: FamilyPay, period: PayPeriod) -> str:
    """Leave, weeks and weekly amounts of the period in words."""
    amounts: dict[tuple[int, str], int] = {}
    for week in pay.weeks:
        if week.start <= period.end and week.end >= period.start and week.statutory:
            key = (week.statutory, week.basis)
            amounts[key] = amounts.get(key, 0) + 1
    texts = [
        f"{display(amount)} a week ({'90% of average earnings' if basis == 'earnings' else 'flat rate'})"
        for amount, basis in amounts
    ]
    return "; ".join((pay.leave.reference or f"{pay.leave.kind} from {pay.leave.start:%-d %b %Y}", *texts))


def _touch(period: PayPeriod, pay: FamilyPay) -> Iterator[ElementInput]:
    """Keeping-in-touch days outside full pay: plain hours, the day's statutory pay counting towards them."""
    for day, hundredths in pay.worked:
        if not period.start <= day <= period.end:
            continue
        week = next((w for w in pay.weeks if w.start <= day <= w.end), None)
        if week is not None and week.level == FULL:
            continue
        set_off = share_of(week, day, day) if week else 0
        hours = Decimal(hundredths).scaleb(-2)
        yield ElementInput("keeping_in_touch", set_off, hours, day, f"Keeping-in-touch day {day:%-d %b %Y}")


class Unpaid(NamedTuple):
    """Days without pay; ``end`` None while they run."""

    start: date
    end: date | None


def without_pay(slices: Sequence[EmploymentSlice], unpaid: Sequence[Unpaid]) -> tuple[EmploymentSlice, ...]:
    """The slices cut where pay stops and starts again."""
    pieces = list(slices)
    for gap in unpaid:
        pieces = [part for piece in pieces for part in _cut(piece, gap)]
    return tuple(pieces)


def _cut(piece: EmploymentSlice, gap: Unpaid) -> Iterator[EmploymentSlice]:
    first = max(piece.date_from, gap.start)
    last = piece.date_to if gap.end is None else min(piece.date_to, gap.end)
    if last < first or not piece.paid:
        yield piece
        return
    if piece.date_from < first:
        yield piece._replace(date_to=first - _DAY)
    yield piece._replace(date_from=first, date_to=last, paid=False)
    if last < piece.date_to:
        yield piece._replace(date_from=last + _DAY)


__all__ = ("CODES", "ELEMENTS", "FamilyPay", "Unpaid", "family", "sickness", "without_pay")
