"""The pension history that must outlive every system: what was earned, contributed and served, by period.

One :class:`Row` a scheme and period earned. Pay paid late (arrears) is a row of the period it was earned
in, so that statements by scheme year are right whenever the money came. Pure.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from ..exceptions import MissingParameter
from ..money import Pence
from ..params.loader import RuleSet
from ..pay import elsewhere, reversal
from ..pay.arrears import RULES as ARREARS_RULES
from ..records import EmploymentSlice, PayCase, PayLine

REMEDY = "police/pension/remedy"
DAY = 10_000  # one day of full-time service, in the units that service is counted in
_EMPLOYER = "_employer"


class Row(NamedTuple):
    """What one payslip adds to a member's record. Money pence; ``service`` in units of :data:`DAY`.

    ``days`` are calendar days in the job, ``unpaid_days`` those of them without pay.
    """

    scheme: str
    earned_from: date
    earned_to: date
    paid_on: date
    pensionable: Pence
    employee: Pence
    employer: Pence
    rate: str = ""
    days: int = 0
    unpaid_days: int = 0
    service: int = 0


class YearTotal(NamedTuple):
    """One scheme year (1 April to 31 March) in one scheme."""

    year: str
    scheme: str
    pensionable: Pence
    employee: Pence
    employer: Pence
    days: int
    unpaid_days: int
    service: int


def rows_of(case: PayCase, lines: Iterable[PayLine]) -> tuple[Row, ...]:
    """The rows of one payslip: this period's own, and one for each earlier period that arrears belong to."""
    period = case.period
    own: dict[tuple[str, date, date], list] = {}
    for line in lines:
        if not line.code.startswith("pension_") or "pensionable_pence" not in line.inputs:
            continue
        late = line.rule in ARREARS_RULES or line.inputs.get("reversed_rule") in ARREARS_RULES
        start, end = (line.date_from, line.date_to) if late else (period.start, period.end)
        scheme = line.code.removeprefix("pension_").removesuffix(_EMPLOYER)
        entry = own.setdefault((scheme, start or period.start, end or period.end), [0, 0, 0, "", late])
        if line.kind == "employer":
            entry[2] += line.amount
        else:
            entry[0] += line.inputs["pensionable_pence"]
            entry[1] += line.amount
            entry[3] = line.rate or entry[3]
    served = _served(case)
    return tuple(
        Row(
            scheme,
            start,
            end,
            period.pay_date,
            pay,
            employee,
            employer,
            rate,
            *((0, 0, 0) if late else served),
        )
        for (scheme, start, end), (pay, employee, employer, rate, late) in own.items()
    )


def _served(case: PayCase) -> tuple[int, int, int]:
    """Service of the days that this payslip pays: none when another payslip of the period paid them
    already, taken back when the payslip takes one back."""
    if elsewhere.of(case).salary_paid:
        return 0, 0, 0
    served = service_of(case.slices)
    return tuple(-part for part in served) if reversal.is_reversal(case) else served


def service_of(slices: Iterable[EmploymentSlice]) -> tuple[int, int, int]:
    """(days in the job, unpaid days, full-time-equivalent service in ten-thousandths of a day)."""
    days = unpaid = service = 0
    for part in slices:
        count = (part.date_to - part.date_from).days + 1
        days += count
        if part.paid:
            service += count * DAY * part.hours // part.full_time_hours
        else:
            unpaid += count
    return days, unpaid, service


def scheme_year(day: date) -> str:
    """``2026-27`` for a day from 1 April 2026 to 31 March 2027.

    >>> scheme_year(date(2026, 3, 31)), scheme_year(date(2026, 4, 1))
    ('2025-26', '2026-27')
    """
    first = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def by_year(rows: Iterable[Row]) -> tuple[YearTotal, ...]:
    """Totals by scheme year of the period earned and scheme, in order. A period belongs to where it ends."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        entry = found.setdefault((scheme_year(row.earned_to), row.scheme), [0] * 6)
        for place, value in enumerate(row[4:7] + row[8:]):
            entry[place] += value
    return tuple(YearTotal(*key, *figures) for key, figures in sorted(found.items()))


class Remedy(NamedTuple):
    """A member's part of the remedy period. ``gaps``: (first, last) days inside it without any record."""

    first_day: date
    last_day: date
    years: tuple[YearTotal, ...]
    gaps: tuple[tuple[date, date], ...]


def remedy(rows: Iterable[Row], rules: RuleSet, on: date) -> Remedy:
    """What the remedy statement rests on. MissingParameter before the law began."""
    law = rules.at(REMEDY, on)
    first, last = law["first_day"], law["last_day"]
    within = [row for row in rows if row.earned_from <= last and row.earned_to >= first]
    if not within:
        raise MissingParameter(
            f"No pension history between {first:%-d %B %Y} and {last:%-d %B %Y}: "
            "import it from the former system."
        )
    return Remedy(first, last, by_year(within), tuple(_gaps(within, first, last)))


def _gaps(rows: list[Row], first: date, last: date) -> Iterable[tuple[date, date]]:
    day = first
    for row in sorted(rows, key=lambda row: row.earned_from):
        if row.earned_from > day:
            yield day, row.earned_from - timedelta(days=1)
        day = max(day, row.earned_to + timedelta(days=1))
    if day <= last:
        yield day, last
