"""When a service falls due, worked out by hand."""

from datetime import date, timedelta

import pytest
from odoo.addons.police_fleet.services.due import add_months, daily_distance, next_due

TODAY = date(2026, 9, 1)


def due(**kw):
    facts = dict(
        last_on=date(2026, 1, 15),
        last_at=10_000,
        months=12,
        distance=12_000,
        today=TODAY,
        now_at=16_000,
        per_day=0.0,
    )
    return next_due(**facts | kw)


def test_by_date_alone():
    assert due(distance=0).on == date(2027, 1, 15)
    assert due(distance=0).by == "date"


def test_whichever_comes_first():
    # 6,000 miles left at 100 a day is 60 days: 31 October, before the January date.
    assert (due(per_day=100).on, due(per_day=100).by) == (date(2026, 10, 31), "distance")
    # At 30 a day it is 200 days: 20 March, after it.
    assert (due(per_day=30).on, due(per_day=30).by) == (date(2027, 1, 15), "date")


def test_a_limit_already_passed_is_due_today():
    assert (due(now_at=22_000).on, due(now_at=22_000).by) == (TODAY, "distance")
    assert due(now_at=21_999, per_day=0).by == "date"


def test_distance_alone_without_known_use_has_no_date():
    assert due(months=0).on == date.max
    assert due(months=0, distance=0) is None


def test_the_odometer_it_is_due_at():
    assert due().at == 22_000
    assert due(distance=0).at is None


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 6, 30), 24, date(2028, 6, 30)),
    ],
)
def test_months_keep_the_day_or_the_end_of_the_month(start, months, expected):
    assert add_months(start, months) == expected


def test_daily_distance_needs_two_readings_a_fortnight_apart():
    day = date(2026, 8, 1)
    assert daily_distance([]) == 0
    assert daily_distance([(day, 100)]) == 0
    assert daily_distance([(day, 100), (day + timedelta(days=13), 1400)]) == 0
    assert daily_distance([(day, 100), (day + timedelta(days=20), 2100)]) == 100
    assert daily_distance([(day, 2100), (day + timedelta(days=20), 100)]) == 0
