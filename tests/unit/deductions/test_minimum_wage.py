"""Salary sacrifice: who may join, and the minimum wage worked out by hand."""

from datetime import date

import pytest
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.deductions.minimum_wage import check_sacrifice, may_join, wage
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import ElementInput, EmploymentSlice, PayCase, TaxPosition
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
PERIOD = monthly_period(2026, 9)


def case(annual=26_000_00, hours=3700, born=date(1990, 1, 1), code="cycle_to_work", amount=50_00, **facts):
    piece = EmploymentSlice(
        PERIOD.start, PERIOD.end, facts.pop("kind", "staff"), annual_salary=annual, salary_source="Deal",
        hours=hours, full_time_hours=3700, **facts,
    )  # fmt: skip
    return PayCase(
        reference="P1", period=PERIOD, slices=(piece,), tax=TaxPosition("1257L"), ni_category="A",
        birth_date=born, elements=(ElementInput(code, amount),),
    )  # fmt: skip


def codes(a_case):
    return [problem.code for problem in check_sacrifice(a_case, calculate(a_case, RULES), RULES)]


def test_thirty_seven_hours_at_twelve_pounds_seventy_one():
    """37 × 365 / 7 / 12 = 160.77 hours; × 12.71 = 2,043.39. 26,000 / 12 = 2,166.67, less 50.00."""
    slip = case()
    check = wage(slip, calculate(slip, RULES), RULES)
    assert (check.hours, check.rate, check.needed, check.pay) == (160_77, 12_71, 2_043_39, 2_116_67)
    assert check.enough and codes(slip) == []
    assert codes(case(amount=123_28)) == [] and codes(case(amount=123_29)) == ["below_minimum_wage"]


def test_the_rate_is_that_of_the_age_when_the_period_begins():
    """18 to 20: 10.85 × 160.77 = 1,744.35; a birthday on the 2nd counts from the next period."""
    young = case(annual=21_600_00, born=date(2005, 9, 2))  # 1,800 less 50 = 1,750.00
    assert codes(young) == []
    assert codes(case(annual=21_600_00, born=date(2005, 9, 1))) == ["below_minimum_wage"]


def test_part_time_counts_its_own_hours():
    assert codes(case(hours=1850, amount=61_00)) == [] and codes(case(hours=1850, amount=62_00)) != []


def test_without_a_birth_date_nothing_is_allowed():
    (found,) = check_sacrifice(case(born=None), calculate(case(born=None), RULES), RULES)
    assert found.code == "minimum_wage_unknown" and "date of birth" in found.message
    assert found.person == "P1" and found.on == PERIOD.pay_date
    assert rulebook.rule(found.rule).title


def test_officers_join_only_what_a_determination_allows():
    officer = dict(kind="officer", annual=48_000_00)
    assert codes(case(**officer)) == []
    assert codes(case(**officer, code="car_scheme")) == ["sacrifice_not_allowed"]
    assert may_join("car_scheme", "staff", RULES, PERIOD.pay_date)
    assert not may_join("cycle_to_work", "special", RULES, PERIOD.pay_date)


@pytest.mark.parametrize("code", ["sports_club", "payroll_giving"])
def test_what_is_no_sacrifice_is_not_checked(code):
    assert codes(case(annual=24_000_00, code=code)) == []
