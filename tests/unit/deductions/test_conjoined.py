"""Conjoined arrestment orders (Debtors (Scotland) Act 1987 s.63), student loans, and orders over a year."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.deductions.orders import apply_orders
from odoo.addons.police_engine.deductions.records import NetFacts, Order
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import EmploymentSlice, PayCase, TaxPosition
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
ON = date(2025, 11, 30)


def facts(attachable, loans=0):
    return NetFacts("P1", "monthly", 30, attachable, 0, 0, 0, loans, attachable)


def conjoined(table, normal=0, **more):
    return Order("CAO", "conjoined", ON, date(2025, 1, 1), normal, table=table, **more)


def taken(attachable, order):
    (line,) = apply_orders(facts(attachable), [order], RULES, ON).lines
    return line.amount


def test_ordinary_debts_are_taken_as_one_by_the_table():
    """As an earnings arrestment on 1,500 (SSI 2024/293): 112.50."""
    assert taken(1_500_00, conjoined("ordinary")) == 112_50


def test_maintenance_leaves_the_daily_protected_amount():
    """30 × 24.66 = 739.80 stays: of 900, at most 160.20; of 2,000 the full 30 × 10."""
    assert taken(900_00, conjoined("maintenance", 10_00)) == 160_20
    assert taken(2_000_00, conjoined("maintenance", 10_00)) == 300_00


def test_both_are_added_debts_first():
    """1,100: 52.50 for debts; 1,100 − 52.50 − 739.80 = 307.70 is room for 300. At 900: 22.50 + 137.70."""
    assert taken(1_100_00, conjoined("both", 10_00)) == 52_50 + 300_00
    result = apply_orders(facts(900_00), [conjoined("both", 10_00)], RULES, ON)
    assert result.lines[0].amount == 22_50 + 137_70
    assert [problem.code for problem in result.problems] == ["order_not_met"]
    assert rulebook.rule(result.lines[0].rule).citation


@pytest.mark.parametrize("bad", [conjoined(""), conjoined("both"), conjoined("maintenance")])
def test_an_incomplete_one_blocks(bad):
    result = apply_orders(facts(900_00), [bad], RULES, ON)
    assert not result.lines and {p.code for p in result.problems} == {"order_incomplete"}


def test_it_recalls_single_arrestments():
    single = Order("EA", "arrestment", ON, date(2025, 1, 1))
    result = apply_orders(facts(1_500_00), [single, conjoined("ordinary")], RULES, ON)
    assert not result.lines and {p.code for p in result.problems} == {"recalled_by_conjoined"}


def test_student_loans_are_worked_out_again_within_what_orders_leave():
    piece = EmploymentSlice(date(2025, 11, 1), ON, "staff", annual_salary=40_000_00, salary_source="Deal")
    case = dict(
        reference="P1", period=monthly_period(2025, 11), slices=(piece,), ni_category="A",
        tax=TaxPosition("1257L", "week1month1"), student_loans=("plan_2", "postgraduate"),
    )  # fmt: skip
    free = calculate(PayCase(**case), RULES)
    both = free.totals.student_loan + free.totals.postgraduate_loan
    assert free.totals.student_loan > 10_00 and free.totals.postgraduate_loan > 0
    for limit, expected in ((0, 0), (10_00, 10_00), (both + 1, both)):
        slip = calculate(PayCase(student_loan_limit=limit, **case), RULES)
        assert slip.totals.student_loan + slip.totals.postgraduate_loan == expected
        for line in slip.lines:
            assert replay(line, RULES) == line.amount


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 900_00), st.integers(0, 1_500_00), st.integers(1, 4_000_00),
    st.lists(st.integers(0, 3_000_00), min_size=12, max_size=12),
    st.sampled_from(["maintenance", "judgment", "child_maintenance", "direct", "fine", "council_tax"]),
)  # fmt: skip
def test_over_a_year_no_order_takes_more_than_its_total_nor_protected_pay(normal, safe, total, nets, kind):
    order = Order(
        "O", kind, ON, date(2025, 1, 1), 0 if kind in ("fine", "council_tax") else normal,
        protected=safe if kind in ("maintenance", "judgment") else None,
        table="england" if kind == "council_tax" else "", total=total,
    )  # fmt: skip
    states, paid = {}, 0
    for net in nets:
        result = apply_orders(facts(net), [order], RULES, ON, states)
        (line,) = result.lines
        states, paid = result.states, paid + line.amount
        assert paid == states["O"].taken <= total
        if kind in ("maintenance", "judgment") and line.amount:
            assert net - line.amount >= safe
        if kind in ("child_maintenance", "direct") and line.amount:
            assert net - line.amount >= net * 60 // 100
