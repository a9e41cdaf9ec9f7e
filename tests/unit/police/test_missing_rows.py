"""G-P6, no silent zero: take any figure of the law away, and whoever needs it is not paid at all.

For every parameter file, every figure in force is deleted in turn, and everybody whose payslip rests on that
file is calculated again. The payslip must be the same (the figure was not needed) or refused; a payslip with
other pennies is a fault.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.overlay import overlay
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PayPeriod,
    PensionMembership,
    TaxPosition,
)

START, END = date(2025, 9, 1), date(2025, 9, 30)
PERIOD = PayPeriod("monthly", START, END, END, "2025-26", 6)
RULES = RuleSet.load()
REFUSED = "refused"
OLD = "constable_appointed_on_or_after_2013_04_01"
JOBS = {
    "constable": EmploymentSlice(START, END, "officer", "constable", OLD, "5"),
    "london": EmploymentSlice(START, END, "officer", "constable", OLD, "7", region="london"),
    "sergeant": EmploymentSlice(START, END, "officer", "sergeant", "sergeant", "3"),
    "inspector": EmploymentSlice(START, END, "officer", "inspector", "inspector_outside_london", "2"),
    "part_month": EmploymentSlice(date(2025, 9, 11), END, "officer", "constable", OLD, "3", hours=2400),
    "staff": EmploymentSlice(START, END, "staff", annual_salary=3_108_600, hours=3700, full_time_hours=3700),
}
SCHEMES = {"staff": "lgps"}


def person(job: str, **facts: Any) -> PayCase:
    scheme = SCHEMES.get(job, "pps_2015")
    usual: dict[str, Any] = {
        "reference": job,
        "period": PERIOD,
        "slices": (JOBS[job],),
        "tax": TaxPosition("1257L"),
        "ni_category": "A",
        "pension": PensionMembership(scheme, None, Decimal("16.5") if scheme == "lgps" else None),
    }
    return PayCase(**{**usual, **facts})


def everybody() -> Iterator[PayCase]:
    yield from (person(job) for job in JOBS)
    for code in ("S1257L", "C1257L", "BR", "D0", "K500", "0T", "SD1"):
        yield person("constable", reference=code, tax=TaxPosition(code))
    yield person("constable", reference="no code", tax=None)
    for letter in "BCHJMVZ":
        yield person("sergeant", reference=f"NI {letter}", ni_category=letter)
    for plan in ("plan_1", "plan_2", "plan_4", "plan_5", "postgraduate"):
        yield person("inspector", reference=plan, student_loans=(plan,))
    yield person("staff", reference="50/50", pension=PensionMembership("lgps_50_50", None, Decimal("16.5")))
    for code, element in sorted(catalogue(RULES, END).items()):
        amounts = {"amount": 5000} if element.price == "given" else {"units": Decimal(8)}
        for job in ("constable", "staff", "inspector"):
            given = ElementInput(code, on=date(2025, 9, 9), **amounts)
            yield person(job, reference=f"{code} {job}", elements=(given,))


def outcome(case: PayCase, rules: RuleSet) -> Any:
    try:
        result = calculate(case, rules)
    except EngineError:
        return REFUSED
    if any(problem.severity is Severity.BLOCKING for problem in result.problems):
        return REFUSED
    return result.totals, tuple((line.code, line.amount) for line in result.lines)


def rows(name: str) -> Iterator[tuple]:
    """Paths of what is deleted: every figure; of the pay elements, which are definitions, every element."""
    values = in_force(name).values
    return ((code,) for code in values) if name.startswith("elements/") else leaves(values)


def leaves(values: Mapping[str, Any], path: tuple = ()) -> Iterator[tuple]:
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, (*path, key))
            continue
        yield (*path, key)
        if isinstance(value, list):
            yield from ((*path, key, place) for place in range(len(value)))


def without(values: Any, path: tuple) -> Any:
    kept = list(values) if isinstance(values, list) else dict(values)
    if len(path) == 1:
        del kept[path[0]]
    else:
        kept[path[0]] = without(kept[path[0]], path[1:])
    return kept


@pytest.fixture(scope="module")
def baseline() -> dict[str, tuple[PayCase, Any]]:
    found = {case.reference: (case, outcome(case, RULES)) for case in everybody()}
    return {reference: pair for reference, pair in found.items() if pair[1] != REFUSED}


def in_force(name: str):
    try:
        return RULES.at(name, END)
    except EngineError:
        return None


NAMES = sorted(name for name in RULES.periods if in_force(name))


def deprived(name: str, values: Mapping[str, Any] | None) -> RuleSet:
    """The law without that file's period in force, or with other values in it."""
    own = in_force(name)
    periods = [period for period in RULES.periods[name] if period is not own]
    if values is not None:
        periods.append(replace(own, values=values))
    return overlay(RULES, {name: tuple(sorted(periods, key=lambda period: period.start))})


def test_the_people_here_rest_on_most_of_the_law(baseline):
    assert len(baseline) > 60
    used = [name for name in NAMES if concerned(name, baseline)]
    assert {"hmrc/income_tax", "hmrc/nic/class1", "hmrc/student_loans", "police/pay/scales",
            "police/pension/pps_2015", "lgps/contributions", "police/pay/overtime"} <= set(used)  # fmt: skip


def concerned(name: str, baseline) -> list[tuple[PayCase, Any]]:
    """Those whose payslip changes when the whole period is missing."""
    rules = deprived(name, None)
    return [(case, before) for case, before in baseline.values() if outcome(case, rules) != before]


@pytest.mark.parametrize("name", NAMES)
def test_no_deleted_figure_changes_a_penny_in_silence(name, baseline):
    people = concerned(name, baseline)
    assert all(outcome(case, deprived(name, None)) == REFUSED for case, _ in people), "paid without the law"
    silent = []
    for path in rows(name):
        rules = deprived(name, without(in_force(name).values, path))
        for case, before in people:
            after = outcome(case, rules)
            if after not in (before, REFUSED):
                silent.append((".".join(map(str, path)), case.reference))
    assert not silent
