"""Any two periods of anybody: the causes sum to the penny, each is typed, and the order is fixed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import event, given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from odoo.addons.police_engine.taxcalendar import monthly_period
from odoo.addons.police_engine.variance.explain import Side, explain_change

RULES = RuleSet.load()
NEW = "constable_appointed_on_or_after_2013_04_01"
FIRST, LAST = date(2020, 1, 1), date(2030, 1, 1)
KINDS = {
    "award", "pension_rates", "tax_rates", "ni_thresholds", "loan_thresholds", "rates", "tax_cumulative",
    "calendar", "job", "promotion", "scale", "increment", "local_salary", "hours", "region", "joiner_days",
    "leaver_days", "unpaid_days", "retro", "duty", "one_off", "absence", "taken_back", "allowance_started",
    "allowance_stopped", "allowance_changed", "deduction_started", "deduction_stopped", "deduction_changed",
    "tax_code", "ni_letter", "loan", "pension_scheme", "pension_tier", "joined", "left", "blocked",
    "was_blocked",
}  # fmt: skip

CHANGES = st.one_of(
    st.integers(1, 7).map(lambda n: {"rank": "constable", "scale": NEW, "pay_point": str(n)}),
    st.sampled_from("234").map(lambda n: {"rank": "sergeant", "scale": "sergeant", "pay_point": n}),
    st.sampled_from("0123").map(
        lambda n: {"rank": "inspector", "scale": "inspector_outside_london", "pay_point": n}
    ),
    st.integers(1200, 4000).map(lambda hours: {"hours": hours}),
    st.sampled_from(["london", "england_wales"]).map(lambda region: {"region": region}),
    st.sampled_from("12").map(lambda centre: {"cost_centre": centre}),
    st.booleans().map(lambda paid: {"paid": paid}),
)
ELEMENTS = st.one_of(
    st.integers(1, 60).map(lambda n: ("overtime_casual", None, Decimal(n) / 4)),
    st.integers(1, 60).map(lambda n: ("unsocial_hours", None, Decimal(n))),
    st.integers(1, 90_00).map(lambda n: ("replacement_allowance", n, None)),
    st.integers(1, 90_00).map(lambda n: ("bonus", n, None)),
    st.integers(1, 300_00).map(lambda n: ("taken", n, None)),
    st.integers(1, 90_00).map(lambda n: ("sports_club", n, None)),
    st.integers(1, 90_00).map(lambda n: ("cycle_to_work", n, None)),
    st.just(("federation_subscription", None, None)),
    st.integers(1, 3).map(lambda n: ("unpaid_absence", None, Decimal(n))),
)


@st.composite
def sides(draw):
    """Two months in a row, with up to four changes of the job around them."""
    number = draw(st.integers(2024 * 12 + 4, 2026 * 12 + 6))
    periods = [monthly_period(n // 12, n % 12 + 1) for n in (number, number + 1)]
    began = draw(st.sampled_from([FIRST, FIRST, FIRST, periods[0].start + timedelta(days=9)]))
    ends = draw(st.sampled_from([LAST, LAST, LAST, periods[1].start + timedelta(days=14)]))
    point = str(draw(st.integers(1, 7)))
    job = [
        EmploymentSlice(began, ends, "officer", rank="constable", scale=NEW, pay_point=point, cost_centre="1")
    ]
    days = (periods[1].end - periods[0].start).days
    for _ in range(draw(st.integers(0, 4))):
        job = cut(job, periods[0].start + timedelta(days=draw(st.integers(0, days))), draw(CHANGES))
    ytd = YearToDate(taxable_pay=draw(st.integers(0, 20_000_00)), tax=draw(st.integers(0, 4_000_00)))
    first = draw(facts(periods[0], job, ytd))
    paid = calculate(first, RULES)
    same_year = periods[0].tax_year == periods[1].tax_year
    second = draw(facts(periods[1], job, paid.ytd if same_year else YearToDate()))
    if draw(st.booleans()):
        second = replace(second, tax=first.tax, pension=first.pension, student_loans=first.student_loans)
    return first, second


def explained(before, after):
    return explain_change(Side(before, RULES), Side(after, RULES))


def cut(job, on, change):
    result = []
    for piece in job:
        if piece.date_from < on <= piece.date_to:
            result.append(piece._replace(date_to=on - timedelta(days=1)))
        if piece.date_to >= on:
            result.append(piece._replace(date_from=max(on, piece.date_from), **change))
        else:
            result.append(piece)
    return result


@st.composite
def facts(draw, period, job, ytd):
    slices = tuple(s for s in job if s.date_from <= period.end and s.date_to >= period.start)
    dated = st.sampled_from([None, period.start + timedelta(days=3)])
    found = [
        ElementInput("overpayment_recovery" if code == "taken" else code, amount, units, draw(dated))
        for code, amount, units in draw(st.lists(ELEMENTS, max_size=3))
    ]
    basis = draw(st.sampled_from(["cumulative", "week1month1"]))
    return PayCase(
        reference="P1",
        period=period,
        slices=slices,
        tax=TaxPosition(draw(st.sampled_from(["1257L", "BR", "S1257L", "K100"])), basis),
        ni_category=draw(st.sampled_from("AAAC")),
        pension=draw(st.sampled_from([PensionMembership("pps_2015")] * 3 + [PensionMembership()])),
        student_loans=draw(st.sampled_from([(), (), ("plan_2",), ("postgraduate",)])),
        elements=tuple(found),
        ytd=ytd,
    )


@settings(max_examples=400, deadline=None)
@given(sides())
def test_the_causes_are_the_whole_change(pair):
    before, after = pair
    change = explained(before, after)
    assert change.residual == 0
    old, new = calculate(before, RULES), calculate(after, RULES)
    assert change.before_net == old.totals.net and change.after_net == new.totals.net
    assert sum(cause.net for cause in change.causes) == new.totals.net - old.totals.net
    assert sum(cause.gross for cause in change.causes) == new.totals.gross - old.totals.gross
    assert sum(cause.tax for cause in change.causes) == new.totals.tax - old.totals.tax
    for cause in change.causes:
        assert cause.kind in KINDS and cause.label, cause
        assert set(cause.kinds) <= KINDS
        deducted = cause.tax + cause.employee_nic + cause.pension + cause.loans + cause.other
        assert cause.net == cause.gross - deducted
    event(f"{len(change.causes)} causes")
    event("joined kinds" if any(len(cause.kinds) > 1 for cause in change.causes) else "single kinds")


@settings(max_examples=60, deadline=None)
@given(sides())
def test_back_again_is_the_opposite_and_nothing_is_nothing(pair):
    before, after = pair
    change, back = explained(before, after), explained(after, before)
    assert change.net == -back.net and back.residual == 0
    assert explained(before, before).causes == ()


@settings(max_examples=60, deadline=None)
@given(sides())
def test_a_fact_that_did_not_change_is_no_cause(pair):
    before, after = pair
    kinds = {kind for cause in explained(before, after).causes for kind in cause.kinds}
    if before.tax == after.tax:
        assert "tax_code" not in kinds
    if before.elements == after.elements:
        assert not kinds & {"duty", "one_off", "absence", "deduction_started", "allowance_started"}
    if before.pension == after.pension:
        assert "pension_scheme" not in kinds
    if len({(s.rank, s.scale) for s in (*before.slices, *after.slices)}) <= 1:
        assert "promotion" not in kinds
