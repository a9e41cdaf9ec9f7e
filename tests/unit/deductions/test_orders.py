"""Orders on earnings: published tables, guides' examples and the Acts' rules."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.deductions.facts import net_facts
from odoo.addons.police_engine.deductions.orders import apply_orders
from odoo.addons.police_engine.deductions.records import NetFacts, Order, OrderState
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PensionMembership,
    TaxPosition,
)
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
ON = date(2025, 11, 30)


def facts(attachable, loans=0, frequency="monthly", days=30):
    return NetFacts("P1", frequency, days, attachable, 0, 0, 0, loans, attachable)


def order(kind, normal=0, made=date(2025, 1, 1), ref=None, **more):
    return Order(ref or kind, kind, made, made, normal, **more)


def taken(attachable, *orders, loans=0, states=None, **more):
    """{reference: amount}, student loans, problem codes."""
    result = apply_orders(facts(attachable, loans, **more), orders, RULES, ON, states)
    codes = {problem.code for problem in result.problems}
    return {line.order.reference: line.amount for line in result.lines}, result.student_loans, codes


def test_council_tax_england_published_bands():
    """Wyre: 12% of the whole between 900.01 and 1,420; above 2,020 17% of it and half the rest."""
    tax = order("council_tax", table="england")
    assert taken(1_400_00, tax)[0] == {"council_tax": 168_00}
    assert taken(3_020_00, tax)[0] == {"council_tax": 343_40 + 500_00}
    assert taken(300_00, tax)[0] == {"council_tax": 0}


def test_a_second_council_tax_order_works_on_what_the_first_leaves_and_a_third_is_refused():
    late = order("council_tax", table="england", made=date(2025, 6, 1), ref="late")
    first = order("council_tax", table="wales", ref="first")
    third = order("council_tax", table="england", made=date(2025, 7, 1), ref="third")
    found, _, _ = taken(2_000_00, late, first)
    assert found == {"first": 240_00, "late": 299_20}  # Wales 12% of 2,000; England 17% of 1,760
    found, _, codes = taken(2_000_00, late, first, third)
    assert found == {} and codes == {"too_many_orders"}


def test_direct_attachment_by_the_rotherham_examples():
    """385 a week: 57.75. 1,620 a month with 486 already taken: 243 by table, capped at 162."""
    assert taken(385_00, order("direct"), frequency="weekly", days=7)[0] == {"direct": 57_75}
    before = order("maintenance", 486_00, protected=0)
    found, _, codes = taken(1_620_00, order("direct"), before)
    assert found == {"maintenance": 486_00, "direct": 162_00} and codes == {"order_not_met"}
    fixed = order("direct", 50_00)
    assert taken(1_620_00, fixed)[0] == {"direct": 50_00}


def test_maintenance_carries_both_shortfalls_as_schedule_3_paragraph_6_says():
    """SAP's example: protected 1,000, order 30, earnings 1,010: deduction 10, 20 carried, then 50."""
    aeo = order("maintenance", 30_00, protected=1_000_00)
    result = apply_orders(facts(1_010_00), [aeo], RULES, ON)
    assert result.lines[0].amount == 10_00 and result.states["maintenance"].deduction_carried == 20_00
    assert taken(1_500_00, aeo, states=result.states)[0] == {"maintenance": 50_00}
    poor = apply_orders(facts(900_00), [aeo], RULES, ON)
    assert poor.states["maintenance"] == OrderState(30_00, 100_00, 0)
    assert taken(1_120_00, aeo, states=poor.states)[0] == {"maintenance": 20_00}


def test_a_judgment_debt_comes_last_and_carries_nothing():
    judgment = order("judgment", 200_00, protected=900_00, made=date(2020, 1, 1))
    aeo = order("maintenance", 400_00, protected=700_00)
    result = apply_orders(facts(1_400_00), [judgment, aeo], RULES, ON)
    assert [(x.order.kind, x.amount) for x in result.lines] == [("maintenance", 400_00), ("judgment", 100_00)]
    assert result.states["judgment"].deduction_carried == 0


