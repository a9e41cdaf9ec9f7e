"""Months of an interval, worked out by hand."""

from datetime import date

import pytest
from odoo.addons.police_fleet.services.due import add_months


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
