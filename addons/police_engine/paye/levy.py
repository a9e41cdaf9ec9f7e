"""Apprenticeship levy: 0.5% of the pay bill to date less the allowance to date (HMRC ALM09200)."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import half_up
from ..params import RuleSet
from ..taxcalendar import MONTHS_IN_YEAR
from .figures import in_pence

LEVY = "hmrc/apprenticeship_levy"


class Levy(NamedTuple):
    """Pence. ``in_month`` may be negative when the allowance to date overtakes the levy to date."""

    to_date: int
    in_month: int
    allowance_to_date: int
    sources: tuple[str, ...]


def to_date(rules: RuleSet, on: date, pay_bill_to_date: int, month: int, allowance: int | None = None) -> int:
    """Levy due for tax months 1 to ``month``; ``allowance``: share of the annual one given to this scheme."""
    if not 1 <= month <= MONTHS_IN_YEAR:
        raise InvalidRecord(f"Tax month {month} is not between 1 and 12.")
    law = rules.at(LEVY, on)
    annual = in_pence(law["annual_allowance"]) if allowance is None else allowance
    due = Fraction(law["rate"]) * pay_bill_to_date - Fraction(annual * month, MONTHS_IN_YEAR)
    return max(0, half_up(due.numerator, due.denominator))


def compute(
    rules: RuleSet, on: date, pay_bill_to_date: int, month: int, levy_before: int,
    allowance: int | None = None,
) -> Levy:
    """Levy of a month on the pay bill to date (earnings liable to secondary Class 1, pence)."""
    law = rules.at(LEVY, on)
    total = to_date(rules, on, pay_bill_to_date, month, allowance)
    annual = in_pence(law["annual_allowance"]) if allowance is None else allowance
    sources = (f"{law.source}#rate", f"{law.source}#annual_allowance")
    return Levy(total, total - levy_before, annual * month // MONTHS_IN_YEAR, sources)
