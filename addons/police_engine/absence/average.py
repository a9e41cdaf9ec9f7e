"""Average weekly earnings from closed payslips, with the working shown.

SI 1986/1960 reg 21 (family pay) and SI 1982/894 reg 19 (sick pay).
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import display
from ..paye.statutory_pay import average_weekly_earnings, relevant_period


class Paid(NamedTuple):
    """Pay liable to National Insurance on a normal pay day. Pence; ``frequency`` as of the pay period."""

    on: date
    amount: int
    frequency: str = "monthly"


class Average(NamedTuple):
    """``weekly``: exact pence. ``first`` to ``last``: the relevant period; ``working``: in words."""

    weekly: Fraction
    first: date
    last: date
    total: int
    working: str


_WEEKS = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}


def average_before(payments: Sequence[Paid], end: date) -> Average:
    """The average of the pay days of the relevant period that ends on or before ``end``.

    ``end``: the Saturday of the qualifying week; for sick pay the day before the first day of sickness.
    InvalidRecord names the pay days that are missing.
    """
    first, last = relevant_period([paid.on for paid in payments], end)
    counted = [paid for paid in payments if first <= paid.on <= last]
    if len({paid.frequency for paid in counted}) != 1:
        raise InvalidRecord(f"From {_day(first)} to {_day(last)} the person was paid by different calendars.")
    total = sum(paid.amount for paid in counted)
    frequency = counted[0].frequency
    sums = " + ".join(f"{display(paid.amount)} ({_day(paid.on)})" for paid in counted)
    if frequency == "monthly":
        weekly = average_weekly_earnings(total, months=len(counted))
        how = f"× 12 ÷ {len(counted)} months ÷ 52"
    else:
        weeks = _WEEKS[frequency] * len(counted)
        weekly = average_weekly_earnings(total, weeks=weeks)
        how = f"÷ {weeks} weeks"
    text = f"Relevant period {_day(first)} to {_day(last)}: {sums} = {display(total)} {how}"
    return Average(weekly, first, last, total, f"{text} = {shown(weekly)} a week.")


def shown(weekly: Fraction) -> str:
    """Exact pence cut to four decimals of a pound for reading.

    >>> shown(Fraction(100000, 3))
    '£333.3333'
    """
    whole, part = divmod(int(weekly * 100), 10_000)
    return f"£{whole:,}.{part:04d}"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
