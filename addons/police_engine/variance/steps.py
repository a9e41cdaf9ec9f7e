"""The order in which one period's facts are exchanged for the next one's.

Documented and fixed, so that the same change always reads the same: unpaid days and changes within
the earlier period; the new period itself (tax to date); the law, subject by subject; the job; arrears;
claims and allowances, then deductions; tax code, National Insurance, loans, pension. What
two changes do together falls to the later one.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ..params.loader import RuleSet
from ..pay.elements import Element, catalogue
from ..records import ElementInput, PayCase, PensionMembership
from . import law
from .position import Slices, following, levelling

_DUTY = ("overtime", "unsocial", "per_unit")
_ABSENCE = (
    "statutory_pay", "unpaid_absence", "officer_sick_reduction", "staff_sick_reduction",
    "officer_maternity_reduction", "family_leave_reduction", "ssp_beyond_sick_pay", "statutory_within_pay",
    "statutory_above_pay", "keeping_in_touch",
)  # fmt: skip


class State(NamedTuple):
    """Facts and law on the way from one period to the next."""

    case: PayCase
    rules: RuleSet


class Step(NamedTuple):
    """``apply`` exchanges one thing. Steps of the ``main`` chain keep their order, others may go ahead."""

    kind: str
    label: str
    apply: Callable[[State], State]
    main: bool = False


def plan(before: State, after: State, held: PensionMembership) -> Iterator[Step]:
    """Every step from ``before`` to ``after``; ``held``: the membership until the pension's own step."""
    yield from _main(before, after)
    old, new = before.case, after.case
    if old.arrears != new.arrears:
        yield _fact("retro", "Arrears for earlier periods", arrears=new.arrears)
    yield from _elements(old, new, after.rules)
    if (old.tax, old.starter_declaration) != (new.tax, new.starter_declaration):
        label = f"Tax code {_code(old)} to {_code(new)}"
        yield _fact("tax_code", label, tax=new.tax, starter_declaration=new.starter_declaration)
    if old.ni_category != new.ni_category:
        label = f"National Insurance category {old.ni_category} to {new.ni_category}"
        yield _fact("ni_letter", label, ni_category=new.ni_category)
    if old.director != new.director:
        yield _fact("director", "Directorship", director=new.director)
    if old.student_loans != new.student_loans:
        yield _fact("loan", "Student loan notice", student_loans=new.student_loans)
    if held != new.pension:
        yield _fact(*_pension(old.pension, new.pension), pension=new.pension)


def _code(case: PayCase) -> str:
    if case.tax is None:
        return "none (emergency)"
    return f"{case.tax.code}{'' if case.tax.basis == 'cumulative' else ' (month by month)'}"


def _pension(old: PensionMembership, new: PensionMembership) -> tuple[str, str]:
    if old.scheme == new.scheme:
        return "pension_tier", "Pension contribution tier"
    return "pension_scheme", f"Pension scheme {old.scheme or 'none'} to {new.scheme or 'none'}"


def _fact(kind: str, label: str, main: bool = False, **facts) -> Step:
    def apply(state: State) -> State:
        return State(replace(state.case, **facts), state.rules)

    return Step(kind, label, apply, main)


def _main(before: State, after: State) -> Iterator[Step]:
    """Days, period, law and job, in this order."""
    old, new = before.case, after.case
    if old.period == new.period and old.slices == new.slices:  # one period calculated twice
        legal = law.steps(before.rules, after.rules, old.period, new.period)
        yield _period(new, new.slices, legal[0].rules)
        yield from map(_law, legal[1:])
        return
    slices: Slices = ()
    for move in levelling(old.slices, old.period):
        slices = move.slices
        yield _fact(move.kind, move.label, True, slices=slices)
    held = slices[-1] if slices else None
    legal = law.steps(before.rules, after.rules, old.period, new.period)
    over = () if held is None else (held._replace(date_from=new.period.start, date_to=new.period.end),)
    yield _period(new, over, legal[0].rules)
    for step in legal[1:]:
        yield _law(step)
    for move in following(held, new.slices, new.period):
        yield _fact(move.kind, move.label, True, slices=move.slices)


def _period(new: PayCase, slices: Slices, rules: RuleSet) -> Step:
    def apply(state: State) -> State:
        return State(replace(state.case, period=new.period, ytd=new.ytd, slices=slices), rules)

    return Step("tax_cumulative", "New period: tax to date", apply, True)


def _law(step: law.LawStep) -> Step:
    return Step(step.kind, step.label, lambda state: State(state.case, step.rules), True)


def _elements(old: PayCase, new: PayCase, rules: RuleSet) -> Iterator[Step]:
    known = catalogue(rules, new.period.pay_date)
    codes = list(dict.fromkeys(given.code for given in (*old.elements, *new.elements)))
    codes.sort(key=lambda code: code in known and known[code].kind == "deduction")
    for code in codes:
        was = tuple(given for given in old.elements if given.code == code)
        is_now = tuple(given for given in new.elements if given.code == code)
        if was != is_now:
            yield Step(*_element(known.get(code), code, was, is_now), _exchange(code, is_now))


def _exchange(code: str, given: tuple[ElementInput, ...]) -> Callable[[State], State]:
    def apply(state: State) -> State:
        others = tuple(other for other in state.case.elements if other.code != code)
        return State(replace(state.case, elements=(*others, *given)), state.rules)

    return apply


def _element(element: Element | None, code: str, was: tuple, is_now: tuple) -> tuple[str, str]:
    """Kind and label: duty, absence, one-off (dated), or an allowance or deduction that starts or stops."""
    if element is None:
        return "element", code
    if element.price in _DUTY:
        return "duty", element.label
    if element.rule in _ABSENCE:
        return "absence", element.label
    how = "changed" if was and is_now else ("started" if is_now else "stopped")
    if element.kind == "deduction":
        return f"deduction_{how}", element.label
    if element.sign < 0:
        return "taken_back", element.label
    if any(given.on for given in (*was, *is_now)):
        return "one_off", element.label
    return f"allowance_{how}", element.label
