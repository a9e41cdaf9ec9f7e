"""A job dragged on the board: the quick answer is that of the verifier, on many random drops."""

import copy
import json
import random
import time

import pytest
from odoo.addons.police_engine.fleet.planning import document, drag, generate, greedy, instance, verify

from . import tiny, wild


def drops(raw: dict, plan: dict, dice: random.Random, count: int):
    """Random drops, half of them close to where something is."""
    starts = [row["start"] for row in plan["assignments"]] or [f"{raw['start']}T08:00"]
    for _ in range(count):
        workshop = dice.choice(raw["workshops"])
        team = [t["id"] for t in raw["technicians"] if dice.random() < 0.2 or t["workshop"] == workshop["id"]]
        date = dice.choice(starts)[:10]
        if dice.random() < 0.3:
            date = wild.day(tiny.START, dice.randrange(-1, 30))
        clock = f"{dice.randrange(7, 19):02d}:{dice.choice((0, 0, 15, 30)):02d}"
        start = dice.choice(starts) if dice.random() < 0.3 else f"{date}T{clock}"
        bay = dice.randrange(1, workshop["bays"] + 2)
        job = dice.choice(raw["jobs"])["id"]
        yield drag.Move(job, workshop["id"], bay, dice.choice(team) if team else "nobody", start)


def after(plan: dict, answer: drag.Answer) -> dict:
    mine = {row["job"] for row in answer.rows}
    rows = [row for row in plan["assignments"] if row["job"] not in mine]
    out = [row for row in plan["unplaced"] if row["job"] not in mine]
    return {**plan, "assignments": [*rows, *answer.rows], "unplaced": out}


def compare(raw: dict, seed: int, count: int) -> tuple[int, int]:
    """Drops found feasible and not; asserts that the verifier says the same of each."""
    plan = json.loads(json.dumps(document.plan_document(greedy.plan(instance.read(raw)))))
    problem, found = instance.read(raw), [0, 0]
    before, rows = verify.check(raw, plan), copy.deepcopy(plan["assignments"])
    for move in drops(raw, plan, random.Random(seed), count):
        answer = drag.check(problem, plan["assignments"], move)
        now = verify.check(raw, after(plan, answer))
        new = set(now.breaches) - set(before.breaches)
        assert answer.feasible == (not new), (move, answer.broken, new)
        assert answer.feasible == (answer.broken == ())
        change = {key: now.figures[key] - before.figures[key] for key in now.figures}
        assert {key: getattr(answer.change, key) for key in change} == change, move
        assert answer.change.objective == pytest.approx(now.objective - before.objective)
        assert bool(answer.short) or answer.change.shortfall_vehicle_shifts <= 0
        found[not answer.feasible] += 1
    assert plan["assignments"] == rows
    return found[0], found[1]


def test_the_answer_is_the_verifiers_on_tiny_problems():
    counts = [compare(tiny.problem(seed), seed, 20) for seed in range(60)]
    assert sum(feasible for feasible, _ in counts) > 50
    assert sum(broken for _, broken in counts) > 100


@pytest.mark.parametrize("seed", [0, 4, 5, 7, 15, 17, 21, 22, 30])
def test_the_answer_is_the_verifiers_on_odd_problems(seed):
    raw = wild.problem(seed, 12, 20)
    if raw["jobs"]:
        compare(raw, seed, 15)


@pytest.fixture(scope="module")
def force():
    raw = generate.generate(2)
    problem = instance.read(raw)
    return raw, problem, document.plan_document(greedy.plan(problem))["assignments"]


def test_an_answer_takes_less_than_fifty_milliseconds(force):
    raw, problem, rows = force
    times = []
    for move in drops(raw, {"assignments": rows}, random.Random(1), 60):
        began = time.perf_counter()
        drag.check(problem, rows, move)
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 2] <= 0.05


def test_words_say_what_stands_in_the_way():
    raw = tiny.problem(3)
    raw |= {
        "locked": [], "travel_minutes": {}, "days": 3,
        "vehicles": [
            {"id": "V0", "base": "N", "role": "response", "off_road": [["2026-12-09", "2026-12-09"]]}
        ],
        "workshops": [{"id": "W", "bays": 1, "open": {"0": ["08:00", "12:00"], "2": ["08:00", "12:00"]}}],
        "technicians": [{"id": "T", "workshop": "W", "skills": ["a"], "absent": ["2026-12-09"]}],
        "minimum": [{"base": "N", "role": "response", "shift": "late", "weekdays": [0], "vehicles": 1}],
        "shifts": [{"id": "late", "from": "10:00", "to": "18:00"}],
        "jobs": [
            {"id": "A", "vehicle": "V0", "minutes": 60, "skill": "a", "due": "2026-12-07", "hard": True},
            {"id": "B", "vehicle": "V0", "minutes": 60, "skill": "b", "due": "2026-12-07", "hard": False},
        ],
    }  # fmt: skip
    rows = [
        {"job": "A", "workshop": "W", "bay": 1, "technician": "T", "start": "2026-12-07T08:00",
         "end": "2026-12-07T09:00"}
    ]  # fmt: skip
    problem = instance.read(raw)
    clash = drag.check(problem, rows, drag.Move("B", "W", 1, "T", "2026-12-07T08:30"))
    words = " / ".join(clash.broken)
    assert "bay 1 of W is taken by A from 08:00 to 09:00" in words
    assert "T is busy with A" in words
    assert "B: T lacks the skill b" in words
    assert "V0 is away then for another visit" in words
    late = " / ".join(drag.check(problem, rows, drag.Move("A", "W", 2, "T", "2026-12-09T11:30")).broken)
    assert "the law wants it by Monday 7 December 2026" in late
    assert "off the road from Wednesday 9 December 2026" in late
    assert "T is absent on Wednesday 9 December 2026" in late
    assert "W has no bay 2; it has 1" in late
    assert "W is open from 08:00 to 12:00" in late
    shut = drag.check(problem, rows, drag.Move("A", "W", 1, "T", "2026-12-08T08:00"))
    assert "W is shut on Tuesday 8 December 2026" in shut.broken
    moved = drag.check(problem, rows, drag.Move("A", "W", 1, "T", "2026-12-07T10:00"))
    assert (moved.feasible, moved.change.shortfall_vehicle_shifts) == (True, 1)
    assert moved.short == ("N would be 1 response vehicle short in the late shift on Monday 7 December 2026",)
