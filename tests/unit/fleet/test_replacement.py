"""The replacement programme against brute force, and the curves against figures worked by hand."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.fleet.replacement import curves, explain
from odoo.addons.police_engine.fleet.replacement import optimise as programme
from odoo.addons.police_engine.fleet.replacement.facts import Curve, Problem, Vehicle

CAR = Curve(price=3_000_000, residual=(100, 60, 40, 25, 15, 10), running=(1000, 1200, 1500, 2000, 3000, 4500))


def test_a_choice_is_worth_what_the_hand_says():
    """One year, 10,000 miles, 4 years old. Keep: 30p x 10,000 = £3,000, worth 10 % = £3,000 at the end: 0.
    Replace: £30,000 - £4,500 (15 %) + 10p x 10,000 = £1,000, worth 60 % = £18,000 at the end: £8,500."""
    problem = Problem([Vehicle(1, "A", "car", 4, 10_000)], {"car": CAR}, [10_000_000])
    assert curves.keep_cost(problem, problem.vehicles[0]) == 300_000 - 300_000
    assert curves.replace_cost(problem, problem.vehicles[0], 0) == 2_550_000 + 100_000 - 1_800_000


def test_discounting_makes_later_pounds_smaller():
    """A penny a mile, 100 miles: £1 now, and £1 in a year at 25 % is 80p today."""
    flat = Curve(10_000, (0, 0, 0), (0, 100))
    problem = Problem([Vehicle(1, "A", "k", 1, 100)], {"k": flat}, [0, 0], discount=2_500)
    assert curves.keep_cost(problem, problem.vehicles[0]) == 100 + 80


def test_the_worst_go_first_when_the_money_does_not_reach():
    costly = [Vehicle(n, f"V{n}", "car", 9, 20_000, factor=100 + 10 * n) for n in range(6)]
    problem = Problem(costly, {"car": CAR}, [6_000_000, 3_000_000, 0])
    answer = programme.optimise(problem)
    assert answer.proven
    assert {c.vehicle for c in answer.choices if c.year == 0} == {4, 5}
    assert {c.vehicle for c in answer.choices if c.year == 1} == {3}
    assert "needs £30,000.00 where £0.00" in explain.explain(problem, answer, costly[2])
    assert "cheapest" in explain.explain(problem, answer, costly[0])


def test_an_age_limit_is_kept_even_where_it_does_not_pay():
    new = Vehicle(1, "A", "car", 1, 1_000, must_by=1)
    answer = programme.optimise(Problem([new], {"car": CAR}, [3_000_000, 3_000_000]))
    assert [c.vehicle for c in answer.choices] == [1]
    assert answer.choices[0].saving < 0
    assert "must be replaced" in explain.explain(Problem([new], {"car": CAR}, [3_000_000] * 2), answer, new)


def test_age_limits_beyond_the_capital_are_named():
    must = [Vehicle(n, f"V{n}", "car", 9, 10_000, must_by=0) for n in (1, 2)]
    with pytest.raises(programme.CapitalTooSmall, match=r"V1, V2.*£10,000\.00 of capital is missing"):
        programme.optimise(Problem(must, {"car": CAR}, [5_000_000, 9_000_000]))


def test_no_approved_figures_is_an_error_and_no_nil():
    with pytest.raises(curves.MissingCurve, match="A: no approved prices"):
        programme.optimise(Problem([Vehicle(1, "A", "boat", 4, 100)], {"car": CAR}, [1]))


def brute(problem):
    """The most that can be saved, by trying everything."""
    options = curves.choices(problem)
    musts = {v.id for v in problem.vehicles if v.must_by is not None}
    groups = [
        [c for c in options if c.vehicle == v.id] + ([] if v.id in musts else [None])
        for v in problem.vehicles
    ]
    best = None
    for pick in itertools.product(*groups):
        taken = [choice for choice in pick if choice]
        spent = [sum(c.outlay for c in taken if c.year == year) for year in range(len(problem.limits))]
        if all(s <= limit for s, limit in zip(spent, problem.limits, strict=True)):
            saved = sum(c.saving for c in taken)
            best = saved if best is None else max(best, saved)
    return best


@st.composite
def problems(draw):
    kinds = {
        name: Curve(
            draw(st.integers(500, 4000)) * 1000,
            draw(
                st.lists(st.integers(0, 100), min_size=3, max_size=6).map(lambda r: sorted(r, reverse=True))
            ),
            draw(st.lists(st.integers(500, 9000), min_size=3, max_size=6)),
        )
        for name in ("car", "van")
    }
    vehicles = [
        Vehicle(
            n,
            f"V{n}",
            draw(st.sampled_from(["car", "van"])),
            draw(st.integers(0, 8)),
            draw(st.integers(0, 40_000)),
            draw(st.integers(50, 250)),
            draw(st.sampled_from([None, None, None, 0, 1])),
        )
        for n in range(draw(st.integers(1, 6)))
    ]
    limits = draw(st.lists(st.integers(0, 9_000_000), min_size=2, max_size=3))
    return Problem(vehicles, kinds, limits, draw(st.sampled_from([0, 350])))


@settings(max_examples=60, deadline=None)
@given(problems())
def test_nothing_saves_more(problem):
    best = brute(problem)
    solvers = [
        lambda: programme.optimise(problem),
        lambda: programme.branch(problem, curves.choices(problem)),
    ]
    for solve in solvers:
        if best is None:
            with pytest.raises(programme.CapitalTooSmall):
                solve()
            continue
        answer = solve()
        assert answer.proven
        assert answer.saving == best
        for year, limit in enumerate(problem.limits):
            assert sum(c.outlay for c in answer.choices if c.year == year) <= limit
        assert len({c.vehicle for c in answer.choices}) == len(answer.choices)
