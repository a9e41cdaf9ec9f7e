"""Statutory interest and the fixed sum on a debt paid late (Late Payment of Commercial Debts Act 1998)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ...money import Pence, half_up
from ...params.loader import RuleSet

PARAMETER = "commissioning/late_payment"


class Late(NamedTuple):
    """Pence; ``rate`` in per cent a year; ``source`` names the figures used."""

    days: int
    rate: Decimal
    interest: Pence
    fixed_sum: Pence
    source: str


def late(amount: Pence, due_on: date, paid_on: date, rules: RuleSet) -> Late | None:
    """What a debt of ``amount`` costs when it was due on ``due_on`` and paid on ``paid_on``; None in time.

    Simple interest from the day after ``due_on``, at the rate of the half year in which it starts to run,
    over 365 days. Raises MissingParameter when that rate is not on file.
    """
    days = (paid_on - due_on).days
    if days <= 0 or amount <= 0:
        return None
    period = rules.at(PARAMETER, due_on + timedelta(days=1))
    rate = Decimal(period["over"]) + Decimal(period["reference_rate"])
    hundredths = int(rate * 100)
    interest = half_up(amount * hundredths * days, 10_000 * 365)
    place = sum(amount >= limit * 100 for limit in period["fixed_below"])
    return Late(days, rate, interest, period["fixed_sums"][place] * 100, period.source)
