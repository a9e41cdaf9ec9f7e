"""Student and postgraduate loan deductions: not cumulative, whole pounds, on NICable pay (SL3, CSLM17065)."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..params import RuleSet
from ..records import PayPeriod
from ..taxcalendar import frequency
from .figures import SHARE, in_pence, per_rule_set, percent, share

LOANS = "hmrc/student_loans"
PLANS = ("plan_1", "plan_2", "plan_4", "plan_5", "postgraduate")


class LoanContext(NamedTuple):
    """Threshold of the pay period (pence) and rate (ten-thousandths)."""

    threshold: int
    rate: int
    rate_text: str
    sources: tuple[str, ...]


class LoanResult(NamedTuple):
    """``amount`` pence, always whole pounds. ``before_rounding``: rate x excess, hundredths of a penny."""

    amount: int
    threshold: int
    rate_text: str
    sources: tuple[str, ...]
    before_rounding: int


@per_rule_set
def context(rules: RuleSet, period: PayPeriod, plan: str) -> LoanContext:
    """Figures of a plan for the pay day; MissingParameter when they are not known."""
    if plan not in PLANS:
        raise InvalidRecord(f"Unknown student loan plan {plan!r}. Use one of {', '.join(PLANS)}.")
    law = rules.at(LOANS, period.pay_date)
    figures = {"annual": law[f"{plan}.annual"], "rate": law[f"{plan}.rate"]}
    return build_context(figures, period.frequency, (f"{law.source}#{plan}",))


def build_context(figures: Mapping, frequency_name: str, sources: tuple[str, ...] = ()) -> LoanContext:
    """Context from ``{"annual": pounds, "rate": share}``: annual x share of the year, down to a penny."""
    kind = frequency(frequency_name)
    rate = share(figures["rate"])
    threshold = in_pence(figures["annual"]) * kind.count // kind.periods_in_year
    return LoanContext(threshold, rate, percent(rate), sources)


def compute(rules: RuleSet, period: PayPeriod, plan: str, nicable: int) -> LoanResult:
    """Deduction under ``plan`` (plan_1, plan_2, plan_4, plan_5 or postgraduate) from ``nicable`` pence."""
    return compute_in(context(rules, period, plan), nicable)


def compute_in(figures: LoanContext, nicable: int) -> LoanResult:
    """The sum on ready figures; see :func:`compute`."""
    threshold, rate, rate_text, sources = figures
    product = rate * (nicable - threshold) if nicable > threshold else 0
    return LoanResult(product // (SHARE * 100) * 100, threshold, rate_text, sources, product * 100 // SHARE)


def threshold_for_days(rules: RuleSet, on: date, plan: str, days: int, days_in_year: int = 365) -> int:
    """Threshold for an odd interval: annual x days / days in the year, down to a penny (CSLM17065)."""
    return in_pence(rules.at(LOANS, on)[f"{plan}.annual"]) * days // days_in_year


def by_weekly_table(figures: Mapping, weeks: int, nicable: int) -> int:
    """Deduction for several weeks as by HMRC's tables: the weekly figure times the weeks (CSLM17065).

    Not used for fortnightly or four-weekly pay, where HMRC's own calculator rounds once; kept for
    the intervals (three weeks) for which only the manual says anything.
    """
    weekly = compute_in(build_context(figures, "weekly"), nicable // weeks)
    return weekly.amount * weeks


def restrict(amount: int, net_after_priority: int, protected: int) -> int:
    """Deduction cut so that ``protected`` pence remain after priority orders; whole pounds (CSLM18025)."""
    room = max(0, net_after_priority - protected) // 100 * 100
    return min(amount, room)
