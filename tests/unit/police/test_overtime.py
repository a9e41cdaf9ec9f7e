"""Overtime counting and pricing, rest days, advances and unsocial hours: published examples."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.money import half_up
from odoo.addons.police_engine.pay import overtime, unsocial

ON = date(2025, 11, 3)


@pytest.mark.parametrize(
    ("minutes", "told_after", "occasion", "quarters"),
    [
        (20, True, 1, 0), (45, True, 1, 1), (65, True, 1, 2), (45, False, 1, 3), (45, True, 5, 3),
        (29, True, 4, 0), (45, True, 4, 1), (14, False, 1, 0), (15, False, 1, 1), (0, True, 1, 0),
    ],
)  # fmt: skip
def test_payable_quarters(rules, minutes, told_after, occasion, quarters):
    assert overtime.payable_quarter_hours(rules, ON, minutes, told_after, occasion) == quarters


def test_counting_refuses_nonsense(rules):
    with pytest.raises(InvalidRecord):
        overtime.payable_quarter_hours(rules, ON, -1, True)
    with pytest.raises(InvalidRecord):
        overtime.payable_quarter_hours(rules, ON, 30, True, 0)


def test_amount_of_a_published_example():
    assert overtime.overtime_amount(50256_00, (4, 3), 9) == 72_25


def test_amount_is_rounded_once():
    for quarters in range(1, 60):
        exact = Fraction(50256_00 * 6, 12520) * Fraction(3, 2) * Fraction(quarters, 4)
        assert overtime.overtime_amount(50256_00, (3, 2), quarters) == half_up(
            exact.numerator, exact.denominator
        )


def test_advance_of_duty_north_wales_example():
    """Rostered 07:00-15:00, required at 04:00, finished 14:00: 04:00-07:00 and 12:00-14:00, five hours."""
    at = lambda hour: datetime(2025, 11, 3, hour)  # noqa: E731
    found = overtime.advance_of_duty(at(7), at(15), at(4), at(14))
    assert found.periods == ((at(4), at(7)), (at(12), at(14)))
    assert found.minutes == 300 and found.tour_ends == at(12)


def test_advance_finished_early():
    at = lambda hour: datetime(2025, 11, 3, hour)  # noqa: E731
    assert overtime.advance_of_duty(at(7), at(15), at(4), at(11)).minutes == 180
    with pytest.raises(InvalidRecord):
        overtime.advance_of_duty(at(7), at(15), at(8), at(11))


def test_rest_day(rules):
    assert overtime.rest_day(rules, ON, 36, follows_tour=True)[:2] == (30, (3, 2))
    assert overtime.rest_day(rules, ON, 60, follows_tour=True).paid_minutes == 60
    assert overtime.rest_day(rules, ON, 61, follows_tour=True).paid_minutes == 240
    assert overtime.rest_day(rules, ON, 120).paid_minutes == 240
    assert overtime.rest_day(rules, ON, 310).paid_minutes == 300
    assert overtime.rest_day(rules, ON, 300, notice_days=15)[:2] == (0, None)
    assert overtime.rest_day(rules, ON, 300, notice_days=14).paid_minutes == 300


def test_notice_leaves_out_both_days():
    assert overtime.notice_given(date(2025, 11, 1), date(2025, 11, 17)) == 15
    assert overtime.notice_given(date(2025, 11, 1), date(2025, 11, 1)) == 0


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2025-11-03T22:00", "2025-11-04T07:00", 8),
        ("2025-11-03T18:00", "2025-11-03T20:59", 0),
        ("2025-11-03T18:00", "2025-11-03T21:00", 1),
        ("2025-11-03T05:01", "2025-11-03T14:00", 0),
        ("2025-11-03T04:00", "2025-11-03T22:30", 4),
        ("2025-11-03T20:00", "2025-11-05T06:00", 20),
    ],
)
def test_full_unsocial_hours(start, end, hours):
    assert unsocial.full_unsocial_hours(datetime.fromisoformat(start), datetime.fromisoformat(end)) == hours


def test_unsocial_amount():
    assert unsocial.unsocial_amount(50256_00, 8) == 19_27
