"""Absence of a period priced by the payslip, against an oracle that pays one day after another (G-P10)."""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.absence.family import Leave, weeks
from odoo.addons.police_engine.absence.inputs import FamilyPay, Unpaid, family, sickness, without_pay
from odoo.addons.police_engine.absence.sick import Extension, Spell, levels
from odoo.addons.police_engine.absence.ssp import ssp_days
from odoo.addons.police_engine.money import half_up, up
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import EmploymentSlice, PayCase, PensionMembership, TaxPosition
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
DAY = timedelta(days=1)
PERIOD = monthly_period(2026, 9)
SCALE = "constable_appointed_on_or_after_2013_04_01"
LOST = {"full": Fraction(0), "half": Fraction(1, 2), "nil": Fraction(1)}


def piece(start=PERIOD.start, end=PERIOD.end, hours=4000, point="7", region="england_wales"):
    return EmploymentSlice(start, end, "officer", "constable", SCALE, point, hours=hours, region=region)


def pay(slices, elements=(), period=PERIOD):
    return calculate(
        PayCase(
            reference="P1", period=period, slices=tuple(slices), tax=TaxPosition("1257L", "week1month1"),
            ni_category="A", pension=PensionMembership("pps_2015"), elements=tuple(elements),
        ),
        RULES,
    )  # fmt: skip


def daily(result):
    """{day: exact pence} of salary lines, each shared by its calendar days."""
    found: dict = {}
    for line in result.lines:
        if line.code in ("basic_pay", "london_weighting"):
            count = (line.date_to - line.date_from).days + 1
            for number in range(count):
                day = line.date_from + number * DAY
                found[day] = found.get(day, Fraction(0)) + Fraction(line.amount, count)
    return found


def whole(exact):
    return half_up(exact.numerator, exact.denominator)


def of(result, *codes):
    return sum(line.amount for line in result.lines if line.code in codes)


def days_in_september():
    return st.integers(1, 30).map(lambda day: date(2026, 9, day))


@st.composite
def months(draw):
    """Slices cut at random days by point, hours and unpaid stretches; spells, decisions."""
    cuts = sorted(draw(st.sets(st.integers(2, 30), max_size=3)))
    starts = [PERIOD.start, *(date(2026, 9, cut) for cut in cuts)]
    region = draw(st.sampled_from(["england_wales", "london"]))
    slices = []
    for index, start in enumerate(starts):
        end = starts[index + 1] - DAY if index + 1 < len(starts) else PERIOD.end
        hours, point = draw(st.sampled_from([2000, 3217, 4000])), draw(st.sampled_from(["3", "5", "7"]))
        slices.append(piece(start, end, hours, point, region))
    unpaid = []
    if draw(st.booleans()):
        first = draw(days_in_september())
        unpaid.append(Unpaid(first, first + draw(st.integers(0, 6)) * DAY))
    spells, at = [], PERIOD.start - draw(st.integers(150, 400)) * DAY
    while at <= PERIOD.end:
        end = at + draw(st.integers(0, 200)) * DAY
        spells.append(Spell(at, end))
        at = end + draw(st.integers(2, 12)) * DAY
    spells[-1] = spells[-1]._replace(end=None)
    decisions = []
    for _ in range(draw(st.integers(0, 2))):
        first = draw(days_in_september())
        level = draw(st.sampled_from(["full", "half"]))
        decisions.append(Extension(level, first, first + draw(st.integers(0, 9)) * DAY, "DCC"))
    return slices, unpaid, spells, decisions


@settings(max_examples=250, deadline=None)
@given(months())
def test_sick_pay_agrees_with_a_day_by_day_oracle(month):
    slices, unpaid, spells, decisions = month
    slices = without_pay(slices, unpaid)
    plain = pay(slices)
    if not plain.lines:
        return  # nothing in pay all month
    stretches = levels(spells, RULES, PERIOD.end, decisions)
    ssp = ssp_days(spells, RULES, Fraction(900_00), PERIOD.end)
    given_pay = daily(plain)
    lost, floors = Fraction(0), 0
    for stretch in stretches:
        first, last = max(stretch.start, PERIOD.start), min(stretch.end, PERIOD.end)
        due, received = 0, Fraction(0)
        day = first
        while day <= last:
            exact = given_pay.get(day, Fraction(0))
            lost += exact * LOST[stretch.level]
            received += exact * (1 - LOST[stretch.level])
            due += sum(paid.rate for paid in ssp if paid.on == day)
            day += DAY
        if stretch.level == "nil":
            received = Fraction(0)
        floors += max(0, up(due, 100) - whole(received))
    result = pay(slices, sickness(PERIOD, stretches, ssp))
    assert of(result, "sick_half_pay", "sick_nil_pay") == -whole(lost)
    ssp_codes = ("statutory_sick_pay", "statutory_sick_pay_half", "statutory_sick_pay_full")
    assert of(result, *ssp_codes) == floors
    assert result.totals.gross == plain.totals.gross - whole(lost) + floors
    for line in result.lines:
        stored = line._replace(inputs=json.loads(json.dumps(line.inputs)))
        assert replay(stored, RULES) == line.amount, line


@st.composite
def leaves(draw):
    start = PERIOD.start - draw(st.integers(-25, 330)) * DAY
    average = Fraction(draw(st.integers(130_00, 1_500_00)))
    spread, adds = draw(st.booleans()), draw(st.booleans())
    leave = Leave("P1", "SMP", start, start - 15 * 7 * DAY, average, 200)
    found = weeks(leave, RULES, officer=True, spread=spread, until=PERIOD.end)
    until = start + draw(st.integers(10, 363)) * DAY
    return FamilyPay(leave, found, until, adds, True)


