"""A year's deductions at a glance, as HMRC's estimate calculator works them out.

For "what would I take home?" only: it taxes the year at once, to the penny, with an allowance of
code x 10 + 9, where the pay-day routine works month by month in whole pounds. Nobody is paid by it.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..identifiers import tax_code
from ..money import half_up
from ..params import RuleSet
from ..taxcalendar import pay_period
from . import nic, student_loan
from .figures import SHARE
from .tax import BANDS, build_context, flat_band, free_pay_rule

_OVER_PENSION_AGE = "C"
_STANDARD = "A"


class Estimate(NamedTuple):
    """Pence a year."""

    tax: int
    employee_nic: int
    employer_nic: int
    loans: int
    pension: int
    total_deductions: int
    take_home: int


def annual_tax(rules: RuleSet, on: date, code: str, pay: int) -> int:
    """A year's tax on ``pay`` pence, to the nearest penny."""
    parsed = tax_code.parse(code)
    law = rules.at(BANDS, on)
    bands = f"bands.{parsed.region}"
    rule = free_pay_rule(rules, on)
    figures = build_context(
        law[f"{bands}.up_to"], law[f"{bands}.rates"], law[f"{bands}.basic_band"],
        law["regulatory_limit"], 1, 1, rule,
    )
    if parsed.kind in ("BR", "D"):
        return half_up(max(0, pay) * figures.rates[flat_band(figures, parsed) - 1], SHARE)
    allowance = (parsed.number * rule.step + rule.remainder) * 100 if parsed.number else 0
    left = pay + allowance if parsed.kind == "K" else pay - allowance
    if parsed.kind == "NT" or left <= 0:
        return 0
    limits = [*(limit // 100 for limit in figures.limits[1:]), None]  # pence
    total, below = 0, 0
    for limit, rate in zip(limits, figures.rates, strict=True):
        reach = left if limit is None else min(left, limit)
        total += max(0, reach - below) * rate
        below = limit or below
    return half_up(total, SHARE)


def annual(
    rules: RuleSet, on: date, code: str, gross: int, *, plans: Sequence[str] = (), pension: int = 0,
    over_state_pension_age: bool = False,
) -> Estimate:
    """A year's tax, NIC, loans and take-home on ``gross`` pence; ``pension`` is paid before tax."""
    year = pay_period("annual", on, on, on)
    letter = _OVER_PENSION_AGE if over_state_pension_age else _STANDARD
    contributions = nic.compute(rules, year, letter, gross)
    tax = annual_tax(rules, on, code, gross - pension)
    loans = sum(student_loan.compute(rules, year, plan, gross).amount for plan in plans)
    total = tax + contributions.employee + loans + pension
    return Estimate(
        tax, contributions.employee, contributions.employer, loans, pension, total, gross - total
    )
