"""Reporting periods that end with named months, and the last day on which they may be published."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple


class Reporting(NamedTuple):
    """First and last day of a period, and the last day for its publication."""

    start: date
    end: date
    due: date


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def containing(day: date, months: Sequence[int], first: date, within: int) -> Reporting:
    """The period of ``day``: it ends with one of ``months`` and never starts before ``first``.

    ``within`` days begin with the last day of the period: a half year to 31 March is due on 29 April.
    """
    end = min(
        month_end(year, month)
        for year in (day.year, day.year + 1)
        for month in months
        if month_end(year, month) >= day
    )
    before = max(
        month_end(year, month)
        for year in (end.year, end.year - 1)
        for month in months
        if month_end(year, month) < end
    )
    return Reporting(max(before + timedelta(days=1), first), end, end + timedelta(days=within - 1))
