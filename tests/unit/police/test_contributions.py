"""Pension tiers and bands at their exact borders."""

from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord, MissingParameter
from odoo.addons.police_engine.pension import contributions as pension

ON = date(2024, 11, 30)


@pytest.mark.parametrize(
    ("annual", "text"),
    [
        (26_999_99, "12.44%"), (27_000_00, "12.44%"), (27_000_01, "13.44%"), (59_999_99, "13.44%"),
        (60_000_00, "13.78%"), (200_000_00, "13.78%"),
    ],
)  # fmt: skip
def test_pps_2015_tiers(rules, annual, text):
    assert pension.police_rate(rules, "pps_2015", ON, annual).text == text


def test_pps_employer_rates(rules):
    assert pension.police_employer_rate(rules, "pps_2015", date(2024, 3, 31)).text == "31%"
    assert pension.police_employer_rate(rules, "pps_2015", date(2024, 4, 1)).text == "35.3%"
    with pytest.raises(MissingParameter):
        pension.police_employer_rate(rules, "pps_2015", date(2019, 3, 31))


def test_tiers_from_april_2025_are_marked_unknown(rules):
    assert rules.at("police/pension/pps_2015", date(2026, 9, 30)).mark("employee").confidence == "unknown"
    assert rules.at("police/pension/pps_2015", date(2024, 9, 30)).mark("employee").confidence == "verified"


def test_closed_schemes(rules):
    last = date(2022, 3, 31)
    assert pension.police_rate(rules, "pps_1987", last, 60_000_00).text == "14.25%"
    assert pension.police_rate(rules, "pps_1987", last, 60_000_01).text == "15.05%"
    assert pension.police_rate(rules, "npps_2006", last, 27_000_01).text == "12.05%"
    with pytest.raises(MissingParameter, match="closed to accrual"):
        pension.police_rate(rules, "pps_1987", date(2022, 4, 1), 50_000_00)


@pytest.mark.parametrize(
    ("on", "annual", "section", "text"),
    [
        ("2025-06-30", 24_000_00, "main", "5.8%"),  # Royal County of Berkshire example
        ("2025-06-30", 17_800_99, "main", "5.5%"),  # rounded down to the pound
        ("2025-06-30", 17_801_00, "main", "5.8%"),
        ("2025-06-30", 24_000_00, "fifty_fifty", "2.9%"),
        ("2026-03-31", 18_400_00, "main", "5.8%"),
        ("2026-04-01", 18_400_00, "main", "5.5%"),
        ("2026-09-30", 210_700_99, "main", "11.4%"),
        ("2026-09-30", 210_701_00, "main", "12.5%"),
    ],
)
def test_lgps_bands(rules, on, annual, section, text):
    assert pension.lgps_rate(rules, date.fromisoformat(on), annual, section).text == text


def test_lgps_years_without_a_table(rules):
    with pytest.raises(MissingParameter):
        pension.lgps_rate(rules, date(2027, 4, 1), 24_000_00)
    with pytest.raises(InvalidRecord):
        pension.lgps_rate(rules, date(2026, 9, 30), 24_000_00, "quarter")


def test_rates_are_exact():
    rate = pension.employer_rate_given(Decimal("19.85"))
    assert pension.contribution(100_00, rate) == 19_85
    with pytest.raises(InvalidRecord):
        pension.employer_rate_given(Decimal("101"))
    with pytest.raises(InvalidRecord):
        pension.employer_rate_given(19.5)


def test_half_a_penny_goes_up():
    assert pension.contribution(50, pension.Rate(1, 100, "1%", "")) == 1


def test_unknown_scheme(rules):
    with pytest.raises(InvalidRecord):
        pension.family("nest")
    with pytest.raises(InvalidRecord):
        pension.police_rate(rules, "lgps", ON, 1)
