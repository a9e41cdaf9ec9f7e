"""Reversal of a payslip: an equal and opposite one, line for line, that pays nothing.

Nothing is recalculated: what was taken is given back as it was taken, so that ledger, HMRC and schemes are
where they would be without the payslip. The net pay that left the force cannot be un-paid here: it becomes
a debt of the person (``net_overpayment_recovery`` below nought), cleared by the returned bank payment or by
recovery from pay.

The lines ready to be reversed travel in ``PayCase.arrears`` with rules of :data:`RULES`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..records import NicToDate, PayCase, PayLine, PayTotals

LINE, NET, FIGURES = "reversal", "reversal_net", "reversal_figures"
RULES = frozenset((LINE, NET, FIGURES))
DEBT = "net_overpayment_recovery"


class Reversed(NamedTuple):
    """What a reversing payslip states."""

    lines: tuple[PayLine, ...]
    totals: PayTotals
    nic: tuple[NicToDate, ...]
    tax_code: str
    tax_basis: str


def lines_for(
    lines: Sequence[PayLine], totals: PayTotals, nic: Sequence[NicToDate], what: str, code: str, basis: str
) -> tuple[PayLine, ...]:
    """The lines that take back a payslip of these lines and figures. ``what`` names it ('payslip of ...')."""
    opposite = [_opposite(line, what) for line in lines]
    if totals.net:
        text = f"Net pay to be recovered ({what})"
        opposite.append(PayLine(DEBT, text, "deduction", -totals.net, NET, {"amount_pence": totals.net}))
    facts = {"totals": list(totals), "nic": [list(row) for row in nic], "code": code, "basis": basis}
    return (*opposite, PayLine(FIGURES, what, "employer", 0, FIGURES, facts))


def _opposite(line: PayLine, what: str) -> PayLine:
    inputs = {"amount_pence": line.amount, "reversed_rule": line.rule, "of": what}
    # Arrears belong to the period they were earned in, also when they are taken back.
    inputs |= {name: line.inputs[name] for name in ("period_earned", "label") if name in line.inputs}
    if "pensionable_pence" in line.inputs:
        inputs["pensionable_pence"] = -line.inputs["pensionable_pence"]
    return PayLine(
        line.code, f"Reversal: {line.label}", line.kind, -line.amount, LINE, inputs, (), "", "",
        line.date_from, line.date_to, line.cost_centre,
    )  # fmt: skip


def is_reversal(case: PayCase) -> bool:
    """True when the case takes a payslip back instead of paying."""
    return any(line.rule == FIGURES for line in case.arrears)


def result(case: PayCase) -> Reversed:
    """Lines and figures of the reversing payslip; its net pay is nil."""
    facts = next(line for line in case.arrears if line.rule == FIGURES).inputs
    taken = PayTotals(*facts["totals"])
    totals = PayTotals(*(-amount for amount in taken))
    totals = totals._replace(other_deductions=totals.other_deductions + totals.net, net=0)
    nic = tuple(NicToDate(letter, *(-amount for amount in row)) for letter, *row in facts["nic"])
    lines = tuple(line for line in case.arrears if line.rule in (LINE, NET))
    return Reversed(lines, totals, nic, facts["code"], facts["basis"])
