"""Arrears on a slip: differences for earlier periods, worked out by ``retro`` and paid with this one.

The lines come ready in ``PayCase.arrears``. Earnings are taxed and liable to National Insurance in
the period paid, as any other pay of that period; pension contributions come with the arrears at the
rate of the period earned, so arrears do not count towards this period's pensionable pay or tier.
"""

from typing import NamedTuple

from ..records import PayLine
from . import elsewhere
from .slip import Slip

EARNING, PENSION, PENSION_EMPLOYER = "arrears", "arrears_pension", "arrears_pension_employer"
RULES = frozenset((EARNING, PENSION, PENSION_EMPLOYER))
SALARY_CODES = frozenset(("basic_pay", "london_weighting"))


class Arrears(NamedTuple):
    """What the arrears bring besides earnings. Pence; pension lines follow this period's own."""

    own: int = 0
    theirs: int = 0
    pensionable: int = 0
    own_lines: tuple[PayLine, ...] = ()
    employer_lines: tuple[PayLine, ...] = ()


NO_ARREARS = Arrears()


def is_arrears(line: PayLine) -> bool:
    """True for a line that pays (or takes) a difference for an earlier period."""
    return line.rule in RULES


def add_arrears(slip: Slip) -> Arrears:
    """Add the earnings to the sheet; hand back the contributions, already off taxable pay (net pay)."""
    own_lines, employer_lines = [], []
    pensionable = 0
    for line in slip.case.arrears:
        if line.rule == EARNING:
            _earn(slip, line)
        elif line.rule == PENSION:
            own_lines.append(line)
            pensionable += line.inputs["pensionable_pence"]
        elif line.rule == PENSION_EMPLOYER:
            employer_lines.append(line)
        elif not elsewhere.is_memo(line):
            slip.block("not_arrears", f"{line.label} ({line.rule}) is not a line of arrears.", EARNING)
    own = sum(line.amount for line in own_lines)
    slip.taxable -= own
    theirs = sum(line.amount for line in employer_lines)
    return Arrears(own, theirs, pensionable, tuple(own_lines), tuple(employer_lines))


def _earn(slip: Slip, line: PayLine) -> None:
    """A difference of pay is taxed as the pay itself would be."""
    taxable = nicable = True
    if line.code not in SALARY_CODES:
        element = slip.context.elements.get(line.code)
        if element is None:
            slip.block("unknown_element", f"there is no pay element {line.code!r} (arrears).", "element")
            return
        taxable, nicable = element.taxable, element.nicable
    slip.gross += line.amount
    if taxable:
        slip.taxable += line.amount
    if nicable:
        slip.nicable += line.amount
    slip.lines.append(line)
