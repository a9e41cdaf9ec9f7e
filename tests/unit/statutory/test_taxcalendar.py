"""The tax calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine import taxcalendar
from odoo.addons.police_engine.exceptions import InvalidRecord


@pytest.mark.parametrize(
    "day, year, week, month",
    [
        (date(2026, 4, 6), "2026-27", 1, 1),
        (date(2026, 4, 12), "2026-27", 1, 1),
        (date(2026, 4, 13), "2026-27", 2, 1),
        (date(2026, 5, 5), "2026-27", 5, 1),
        (date(2026, 5, 6), "2026-27", 5, 2),
        (date(2026, 9, 30), "2026-27", 26, 6),
        (date(2027, 1, 5), "2026-27", 40, 9),
        (date(2027, 4, 4), "2026-27", 52, 12),
        (date(2027, 4, 5), "2026-27", 53, 12),
        (date(2028, 4, 4), "2027-28", 53, 12),  # leap year: two days of week 53
        (date(2099, 12, 31), "2099-00", 39, 9),
    ],
)
def test_year_week_and_month(day, year, week, month):
    assert taxcalendar.tax_year_of(day) == year
    assert taxcalendar.tax_week(day) == week
    assert taxcalendar.tax_month(day) == month


def test_the_last_day_gives_the_extra_period():
    last = date(2027, 4, 5)
    numbers = {name: taxcalendar.tax_period(name, last) for name in ("weekly", "fortnightly", "four_weekly")}
    assert numbers == {"weekly": 53, "fortnightly": 54, "four_weekly": 56}
    for name in numbers:
        assert taxcalendar.is_extra_period(taxcalendar.pay_period(name, last, last, last))
    assert not taxcalendar.is_extra_period(taxcalendar.monthly_period(2027, 3))


def test_september_demo_month():
    period = taxcalendar.monthly_period(2026, 9)
    assert period == ("monthly", date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 30), "2026-27", 6)


def test_months_end_where_they_should():
    assert taxcalendar.monthly_period(2028, 2).end == date(2028, 2, 29)
    assert taxcalendar.monthly_period(2026, 12).end == date(2026, 12, 31)


def test_weeks_period():
    period = taxcalendar.weeks_period("four_weekly", date(2026, 4, 6))
    assert (period.end, period.tax_period) == (date(2026, 5, 3), 4)
    with pytest.raises(InvalidRecord, match="weeks"):
        taxcalendar.weeks_period("monthly", date(2026, 4, 6))


@pytest.mark.parametrize("label", ["2026-28", "2026", "twenty-six", "2026/27"])
def test_bad_tax_year_says_how_to_write_it(label):
    with pytest.raises(InvalidRecord, match="tax year"):
        taxcalendar.tax_year_dates(label)


def test_bad_frequency_and_dates():
    with pytest.raises(InvalidRecord, match="weekly, fortnightly"):
        taxcalendar.tax_period("daily", date(2026, 4, 6))
    with pytest.raises(InvalidRecord, match="before it starts"):
        taxcalendar.pay_period("monthly", date(2026, 4, 6), date(2026, 4, 5), date(2026, 4, 6))


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_every_day_lies_in_its_year(day):
    first, last = taxcalendar.tax_year_dates(taxcalendar.tax_year_of(day))
    assert first <= day <= last
    assert 1 <= taxcalendar.tax_week(day) <= 53
    assert 1 <= taxcalendar.tax_month(day) <= 12


@given(st.sampled_from(sorted(taxcalendar.FREQUENCIES)), st.integers(2020, 2030), st.data())
def test_numbered_period_is_paid_in_that_period(name, year, data):
    kind = taxcalendar.FREQUENCIES[name]
    number = kind.count * data.draw(st.integers(1, kind.periods_in_year // kind.count))
    period = taxcalendar.period_numbered(f"{year}-{(year + 1) % 100:02d}", name, number)
    assert taxcalendar.tax_period(name, period.pay_date) == number
    assert taxcalendar.tax_year_of(period.pay_date) == period.tax_year
    assert period.end - period.start >= timedelta(days=7 * kind.count - 1)


def test_periods_beyond_the_year_are_refused():
    for name, number in (("monthly", 13), ("weekly", 54), ("fortnightly", 3), ("four_weekly", 0)):
        with pytest.raises(InvalidRecord):
            taxcalendar.period_numbered("2026-27", name, number)
