"""The tax calendar: tax years, tax weeks and months, and the pay periods that fall in them.

A tax year runs from 6 April to 5 April. Tax month 1 is 6 April to 5 May; tax week 1 is
6 to 12 April. A pay day belongs to the week or month in which it falls; pay for several weeks
(months) uses the last week (month) covered (Specification for PAYE Tax Table Routines, section 14).
"""

from datetime import date, timedelta
from typing import NamedTuple

from .exceptions import InvalidRecord
from .records import PayPeriod

WEEKS_IN_YEAR = 52
MONTHS_IN_YEAR = 12


class Frequency(NamedTuple):
    """``unit``: week or month; ``count``: how many of them one pay covers."""

    name: str
    unit: str
    count: int

    @property
    def periods_in_year(self) -> int:
        """52 or 12: how many units the annual bands are divided by."""
        return WEEKS_IN_YEAR if self.unit == "week" else MONTHS_IN_YEAR


FREQUENCIES = {
    name: Frequency(name, unit, count)
    for name, unit, count in (
        ("weekly", "week", 1),
        ("fortnightly", "week", 2),
        ("four_weekly", "week", 4),
        ("monthly", "month", 1),
        ("quarterly", "month", 3),
        ("half_yearly", "month", 6),
        ("annual", "month", 12),
    )
}


def frequency(name: str) -> Frequency:
    """The frequency called ``name``; InvalidRecord for any other word."""
    try:
        return FREQUENCIES[name]
    except KeyError:
        raise InvalidRecord(f"Unknown pay frequency {name!r}. Use one of {', '.join(FREQUENCIES)}.") from None


def tax_year_start(on: date) -> date:
    """6 April of the tax year that ``on`` falls in."""
    start = date(on.year, 4, 6)
    return start if on >= start else date(on.year - 1, 4, 6)


def tax_year_of(on: date) -> str:
    """
    >>> tax_year_of(date(2026, 4, 5)), tax_year_of(date(2026, 4, 6))
    ('2025-26', '2026-27')
    """
    year = tax_year_start(on).year
    return f"{year}-{(year + 1) % 100:02d}"


def tax_year_dates(label: str) -> tuple[date, date]:
    """First and last day of a year written ``'2026-27'``; InvalidRecord when it is not one."""
    try:
        year = int(label[:4])
        first = date(year, 4, 6)
    except ValueError:
        raise InvalidRecord(f"{label!r} is not a tax year. Write it as 2026-27.") from None
    if tax_year_of(first) != label:
        raise InvalidRecord(f"{label!r} is not a tax year. Write it as {tax_year_of(first)}.")
    return first, date(year + 1, 4, 5)


def tax_week(on: date) -> int:
    """1 to 53."""
    return (on - tax_year_start(on)).days // 7 + 1


def tax_month(on: date) -> int:
    """1 to 12."""
    start = tax_year_start(on)
    months = (on.year - start.year) * MONTHS_IN_YEAR + on.month - start.month
    return months + (on.day >= start.day)


def tax_period(frequency_name: str, pay_date: date) -> int:
    """Number of the last tax week or month that a pay on ``pay_date`` covers (53, 54 or 56 at most)."""
    kind = frequency(frequency_name)
    number = tax_week(pay_date) if kind.unit == "week" else tax_month(pay_date)
    return -(-number // kind.count) * kind.count


def is_extra_period(period: PayPeriod) -> bool:
    """True for week 53, 54 or 56: taxed by itself, outside the cumulative run."""
    return frequency(period.frequency).unit == "week" and period.tax_period > WEEKS_IN_YEAR


def pay_period(frequency_name: str, start: date, end: date, pay_date: date) -> PayPeriod:
    """A pay period with its tax year and number. InvalidRecord when the dates cross."""
    if end < start:
        raise InvalidRecord(f"Pay period ends on {end} before it starts on {start}.")
    return PayPeriod(
        frequency_name, start, end, pay_date, tax_year_of(pay_date), tax_period(frequency_name, pay_date)
    )


def last_day_of_month(year: int, month: int) -> date:
    """The last calendar day of the month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def monthly_period(year: int, month: int, pay_date: date | None = None) -> PayPeriod:
    """The calendar month as a pay period, paid on its last day unless ``pay_date`` is given."""
    end = last_day_of_month(year, month)
    return pay_period("monthly", date(year, month, 1), end, pay_date or end)


def weeks_period(frequency_name: str, start: date, pay_date: date | None = None) -> PayPeriod:
    """One, two or four weeks from ``start``, paid on the last day unless ``pay_date`` is given."""
    kind = frequency(frequency_name)
    if kind.unit != "week":
        raise InvalidRecord(f"{frequency_name} pay is not counted in weeks.")
    end = start + timedelta(days=7 * kind.count - 1)
    return pay_period(frequency_name, start, end, pay_date or end)


def period_numbered(tax_year: str, frequency_name: str, number: int) -> PayPeriod:
    """The pay period whose tax week or month is ``number``, paid on that week's (month's) last day.

    Used where only a number is known, as in HMRC's test rows. Weeks 53, 54 and 56 are paid on 5 April.
    """
    kind = frequency(frequency_name)
    first, last = tax_year_dates(tax_year)
    if number % kind.count or not 1 <= number <= kind.periods_in_year + kind.count * (kind.unit == "week"):
        raise InvalidRecord(f"{frequency_name} pay has no tax {kind.unit} {number}.")
    if kind.unit == "week":
        start = first + timedelta(days=7 * (number - kind.count))
        end = min(first + timedelta(days=7 * number - 1), last)
    else:
        start = _month_start(first, number - kind.count)
        end = _month_start(first, number) - timedelta(days=1)
    return PayPeriod(frequency_name, start, end, end, tax_year, number)


def _month_start(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, MONTHS_IN_YEAR)
    return date(first.year + years, month + 1, first.day)