def test_child_maintenance_leaves_sixty_per_cent_or_the_stated_amount():
    assert taken(1_000_00, order("child_maintenance", 500_00))[0] == {"child_maintenance": 400_00}
    stated = order("child_maintenance", 500_00, protected=700_00)
    assert taken(1_000_00, stated)[0] == {"child_maintenance": 300_00}


def test_scottish_arrestments():
    """EA on 1,500 by Table B of SSI 2024/293: 112.50; CMA 10 a day, 24.66 a day protected."""
    assert taken(1_500_00, order("arrestment"))[0] == {"arrestment": 112_50}
    both = order("current_maintenance", 10_00), order("arrestment")
    found, _, _ = taken(1_100_00, *both)
    assert found == {"arrestment": 52_50, "current_maintenance": 300_00}
    found, _, codes = taken(900_00, *both)  # 900 - 22.50 - 30 x 24.66 leaves 137.70
    assert found == {"arrestment": 22_50, "current_maintenance": 137_70} and codes == {"order_not_met"}


def test_student_loans_beside_orders():
    """CSLM18015: none beside a percentage order; limited by protected earnings beside a fixed one."""
    assert taken(2_000_00, order("council_tax", table="england"), loans=100_00)[1] == 0
    aeo = order("maintenance", 300_00, protected=1_650_00)
    _, loans, codes = taken(2_000_00, aeo, loans=100_00)
    assert loans == 50_00 and codes == {"student_loan_limited"}
    assert taken(3_000_00, aeo, loans=100_00)[1:] == (100_00, set())
    assert taken(2_000_00, order("arrestment"), loans=100_00)[1] == 0
    found, loans, _ = taken(1_000_00, order("direct", 400_00), loans=100_00)  # the loan comes before a DEA
    assert (found["direct"], loans) == (300_00, 100_00)


def test_the_debt_is_never_overpaid_and_orders_end():
    debt = order("direct", 50_00, total=500_00)
    assert taken(2_000_00, debt, states={"direct": OrderState(taken=470_00)})[0] == {"direct": 30_00}
    assert taken(2_000_00, debt, states={"direct": OrderState(taken=500_00)})[0] == {"direct": 0}
    assert taken(2_000_00, order("direct", 50_00, ends=date(2025, 10, 31)))[0] == {}
    assert taken(2_000_00, order("direct", 50_00, made=date(2025, 12, 1)))[0] == {}


def test_the_employers_pound_for_each_deduction_made():
    orders = [order("direct", administration=True), order("fine", administration=True)]
    result = apply_orders(facts(1_000_00), orders, RULES, ON)
    charged = [line.administration for line in result.lines if line.amount]
    assert charged == [1_00] * len(charged) and charged
    nothing = apply_orders(facts(200_00), orders, RULES, ON)
    assert [line.administration for line in nothing.lines] == [0, 0]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (order("tithe"), "unknown_order"), (order("maintenance", 10_00), "order_incomplete"),
        (order("judgment", protected=0), "order_incomplete"), (order("council_tax"), "order_incomplete"),
        (order("direct", table="double"), "order_incomplete"), (order("direct", -5), "order_negative"),
        (order("current_maintenance"), "order_incomplete"),
        (order("council_tax", table="wales"), "order_law"),
    ],
)  # fmt: skip
def test_an_order_that_cannot_be_carried_out_blocks_and_takes_nothing(bad, code):
    frequency = "daily" if code == "order_law" else "monthly"  # Wales: the daily table is not known
    result = apply_orders(facts(100_00, frequency=frequency), [bad, order("fine", ref="F")], RULES, ON)
    assert [p.code for p in result.problems] == [code] and result.lines == ()
    problem = result.problems[0]
    assert problem.person == "P1" and problem.on == ON and problem.rule in rulebook.rules()


def test_the_same_order_twice_is_refused():
    assert taken(1_000_00, order("fine"), order("fine"))[2] == {"order_twice"}


