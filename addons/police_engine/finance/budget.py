"""What a budget still allows: budget less what is reserved, committed and spent. Pence throughout.

A reservation is a requisition that waits or was agreed, a commitment an approved order, actual what the
ledger holds. Only new calls on a budget are judged; a debt that has arisen is paid whatever is left.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import Pence, display, split

ADVISORY, ABSOLUTE = "advisory", "absolute"


class Position(NamedTuple):
    """Where one budget line stands."""

    budget: Pence
    reserved: Pence = 0
    committed: Pence = 0
    actual: Pence = 0

    @property
    def available(self) -> Pence:
        """What may still be called on, below nought when overspent."""
        return self.budget - self.reserved - self.committed - self.actual


class Verdict(NamedTuple):
    """Whether an amount may be taken; ``words`` says what is wrong, or warns when it may all the same."""

    allowed: bool
    words: str = ""


def judge(position: Position, more: Pence, control: str, tolerance: int = 0) -> Verdict:
    """May ``more`` be called on? ``tolerance``: hundredths of a per cent of the budget beyond it.

    Less than nought (a release) is always allowed, also on an overspent budget.

    >>> judge(Position(100_00, actual=60_00), 40_01, ABSOLUTE).words
    '£40.01 is £0.01 more than the £40.00 that is left of £100.00'
    """
    if control not in (ADVISORY, ABSOLUTE):
        raise InvalidRecord(f"a budget is advisory or absolute, not {control!r}.")
    if tolerance < 0:
        raise InvalidRecord("the tolerance of a budget may not be negative.")
    margin = max(0, position.budget) * tolerance // 10_000
    over = more - position.available
    if more <= 0 or over <= margin:
        return Verdict(True)
    left = max(0, position.available)
    words = (
        f"{display(more)} is {display(more - left)} more than the {display(left)} that is left of "
        f"{display(position.budget)}"
    )
    return Verdict(control == ADVISORY, words)


def shared(amount: Pence, distribution: Mapping[str, str]) -> dict[str, Pence]:
    """``amount`` over cost centres by per cent (decimal text), to the penny; 100 per cent in all.

    >>> shared(100, {"a": "33.33", "b": "66.67"})
    {'a': 33, 'b': 67}
    """
    weights = {key: _hundredths(share) for key, share in distribution.items()}
    if sum(weights.values()) != 10_000 or min(weights.values(), default=0) < 0:
        raise InvalidRecord("the shares of the cost centres must come to 100 per cent.")
    return dict(zip(weights, split(amount, list(weights.values())), strict=True))


def _hundredths(share: str) -> int:
    whole, _, part = str(share).partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0")[:2] or 0)
