"""Explain the change of net pay from one period to the next: typed causes that sum to the penny.

The real engine calculates the earlier period, then again after each exchange of facts (``steps``);
each cause is the difference between two calculations, so together they are the whole change and the
residual is nil. A state that cannot be paid (an inspector with a constable's overtime) is put off until
other exchanges make it payable, or counted together with the next one.
"""

from dataclasses import replace
from typing import NamedTuple

from ..params.loader import RuleSet
from ..payslip import calculate
from ..pension.contributions import SCHEMES
from ..problems import Problem
from ..records import PayCase, PayResult, PayTotals, PensionMembership
from .steps import State, Step, plan

_NOTHING = PayTotals()
_PENSION = frozenset(f"pension_{scheme}" for scheme in SCHEMES)


class Side(NamedTuple):
    """One period of a person. ``net``: pence actually paid, if it was stored; else as calculated."""

    case: PayCase
    rules: RuleSet
    net: int | None = None


class Cause(NamedTuple):
    """Effects in pence: ``net = gross - tax - employee_nic - pension - loans - other``.

    ``kinds``: all the kinds it joins (one, unless a state between could not be paid).
    """

    kind: str
    label: str
    net: int
    gross: int = 0
    tax: int = 0
    employee_nic: int = 0
    pension: int = 0
    loans: int = 0
    other: int = 0
    kinds: tuple[str, ...] = ()


class Change(NamedTuple):
    """Causes in the order of the exchanges; their ``net`` sums to ``after_net - before_net``."""

    reference: str
    before_net: int
    after_net: int
    causes: tuple[Cause, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def net(self) -> int:
        """Pence by which net pay changed."""
        return self.after_net - self.before_net

    @property
    def residual(self) -> int:
        """What no cause explains: always nil."""
        return self.net - sum(cause.net for cause in self.causes)


def explain_change(before: Side | None, after: Side | None) -> Change:
    """Why net pay changed from ``before`` to ``after``; None: not on the payroll in that period."""
    side = after or before
    if side is None:
        raise ValueError("Give the earlier or the later period.")
    old, new = _pay(before), _pay(after)
    walk = _Walk(old.totals if old else _NOTHING)
    if before is not None and before.net is not None:
        walk.found(
            "not_reproduced", "Earlier pay cannot be calculated again alike", walk.totals.net - before.net
        )
    if before and after and old and new and old.lines and new.lines:
        _walk(walk, before, after, old, new)
    elif new is not None and new.lines:
        label = "New on the payroll" if before is None else "Could not be paid before"
        walk.arrive("joined" if before is None else "was_blocked", label, new.totals)
    elif before is not None:
        label = "No longer on the payroll" if after is None else "Cannot be paid: see problems"
        walk.arrive("left" if after is None else "blocked", label, new.totals if new else _NOTHING)
    if after is not None and after.net is not None:
        walk.found(
            "not_reproduced", "Later pay cannot be calculated again alike", after.net - walk.totals.net
        )
    before_net = _net(before, old)
    return Change(
        side.case.reference, before_net, _net(after, new), walk.merged(), new.problems if new else ()
    )


def _pay(side: Side | None) -> PayResult | None:
    return calculate(side.case, side.rules) if side else None


def _net(side: Side | None, result: PayResult | None) -> int:
    if side is not None and side.net is not None:
        return side.net
    return result.totals.net if result else 0


def _walk(walk: "_Walk", before: Side, after: Side, old: PayResult, new: PayResult) -> None:
    start, end = State(before.case, before.rules), State(after.case, after.rules)
    held = _held(before.case.pension, after.case.pension, old, new)
    if held != before.case.pension:
        start = State(replace(before.case, pension=held), before.rules)
    queue = list(plan(State(before.case, before.rules), end, held))
    walk.state = start
    while queue:
        index = walk.next(queue)
        del queue[index]
    walk.arrive("other", "Other", new.totals)


def _held(
    before: PensionMembership, after: PensionMembership, old: PayResult, new: PayResult
) -> PensionMembership:
    """The membership with the earlier tier fixed, when the tier moved by itself: it is a cause of its own."""
    if before.scheme != after.scheme or before.band_pay is not None:
        return before
    was, now = _pension_line(old), _pension_line(new)
    if was is None or now is None or was.rate == now.rate:
        return before
    return before._replace(band_pay=was.inputs["band_pay_pence"])


def _pension_line(result: PayResult):
    return next(
        (line for line in result.lines if line.code in _PENSION and "band_pay_pence" in line.inputs), None
    )


def _same(one: State, other: State) -> bool:
    return one.rules.hash == other.rules.hash and one.case == other.case


class _Walk:
    """The way so far: state, its totals, causes found, and kinds waiting for a payable state."""

    def __init__(self, totals: PayTotals):
        self.totals = totals
        self.state: State | None = None
        self.causes: list[Cause] = []
        self.waiting: list[Step] = []

    def next(self, queue: list[Step]) -> int:
        """Take the first step whose state can be paid; answer its place in the queue."""
        assert self.state is not None
        main_passed = False
        for index, step in enumerate(queue):
            if step.main and main_passed:
                continue
            state = step.apply(self.state)
            if not step.kind or _same(state, self.state):  # slices cut otherwise, at the same pay
                self.state = state
                return index
            result = calculate(state.case, state.rules)
            if result.lines:
                self.state = state
                self.arrive(step.kind, step.label, result.totals)
                return index
            main_passed = main_passed or step.main
        self.state = queue[0].apply(self.state)
        self.waiting.append(queue[0])
        return 0

    def arrive(self, kind: str, label: str, totals: PayTotals) -> None:
        """A payable state: its difference from the one before is a cause."""
        kinds = tuple(dict.fromkeys(name for name in (*(s.kind for s in self.waiting), kind) if name))
        if self.waiting:
            first = next((step for step in self.waiting if step.kind), None)
            if first is not None and kind in ("", "other"):
                kind, label = first.kind, first.label
            self.waiting = []
        was, self.totals = self.totals, totals
        if kind == "tax_cumulative" and totals.gross != was.gross:
            kind, label = "calendar", "New period: its length, and tax to date"
        cause = Cause(
            kind,
            label,
            totals.net - was.net,
            totals.gross - was.gross,
            totals.tax - was.tax,
            totals.employee_nic - was.employee_nic,
            totals.pension_employee - was.pension_employee,
            totals.student_loan + totals.postgraduate_loan - was.student_loan - was.postgraduate_loan,
            totals.other_deductions - was.other_deductions,
            kinds,
        )
        if any(cause[2:9]):
            self.causes.append(cause)

    def found(self, kind: str, label: str, net: int) -> None:
        """A cause that no calculation stands behind."""
        if net:
            self.causes.append(Cause(kind, label, net, other=-net, kinds=(kind,)))

    def merged(self) -> tuple[Cause, ...]:
        """Causes of the same name together."""
        found: dict[tuple[str, str], Cause] = {}
        for cause in self.causes:
            key = (cause.kind, cause.label)
            earlier = found.get(key)
            if earlier is None:
                found[key] = cause
            else:
                sums = (one + two for one, two in zip(earlier[2:9], cause[2:9], strict=True))
                kinds = tuple(dict.fromkeys((*earlier.kinds, *cause.kinds)))
                found[key] = Cause(cause.kind, cause.label, *sums, kinds)
        return tuple(cause for cause in found.values() if any(cause[2:9]))
