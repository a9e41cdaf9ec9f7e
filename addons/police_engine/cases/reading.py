"""Read the words and figures of a case: money, dates, tax years, frequencies, bands."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from ..exceptions import InvalidRecord
from ..money import pounds
from ..params import RuleSet
from ..paye.tax import BANDS
from ..records import PayPeriod
from ..taxcalendar import frequency, period_numbered, tax_year_dates

_FREQUENCIES = {
    "2-weekly": "fortnightly", "two_weekly": "fortnightly", "biweekly": "fortnightly",
    "4-weekly": "four_weekly", "four-weekly": "four_weekly", "annually": "annual", "yearly": "annual",
    "half-yearly": "half_yearly", "biannually": "half_yearly",
}


class Case(NamedTuple):
    """One published case. Figures are Decimal or int; ``tolerance`` in pounds or None."""

    id: str
    area: str
    tax_year: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: Decimal | None = None


def to_pence(value: Any) -> int:
    """Pounds of a case to pence; part pennies are cut, as a pay office would."""
    try:
        return int(Decimal(value) * 100 // 1)
    except (InvalidOperation, TypeError, ValueError):
        raise InvalidRecord(f"{value!r} is not an amount of money.") from None


def money(amount: int | None) -> Decimal | None:
    """Pence to pounds for the answer."""
    return None if amount is None else pounds(amount)


def cut(value, places: int) -> Decimal:
    """An exact fraction as a decimal cut (not rounded) to ``places``."""
    scaled = value.numerator * 10**places // value.denominator
    return Decimal(scaled).scaleb(-places)


def to_share(value: Any) -> int:
    """0.09 -> 900 ten-thousandths."""
    return int(Decimal(value) * 10_000)


def frequency_of(case: Case) -> str:
    """The engine's word for the case's pay frequency."""
    word = str(case.inputs.get("frequency", "monthly"))
    return _FREQUENCIES.get(word, word)


def year_of(rules: RuleSet, case: Case) -> str:
    """The tax year a case names; the newest known one when it names none (\"generic\")."""
    found = re.search(r"\b(\d{4}-\d\d)\b", case.tax_year or "")
    if found:
        return found[1]
    scales = re.search(r"\b(\d{4}) scales\b", case.tax_year or "")
    if scales:
        return f"{scales[1]}-{(int(scales[1]) + 1) % 100:02d}"
    newest = rules.periods[BANDS][-1].start.year
    return f"{newest}-{(newest + 1) % 100:02d}"


def date_of(rules: RuleSet, case: Case) -> date:
    """A day on which the case's figures are in force: the first of its tax year."""
    return tax_year_dates(year_of(rules, case))[0]


def period_of(rules: RuleSet, case: Case) -> PayPeriod:
    """The pay period of a case by tax year, frequency and ``period`` number (default: the first)."""
    name = frequency_of(case)
    count = frequency(name).count
    number = int(case.inputs.get("period") or count)
    if name == "annual":
        number = count
    return period_numbered(year_of(rules, case), name, number)


def bands_in_words(text: str) -> tuple[list[int], list[Decimal]]:
    """\"20% to 37,400; 40% above\" -> ([37400], [0.2, 0.4])."""
    limits, rates = [], []
    for part in text.split(";"):
        found = re.fullmatch(r"\s*([\d.]+)% (?:to ([\d,]+)|above)\s*", part)
        if not found:
            raise InvalidRecord(f"Cannot read the tax bands {text!r}.")
        rates.append(Decimal(found[1]) / 100)
        if found[2]:
            limits.append(int(found[2].replace(",", "")))
    return limits, rates


def clock(text: str, day: datetime) -> datetime:
    """\"04:00\" on a day; \"22:00 previous day\" on the day before."""
    found = re.search(r"(\d{1,2}):(\d\d)", text)
    if not found:
        raise InvalidRecord(f"{text!r} is not a time of day.")
    moment = day.replace(hour=int(found[1]), minute=int(found[2]))
    if re.search(r"previous|day before", text):
        moment -= timedelta(days=1)
    return moment


def shift(text: str, day: datetime) -> tuple[datetime, datetime]:
    """\"22:00-07:00\" -> start and end, over midnight when the end is not later."""
    start, end = (clock(part, day) for part in text.split("-", 1))
    return start, end if end > start else end + timedelta(days=1)
