"""Properties of retro pay over random histories: exact sums, any order, a second run gives nothing."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import ElementInput, PensionMembership
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.retro.differences import differences
from odoo.addons.police_engine.retro.history import Known, as_now_known, history_of
from odoo.addons.police_engine.retro.settle import close, settle, with_arrears

from .builders import RULES, before_the_award, cases, changed_from, constable, months, overtime

START = date(2025, 6, 1)
PERIODS = months(2025, 6, 13)  # to June 2026: over an award and the end of a tax year
CLOSED, NEXT = PERIODS[:11], PERIODS[11:]
END = CLOSED[-1].end
DAYS = st.integers(0, (END - START).days).map(lambda days: START + timedelta(days=days))
BEFORE = before_the_award()

CHANGES = st.one_of(
    st.integers(1, 7).map(lambda point: {"pay_point": str(point)}),
    st.just({"rank": "sergeant", "scale": "sergeant", "pay_point": "3"}),
    st.sampled_from([{"region": "london"}, {"region": "england_wales"}]),
    st.integers(1600, 4000).map(lambda hours: {"hours": hours}),
    st.sampled_from([{"cost_centre": "2000"}, {"cost_centre": "3000"}]),
    st.sampled_from([{"paid": False}, {"paid": True}]),
)


@st.composite
def jobs(draw):
    """Somebody's job over all periods, with up to three changes."""
    job = (constable(date(2020, 1, 1), date(2030, 1, 1), point=str(draw(st.integers(1, 7)))),)
    for _ in range(draw(st.integers(0, 3))):
        job = changed_from(job, draw(DAYS), **draw(CHANGES))
    return job


@st.composite
def claims(draw):
    """Overtime, unsocial hours and a bonus, by first day of the period."""
    found = {}
    for period in CLOSED:
        own = []
        if draw(st.booleans()):
            own.append(overtime(Decimal(draw(st.integers(1, 60))) / 4, period.start))
        if draw(st.integers(0, 3)) == 0:
            own.append(ElementInput("unsocial_hours", units=Decimal(draw(st.integers(1, 60)))))
        if draw(st.integers(0, 5)) == 0:
            own.append(ElementInput("bonus", draw(st.integers(1, 500_00))))
        found[period.start] = tuple(own)
    return found


SCHEMES = st.sampled_from([PensionMembership("pps_2015"), PensionMembership()])


def total(*groups):
    """Pence by period earned, code, kind and cost centre; settled zeroes left out."""
    found = Counter()
    for line in (line for lines in groups for line in lines):
        found[line.inputs["period_earned"], line.code, line.kind, line.cost_centre] += line.amount
    return {key: amount for key, amount in found.items() if amount}


def run(history, rules, known, period, job):
    """One month's work: differences, settled, paid with the month, which is then closed."""
    retro = differences(history, rules, known)
    assume(not retro.problems)
    settlement = settle(retro)
    case = with_arrears(cases([period], job, pension=history.periods[0].case.pension)[0], settlement)
    result = calculate(case, rules)
    assume(not any(problem.severity == "blocking" for problem in result.problems))
    return retro.lines, close(history, case, result.lines, settlement)


@settings(max_examples=120, deadline=None)
@given(jobs(), jobs(), claims(), claims(), SCHEMES)
def test_recalculated_less_paid_is_the_sum_of_the_differences(before, after, paid_for, now, scheme):
    history = history_of(cases(CLOSED, before, paid_for, pension=scheme), BEFORE)
    assume(all(closed.lines for closed in history.periods))
    known = Known(slices=after, elements=now)
    retro = differences(history, RULES, known)
    assume(not retro.problems)
    assert retro.recalculated - retro.paid == retro.gross
    for closed in history.periods:
        was, is_now = calculate(closed.case, BEFORE), calculate(as_now_known(closed, known), RULES)
        own = [line for line in retro.lines if line.date_from == closed.case.period.start]
        for kind, name in (
            ("earning", "gross"), ("deduction", "pension_employee"), ("employer", "pension_employer"),
        ):  # fmt: skip
            change = getattr(is_now.totals, name) - getattr(was.totals, name)
            assert change == sum(line.amount for line in own if line.kind == kind), (name, closed.case.period)
        change = is_now.totals.pensionable_pay - was.totals.pensionable_pay
        assert change == sum(x.inputs["pensionable_pence"] for x in own if x.kind == "deduction")


@settings(max_examples=80, deadline=None)
@given(jobs(), jobs(), claims(), claims(), SCHEMES)
def test_any_order_of_changes_pays_the_same(before, after, paid_for, now, scheme):
    """A: the job and the award; B: the claims. A then B = B then A = both together."""
    history = history_of(cases(CLOSED, before, paid_for, pension=scheme), BEFORE)
    assume(all(closed.lines for closed in history.periods))
    together = differences(history, RULES, Known(slices=after, elements=now))
    assume(not together.problems)
    a = (RULES, Known(slices=after))
    b = (BEFORE, Known(slices=before, elements=now))
    both = (RULES, Known(slices=after, elements=now))
    for (rules, known), first_job in ((a, after), (b, before)):
        lines, closed = run(history, rules, known, NEXT[0], first_job)
        then = differences(closed, *both)
        assume(not then.problems)
        later = [line for line in then.lines if line.date_from < NEXT[0].start]
        assert total(lines, later) == total(together.lines)


@settings(max_examples=80, deadline=None)
@given(jobs(), jobs(), claims(), claims(), SCHEMES)
def test_a_second_run_gives_nothing_and_every_line_replays(before, after, paid_for, now, scheme):
    history = history_of(cases(CLOSED, before, paid_for, pension=scheme), BEFORE)
    assume(all(closed.lines for closed in history.periods))
    known = Known(slices=after, elements=now)
    lines, closed = run(history, RULES, known, NEXT[0], after)
    assert differences(closed, RULES, known).lines == ()
    for line in lines:
        stored = line._replace(inputs=json.loads(json.dumps(line.inputs)))
        assert replay(stored, RULES) == line.amount


@settings(max_examples=60, deadline=None)
@given(jobs(), claims(), SCHEMES)
def test_there_and_back_again_nets_to_nothing(job, paid_for, scheme):
    """A change made in error, paid, and undone: what was paid is owed back, to the penny."""
    history = history_of(cases(CLOSED, job, paid_for, pension=scheme), RULES)
    assume(all(closed.lines for closed in history.periods))
    wrong = Known(slices=changed_from(job, date(2025, 10, 10), pay_point="1", rank="constable",
                                      scale="constable_appointed_on_or_after_2013_04_01"))  # fmt: skip
    lines, closed = run(history, RULES, wrong, NEXT[0], job)
    back = differences(closed, RULES, Known(slices=job))
    assume(not back.problems)
    assert total(lines, back.lines) == {}
    assert differences(history, RULES).lines == ()