@st.composite
def some_orders(draw):
    kinds = draw(st.lists(st.sampled_from(["maintenance", "fine", "judgment", "direct", "child_maintenance",
                                           "council_tax"]), max_size=5))  # fmt: skip
    kinds = [k for i, k in enumerate(kinds) if k != "council_tax" or kinds[:i].count(k) < 2]
    found = []
    for number, kind in enumerate(kinds):
        table = draw(st.sampled_from(["england", "wales"])) if kind == "council_tax" else ""
        protected = draw(st.integers(0, 2_000_00)) if kind in ("maintenance", "judgment") else None
        made = date(2025, 1, draw(st.integers(1, 28)))
        normal = draw(st.integers(1, 800_00)) if kind not in ("fine", "council_tax") else 0
        found.append(order(kind, normal, made, f"O{number}", protected=protected, table=table,
                           administration=draw(st.booleans())))  # fmt: skip
    return found


@settings(max_examples=400, deadline=None)
@given(some_orders(), st.integers(0, 5_000_00), st.integers(0, 300_00), st.randoms(use_true_random=False))
def test_properties(orders, attachable, loans, chance):
    """Any order of entry gives the same; nobody is left below nothing; protected pay stays protected."""
    result = apply_orders(facts(attachable, loans), orders, RULES, ON)
    shuffled = list(orders)
    chance.shuffle(shuffled)
    assert apply_orders(facts(attachable, loans), shuffled, RULES, ON) == result
    amounts = [line.amount for line in result.lines]
    charged = sum(line.administration for line in result.lines)
    assert min([*amounts, 0]) == 0 and sum(amounts) + result.student_loans + charged <= attachable
    left = attachable
    stages = [line for line in result.lines if line.order.kind not in ("direct", "judgment")]
    for line in stages:
        left -= line.amount
        if line.order.kind == "maintenance" and line.amount:
            assert left >= line.order.protected
        if line.order.kind == "child_maintenance" and line.amount:
            assert left >= attachable * 60 // 100
    left -= result.student_loans
    for line in result.lines:
        if line.order.kind in ("direct", "judgment"):
            left -= line.amount
            floor = attachable * 60 // 100 if line.order.kind == "direct" else line.order.protected
            assert not line.amount or left >= floor
        short = line.state.deduction_carried
        assert short == 0 or line.order.kind in ("maintenance", "child_maintenance")


def test_facts_from_a_payslip_and_lines_back_into_one():
    """A constable with overtime, SMP, expenses, a sacrifice and an AVC: only pay that can be attached."""
    period = monthly_period(2025, 11)
    scale = "constable_appointed_on_or_after_2013_04_01"
    piece = EmploymentSlice(period.start, period.end, "officer", "constable", scale, "7")
    elements = (
        ElementInput("overtime_casual", units=Decimal(4)), ElementInput("statutory_maternity_pay", 100_00),
        ElementInput("expenses", 50_00), ElementInput("cycle_to_work", 30_00),
        ElementInput("added_pension", 20_00), ElementInput("sports_club", 5_00),
    )  # fmt: skip
    case = dict(
        reference="P1", period=period, slices=(piece,), tax=TaxPosition("1257L", "week1month1"),
        ni_category="A", pension=PensionMembership("pps_2015"), student_loans=("plan_2",),
    )  # fmt: skip
    slip = calculate(PayCase(elements=elements, **case), RULES)
    found = net_facts(slip, period, RULES)
    overtime = next(line.amount for line in slip.lines if line.code == "overtime_casual")
    assert found.earnings == 4188_00 + overtime - 30_00
    assert found.pension == slip.totals.pension_employee + 20_00
    assert found.net == slip.totals.net + 5_00 + slip.totals.student_loan
    result = apply_orders(found, [order("direct", administration=True)], RULES, ON)
    again = calculate(PayCase(elements=(*elements, *result.elements), **case), RULES)
    assert slip.totals.net - again.totals.net == result.lines[0].amount + 1_00
    assert net_facts(again, period, RULES) == found  # orders on the slip do not change what orders start from
    for line in again.lines:
        assert replay(line, RULES) == line.amount
    for line in result.lines:
        assert rulebook.rule(line.rule).citation and dict(line.facts)["Attachable earnings"]
