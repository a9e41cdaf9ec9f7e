"""No order of calls on a budget ever passes it, and shares come to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.finance.budget import ABSOLUTE, ADVISORY, Position, judge, shared

AMOUNT = st.integers(0, 10_000_000)
STEPS = st.lists(st.tuples(st.sampled_from(["reserve", "commit", "spend", "release"]), AMOUNT), max_size=40)


@given(AMOUNT, STEPS)
def test_no_sequence_overspends(budget, steps):
    position = Position(budget)
    for step, amount in steps:
        if step == "reserve" and judge(position, amount, ABSOLUTE).allowed:
            position = position._replace(reserved=position.reserved + amount)
        elif step == "commit":
            moved = min(amount, position.reserved)
            position = position._replace(
                reserved=position.reserved - moved, committed=position.committed + moved
            )
        elif step == "spend":
            moved = min(amount, position.committed)
            position = position._replace(
                committed=position.committed - moved, actual=position.actual + moved
            )
        elif step == "release":
            position = position._replace(reserved=position.reserved - min(amount, position.reserved))
        assert position.available >= 0
        assert position.reserved + position.committed + position.actual <= budget


@given(AMOUNT, AMOUNT, st.integers(0, 2000))
def test_the_margin_is_of_the_budget(budget, more, tolerance):
    allowed = judge(Position(budget), more, ABSOLUTE, tolerance).allowed
    assert allowed == (more <= budget + budget * tolerance // 10_000)


def test_a_release_is_allowed_on_an_overspent_budget():
    assert judge(Position(100, actual=500), -50, ABSOLUTE).allowed
    assert judge(Position(100, actual=500), 0, ABSOLUTE).allowed
    assert not judge(Position(100, actual=500), 1, ABSOLUTE).allowed


def test_advisory_warns_in_words_and_lets_through():
    verdict = judge(Position(100_00), 150_00, ADVISORY)
    assert verdict.allowed
    assert verdict.words == "£150.00 is £50.00 more than the £100.00 that is left of £100.00"
    assert judge(Position(100_00), 100_00, ADVISORY).words == ""


@given(st.integers(-10_000_000, 10_000_000), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_shares_come_to_the_whole(amount, parts):
    total = sum(parts)
    hundredths = [part * 10_000 // total for part in parts]
    hundredths[0] += 10_000 - sum(hundredths)
    distribution = {str(n): f"{share // 100}.{share % 100:02d}" for n, share in enumerate(hundredths)}
    found = shared(amount, distribution)
    assert sum(found.values()) == amount
    for key, share in zip(distribution, hundredths, strict=True):
        assert abs(found[key] * 10_000 - amount * share) < 10_000 * len(parts)


@pytest.mark.parametrize(
    "distribution", [{"a": "99.99"}, {"a": "50", "b": "50.01"}, {"a": "-10", "b": "110"}, {}]
)
def test_shares_that_are_not_the_whole_are_refused(distribution):
    with pytest.raises(InvalidRecord):
        shared(100, distribution)


def test_nonsense_is_refused():
    with pytest.raises(InvalidRecord):
        judge(Position(1), 1, "loose")
    with pytest.raises(InvalidRecord):
        judge(Position(1), 1, ABSOLUTE, -1)
