"""What the law itself changed between two periods, a subject at a time.

The law of the earlier period is held still by an overlay; then scales, rates, pensions, tax,
National Insurance and loans are let go one after the other, each a rule set of its own.
"""

from typing import NamedTuple

from ..params.loader import Period, RuleSet
from ..params.overlay import frozen, overlay
from ..paye.figures import per_rule_set
from ..records import PayPeriod

# kind, label, beginnings of the names of its parameter files; the first match wins
SUBJECTS = (
    ("award", "Pay award", ("police/pay/scales", "police/pay/london_weighting")),
    ("pension_rates", "Pension contribution rates", ("police/pension/", "lgps/")),
    ("tax_rates", "Tax bands and rates", ("hmrc/income_tax", "hmrc/tax_codes")),
    ("ni_thresholds", "National Insurance thresholds and rates", ("hmrc/nic/",)),
    ("loan_thresholds", "Student loan thresholds", ("hmrc/student_loans",)),
    ("rates", "Rates of allowances and subscriptions", ("",)),
)


class LawStep(NamedTuple):
    """``rules``: the law with this subject, and those before it, as they are in the later period."""

    kind: str
    label: str
    rules: RuleSet


def steps(before: RuleSet, after: RuleSet, first: PayPeriod, second: PayPeriod) -> tuple[LawStep, ...]:
    """The rule sets from the law of ``first`` to that of ``second``; the first (kind '') holds all still."""
    return _steps(before, after.hash, first, second, _Box(after))


class _Box:
    """Carries the second rule set past the memory of :func:`per_rule_set`, which goes by its hash."""

    def __init__(self, rules: RuleSet):
        self.rules = rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Box) and other.rules.hash == self.rules.hash

    def __hash__(self) -> int:
        return hash(self.rules.hash)


@per_rule_set
def _steps(
    before: RuleSet, after_hash: str, first: PayPeriod, second: PayPeriod, box: _Box
) -> tuple[LawStep, ...]:
    after = box.rules
    held: dict[str, dict[str, tuple[Period, ...]]] = {}
    for name in after.periods:
        old = frozen(before.periods.get(name, ()), max(first.end, first.pay_date))
        if old and _in_force(old, second) != _in_force(after.periods[name], second):
            held.setdefault(_subject(name), {})[name] = old
    result = []
    still = {name: periods for files in held.values() for name, periods in files.items()}
    result.append(LawStep("", "", overlay(after, still)))
    for kind, label, _ in SUBJECTS:
        if kind in held:
            still = {name: periods for name, periods in still.items() if name not in held[kind]}
            result.append(LawStep(kind, label, overlay(after, still)))
    return tuple(result)


def _subject(name: str) -> str:
    return next(kind for kind, _, starts in SUBJECTS if name.startswith(starts))


def _in_force(periods: tuple[Period, ...], span: PayPeriod) -> list:
    """The content that decides pay in a period; citations and notes do not."""
    last = max(span.end, span.pay_date)
    return [
        (max(p.start, span.start), p.values, p.unknown)
        for p in periods
        if p.start <= last and (p.end is None or p.end >= span.start)
    ]
