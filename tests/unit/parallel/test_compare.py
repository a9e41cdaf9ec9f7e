"""Nothing is dropped in a comparison, and causes are proposed by rule."""

from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.parallel.classify import CAUSES, Unit, propose
from odoo.addons.police_engine.parallel.compare import Variance, compare

SIDES = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["basic_pay", "income_tax", "net"])),
    st.integers(-1000, 1000),
)


@given(SIDES, SIDES)
def test_every_line_is_counted_once_and_the_differences_sum(legacy, ours):
    found = compare(legacy, ours)
    assert found.equal + found.differing + found.only_legacy == len(legacy)
    assert found.equal + found.differing + found.only_ours == len(ours)
    total = sum(ours.values()) - sum(legacy.values())
    assert sum(row.difference for row in found.variances) == total == found.ours_total - found.legacy_total


def test_ten_thousand_people_none_dropped():
    chance = Random(7)
    legacy = {(str(n), "basic_pay"): chance.randrange(200_000, 400_000) for n in range(10_000)}
    ours = {key: value for key, value in legacy.items() if chance.random() > 0.01}
    ours |= {(str(n), "basic_pay"): 1 for n in range(10_000, 10_050)}
    found = compare(legacy, ours)
    assert found.equal + found.only_legacy + found.only_ours + found.differing == 10_050
    assert found.only_ours == 50


def proposed(*rows, **facts):
    return {key: proposal.cause for key, proposal in propose(rows, 2, **facts).items()}


def test_rounding_needs_both_sides():
    assert proposed(Variance("a", "basic_pay", 100, 102)) == {("a", "basic_pay"): "rounding"}
    assert proposed(Variance("a", "basic_pay", 100, 103)) == {("a", "basic_pay"): ""}
    assert proposed(Variance("a", "basic_pay", None, 2)) == {("a", "basic_pay"): ""}


def test_one_sum_under_two_names_is_mapping():
    found = proposed(
        Variance("a", "overtime_casual", 5000, None), Variance("a", "overtime_recall", None, 5000)
    )
    assert set(found.values()) == {"mapping"}
    assert set(
        proposed(
            Variance("a", "overtime_casual", 5000, None), Variance("b", "overtime_recall", None, 5000)
        ).values()
    ) == {""}


def test_the_period_beside_it_is_timing():
    row = Variance("a", "bonus", None, 70_000)
    assert proposed(row, before={("a", "bonus"): -70_000})["a", "bonus"] == "timing"
    assert proposed(row, after={("a", "bonus"): -70_000})["a", "bonus"] == "timing"
    assert proposed(row, after={("b", "bonus"): -70_000})["a", "bonus"] == ""


def test_whole_quarters_of_our_rate_are_hours():
    row = Variance("a", "overtime_casual", 4_000, 7_001)
    assert proposed(row, units={("a", "overtime_casual"): Unit(Fraction(2_000))})[row[:2]] == "hours"
    assert proposed(row, units={("a", "overtime_casual"): Unit(Fraction(1_999))})[row[:2]] == ""


def test_one_ratio_for_several_people_is_a_rate():
    rows = [
        Variance(name, "unsocial_hours", 9 * n, 10 * n) for name, n in (("a", 500), ("b", 731), ("c", 999))
    ]
    assert set(proposed(*rows).values()) == {"rate"}
    assert set(proposed(*rows[:2]).values()) == {""}


def test_a_shared_rate_is_seen_through_the_rounding_of_small_amounts():
    ours = [(1295, "a"), (2168, "b"), (20_091, "c"), (17_240, "d"), (15_516, "e"), (13_969, "f")]
    rows = [Variance(name, "unsocial_hours", amount - amount // 10, amount) for amount, name in ours]
    assert set(proposed(*rows).values()) == {"rate"}


def test_tax_follows_pay_and_stands_alone_without():
    tax = Variance("a", "income_tax", 50_000, 51_000)
    assert proposed(tax, Variance("a", "basic_pay", 300_000, 305_000))["a", "income_tax"] == "consequence"
    assert proposed(tax)["a", "income_tax"] == ""


def test_no_rule_ever_says_whose_error_it_is():
    chance = Random(11)
    rows = [
        Variance(
            str(n),
            chance.choice(["basic_pay", "income_tax", "bonus"]),
            chance.randrange(9),
            chance.randrange(9),
        )
        for n in range(500)
    ]
    found = propose(rows, 2)
    assert {proposal.cause for proposal in found.values()} <= {*CAUSES, ""} - {"legacy_error", "our_error"}
    assert all(proposal.words for proposal in found.values())
