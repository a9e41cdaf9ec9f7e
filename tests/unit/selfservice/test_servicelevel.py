"""Due moments against the calendar on the wall."""

from datetime import UTC, datetime

import pytest
from odoo.addons.police_engine.selfservice.servicelevel import LONDON, due_at


def london(*parts):
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "amount", "due"),
    [
        (london(2026, 9, 1, 9), 1, london(2026, 9, 2, 17)),  # Tuesday -> Wednesday
        (london(2026, 9, 4, 16, 59), 1, london(2026, 9, 7, 17)),  # Friday -> Monday
        (london(2026, 9, 4, 17, 0), 1, london(2026, 9, 8, 17)),  # too late on Friday: counts from Monday
        (london(2026, 9, 5, 10), 1, london(2026, 9, 8, 17)),  # Saturday: counts from Monday
        (london(2026, 8, 28, 9), 1, london(2026, 9, 1, 17)),  # Monday 31 August is a bank holiday
        (london(2026, 12, 24, 9), 2, london(2026, 12, 30, 17)),  # 25th, 28th (for Boxing Day) are holidays
        (london(2026, 10, 23, 9), 1, london(2026, 10, 26, 17)),  # over the end of summer time
    ],
)
def test_working_days(asked, amount, due):
    assert due_at(asked, amount, "working_days") == due


def test_hours_run_through_the_weekend_and_the_clock_change():
    assert due_at(london(2026, 9, 4, 20), 4, "hours") == london(2026, 9, 5, 0)
    assert due_at(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 4, "hours") == datetime(
        2026, 10, 25, 3, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("asked", "amount", "unit"),
    [
        (datetime(2026, 9, 1), 1, "hours"),
        (london(2026, 9, 1), 0, "hours"),
        (london(2026, 9, 1), 1, "fortnights"),
    ],
)
def test_promises_that_mean_nothing_are_refused(asked, amount, unit):
    with pytest.raises(ValueError):
        due_at(asked, amount, unit)
