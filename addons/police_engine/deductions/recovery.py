"""Recovering overpaid pay: a plan no faster than it arose, and never more of a pay day than is fair.

The figures (same-length rule, protected share of net pay) are in ``police/overpayment/recovery``.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import display
from ..params.loader import RuleSet
from ..paye.figures import SHARE, in_pence, share
from .loans import Instalment, Loan, schedule

LAW = "police/overpayment/recovery"


class Debt(NamedTuple):
    """What is to be recovered. ``periods``: pay periods in which it arose; ``agreed_faster``: the person
    agreed in writing to repay in fewer instalments; ``most``: the most of one pay day granted in hardship.
    """

    reference: str
    person: str
    total: int
    periods: int
    agreed_faster: bool = False
    most: int | None = None


class Recovery(NamedTuple):
    """What one pay day recovers. ``protected`` stays with the person; ``short`` is due later."""

    amount: int
    due: int
    short: int
    protected: int
    sources: tuple[str, ...]


def fewest(debt: Debt, rules: RuleSet, on: date) -> int:
    """The fewest instalments that the rules allow for ``debt``.

    >>> fewest(Debt("O1", "P1", 100_000, 4), RuleSet.load(), date(2026, 9, 30))
    4
    """
    law = rules.at(LAW, on)
    count = debt.periods if law["same_length"] and not debt.agreed_faster else 1
    if debt.most:
        count = max(count, -(-debt.total // debt.most))
    return max(1, min(count, debt.total))


def plan(debt: Debt, pay_days: Sequence[date], rules: RuleSet, on: date) -> tuple[Instalment, ...]:
    """Equal instalments over ``pay_days``. InvalidRecord when they are fewer than allowed, or too many."""
    needed, longest = fewest(debt, rules, on), rules.at(LAW, on)["longest"]
    if len(pay_days) < needed:
        raise InvalidRecord(
            f"Overpayment {debt.reference}: it arose over {debt.periods} pay periods, so at least {needed}"
            f" instalments are needed; {len(pay_days)} were planned. Fewer need the person's agreement."
        )
    if len(pay_days) > longest:
        raise InvalidRecord(
            f"Overpayment {debt.reference}: {len(pay_days)} instalments are more than {longest}."
            " Decide on part of the debt (write-off) or agree a higher instalment."
        )
    return schedule(Loan(debt.reference, debt.person, debt.total, tuple(pay_days)))


def recover(
    debt: Debt,
    instalments: Sequence[Instalment],
    recovered: int,
    net: int,
    on: date,
    rules: RuleSet,
    leaving: bool = False,
) -> Recovery:
    """What pay day ``on`` recovers of ``net`` pay (after orders and everything else).

    Due is the plan to date less what was recovered; all that is left on leaving. Of it only as much is
    taken as leaves the protected share of net pay, and in hardship no more than was granted.
    """
    law = rules.at(LAW, on)
    left = max(0, debt.total - recovered)
    due = left if leaving else min(left, max(0, sum(i.amount for i in instalments if i.on <= on) - recovered))
    protected = -(-max(0, net) * share(law["protected_share"]) // SHARE)
    amount = max(0, min(due, net - protected))
    if debt.most is not None:
        amount = min(amount, debt.most)
    return Recovery(amount, due, due - amount, protected, (f"{law.source}#protected_share",))


def words(recovery: Recovery) -> str:
    """Why less than due is taken; '' when all is."""
    if not recovery.short:
        return ""
    return (
        f"{display(recovery.due)} is due, {display(recovery.amount)} is taken and {display(recovery.short)}"
        f" follows on later pay days: {display(recovery.protected)} of net pay is protected."
    )


def beneficial(balances: Sequence[int], rules: RuleSet, on: date) -> bool:
    """True when loans of these balances together pass the limit above which a benefit is reported."""
    return sum(balances) > in_pence(rules.at("hmrc/beneficial_loans", on)["threshold"])
