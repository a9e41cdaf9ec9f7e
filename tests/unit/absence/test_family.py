"""Family leave by weeks: statutory amounts, Annex L, shares by period."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.absence.family import (
    Leave,
    keeping_in_touch,
    occupational_days,
    statutory_in,
    weeks,
)
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()


def leave(kind="SMP", start=date(2025, 6, 2), average=900_00, service=200, **more):
    before = timedelta(weeks=15 if kind == "SMP" else 2)
    return Leave("P1", kind, start, start - before, average, service, **more)


def test_maternity_pay_changes_rate_with_the_tax_year():
    found = weeks(leave(), RULES)
    assert len(found) == 39 and [w.statutory for w in found[:7]] == [810_00] * 6 + [187_18]
    last = found[-1]
    assert last.start == date(2026, 2, 23) and last.statutory == 187_18
    later = weeks(leave(start=date(2025, 9, 1)), RULES)
    assert [w.statutory for w in later if w.start >= date(2026, 4, 6)] == [194_32] * 8


@pytest.mark.parametrize(
    ("kind", "count"), [("SAP", 39), ("SPP", 2), ("ShPP", 37), ("SPBP", 2), ("SNCP", 12)]
)
def test_every_kind_has_its_weeks(kind, count):
    found = weeks(leave(kind), RULES)
    assert len(found) == count
    assert found[0].statutory == (810_00 if kind == "SAP" else 187_18)
    with pytest.raises(InvalidRecord):
        weeks(leave(kind)._replace(weeks=count + 1), RULES)


def test_low_pay_gets_ninety_per_cent_and_too_low_or_too_short_nothing():
    assert {w.statutory for w in weeks(leave(average=150_01), RULES)} == {135_01}  # 135.009 up
    assert weeks(leave(average=100_00), RULES) == ()
    assert weeks(leave(service=20), RULES) == ()


def test_officers_maternity_pay_by_annex_l():
    found = weeks(leave(), RULES, officer=True)
    assert [w.level for w in found].count("full") == 18
    spread = weeks(leave(), RULES, officer=True, spread=True)
    assert [w.level for w in spread][:25] == ["full"] * 13 + ["half"] * 10 + ["nil"] * 2
    new = weeks(leave(service=62), RULES, officer=True)
    assert {w.level for w in new} == {"nil"} and len(new) == 39
    june = occupational_days(monthly_period(2025, 6), found)
    assert june == {"full": 29, "half": 0, "nil": 0}


@settings(max_examples=150, deadline=None)
@given(
    st.dates(date(2024, 8, 1), date(2026, 5, 30)), st.integers(130_00, 2_000_00), st.sampled_from(
        ["SMP", "SAP", "SPP", "SNCP"])
)  # fmt: skip
def test_the_periods_together_pay_every_week_once(start, average, kind):
    if kind == "SNCP" and start < date(2025, 5, 1):
        return
    found = weeks(leave(kind, start, average), RULES)
    shares, months = 0, 0
    for number in range(start.year * 12 + start.month - 1, start.year * 12 + start.month + 11):
        element = statutory_in(monthly_period(number // 12, number % 12 + 1), leave(kind), found)
        shares += element.amount if element else 0
        months += element is not None
    assert shares == sum(w.statutory for w in found) and (months or not found)


def test_keeping_in_touch_days():
    found = weeks(leave(), RULES)
    ten = [date(2025, 7, d) for d in range(1, 11)]
    assert keeping_in_touch(ten, found, RULES) == tuple(ten)
    for bad in ([*ten, date(2025, 8, 1)], [ten[0], ten[0]], [date(2024, 1, 1)]):
        with pytest.raises(InvalidRecord):
            keeping_in_touch(bad, found, RULES)


def test_unknown_kind_is_refused():
    with pytest.raises(InvalidRecord):
        weeks(leave("SXP"), RULES)
