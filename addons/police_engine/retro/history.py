"""What was paid to a person, period by period, and the facts as they are now known.

Closed slips are read, never changed. What has been paid *for* a period is its own slip's pay plus the
differences paid (or recorded as overpaid) for it later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..params.loader import RuleSet
from ..pay import reversal
from ..pay.arrears import is_arrears
from ..payslip import calculate
from ..pension.contributions import SCHEMES
from ..problems import Problem, Severity
from ..records import ElementInput, EmploymentSlice, PayCase, PayLine, PayPeriod, PensionMembership
from ..replay import parse_period

PENSION_CODES = frozenset(f"pension_{scheme}{suffix}" for scheme in SCHEMES for suffix in ("", "_employer"))
Key = tuple[str, str, str]  # code, kind, cost centre


class ClosedPeriod(NamedTuple):
    """One closed slip: the facts it was paid on and the lines it paid, arrears included."""

    case: PayCase
    lines: tuple[PayLine, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A person's closed periods in date order.

    ``recorded``: lines of overpayments put on record instead of being paid. ``begins``: first day
    for which periods are kept; None: the first period's.
    """

    reference: str
    periods: tuple[ClosedPeriod, ...]
    recorded: tuple[PayLine, ...] = ()
    begins: date | None = None


class Known(NamedTuple):
    """The facts as known now; None where they are as paid.

    ``slices``: the person's job over all of the closed periods. ``elements``: by first day of the
    period, only for periods whose elements changed. ``changed_from``: first day of the change.
    """

    slices: tuple[EmploymentSlice, ...] | None = None
    elements: Mapping[date, tuple[ElementInput, ...]] | None = None
    pension: PensionMembership | None = None
    changed_from: date | None = None


AS_PAID = Known()


class Paid(NamedTuple):
    """What was paid under one key for one period. Pence."""

    amount: int
    label: str
    pensionable: int


@lru_cache(maxsize=1024)
def period_text(period: PayPeriod) -> str:
    """A period as lines keep it; :func:`..replay.parse_period` reads it."""
    dates = (period.start.isoformat(), period.end.isoformat(), period.pay_date.isoformat())
    return "/".join((period.frequency, *dates, period.tax_year, str(period.tax_period)))


@lru_cache(maxsize=1024)
def earned(text: str) -> PayPeriod:
    """The period of such a text."""
    return parse_period(text)


def is_compared(line: PayLine) -> bool:
    """Earnings and pension contributions are worked out again; other deductions stay as taken."""
    return line.kind == "earning" or line.code in PENSION_CODES


def paid_for(history: History) -> dict[str, dict[Key, Paid]]:
    """All that has been paid for each period: {period text: {key: Paid}}."""
    book: dict[str, dict[Key, Paid]] = {period_text(closed.case.period): {} for closed in history.periods}
    for closed in history.periods:
        own = book[period_text(closed.case.period)]
        for line in closed.lines:
            if _is_of_earlier_period(line):
                _add(book.setdefault(line.inputs["period_earned"], {}), line, line.inputs["label"])
            elif is_compared(line):
                _add(own, line, line.label)
    for line in history.recorded:
        _add(book.setdefault(line.inputs["period_earned"], {}), line, line.inputs["label"])
    return book


def _is_of_earlier_period(line: PayLine) -> bool:
    """Arrears, or arrears taken back with the payslip that paid them."""
    return is_arrears(line) or (line.rule == reversal.LINE and "period_earned" in line.inputs)


def _add(book: dict[Key, Paid], line: PayLine, label: str) -> None:
    key = (line.code, line.kind, line.cost_centre)
    before = book.get(key)
    pensionable = line.inputs.get("pensionable_pence", 0)
    if before is None:
        book[key] = Paid(line.amount, label, pensionable)
    else:
        book[key] = Paid(before.amount + line.amount, before.label, before.pensionable + pensionable)


def as_now_known(closed: ClosedPeriod, known: Known) -> PayCase:
    """The closed period's case with the facts known now."""
    case = closed.case
    changes: dict = {}
    if known.slices is not None:
        start, end = case.period.start, case.period.end
        changes["slices"] = tuple(s for s in known.slices if s.date_from <= end and s.date_to >= start)
    if known.elements is not None and case.period.start in known.elements:
        changes["elements"] = known.elements[case.period.start]
    if known.pension is not None:
        changes["pension"] = known.pension
    return replace(case, **changes) if changes else case


def faults(history: History, known: Known) -> tuple[Problem, ...]:
    """Why the past cannot be worked out: a change before the records begin, a period missing."""
    found = []
    begins = history.begins
    if begins is None and history.periods:
        begins = history.periods[0].case.period.start
    changed = known.changed_from
    if changed is not None and begins is not None and changed < begins:
        message = (
            f"the change takes effect on {changed}, before the pay kept here begins ({begins})."
            " Enter the earlier periods, or agree the arrears before then by hand as an element."
        )
        found.append(blocking(history.reference, "before_data_begins", message, changed))
    slices = _all_slices(history, known)
    for before, after in pairwise(history.periods):
        gap = before.case.period.end + timedelta(days=1)
        end = after.case.period.start
        if gap < end and any(s.paid and s.date_from < end and s.date_to >= gap for s in slices):
            message = f"the person was in pay from {gap}, but there is no closed period before {end}."
            found.append(blocking(history.reference, "period_missing", message, gap))
    return tuple(found)


def _all_slices(history: History, known: Known) -> Iterable[EmploymentSlice]:
    if known.slices is not None:
        return known.slices
    return [piece for closed in history.periods for piece in closed.case.slices]


def blocking(person: str, code: str, message: str, on: date, rule: str = "pay_history") -> Problem:
    """A blocking finding about a person's past."""
    return Problem(Severity.BLOCKING, code, f"{person}: {message}", person, rule, on)


def history_of(cases: Iterable[PayCase], rules: RuleSet) -> History:
    """Pay one person's cases by ``rules`` and keep them as closed periods (previews, tests, benches)."""
    periods = tuple(ClosedPeriod(case, calculate(case, rules).lines) for case in cases)
    return History(periods[0].case.reference if periods else "", periods)
