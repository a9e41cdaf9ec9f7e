"""Loans and advances repaid through pay by a schedule (season ticket, cycle, hardship, advance)."""

from datetime import date
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import Pence
from ..records import ElementInput


class Loan(NamedTuple):
    """An agreed loan. ``code``: the element that repays it; ``pay_days``: those agreed, in order."""

    reference: str
    person: str
    principal: Pence
    pay_days: tuple[date, ...]
    code: str = "loan_repayment"


class Instalment(NamedTuple):
    """``amount`` due on ``on`` and what is left afterwards."""

    on: date
    amount: Pence
    left: Pence


def schedule(loan: Loan) -> tuple[Instalment, ...]:
    """Equal instalments of whole pence, the odd pence with the last. They sum to the principal.

    >>> [i.amount for i in schedule(Loan("L1", "P1", 1000, tuple(date(2026, m, 1) for m in (1, 2, 3))))]
    [333, 333, 334]
    """
    count = len(loan.pay_days)
    if loan.principal <= 0 or not count or list(loan.pay_days) != sorted(set(loan.pay_days)):
        raise InvalidRecord(f"Loan {loan.reference}: give a principal and pay days in order, each once.")
    if loan.principal < count:
        raise InvalidRecord(f"Loan {loan.reference}: more pay days than pence.")
    each, left, rows = loan.principal // count, loan.principal, []
    for on in loan.pay_days[:-1]:
        left -= each
        rows.append(Instalment(on, each, left))
    return (*rows, Instalment(loan.pay_days[-1], left, 0))


def due(loan: Loan, repaid: Pence, on: date, leaving: bool = False) -> Pence:
    """What is due by pay day ``on``: the schedule to date less what was repaid; all of it on leaving.

    An instalment missed on an earlier pay day is due with the next.
    """
    if not 0 <= repaid <= loan.principal:
        raise InvalidRecord(
            f"Loan {loan.reference}: {repaid} pence repaid of {loan.principal} is not possible."
        )
    if leaving:
        return loan.principal - repaid
    scheduled = sum(row.amount for row in schedule(loan) if row.on <= on)
    return max(0, scheduled - repaid)


def repayment(loan: Loan, repaid: Pence, on: date, leaving: bool = False) -> ElementInput | None:
    """The deduction for this pay day; None when nothing is due."""
    amount = due(loan, repaid, on, leaving)
    return ElementInput(loan.code, amount, reference=loan.reference) if amount else None
