"""A defect's steps: which may follow which, and that no minute is lost or counted twice."""

from datetime import datetime, timedelta

import pytest
from odoo.addons.police_engine.fleet import lifecycle as life

BEGAN = datetime(2026, 9, 1, 6, 0)
# Row by row from the workshop's own way of working.
ALLOWED = {
    ("reported", "diagnosed"), ("reported", "no_fault"), ("reported", "duplicate"), ("diagnosed", "parts"),
    ("diagnosed", "work"), ("diagnosed", "no_fault"), ("parts", "diagnosed"), ("parts", "work"),
    ("parts", "no_fault"),
    ("work", "parts"),
    ("work", "test"), ("test", "work"), ("test", "closed"),
}  # fmt: skip


@pytest.mark.parametrize("state", life.NEXT)
@pytest.mark.parametrize("following", life.NEXT)
def test_every_pair_of_steps(state, following):
    assert life.may_follow(state, following) == ((state, following) in ALLOWED)


def test_nothing_is_closed_without_a_test():
    assert {state for state, following in ALLOWED if following == "closed"} == {"test"}


def test_every_open_state_leads_out():
    for state in life.OPEN:
        reached, todo = set(), [state]
        while todo:
            for following in life.NEXT[todo.pop()]:
                if following not in reached:
                    reached.add(following)
                    todo.append(following)
        assert "closed" in reached, state


def test_every_minute_once():
    times = [BEGAN + timedelta(minutes=m) for m in (0, 30, 95, 300, 310)]
    states = ["reported", "diagnosed", "work", "test"]
    steps = list(zip(states, times, times[1:], strict=False))
    spent = life.minutes(steps, times[-1])
    assert spent == {"reported": 30, "diagnosed": 65, "work": 205, "test": 10}
    assert sum(spent.values()) == 310


def test_seconds_of_several_visits_add_up():
    part = timedelta(seconds=90)
    steps = [
        ("work", BEGAN, BEGAN + part),
        ("test", BEGAN + part, BEGAN + 2 * part),
        ("work", BEGAN + 2 * part, None),
    ]
    assert life.minutes(steps, BEGAN + 3 * part) == {"work": 3, "test": 1}
