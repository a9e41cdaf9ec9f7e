"""The difference between two payslips of one person, line by line and in words.

Amounts are ``int`` pence. Lines of one name are summed (a pay point that changes on the 9th gives two
lines of basic pay). The effects on net pay of all changes sum exactly to the change of net pay, because
net pay is earnings less deductions; what the employer pays on top changes nothing for the person.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ..money import display
from ..records import PayLine


class Change(NamedTuple):
    """One kind of line then and now; ``None`` where the payslip had no such line."""

    label: str
    kind: str  # earning | deduction
    before: int | None
    now: int | None

    @property
    def difference(self) -> int:
        """Pence more (or, negative, less) on this line."""
        return (self.now or 0) - (self.before or 0)

    @property
    def effect(self) -> int:
        """What the difference does to net pay: more deducted is less paid."""
        return -self.difference if self.kind == "deduction" else self.difference


def changes(before: Iterable[PayLine], now: Iterable[PayLine]) -> tuple[Change, ...]:
    """Every line that differs, the largest effect on net pay first, then by name."""
    then, today = _totals(before), _totals(now)
    found = (
        Change(label, kind, then.get((label, kind)), today.get((label, kind)))
        for label, kind in then.keys() | today.keys()
    )
    return tuple(sorted((c for c in found if c.difference), key=lambda c: (-abs(c.effect), c.label)))


def _totals(lines: Iterable[PayLine]) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.kind != "employer":
            key = (line.label, line.kind)
            totals[key] = totals.get(key, 0) + line.amount
    return totals


def headline(net_before: int, net_now: int, when: str) -> str:
    """One sentence on net pay. ``when`` names the earlier period: 'August 2026'.

    >>> headline(200000, 210050, "August 2026")
    'You are paid £2,100.50, which is £100.50 more than in August 2026.'
    """
    difference = net_now - net_before
    if not difference:
        return f"You are paid {display(net_now)}, the same as in {when}."
    word = "more" if difference > 0 else "less"
    return f"You are paid {display(net_now)}, which is {display(abs(difference))} {word} than in {when}."


def sentence(change: Change, when: str) -> str:
    """One change in words.

    >>> sentence(Change("Income tax", "deduction", 50000, 51200), "August 2026")
    'Income tax takes £12.00 more: £512.00, was £500.00.'
    """
    takes = change.kind == "deduction"
    if change.before is None:
        now = change.now or 0
        done = "taken" if takes == (now >= 0) else ("given back" if takes else "paid")
        return f"{change.label} is new: {display(abs(now))} {done}."
    if change.now is None:
        return f"{change.label} is not on this payslip: {display(change.before)} in {when}."
    word = "more" if change.difference > 0 else "less"
    verb = "takes" if takes else "pays"
    amounts = f"{display(change.now)}, was {display(change.before)}"
    return f"{change.label} {verb} {display(abs(change.difference))} {word}: {amounts}."
