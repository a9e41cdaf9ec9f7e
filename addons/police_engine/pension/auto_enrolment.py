"""Automatic enrolment: who must be enrolled, and contributions on qualifying earnings (Pensions Act 2008)."""

from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import half_up
from ..params import RuleSet
from ..paye.figures import SHARE, in_pence, share
from ..records import PayPeriod

LIMITS = "hmrc/auto_enrolment"
RELIEF = "hmrc/pension_tax_relief"
ELIGIBLE = "eligible_jobholder"
NON_ELIGIBLE = "non_eligible_jobholder"
ENTITLED = "entitled_worker"
OUTSIDE = "outside_age_range"
NET_PAY = "net_pay"
RELIEF_AT_SOURCE = "relief_at_source"


class Assessment(NamedTuple):
    """``category`` is one of the names above; limits are pence of the pay period."""

    category: str
    qualifying_earnings: int
    trigger: int
    lower: int
    upper: int
    sources: tuple[str, ...]


class Contribution(NamedTuple):
    """Pence. ``employee`` reaches the scheme; ``deducted`` leaves pay (less tax relief at source)."""

    employer: int
    employee: int
    deducted: int


def qualifying_earnings(pay: int, lower: int, upper: int) -> int:
    """Pay between the two limits (s.13), pence."""
    return max(0, min(pay, upper) - lower)


def limits(rules: RuleSet, period: PayPeriod) -> tuple[int, int, int]:
    """(trigger, lower, upper) of the pay period in pence."""
    law = rules.at(LIMITS, period.pay_date)
    names = ("earnings_trigger", "qualifying_lower", "qualifying_upper")
    return tuple(in_pence(law[f"{name}.{period.frequency}"]) for name in names)


def assess(
    rules: RuleSet, period: PayPeriod, age: int, qualifying_pay: int, state_pension_age: int | None = None
) -> Assessment:
    """Category of a worker aged ``age`` on the pay period's first day, paid ``qualifying_pay`` pence in it.

    Earnings count when they are more than a limit. ``state_pension_age`` is the person's own, in
    years; without it the shipped figure is used, which is marked as recalled.
    """
    law = rules.at(LIMITS, period.pay_date)
    trigger, lower, upper = limits(rules, period)
    pension_age = law["ages.state_pension_age"] if state_pension_age is None else state_pension_age
    if not law["ages.join_from"] <= age < law["ages.join_until"]:
        category = OUTSIDE
    elif qualifying_pay <= lower:
        category = ENTITLED
    elif qualifying_pay > trigger and law["ages.enrol_from"] <= age < pension_age:
        category = ELIGIBLE
    else:
        category = NON_ELIGIBLE
    keys = ("earnings_trigger", "qualifying_lower", "qualifying_upper", "ages")
    return Assessment(
        category, qualifying_earnings(qualifying_pay, lower, upper), trigger, lower, upper,
        tuple(f"{law.source}#{key}" for key in keys),
    )


def contribution(
    earnings: int, employer_share: int, employee_share: int, treatment: str = NET_PAY, relief_share: int = 0
) -> Contribution:
    """Contributions on ``earnings`` pence at shares in ten-thousandths, each to the nearest penny.

    Under relief at source the member pays the contribution less ``relief_share`` of it.
    """
    employer = half_up(earnings * employer_share, SHARE)
    employee = half_up(earnings * employee_share, SHARE)
    if treatment == NET_PAY:
        return Contribution(employer, employee, employee)
    if treatment == RELIEF_AT_SOURCE:
        return Contribution(employer, employee, half_up(employee * (SHARE - relief_share), SHARE))
    raise InvalidRecord(f"Tax treatment {treatment!r} is neither {NET_PAY} nor {RELIEF_AT_SOURCE}.")


def relief_at_source(rules: RuleSet, period: PayPeriod) -> int:
    """Basic rate relief given by the scheme, in ten-thousandths."""
    return share(rules.at(RELIEF, period.pay_date)["relief_at_source"])


def minimum(rules: RuleSet, period: PayPeriod, earnings: int, treatment: str = NET_PAY) -> Contribution:
    """The least contributions the law allows on qualifying ``earnings``."""
    law = rules.at(LIMITS, period.pay_date)
    total, employer = (share(law[f"minimum_contributions.{key}"]) for key in ("total", "employer"))
    return contribution(earnings, employer, total - employer, treatment, relief_at_source(rules, period))
