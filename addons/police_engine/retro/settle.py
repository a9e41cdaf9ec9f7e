"""What becomes of differences: paid with the current period, or put on record as an overpayment.

Nothing is taken from pay without somebody's decision: when the differences of all periods together
are negative (a leaver not ended in time, a promotion withdrawn), they become an overpayment record.
Either way they count as settled for their periods, so the next run does not find them again.
"""

from dataclasses import replace
from typing import NamedTuple

from ..pay.arrears import EARNING, PENSION, PENSION_EMPLOYER
from ..records import PayCase, PayLine, PayPeriod
from .differences import Retro
from .history import ClosedPeriod, History, earned


class Overpayment(NamedTuple):
    """Pay to be recovered, pence: ``gross`` less the contributions that the scheme gives back."""

    reference: str
    lines: tuple[PayLine, ...]
    gross: int
    pension_employee: int
    pension_employer: int
    first: PayPeriod
    last: PayPeriod

    @property
    def months(self) -> int:
        """Periods over which it arose: a recovery plan should last at least as many."""
        return len({line.inputs["period_earned"] for line in self.lines})


class Settlement(NamedTuple):
    """Lines for ``PayCase.arrears``, or an overpayment; both empty when nothing is owed."""

    arrears: tuple[PayLine, ...]
    overpayment: Overpayment | None


def settle(retro: Retro) -> Settlement:
    """Pay what is owed; put on record what was overpaid."""
    if retro.gross >= 0:
        return Settlement(retro.lines, None)
    periods = sorted((earned(line.inputs["period_earned"]) for line in retro.lines), key=lambda p: p.start)

    def total(rule: str) -> int:
        return -sum(line.amount for line in retro.lines if line.rule == rule)

    return Settlement(
        (),
        Overpayment(
            retro.reference,
            retro.lines,
            total(EARNING),
            total(PENSION),
            total(PENSION_EMPLOYER),
            periods[0],
            periods[-1],
        ),
    )


def with_arrears(case: PayCase, settlement: Settlement) -> PayCase:
    """The current case, to be paid with the arrears."""
    return replace(case, arrears=settlement.arrears) if settlement.arrears else case


def close(history: History, case: PayCase, lines: tuple[PayLine, ...], settlement: Settlement) -> History:
    """The history after a period is paid and closed: the slip added, an overpayment kept."""
    recorded = settlement.overpayment.lines if settlement.overpayment else ()
    return replace(
        history,
        periods=(*history.periods, ClosedPeriod(case, lines)),
        recorded=(*history.recorded, *recorded),
    )
