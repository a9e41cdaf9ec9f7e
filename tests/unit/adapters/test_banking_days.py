"""The bank-holiday table against the rule of the 1971 Act, with Easter computed by itself here."""

from datetime import date, timedelta

import pytest
from odoo.addons.police_engine.adapters.bacs import calendar
from odoo.addons.police_engine.exceptions import MissingParameter


def easter(year: int) -> date:
    """Anonymous Gregorian algorithm."""
    a, b, c = year % 19, *divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def monday(year: int, month: int, last: bool) -> date:
    day = date(year, month, 31 if last else 1)
    while day.weekday():
        day += timedelta(days=-1 if last else 1)
    return day


def expected(year: int) -> set[date]:
    days = {
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        monday(year, 5, False),
        monday(year, 5, True),
        monday(year, 8, True),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() >= 5 or fixed in days:
            fixed += timedelta(days=1)
        days.add(fixed)
    return days


@pytest.mark.parametrize("year", range(2024, 2031))
def test_every_day_of_the_year(year):
    closed = expected(year)
    assert len(closed) == 8
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_banking_day(day) == (day.weekday() < 5 and day not in closed), day
        day += timedelta(days=1)


def test_a_year_without_a_list_is_an_error():
    with pytest.raises(MissingParameter, match="2031"):
        calendar.is_banking_day(date(2031, 6, 3))


@pytest.mark.parametrize(
    ("pay_date", "processing"),
    [
        (date(2026, 9, 30), date(2026, 9, 29)),
        (date(2026, 8, 31), date(2026, 8, 27)),  # bank holiday Monday: paid on Friday, processed Thursday
        (date(2026, 10, 31), date(2026, 10, 29)),  # a Saturday
        (date(2026, 12, 29), date(2026, 12, 24)),  # over Christmas
    ],
)
def test_processing_day_of_a_pay_date(pay_date, processing):
    assert calendar.processing_date_for(pay_date) == processing
