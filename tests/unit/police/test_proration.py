"""Basic pay over a month: whole, joined, left, promoted, part time, awards; with a day-by-day oracle."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.money import half_up
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import PensionMembership
from odoo.addons.police_engine.taxcalendar import monthly_period, pay_period, weeks_period

from .conftest import NEW, RULES, amounts, case, constable, line, staff

NOV = monthly_period(2025, 11)
DAY_SHARE = Fraction(6, 313 * 7)


def pay(rules, slices, period=NOV, **facts):
    return calculate(case(period, slices, **facts), rules)


def test_top_constable_is_paid_4188(rules):
    """Published: 50,256 a year, 4,188.00 a month."""
    assert line(pay(rules, [constable(NOV.start, NOV.end)]), "basic_pay").amount == 4188_00


def test_london_weighting_month(rules):
    result = pay(rules, [constable(NOV.start, NOV.end, region="london")])
    assert line(result, "london_weighting").amount == 262_50
    assert result.totals.gross == 4450_50


def test_february_and_december_pay_the_same_month(rules):
    for month in ((2026, 2), (2025, 12)):
        period = monthly_period(*month)
        assert pay(rules, [constable(period.start, period.end)], period).totals.gross == 4188_00


def test_joiner_mid_month_earns_days_pay(rules):
    """16 to 30 November: 15 days at 50,256 x 6/313/7."""
    result = pay(rules, [constable(date(2025, 11, 16), NOV.end)])
    assert line(result, "basic_pay").amount == 2064_37  # 15 x 137.62483... = 2,064.37
    assert line(result, "basic_pay").rule == "officer_salary_part_month"


def test_leaver_and_gap(rules):
    left = pay(rules, [constable(NOV.start, date(2025, 11, 10))])
    gap = pay(rules, [constable(NOV.start, date(2025, 11, 5)), constable(date(2025, 11, 26), NOV.end)])
    assert left.totals.gross == sum(amounts(gap, "basic_pay")) == 1376_25  # ten days either way


def test_unpaid_days_are_not_paid(rules):
    away = pay(
        rules,
        [constable(NOV.start, date(2025, 11, 10)), constable(date(2025, 11, 11), NOV.end, paid=False)],
    )
    assert away.totals.gross == 1376_25


def test_promotion_mid_month_shares_the_month(rules):
    """15 days as constable 7 (50,256) and 15 as sergeant 2 (53,568): half a month of each."""
    result = pay(
        rules,
        [
            constable(NOV.start, date(2025, 11, 15)),
            constable(date(2025, 11, 16), NOV.end, "2", rank="sergeant", scale="sergeant"),
        ],
    )
    assert amounts(result, "basic_pay") == [2094_00, 2232_00]


def test_hours_change_mid_month(rules):
    result = pay(
        rules, [constable(NOV.start, date(2025, 11, 15)), constable(date(2025, 11, 16), NOV.end, hours=2000)]
    )
    assert amounts(result, "basic_pay") == [2094_00, 1047_00]


def test_award_inside_a_period_splits_the_slice(rules):
    """Four weeks over 1 September 2025: days before at 48,231, days after at 50,256."""
    period = weeks_period("four_weekly", date(2025, 8, 18))
    result = pay(rules, [constable(period.start, period.end)], period)
    first, second = [entry for entry in result.lines if entry.code == "basic_pay"]
    assert (first.date_to, second.date_from) == (date(2025, 8, 31), date(2025, 9, 1))
    exact = Fraction(48231_00) * 14 * DAY_SHARE
    assert first.amount == half_up(exact.numerator, exact.denominator)
    assert first.inputs["annual_pence"] == 48231_00 and second.inputs["annual_pence"] == 50256_00


def test_a_week_is_annual_times_6_over_313(rules):
    period = weeks_period("weekly", date(2025, 11, 3))
    assert pay(rules, [constable(period.start, period.end)], period).totals.gross == 963_37  # 963.3738...


def test_staff_part_month_by_calendar_days(rules):
    result = pay(rules, [staff(date(2025, 11, 10), NOV.end)], pension=PensionMembership())
    assert line(result, "basic_pay").amount == 1750_00  # 30,000/12 x 21/30
    assert line(result, "basic_pay").rule == "staff_salary_part_month"


def test_officer_who_becomes_staff_is_two_series(rules):
    result = pay(
        rules,
        [constable(NOV.start, date(2025, 11, 10)), staff(date(2025, 11, 11), NOV.end)],
        pension=PensionMembership(),
    )
    assert amounts(result, "basic_pay") == [1376_25, 1666_67]


def test_special_constable_has_no_basic_pay(rules):
    piece = constable(NOV.start, NOV.end, scale="", point="")._replace(person_type="special", pay_point="")
    result = pay(rules, [piece], pension=PensionMembership())
    assert result.totals.gross == 0 and not amounts(result, "basic_pay")


def test_slices_are_clipped_to_the_period(rules):
    assert pay(rules, [constable(date(2020, 1, 1), date(2030, 1, 1))]).totals.gross == 4188_00


PERIODS = st.sampled_from(
    [monthly_period(2024 + month // 12, month % 12 + 1) for month in range(3, 24)]  # April 2024 on
    + [weeks_period(name, date(2025, 8, 4 + 7 * n)) for name in ("weekly", "four_weekly") for n in range(4)]
)


@st.composite
def cut_period(draw, change=False):
    """A period and a partition of its days: the same job throughout, or one that changes at each cut."""
    period = draw(PERIODS)
    days = (period.end - period.start).days + 1
    cuts = sorted(draw(st.sets(st.integers(1, days - 1), max_size=4)))
    starts = [0, *cuts]
    ends = [*(cut - 1 for cut in cuts), days - 1]
    hours = draw(st.integers(400, 4000))
    slices = []
    for start, end in zip(starts, ends, strict=True):
        facts = {"hours": hours, "region": "london"}
        if change:
            facts = {
                "hours": draw(st.integers(400, 4000)),
                "region": draw(st.sampled_from(["london", "england_wales"])),
                "paid": draw(st.booleans()),
            }
        point = draw(st.sampled_from("1234567")) if change else "5"
        one = timedelta(days=1)
        slices.append(constable(period.start + start * one, period.start + end * one, point, **facts))
    return period, slices


@settings(max_examples=150, deadline=None)
@given(cut_period())
def test_cutting_an_unchanged_month_changes_nothing(drawn):
    rules = RULES
    period, slices = drawn
    whole = calculate(case(period, [slices[0]._replace(date_to=period.end)]), rules)
    cut = calculate(case(period, slices), rules)
    assert len(amounts(cut, "basic_pay")) >= len(slices)
    assert sum(amounts(cut, "basic_pay")) == sum(amounts(whole, "basic_pay"))
    assert sum(amounts(cut, "london_weighting")) == sum(amounts(whole, "london_weighting"))
    assert cut.totals.net == whole.totals.net


@settings(max_examples=150, deadline=None)
@given(cut_period(change=True))
def test_against_a_day_by_day_oracle(drawn):
    """Each day in pay earns its own share; the sum is within half a penny of the exact amount."""
    rules = RULES
    period, slices = drawn
    result = calculate(case(period, slices, pension=PensionMembership()), rules)
    assert result.lines
    paid_days = sum((s.date_to - s.date_from).days + 1 for s in slices if s.paid)
    days = (period.end - period.start).days + 1
    exact = Fraction(0)
    for piece in slices:
        day = piece.date_from
        while piece.paid and day <= piece.date_to:
            scale = rules.at("police/pay/scales", day)
            annual = Fraction(scale[f"{NEW}.{piece.pay_point}"] * 100 * piece.hours, 4000)
            share = (
                Fraction(1, 12 * days) if period.frequency == "monthly" and paid_days == days else DAY_SHARE
            )
            exact += annual * share
            day += timedelta(days=1)
    assert abs(sum(amounts(result, "basic_pay")) - exact) <= Fraction(1, 2)


def test_odd_monthly_periods_share_their_own_days(rules):
    """A pay month from the 16th to the 15th is a month's pay too."""
    period = pay_period("monthly", date(2025, 10, 16), date(2025, 11, 15), date(2025, 11, 15))
    assert pay(rules, [constable(period.start, period.end)], period).totals.gross == 4188_00
