"""Recovering overpaid pay: the same-length rule, protected net pay, hardship, leaving."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.deductions.recovery import Debt, beneficial, fewest, plan, recover, words
from odoo.addons.police_engine.exceptions import InvalidRecord, MissingParameter
from odoo.addons.police_engine.params import RuleSet

RULES = RuleSet.load()
ON = date(2026, 9, 30)
DAYS = [date(2026 + (8 + n) // 12, (8 + n) % 12 + 1, 28) for n in range(60)]


def test_what_arose_over_four_months_is_recovered_over_four_unless_agreed():
    debt = Debt("O1", "P1", 1_000_00, 4)
    assert fewest(debt, RULES, ON) == 4
    assert [row.amount for row in plan(debt, DAYS[:4], RULES, ON)] == [250_00] * 4
    with pytest.raises(InvalidRecord, match="over 4 pay periods, so at least 4"):
        plan(debt, DAYS[:3], RULES, ON)
    assert len(plan(debt._replace(agreed_faster=True), DAYS[:1], RULES, ON)) == 1


def test_hardship_makes_it_longer_and_too_long_needs_a_decision():
    debt = Debt("O1", "P1", 1_000_00, 2, most=75_00)
    assert fewest(debt, RULES, ON) == 14
    with pytest.raises(InvalidRecord, match="at least 14"):
        plan(debt, DAYS[:13], RULES, ON)
    with pytest.raises(InvalidRecord, match="write-off"):
        plan(Debt("O1", "P1", 1_000_00, 2), DAYS * 2, RULES, ON)


def test_three_quarters_of_net_pay_stay_and_what_is_short_follows():
    """Net 1,200.00: 900.00 stay; 400 due, 300 taken; the next pay day is due 400 + 100."""
    debt = Debt("O1", "P1", 800_00, 2)
    rows = plan(debt, DAYS[:2], RULES, ON)
    first = recover(debt, rows, 0, 1_200_00, DAYS[0], RULES)
    assert (first.amount, first.short, first.protected) == (300_00, 100_00, 900_00)
    assert "£900.00" in words(first) and "£100.00" in words(first)
    second = recover(debt, rows, 300_00, 3_000_00, DAYS[1], RULES)
    assert (second.amount, second.short, words(second)) == (500_00, 0, "")


def test_on_leaving_all_is_due_but_protected_pay_stays():
    debt = Debt("O1", "P1", 800_00, 8)
    rows = plan(debt, DAYS[:8], RULES, ON)
    assert recover(debt, rows, 100_00, 4_000_00, DAYS[1], RULES, leaving=True).amount == 700_00
    assert recover(debt, rows, 100_00, 1_000_00, DAYS[1], RULES, leaving=True).amount == 250_00


def test_loans_together_above_ten_thousand_pounds_are_a_benefit():
    assert not beneficial([6_000_00, 4_000_00], RULES, ON)
    assert beneficial([6_000_00, 4_000_01], RULES, ON)
    with pytest.raises(MissingParameter):
        beneficial([1], RULES, date(2020, 1, 1))


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 3_000_000), st.integers(1, 24), st.integers(0, 30), st.lists(st.integers(-50_00, 400_000),
    min_size=60, max_size=60), st.none() | st.integers(60_000, 500_000),
)  # fmt: skip
def test_never_more_than_the_debt_nor_into_protected_pay(total, periods, more, nets, most):
    debt = Debt("O1", "P1", total, periods, most=most)
    count = fewest(debt, RULES, ON) + more
    if count > 60:
        return
    days = DAYS[: min(count, total)]
    rows, recovered = plan(debt, days, RULES, ON), 0
    assert sum(row.amount for row in rows) == total
    assert len(rows) >= min(periods, total)
    for day, net in zip(DAYS, nets, strict=True):
        taken = recover(debt, rows, recovered, net, day, RULES)
        assert 0 <= taken.amount <= max(0, net) - taken.protected or taken.amount == 0
        assert taken.protected >= max(0, net) * 75 // 100
        assert most is None or taken.amount <= most
        assert taken.amount + taken.short == taken.due
        recovered += taken.amount
        assert recovered <= total
        assert recovered <= sum(row.amount for row in rows if row.on <= day)
    assert rulebook.rule("overpayment_plan").confidence == "recalled"
