"""Officers' sick pay (reg 28): worked cases, and random histories against an oracle that walks the days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.absence.elements import sick_pay
from odoo.addons.police_engine.absence.sick import (
    Extension,
    Notice,
    Spell,
    drop_problems,
    drops,
    levels,
)
from odoo.addons.police_engine.absence.ssp import ssp_days
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import EmploymentSlice, PayCase, PensionMembership, TaxPosition
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
DAY = timedelta(days=1)
START = date(2025, 1, 1)


def days(count, start=START):
    return start + timedelta(days=count)


def shape(stretches):
    return [(s.level, s.days) for s in stretches]


def test_a_year_of_sickness_and_more():
    found = levels([Spell(START)], RULES, days(399))
    assert shape(found) == [("full", 183), ("half", 182), ("nil", 35)]
    assert [(d.level, d.on) for d in drops(found)] == [("half", days(183)), ("nil", days(365))]


def test_paid_absence_of_the_twelve_months_before_is_deducted_on_the_first_day():
    """Two months off eight months ago leave four months of full pay (policepay.co.uk)."""
    early = Spell(date(2025, 1, 1), date(2025, 3, 2))  # 61 days
    found = levels([early, Spell(date(2025, 11, 1))], RULES, date(2026, 10, 31))
    assert shape(found) == [("full", 61), ("full", 122), ("half", 182), ("nil", 61)]
    late = levels([early, Spell(date(2026, 2, 1))], RULES, date(2026, 10, 31))
    assert late[1].days == 183 - 30  # only 1 February to 2 March lies within the twelve months


def test_regulation_28_discretion():
    better = Extension("full", days(183), days(200), "DCC", "R28/1")
    found = levels([Spell(START)], RULES, days(399), [better])
    assert shape(found) == [("full", 183), ("full", 18), ("half", 182), ("nil", 17)]
    assert found[1].why == "extended by DCC" and drops(found)[0].on == days(201)


def test_a_drop_is_announced_or_blocked():
    """Q-32: warned 28 days ahead; a drop that nobody announced in time is blocked."""
    spell, drop = [Spell(START)], days(183)
    assert drop_problems("P1", spell, RULES, drop - 29 * DAY) == ()
    ahead = drop_problems("P1", spell, RULES, drop - 28 * DAY)
    assert [(p.code, p.severity, p.on) for p in ahead] == [("drop_ahead", "warning", drop)]
    assert drop_problems("P1", spell, RULES, drop, notices=[Notice(drop - 28 * DAY, drop)]) == ()
    for notices in ((), [Notice(drop - 27 * DAY, drop)], [Notice(START, drop + DAY)]):
        blocked = drop_problems("P1", spell, RULES, drop, notices=notices)
        assert [(p.code, p.severity) for p in blocked] == [("drop_not_announced", "blocking")]
        assert blocked[0].person == "P1" and blocked[0].rule in rulebook.rules()
    extended = [Extension("full", drop, drop + 60 * DAY, "DCC")]
    assert drop_problems("P1", spell, RULES, drop, extended) == ()


@pytest.mark.parametrize(
    "spells",
    [
        [Spell(days(5), days(1))],
        [Spell(days(0), days(5)), Spell(days(5), days(8))],
        [Spell(START), Spell(days(9))],
    ],
)
def test_spells_that_cross_or_overlap_are_refused(spells):
    with pytest.raises(InvalidRecord):
        levels(spells, RULES, days(30))


@st.composite
def histories(draw):
    spells, at = [], START
    for _ in range(draw(st.integers(1, 9))):
        at += timedelta(days=draw(st.integers(1, 220)))
        end = at + timedelta(days=draw(st.integers(0, 420)))
        spells.append(Spell(at, end))
        at = end
    extensions = []
    for _ in range(draw(st.integers(0, 3))):
        start = START + timedelta(days=draw(st.integers(0, 1500)))
        end = start + timedelta(days=draw(st.integers(0, 120)))
        extensions.append(Extension(draw(st.sampled_from(["full", "half"])), start, end, "DCC"))
    return spells, extensions


def day_oracle(spells, extensions):
    """{day: level}: one day after another, with counters and a look at every earlier day."""
    paid, worth = {}, {"nil": 0, "half": 1, "full": 2}
    for spell in spells:
        since = date(
            spell.start.year - 1,
            spell.start.month,
            min(spell.start.day, 28 if (spell.start.month, spell.start.day) == (2, 29) else 31),
        )
        before = [level for day, level in paid.items() if since <= day < spell.start]
        full, half = max(0, 183 - before.count("full")), max(0, 182 - before.count("half"))
        day = spell.start
        while day <= spell.end:
            level = "full" if full else "half" if half else "nil"
            best = max([level, *(e.level for e in extensions if e.start <= day <= e.end)], key=worth.get)
            if best == level:
                full -= level == "full"
                half -= level == "half"
            paid[day] = best
            day += DAY
    return paid


@settings(max_examples=300, deadline=None)
@given(histories())
def test_levels_agree_with_the_day_oracle(history):
    spells, extensions = history
    found = {}
    for stretch in levels(spells, RULES, date(2040, 1, 1), extensions):
        for number in range(stretch.days):
            assert stretch.start + number * DAY not in found
            found[stretch.start + number * DAY] = stretch.level
    assert found == day_oracle(spells, extensions)


def test_a_decision_for_full_pay_within_one_for_half_pay():
    """A better decision that starts later cuts the stretch of the lesser one."""
    spells = [Spell(START, date(2026, 1, 3))]
    chief = [
        Extension("half", date(2025, 9, 5), date(2026, 1, 3), "DCC"),
        Extension("full", date(2026, 1, 3), date(2026, 1, 3), "DCC"),
    ]
    last = levels(spells, RULES, date(2040, 1, 1), chief)[-1]
    assert (last.level, last.start) == ("full", date(2026, 1, 3))


def ssp(spells, average=500_00, until=date(2026, 12, 31)):
    return [(d.on, d.rate) for d in ssp_days(spells, RULES, average, until)]


def test_ssp_before_the_reform():
    """Ten days from a Monday: eight qualifying days, three of them waiting, five at 23.75."""
    monday = date(2025, 9, 1)
    found = ssp([Spell(monday, monday + 9 * DAY)])
    assert found == [(date(2025, 9, d), 237500) for d in (4, 5, 8, 9, 10)]
    assert ssp([Spell(monday, monday + 2 * DAY)]) == []  # three days are no period of incapacity
    assert ssp([Spell(monday, monday + 9 * DAY)], average=124_00) == []  # below the lower earnings limit
    linked = [Spell(monday, monday + 9 * DAY), Spell(date(2025, 11, 3), date(2025, 11, 7))]
    assert len(ssp(linked)) == 5 + 5  # 53 days between: waiting days are served once
    apart = [linked[0], Spell(date(2025, 11, 10), date(2025, 11, 14))]
    assert len(ssp(apart)) == 5 + 2


def test_ssp_after_the_reform_and_across_it():
    monday = date(2026, 9, 7)
    assert ssp([Spell(monday, monday)]) == [(monday, 246500)]  # one day, no waiting
    assert ssp([Spell(monday, monday)], average=100_00) == [(monday, 160000)]  # 80% of 100 by five days
    across = ssp([Spell(date(2026, 3, 30), date(2026, 4, 10))], average=140_00)
    assert across[:2] == [(date(2026, 4, 2), 237500), (date(2026, 4, 3), 237500)]
    assert [rate for _, rate in across[2:]] == [246500] * 5  # in payment before: the flat rate is kept
    waiting = ssp([Spell(date(2026, 4, 3), date(2026, 4, 10))], average=140_00)
    assert waiting == [(date(2026, 4, d), 224000) for d in range(6, 11)]  # 112.00 / 5, waiting days end


def test_ssp_ends_after_28_weeks():
    assert len(ssp([Spell(date(2025, 5, 5), date(2026, 3, 31))], until=date(2026, 4, 1))) == 28 * 5


def slip(elements=()):
    period = monthly_period(2025, 11)
    scale = "constable_appointed_on_or_after_2013_04_01"
    piece = EmploymentSlice(period.start, period.end, "officer", "constable", scale, "7")
    return calculate(
        PayCase(
            reference="P1", period=period, slices=(piece,), tax=TaxPosition("1257L", "week1month1"),
            ni_category="A", pension=PensionMembership("pps_2015"), elements=tuple(elements),
        ),
        RULES,
    )  # fmt: skip


def test_elements_of_a_month_with_half_and_nil_pay():
    """November 2025 (4,188.00): ten days half, ten nil: 4,188 x 15/30 lost, SSP only for the nil days."""
    period, first = monthly_period(2025, 11), date(2025, 11, 11)
    start = first - timedelta(days=183)
    known = [Spell(start, date(2025, 11, 20)), Spell(date(2025, 11, 21), date(2025, 11, 30))]
    stretches = list(levels(known[:1], RULES, period.end))
    assert shape(stretches) == [("full", 183), ("half", 10)]
    stretches.append(stretches[-1]._replace(level="nil", start=date(2025, 11, 21), end=period.end))
    days_of = ssp_days([Spell(date(2025, 11, 1), date(2025, 11, 30))], RULES, 900_00, period.end)
    salary = [line for line in slip().lines if line.code == "basic_pay"]
    found = sick_pay(period, salary, stretches, days_of)
    assert found.days == {"full": 10, "half": 10, "nil": 10}
    assert found.lost == 698_00 + 1396_00
    assert found.topped == 6 * 23_75  # 21, 24 to 28 November
    paid = slip(found.elements)
    assert paid.totals.gross == 4188_00 - 2094_00 + 142_50


def test_whole_months_at_half_and_nil_leave_half_and_nothing():
    period = monthly_period(2025, 11)
    salary = [line for line in slip().lines if line.code == "basic_pay"]
    whole = levels([Spell(period.start, period.end)], RULES, period.end)[0]
    assert sick_pay(period, salary, [whole], ()).elements == ()
    assert sick_pay(period, salary, [whole._replace(level="half")], ()).lost == 2094_00
    assert sick_pay(period, salary, [whole._replace(level="nil")], ()).lost == 4188_00
