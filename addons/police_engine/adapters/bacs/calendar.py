"""Banking days in England and Wales, from ``bank_holidays.toml``."""

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from ...exceptions import MissingParameter

_FILE = Path(__file__).with_name("bank_holidays.toml")
_SATURDAY = 5


@lru_cache(maxsize=1)
def _years() -> dict[int, frozenset[date]]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {int(year): frozenset(days) for year, days in data["years"].items()}


def is_banking_day(day: date) -> bool:
    """True when banks work on ``day``. MissingParameter for a year whose bank holidays are not listed."""
    if day.weekday() >= _SATURDAY:
        return False
    years = _years()
    if day.year not in years:
        raise MissingParameter(
            f"The bank holidays of {day.year} are not known. Add them to adapters/bacs/bank_holidays.toml."
        )
    return day not in years[day.year]


def banking_day_on_or_before(day: date) -> date:
    """Last banking day up to and including ``day``: a pay date at a weekend is moved earlier."""
    while not is_banking_day(day):
        day -= timedelta(days=1)
    return day


def processing_date_for(pay_date: date) -> date:
    """BACS processing day whose credits reach accounts on ``pay_date`` (one banking day later).

    >>> processing_date_for(date(2026, 9, 30))
    datetime.date(2026, 9, 29)
    """
    entry = banking_day_on_or_before(pay_date)
    return banking_day_on_or_before(entry - timedelta(days=1))
