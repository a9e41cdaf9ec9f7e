"""Proposals for the cause of each variance. A rule proposes, a person decides, a second person agrees.

The rules are tried in this order, the plainest first; none of them ever says whose error it is, because
only somebody who has looked can.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from ..money import display
from .compare import Key, Variance

CAUSES = {
    "rounding": "Rounding",
    "mapping": "Mapping of elements",
    "timing": "Timing: another period",
    "hours": "Hours or units",
    "rate": "Rate",
    "data": "Data brought over wrongly",
    "consequence": "Follows from another variance",
    "interpretation": "The rule can be read in two ways",
    "by_design": "Accepted: different by design",
    "legacy_error": "The old system was wrong",
    "our_error": "This system is wrong",
}
DERIVED = frozenset(
    {"gross", "net", "income_tax", "nic_employee", "nic_employer", "student_loan", "postgraduate_loan"}
)
SHARED_RATIO = 3  # so many people with one ratio of one line make a rate


class Unit(NamedTuple):
    """What our line was priced by: pence for one unit."""

    pence: Fraction


class Proposal(NamedTuple):
    """A cause of :data:`CAUSES` and why, or ('', why not)."""

    cause: str
    words: str


def propose(
    variances: Iterable[Variance],
    rounding: int,
    units: Mapping[Key, Unit] | None = None,
    before: Mapping[Key, int] | None = None,
    after: Mapping[Key, int] | None = None,
    labels: Mapping[str, str] | None = None,
) -> dict[Key, Proposal]:
    """A proposal for every variance of one period.

    ``rounding``: most pence that may count as rounding. ``units``: price of one unit of our lines where they
    have one. ``before`` and ``after``: differences (ours less theirs) of the periods beside this one.
    ``labels``: names of codes for the words.
    """
    rows = list(variances)
    context = _Context(rows, rounding, units or {}, before or {}, after or {}, labels or {})
    return {(row.person, row.code): context.proposal(row) for row in rows}


class _Context:
    def __init__(self, rows, rounding, units, before, after, labels):
        self.rounding, self.units, self.before, self.after = rounding, units, before, after
        self.labels = labels
        self.of_person = defaultdict(list)
        ratios: dict[str, Counter] = defaultdict(Counter)
        for row in rows:
            self.of_person[row.person].append(row)
            if ratio := _ratio(row):
                ratios[row.code][ratio] += 1
        self.common = {
            code: [ratio for ratio, count in counts.most_common(3) if count >= SHARED_RATIO]
            for code, counts in ratios.items()
        }

    def proposal(self, row: Variance) -> Proposal:
        """The first rule that applies."""
        for rule in (self._rounding, self._mapping, self._timing, self._rate, self._hours, self._consequence):
            if words := rule(row):
                return Proposal(rule.__name__[1:], words)
        return Proposal("", "No rule explains this: somebody has to look.")

    def _rounding(self, row: Variance) -> str:
        if abs(row.difference) <= self.rounding and row.legacy is not None and row.ours is not None:
            return f"{display(abs(row.difference))} is within {display(self.rounding)}."
        return ""

    def _mapping(self, row: Variance) -> str:
        """Another line of the same person differs by as much the other way: one sum under two names."""
        if row.code in DERIVED:
            return ""
        for other in self.of_person[row.person]:
            if other.code not in DERIVED | {row.code} and other.difference == -row.difference:
                return f"{self._name(other.code)} differs by {display(other.difference)} the other way."
        return ""

    def _timing(self, row: Variance) -> str:
        key = (row.person, row.code)
        for differences, when in ((self.before, "the period before"), (self.after, "the period after")):
            if differences.get(key) == -row.difference:
                return (
                    f"{when.capitalize()} differs by {display(-row.difference)}: only the period is another."
                )
        return ""

    def _rate(self, row: Variance) -> str:
        if row.code in DERIVED or not row.legacy or not row.ours:
            return ""
        for ratio in self.common.get(row.code, ()):
            if abs(ratio * row.ours - row.legacy) <= 1:  # the old amount was rounded to a penny as well
                return f"For several people the old amount is {float(ratio):g} of ours on this line."
        return ""

    def _hours(self, row: Variance) -> str:
        unit = self.units.get((row.person, row.code))
        if not unit or unit.pence <= 0:
            return ""
        quarters = round(Fraction(row.difference) / unit.pence * 4)
        if quarters and abs(unit.pence * quarters / 4 - row.difference) <= 1:
            many = Fraction(abs(quarters), 4)
            word = "more" if quarters > 0 else "fewer"
            return f"{float(many):g} units {word} here at {display(round(unit.pence))} each."
        return ""

    def _name(self, code: str) -> str:
        return self.labels.get(code, code)

    def _consequence(self, row: Variance) -> str:
        """Tax, National Insurance, loans, pension, gross and net follow the pay that differs."""
        if row.code not in DERIVED and not row.code.startswith("pension_"):
            return ""
        causes = [
            self._name(other.code)
            for other in self.of_person[row.person]
            if other.code not in DERIVED and not other.code.startswith("pension_")
        ]
        return f"Follows from {', '.join(sorted(set(causes)))}." if causes else ""


def _ratio(row: Variance) -> Fraction | None:
    """Theirs to ours where both are there, to four places so that rounding to pence does not hide it."""
    if not row.legacy or not row.ours or row.legacy == row.ours:
        return None
    return Fraction(round(row.legacy * 10_000 / row.ours), 10_000)