@settings(max_examples=250, deadline=None)
@given(leaves())
def test_maternity_pay_agrees_with_a_day_by_day_oracle(leave):
    """Each run of days alike: the force's pay and statutory pay set against each other, to the penny."""
    plain = pay([piece()])
    given_pay = daily(plain)
    exact = Fraction(0)
    runs: list = []  # [level, weekly statutory, pay, statutory]
    statutory = 0
    for number in range(30):
        day = PERIOD.start + number * DAY
        if not leave.leave.start <= day <= leave.until:
            runs.append(None)
            continue
        week = next((w for w in leave.weeks if w.start <= day <= w.end), None)
        level, weekly = (week.level, week.statutory) if week else ("nil", 0)
        place = (day - week.start).days if week else 0
        of_day = min(weekly, up(weekly * (place + 1), 7)) - min(weekly, up(weekly * place, 7))
        exact += given_pay[day] * LOST[level]
        statutory += of_day
        if not runs or runs[-1] is None or runs[-1][:2] != [level, weekly]:
            runs.append([level, weekly, Fraction(0), 0])
        runs[-1][2] += given_pay[day]
        runs[-1][3] += of_day
    set_off = 0
    for level, _weekly, full, amount in filter(None, runs):
        if level == "full":
            set_off += min(amount, whole(full))
        elif level == "half" and leave.adds:
            set_off += max(0, amount - whole(full / 2))
        elif level == "half":
            set_off += min(amount, whole(full / 2))
    result = pay([piece()], family(PERIOD, leave))
    assert of(result, "statutory_maternity_pay") == statutory
    assert of(result, "maternity_half_pay", "maternity_nil_pay") == -whole(exact)
    assert result.totals.gross == plain.totals.gross - whole(exact) + statutory - set_off
    assert result.totals.gross >= statutory


def test_an_officer_on_full_maternity_pay_receives_full_pay_and_smp_is_shown():
    leave = Leave("P1", "SMP", date(2026, 8, 2), date(2026, 4, 18), Fraction(966_00), 200)
    full = FamilyPay(
        leave, weeks(leave, RULES, officer=True, until=PERIOD.end), date(2027, 7, 31), True, True
    )
    result = pay([piece()], family(PERIOD, full))
    assert result.totals.gross == pay([piece()]).totals.gross
    # 1-12 September still in weeks 5 and 6 at 869.40 (90% of 966.00); 13-30 at 194.32 flat
    first = up(86940 * 5, 7) + 86940
    assert of(result, "statutory_maternity_pay") == first + 2 * 19432 + up(19432 * 4, 7)


def test_a_keeping_in_touch_day_is_paid_at_the_plain_rate_less_smp_of_the_day():
    leave = Leave("P1", "SMP", date(2026, 3, 1), date(2025, 11, 15), Fraction(966_00), 200)
    worked = ((date(2026, 9, 9), 800),)
    found = weeks(leave, RULES, officer=True)
    with_day = FamilyPay(leave, found, date(2027, 2, 27), True, True, worked)
    without = FamilyPay(leave, found, date(2027, 2, 27), True, True)
    extra = pay([piece()], family(PERIOD, with_day)).totals.gross
    extra -= pay([piece()], family(PERIOD, without)).totals.gross
    annual = next(x for x in pay([piece()]).lines if x.code == "basic_pay").inputs["annual_pence"]
    # Wednesday is the fourth day of the week from Sunday 6 September: its share of 194.32
    share = up(19432 * 4, 7) - up(19432 * 3, 7)
    assert extra == half_up(annual * 6 * 800, 12520 * 100) - share


def test_an_early_return_ends_statutory_pay_with_the_leave():
    leave = Leave("P1", "SMP", date(2026, 3, 1), date(2025, 11, 15), Fraction(966_00), 200)
    found = weeks(leave, RULES, officer=True)
    back = FamilyPay(leave, found, date(2026, 9, 12), True, True)
    result = pay([piece()], family(PERIOD, back))
    # Sunday 30 August to Saturday 5 September: five of its days; the week to 12 September whole
    assert of(result, "statutory_maternity_pay") == 19432 - up(19432 * 2, 7) + 19432
    plain = pay([piece()]).totals.gross
    assert of(result, "maternity_nil_pay") == -half_up(plain * 12, 30)
    assert family(monthly_period(2026, 10), back) == ()


def test_a_backdated_award_reprices_the_days_at_half_pay():
    """The elements hold days, not pounds: retro pay works the reduction out again by the new rate."""
    spell = [Spell(date(2026, 2, 1))]
    elements = sickness(PERIOD, levels(spell, RULES, PERIOD.end), ())
    assert [e.code for e in elements] == ["sick_half_pay"]
    assert elements[0].amount is None and elements[0].units == Decimal(30)
    for point in ("5", "7"):
        before = pay([piece(point=point)]).totals.gross
        assert pay([piece(point=point)], elements).totals.gross == before - half_up(before, 2)


def test_days_without_pay_cut_the_slices():
    cut = without_pay(
        [piece()], [Unpaid(date(2026, 9, 10), date(2026, 9, 12)), Unpaid(date(2026, 9, 28), None)]
    )
    assert [(s.date_from.day, s.date_to.day, s.paid) for s in cut] == [
        (1, 9, True), (10, 12, False), (13, 27, True), (28, 30, False),
    ]  # fmt: skip
    assert pay(cut).totals.gross < pay([piece()]).totals.gross
