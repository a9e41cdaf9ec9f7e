"""Properties that hold for everybody: identities, order, replay, the half-pay limit, citations."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.explain import because, explain
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    DirectorPosition,
    ElementInput,
    NicToDate,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from odoo.addons.police_engine.replay import REPLAYABLE, replay
from odoo.addons.police_engine.taxcalendar import monthly_period

from .conftest import RULES, case, constable, staff

TAX_CODES = st.sampled_from(
    ["1257L", "S1257L", "C1257L", "K475", "SK100", "BR", "D0", "SD2", "NT", "0T", "1M", "9999T"]
)
GIVEN = st.sampled_from(["bonus", "honorarium", "acting_up", "expenses", "pay_arrears", "statutory_sick_pay"])
DEDUCTED = st.sampled_from(
    ["group_life_insurance", "payroll_giving", "cycle_to_work", "added_pension", "sports_club"]
)
MONEY = st.integers(0, 400_00)


@st.composite
def elements(draw, officer=True):
    found = [
        ElementInput(draw(GIVEN), draw(MONEY), reference=f"r{i}") for i in range(draw(st.integers(0, 3)))
    ]
    found += [
        ElementInput(draw(DEDUCTED), draw(st.integers(0, 40_00))) for _ in range(draw(st.integers(0, 2)))
    ]
    if draw(st.booleans()):
        code = draw(
            st.sampled_from(["overtime_casual", "overtime_rest_day"] if officer else ["staff_overtime_half"])
        )
        found.append(ElementInput(code, units=Decimal(draw(st.integers(0, 80))) / 4))
    if draw(st.booleans()):
        found.append(ElementInput("unpaid_absence", units=Decimal(draw(st.integers(0, 40))) / 10))
    if officer and draw(st.booleans()):
        found.append(ElementInput("unsocial_hours", units=Decimal(draw(st.integers(0, 90)))))
        found.append(ElementInput("on_call", units=Decimal(draw(st.integers(0, 9))), on=date(2025, 11, 2)))
    return tuple(found)


@st.composite
def people(draw):
    period = monthly_period(draw(st.sampled_from([2024, 2025])), draw(st.integers(10, 12)))
    officer = draw(st.booleans())
    build = constable if officer else staff
    facts = {
        "hours": draw(st.integers(800, 3700)),
        "region": draw(st.sampled_from(["london", "england_wales"])),
    }
    cut = draw(st.integers(0, 25))
    start = period.start + timedelta(days=cut if draw(st.booleans()) else 0)
    slices = [build(start, period.end, **facts)]
    if draw(st.booleans()) and start < period.end:
        middle = start + timedelta(days=(period.end - start).days // 2)
        slices = [
            build(start, middle, **facts),
            build(middle + timedelta(days=1), period.end, cost_centre="9"),
        ]
    pension = PensionMembership("pps_2015") if officer else PensionMembership("lgps", None, Decimal("18.75"))
    before = YearToDate(
        taxable_pay=draw(st.integers(0, 40_000_00)),
        tax=draw(st.integers(0, 9_000_00)),
        nic=(NicToDate("A", draw(st.integers(0, 30_000_00)), employee=draw(st.integers(0, 1_000_00))),),
    )
    return case(
        period,
        slices,
        tax=TaxPosition(draw(TAX_CODES), draw(st.sampled_from(["cumulative", "week1month1"]))),
        ni_category=draw(st.sampled_from("ABCHJMVXZ")),
        pension=draw(st.sampled_from([pension, PensionMembership()])),
        student_loans=draw(st.sampled_from([(), ("plan_2",), ("plan_5", "postgraduate")])),
        elements=draw(elements(officer)),
        ytd=before,
        director=draw(st.sampled_from([None, None, DirectorPosition("AN"), DirectorPosition("AL")])),
    )


@settings(max_examples=300, deadline=None)
@given(people())
def test_identities(person):
    rules = RULES
    result = calculate(person, rules)
    if not result.lines:
        assert any(problem.severity == "blocking" for problem in result.problems)
        return
    totals = result.totals
    of_kind = {
        kind: sum(x.amount for x in result.lines if x.kind == kind)
        for kind in ("earning", "deduction", "employer")
    }
    assert totals.gross == of_kind["earning"]
    assert totals.net == of_kind["earning"] - of_kind["deduction"] >= 0
    assert of_kind["employer"] == totals.employer_nic + totals.pension_employer
    assert totals.tax <= max(0, totals.taxable_pay) // 2  # the 50 % limit
    assert totals.student_loan % 100 == totals.postgraduate_loan % 100 == 0
    assert result.ytd.net - person.ytd.net == totals.net
    assert result.ytd.gross - person.ytd.gross == totals.gross
    assert (
        sum(row.employee for row in result.ytd.nic) - sum(row.employee for row in person.ytd.nic)
        == totals.employee_nic
    )


@settings(max_examples=200, deadline=None)
@given(people())
def test_every_line_replays_to_the_same_penny_after_json(person):
    rules = RULES
    for line in calculate(person, rules).lines:
        stored = line._replace(inputs=json.loads(json.dumps(line.inputs)))
        assert replay(stored, rules) == line.amount, line


@settings(max_examples=60, deadline=None)
@given(people())
def test_every_line_explains_itself_with_a_citation(person):
    rules = RULES
    result = calculate(person, rules)
    for line in result.lines:
        reason = because(line, rules)
        assert reason["citation"] and reason["formula"] and reason["inputs"] and reason["confidence"]
        assert line.rule in rulebook.rules()
    for problem in result.problems:
        assert problem.rule in rulebook.rules(), problem
    assert result.lines or result.problems
    assert "Totals" in explain(result, rules)


@settings(max_examples=100, deadline=None)
@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_elements_does_not_matter(person, random):
    rules = RULES
    shuffled = list(person.elements)
    random.shuffle(shuffled)
    one, other = calculate(person, rules), calculate(replace(person, elements=tuple(shuffled)), rules)
    assert one.totals == other.totals and one.ytd == other.ytd
    assert sorted(map(repr, one.lines)) == sorted(map(repr, other.lines))


@settings(max_examples=60, deadline=None)
@given(people())
def test_determinism(person):
    rules = RULES
    assert repr(calculate(person, rules)) == repr(calculate(person, rules))


def test_every_element_has_a_written_and_replayable_rule(rules):
    for element in catalogue(rules, date(2026, 9, 30)).values():
        assert element.rule in rulebook.rules(), element.code
        assert element.rule in REPLAYABLE, element.code


def test_every_rule_cites_the_law():
    for rule in rulebook.rules().values():
        assert rule.title and rule.formula and rule.citation


def test_every_element_can_be_paid_by_amount_or_says_why_not(rules):
    """Each element of the catalogue, entered as ten pounds, becomes a line of ten pounds and replays."""
    for element in catalogue(rules, date(2025, 11, 30)).values():
        result = calculate(case(elements=(ElementInput(element.code, 10_00, reference="t"),)), rules)
        line = next(line for line in result.lines if line.code == element.code)
        paid = 0 if element.kind == "benefit" else 10_00  # taxed, not paid
        assert line.amount == paid * element.sign
        assert replay(line._replace(inputs=json.loads(json.dumps(line.inputs))), rules) == line.amount
