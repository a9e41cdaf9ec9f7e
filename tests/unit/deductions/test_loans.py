"""Loans: schedules sum to the principal; what is due is the schedule less what was repaid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.deductions.loans import Loan, due, repayment, schedule
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.taxcalendar import last_day_of_month

DAYS = tuple(last_day_of_month(2026, month) for month in range(1, 13))


@given(st.integers(12, 10_000_00), st.integers(1, 12))
def test_the_schedule_sums_to_the_principal(principal, count):
    rows = schedule(Loan("L", "P", principal, DAYS[:count]))
    assert sum(row.amount for row in rows) == principal and rows[-1].left == 0
    assert max(row.amount for row in rows[:-1] or rows) <= rows[-1].amount


def test_a_missed_instalment_is_due_with_the_next_and_all_of_it_on_leaving():
    loan = Loan("L", "P", 1_200_00, DAYS)
    assert due(loan, 0, DAYS[0]) == 100_00 and due(loan, 0, DAYS[2]) == 300_00
    assert due(loan, 300_00, DAYS[2]) == 0 and due(loan, 500_00, DAYS[2]) == 0
    assert due(loan, 300_00, DAYS[3], leaving=True) == 900_00
    assert repayment(loan, 300_00, DAYS[2]) is None and repayment(loan, 0, DAYS[0]).amount == 100_00


@pytest.mark.parametrize(
    "loan",
    [Loan("L", "P", 0, DAYS), Loan("L", "P", 100, ()), Loan("L", "P", 100, DAYS[::-1]),
     Loan("L", "P", 5, DAYS), Loan("L", "P", 100, (date(2026, 1, 1),) * 2)],
)  # fmt: skip
def test_a_loan_without_a_schedule_is_refused(loan):
    with pytest.raises(InvalidRecord):
        due(loan, 0, DAYS[0])


def test_more_repaid_than_lent_is_refused():
    with pytest.raises(InvalidRecord):
        due(Loan("L", "P", 100_00, DAYS), 100_01, DAYS[0])
