"""Builders shared by the police pay tests."""

from datetime import date

import pytest
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.records import (
    EmploymentSlice,
    PayCase,
    PensionMembership,
    TaxPosition,
)
from odoo.addons.police_engine.taxcalendar import monthly_period

NEW = "constable_appointed_on_or_after_2013_04_01"


RULES = RuleSet.load()


@pytest.fixture(scope="session")
def rules():
    return RULES


def constable(start, end, point="7", **facts):
    """A full-time constable outside London unless told otherwise."""
    values = {"rank": "constable", "scale": NEW, "pay_point": point, "cost_centre": "1000", **facts}
    return EmploymentSlice(start, end, "officer", **values)


def staff(start, end, annual=30_000_00, hours=3700, **facts):
    values = {
        "annual_salary": annual,
        "hours": hours,
        "full_time_hours": 3700,
        "cost_centre": "2000",
        **facts,
    }
    return EmploymentSlice(start, end, "staff", **values)


def case(period=None, slices=None, **facts):
    """A pay case of November 2025 (published 2025 scales, tax month 8) unless told otherwise."""
    period = period or monthly_period(2025, 11)
    values = {
        "reference": "P1",
        "tax": TaxPosition("1257L", "week1month1"),
        "ni_category": "A",
        "pension": PensionMembership("pps_2015"),
        **facts,
    }
    if slices is None:
        slices = (constable(period.start, period.end),)
    return PayCase(period=period, slices=tuple(slices), **values)


def line(result, code):
    """The only line with this code."""
    found = [line for line in result.lines if line.code == code]
    assert len(found) == 1, f"{code}: {found}"
    return found[0]


def amounts(result, code):
    return [line.amount for line in result.lines if line.code == code]


def codes(result):
    """Problem codes by severity."""
    return {(problem.severity.value, problem.code) for problem in result.problems}


def day(text):
    return date.fromisoformat(text)
