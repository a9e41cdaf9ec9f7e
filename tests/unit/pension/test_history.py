"""Pension history rows of a payslip: period earned, service, scheme years, and the remedy period."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.exceptions import MissingParameter
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pay import elsewhere, reversal
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.pension import history
from odoo.addons.police_engine.records import (
    EmploymentSlice,
    PayCase,
    PayLine,
    PayPeriod,
    PensionMembership,
    TaxPosition,
)

RULES = RuleSet.load()
START, END = date(2025, 9, 1), date(2025, 9, 30)
PERIOD = PayPeriod("monthly", START, END, END, "2025-26", 6)
SCALE = "constable_appointed_on_or_after_2013_04_01"
CASE = PayCase(
    reference="1", period=PERIOD, tax=TaxPosition("1257L"), ni_category="A",
    pension=PensionMembership("pps_2015"),
    slices=(
        EmploymentSlice(START, date(2025, 9, 10), "officer", "constable", SCALE, "3"),
        EmploymentSlice(date(2025, 9, 11), date(2025, 9, 20), "officer", "constable", SCALE, "3", hours=2000),
        EmploymentSlice(date(2025, 9, 21), END, "officer", "constable", SCALE, "3", paid=False),
    ),
)  # fmt: skip


def test_a_month_with_part_time_and_unpaid_days():
    result = calculate(CASE, RULES)
    (row,) = history.rows_of(CASE, result.lines)
    assert (row.scheme, row.earned_from, row.earned_to, row.paid_on) == ("pps_2015", START, END, END)
    assert row.pensionable == result.totals.pensionable_pay
    assert (row.employee, row.employer) == (result.totals.pension_employee, result.totals.pension_employer)
    assert (row.days, row.unpaid_days, row.service) == (30, 10, 10 * history.DAY + 10 * history.DAY // 2)
    assert row.rate == "13.44%"


def test_arrears_are_rows_of_the_period_earned_without_service():
    def line(code, kind, amount, rule, pensionable):
        inputs = {"pensionable_pence": pensionable}
        return PayLine(
            code, "arrears", kind, amount, rule, inputs, (), "", "", date(2025, 3, 1), date(2025, 3, 31)
        )

    arrears = (
        line("pension_pps_2015", "deduction", 1344, "arrears_pension", 10000),
        line("pension_pps_2015_employer", "employer", 3530, "arrears_pension_employer", 10000),
    )
    case = replace(CASE, arrears=arrears)
    result = calculate(case, RULES)
    now, late = sorted(history.rows_of(case, result.lines), key=lambda row: row.earned_from, reverse=True)
    assert (late.pensionable, late.employee, late.employer, late.days, late.service) == (
        10000,
        1344,
        3530,
        0,
        0,
    )
    assert now.employee + late.employee == result.totals.pension_employee
    years = history.by_year([now, late])
    assert [(total.year, total.pensionable) for total in years] == [
        ("2024-25", 10000),
        ("2025-26", now.pensionable),
    ]


def test_nobody_in_a_scheme_has_no_row():
    case = replace(CASE, pension=PensionMembership())
    assert history.rows_of(case, calculate(case, RULES).lines) == ()


def test_scheme_years_turn_on_the_first_of_april():
    assert history.scheme_year(date(2026, 3, 31)) == "2025-26"
    assert history.scheme_year(date(2026, 4, 1)) == "2026-27"
    assert history.scheme_year(date(2000, 1, 1)) == "1999-00"


def row(start, end, scheme="pps_2015", pay=100):
    return history.Row(scheme, start, end, end, pay, 10, 30, "", (end - start).days + 1, 0, 0)


def test_remedy_takes_the_period_and_names_the_gaps():
    rows = [
        row(date(2015, 3, 1), date(2015, 3, 31), "pps_1987"),
        row(date(2015, 4, 1), date(2016, 3, 31), "pps_1987"),
        row(date(2016, 6, 1), date(2022, 3, 31)),
        row(date(2022, 4, 1), date(2022, 4, 30)),
    ]
    found = history.remedy(rows, RULES, date(2026, 9, 30))
    assert found.gaps == ((date(2016, 4, 1), date(2016, 5, 31)),)
    assert [(total.year, total.scheme) for total in found.years] == [
        ("2015-16", "pps_1987"),
        ("2021-22", "pps_2015"),
    ]


def test_no_history_at_all_is_said():
    with pytest.raises(MissingParameter, match="import it"):
        history.remedy([row(date(2024, 4, 1), date(2024, 4, 30))], RULES, date(2026, 9, 30))


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 60), st.integers(-999, 9999)), max_size=30))
def test_years_lose_no_penny(spans):
    rows = [
        row(
            date(2015, 1, 1) + timedelta(days=start),
            date(2015, 1, 1) + timedelta(days=start + length),
            pay=pay,
        )
        for start, length, pay in spans
    ]
    years = history.by_year(rows)
    assert sum(total.pensionable for total in years) == sum(pay for _, _, pay in spans)
    assert sum(total.days for total in years) == sum(length + 1 for _, length, _ in spans)


def test_a_payslip_taken_back_leaves_nothing_behind():
    paid = calculate(CASE, RULES)
    (row,) = history.rows_of(CASE, paid.lines)
    lines = (*paid.lines,)
    back = reversal.lines_for(lines, paid.totals, paid.nic, "payslip", paid.tax_code, paid.tax_basis)
    case = replace(CASE, arrears=back)
    (opposite,) = history.rows_of(case, calculate(case, RULES).lines)
    assert opposite[:3] == row[:3]
    sums = [a + b for a, b in zip(row[4:7] + row[8:], opposite[4:7] + opposite[8:], strict=True)]
    assert sums == [0] * 6


def test_days_that_another_payslip_paid_are_not_served_twice():
    between = replace(CASE, arrears=(elsewhere.memo(elsewhere.Elsewhere(salary_paid=True)),))
    lines = calculate(CASE, RULES).lines
    (row,) = history.rows_of(between, lines)
    assert (row.days, row.unpaid_days, row.service) == (0, 0, 0)
