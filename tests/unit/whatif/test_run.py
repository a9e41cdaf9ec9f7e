"""What-if gives what a real run gives: the engine is its oracle, person by person."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate, employer_cost
from odoo.addons.police_engine.records import DirectorPosition, ElementInput
from odoo.addons.police_engine.taxcalendar import monthly_period
from odoo.addons.police_engine.whatif.run import run
from odoo.addons.police_engine.whatif.scenario import Award, Scenario, facts_of, rules_of

from bench.people import months, people, year_of_cases

RULES = RuleSet.load()
SEPTEMBER = date(2026, 9, 1)
PERIODS = months(2026, 8, 3)
STAFF = Award(SEPTEMBER, Decimal(2), person_types=("staff", "pcso"))
SCENARIOS = (
    Scenario("as it stands"),
    Scenario("4 %", (Award(SEPTEMBER, Decimal(4), london_weighting=True), STAFF)),
    Scenario("flat", (Award(SEPTEMBER, flat=1_500_00, ranks=("constable", "sergeant")),)),
    Scenario("staff", (STAFF,)),
    Scenario("October", (Award(date(2026, 10, 1), Decimal("2.5")),)),
)


@pytest.fixture(scope="module")
def cases():
    """Three months of 150 people: claims, a promotion with a move, a sacrifice, a director, a leaver."""
    found = [case for own in year_of_cases(150, PERIODS) for case in own]
    for index in (0, 1, 2):
        own = found[index]
        piece = own.slices[0]._replace(
            person_type="officer", rank="constable", annual_salary=None, hours=4000, full_time_hours=4000,
            scale="constable_appointed_on_or_after_2013_04_01", pay_point="6", cost_centre="1000",
        )  # fmt: skip
        promoted = piece._replace(
            date_from=date(2026, 9, 9), rank="sergeant", scale="sergeant", pay_point="2", cost_centre="2000"
        )
        slices = (piece._replace(date_to=date(2026, 9, 8)), promoted)
        found[index] = replace(own, slices=slices)
    found[4] = replace(found[4], elements=(ElementInput("cycle_to_work", 50_00, cost_centre="1010"),))
    found[7] = replace(found[7], director=DirectorPosition("AN"))
    leaver = found[10]
    found[10] = replace(leaver, slices=(leaver.slices[0]._replace(date_to=date(2026, 9, 17)),))
    return found


@pytest.fixture(scope="module")
def answer(cases):
    return run(cases, RULES, SCENARIOS)


@pytest.mark.parametrize("index", range(len(SCENARIOS)))
def test_every_scenario_equals_the_full_engine(cases, answer, index):
    scenario = SCENARIOS[index]
    law = rules_of(RULES, scenario)
    totals = Counter()
    for case in cases:
        result = calculate(facts_of(case, RULES, scenario), law)
        assert result.lines, result.problems
        totals.update(
            gross=result.totals.gross, employer_nic=result.totals.employer_nic,
            pension_employer=result.totals.pension_employer, nicable=result.totals.nicable_pay,
        )  # fmt: skip
    cost = answer.outcomes[index].total()
    assert {name: getattr(cost, name) for name in totals} == dict(totals)
    assert answer.outcomes[index].rules_hash == law.hash


def test_no_change_equals_the_real_run_and_the_scenarios_differ(answer):
    assert answer.outcomes[0].rules_hash == RULES.hash
    assert len({outcome.cost() for outcome in answer.outcomes}) == len(SCENARIOS)
    august = [outcome.by("month")["2026-08-01"] for outcome in answer.outcomes]
    assert len(set(august)) == 1, "no award takes effect before September"


def test_groups_save_work_and_change_nothing(cases, answer):
    assert answer.groups < answer.cases == len(cases)
    one_by_one = Counter()
    for case in cases:
        for line in employer_cost(case, RULES).lines:
            if line.kind == "earning":
                one_by_one[line.cost_centre] += line.amount
    by_centre = answer.outcomes[0].by("cost_centre")
    assert {centre: cost.gross for centre, cost in by_centre.items()} == dict(one_by_one)


@pytest.mark.parametrize("name", ["month", "rank", "cost_centre"])
def test_every_view_adds_up(answer, name):
    for outcome in answer.outcomes:
        parts = outcome.by(name).values()
        assert [sum(column) for column in zip(*parts, strict=True)] == list(outcome.total())


def test_processes_change_nothing(cases, answer):
    shared = run(cases, RULES, SCENARIOS, processes=2)
    for one, other in zip(answer.outcomes, shared.outcomes, strict=True):
        assert one.rows == other.rows and one.levy == other.levy


def test_promotion_is_counted_at_both_ranks_and_places(cases):
    outcome = run(cases[1:2], RULES, SCENARIOS[:1]).outcomes[0]
    (september,) = {row[0] for row in outcome.rows}
    assert {(rank, centre) for _, rank, centre in outcome.rows} == {
        ("constable", "1000"),
        ("sergeant", "2000"),
    }
    constable, sergeant = (outcome.by("rank")[name] for name in ("constable", "sergeant"))
    result = calculate(cases[1], RULES)
    assert constable.gross + sergeant.gross == result.totals.gross
    assert constable.employer_nic + sergeant.employer_nic == result.totals.employer_nic
    assert september.start == SEPTEMBER


def test_apprenticeship_levy_on_the_whole_pay_bill():
    """Half a per cent of the month's bill less 1,250 pounds; nothing for a small employer."""
    cases = people(400, monthly_period(2026, 9))
    outcome = run(cases, RULES, SCENARIOS[:1]).outcomes[0]
    bill = outcome.total().nicable
    (due,) = outcome.levy.values()
    assert abs(due - (bill * 5 / 1000 - 1250_00)) <= 1 and due > 0
    assert list(run(cases[:5], RULES, SCENARIOS[:1]).outcomes[0].levy.values()) == [0]
    assert outcome.cost() == outcome.total().employer + due


def test_months_repeat_each_persons_facts():
    period = monthly_period(2026, 8)
    cases = [replace(c, elements=(ElementInput("bonus", 10_00),)) for c in people(20, period)]
    repeated = run(cases, RULES, SCENARIOS[:2], PERIODS)
    by_hand = run([replace(c, period=p) for c in cases for p in PERIODS], RULES, SCENARIOS[:2])
    assert [o.rows for o in repeated.outcomes] == [o.rows for o in by_hand.outcomes]


def test_whoever_cannot_be_paid_is_left_out_and_named():
    period = monthly_period(2026, 9)
    good, bad, twin = people(3, period)
    lost = replace(
        bad, elements=(ElementInput("no_such_element", 1, reference="claim 7"),), slices=good.slices
    )
    lost_too = replace(lost, reference=twin.reference)
    outcome = run([good, lost, lost_too], RULES, SCENARIOS[:1]).outcomes[0]
    assert outcome.total().people == 1
    assert [(p.person, p.rule, p.on) for p in outcome.problems] == [
        (bad.reference, "element", period.pay_date), (twin.reference, "element", period.pay_date),
    ]  # fmt: skip
    assert outcome.problems[1].message.startswith(f"{twin.reference}:")


def test_two_scenarios_of_one_name_are_refused():
    with pytest.raises(InvalidRecord, match="same name"):
        run([], RULES, (Scenario("a"), Scenario("a")))
