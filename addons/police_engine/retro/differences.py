"""Recalculate every affected closed period and answer the differences, by period earned and code.

The engine's own stages work the period out again (pay, elements re-rated by it, pension); what was
paid for it is taken off. So for each person, to the penny: recalculated - paid = sum of differences,
in whatever order changes are made, and a second run gives nothing.
"""

from typing import NamedTuple

from .. import statutory
from ..params.loader import RuleSet
from ..pay.arrears import EARNING, PENSION, PENSION_EMPLOYER
from ..pay.basic import add_salary
from ..pay.context import context_for
from ..pay.pricing import add_elements
from ..pay.slip import Slip
from ..problems import Problem, Severity
from ..records import PayCase, PayLine, PayPeriod
from .history import (
    AS_PAID,
    History,
    Key,
    Known,
    Paid,
    as_now_known,
    faults,
    is_compared,
    paid_for,
    period_text,
)

_NOTHING = Paid(0, "", 0)
_RULES = {"earning": EARNING, "deduction": PENSION, "employer": PENSION_EMPLOYER}


class Retro(NamedTuple):
    """Differences of one person; no lines when a problem blocks.

    ``lines`` are ready for ``PayCase.arrears``: a positive earning is owed to the person, a positive
    deduction or employer's line is owed to the pension scheme. ``recalculated`` and ``paid``: pence of
    earnings over the periods compared.
    """

    reference: str
    lines: tuple[PayLine, ...]
    problems: tuple[Problem, ...]
    recalculated: int = 0
    paid: int = 0

    @property
    def gross(self) -> int:
        """Pence of pay owed (negative: overpaid), before tax and contributions."""
        return sum(line.amount for line in self.lines if line.kind == "earning")


def differences(history: History, rules: RuleSet, known: Known = AS_PAID) -> Retro:
    """What is owed for closed periods, with the facts and the law as now known."""
    problems = list(faults(history, known))
    if problems:
        return Retro(history.reference, (), tuple(problems))
    book = paid_for(history)
    lines: list[PayLine] = []
    recalculated = paid_total = 0
    for closed in history.periods:
        period = closed.case.period
        slip = recalculate(as_now_known(closed, known), rules)
        if slip.problems:
            problems += [p for p in slip.problems if p.severity is Severity.BLOCKING]
        paid = book[period_text(period)]
        recalculated += slip.gross
        paid_total += sum(entry.amount for key, entry in paid.items() if key[1] == "earning")
        lines += _compare(slip, paid, period)
    if problems:
        return Retro(history.reference, (), tuple(problems))
    return Retro(history.reference, tuple(lines), (), recalculated, paid_total)


def recalculate(case: PayCase, rules: RuleSet) -> Slip:
    """The period's own pay and pension by the engine's stages; tax and contributions stay as taken."""
    slip = Slip(case, context_for(rules, case.period))
    add_salary(slip)
    add_elements(slip)
    if not slip.blocked():
        statutory.pension(slip)
    return slip


def _compare(slip: Slip, paid: dict[Key, Paid], period: PayPeriod) -> list[PayLine]:
    now: dict[Key, list[PayLine]] = {}
    for line in (*slip.lines, *slip.employer):
        if is_compared(line):
            now.setdefault((line.code, line.kind, line.cost_centre), []).append(line)
    result = []
    for key in (*now, *(key for key in paid if key not in now)):
        parts = now.get(key, ())
        before = paid.get(key, _NOTHING)
        amount = sum(line.amount for line in parts) - before.amount
        pensionable = 0
        if key[1] != "earning":
            pensionable = sum(part.inputs["pensionable_pence"] for part in parts) - before.pensionable
        if amount or pensionable:
            result.append(_line(key, parts, before, amount, pensionable, period))
    return result


def _line(
    key: Key, parts: list[PayLine] | tuple, before: Paid, amount: int, pensionable: int, period: PayPeriod
) -> PayLine:
    code, kind, cost_centre = key
    label = parts[0].label if parts else before.label
    inputs = {
        "period_earned": period_text(period),
        "recalculated": [[part.rule, part.inputs] for part in parts],
        "paid_pence": before.amount,
        "label": label,
    }
    if kind != "earning":
        inputs["pensionable_pence"] = pensionable
    return PayLine(
        code,
        f"{label}, arrears for {_name(period)}",
        kind,
        amount,
        _RULES[kind],
        inputs,
        tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        date_from=period.start,
        date_to=period.end,
        cost_centre=cost_centre,
    )


def _name(period: PayPeriod) -> str:
    if period.frequency == "monthly":
        return f"{period.end:%B %Y}"
    return f"{period.start:%-d %B} to {period.end:%-d %B %Y}"
