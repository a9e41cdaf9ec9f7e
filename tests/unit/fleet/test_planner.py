"""The workshop planner: against exhaustive search on tiny problems, and on a small seeded force."""

import copy
import json
import time

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.fleet.planning import (
    bound,
    cli,
    document,
    explain,
    generate,
    greedy,
    instance,
    optimal,
    search,
    verify,
)

from . import tiny

TINY = range(200)


def searched(raw: dict, rounds: int = 60):
    problem = instance.read(raw)
    found = search.Search(problem, 1)
    found.build()
    found.run(time.monotonic() + 5, rounds=rounds)
    return problem, found.timeline


@pytest.fixture(scope="module")
def trials():
    """(seed, true optimum or None, the search's verdict, its document, bounds) of many tiny problems."""
    rows = []
    for seed in TINY:
        raw = tiny.problem(seed)
        problem, timeline = searched(raw)
        plan = document.plan_document(timeline)
        known = bound.Plan.of(timeline)
        lawful = not any(v.must and v.id not in timeline.placed for v in problem.visits)
        bounds = bound.Bound(problem, lawful)
        proven = [bounds.simple(), *bounds.improve(time.monotonic() + 5, lambda known=known: known)]
        rows.append((seed, tiny.optimum(raw), verify.check(raw, plan), plan, proven))
    return rows


def test_no_bound_is_above_the_true_optimum(trials):
    wrong = [
        (seed, best, proven) for seed, best, _, _, proven in trials if best is not None and max(proven) > best
    ]
    assert wrong == []


def test_the_bound_is_nearly_always_the_optimum(trials):
    known = [(best, max(proven)) for _, best, _, _, proven in trials if best is not None]
    assert sum(a == b for a, b in known) >= 0.9 * len(known)


def test_the_search_nearly_always_finds_the_optimum(trials):
    known = [(best, verdict) for _, best, verdict, _, _ in trials if best is not None]
    assert len(known) > 150
    assert sum(not v.breaches and v.objective == best for best, v in known) >= 0.97 * len(known)


def test_no_plan_is_better_than_possible_or_lawful_where_none_is(trials):
    for seed, best, verdict, _, _ in trials:
        if best is None:
            assert verdict.breaches, seed
        elif not verdict.breaches:
            assert verdict.objective >= best, seed


def test_figures_are_those_the_verifier_counts(trials):
    for seed, _, verdict, plan, _ in trials:
        assert (plan["objective"], plan["figures"]) == (verdict.objective, verdict.figures), seed


# -- a small force -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def force():
    return generate.generate(3, vehicles=60, days=28)


@pytest.fixture(scope="module")
def planned(force):
    return optimal.plan(instance.read(force), 4, parallel=False)


def test_a_plan_keeps_every_limit(force, planned):
    plan = json.loads(json.dumps(planned.document))
    verdict = verify.check(force, plan)
    assert planned.lawful
    assert verdict.breaches == []
    assert verdict.objective == plan["objective"]
    assert plan["bound"] <= plan["objective"]
    assert plan["gap"] <= 0.02


def test_the_search_is_better_than_the_clerk(force, planned):
    clerk = optimal.plan(instance.read(force), method="greedy")
    assert planned.document["objective"] <= clerk.document["objective"]
    assert clerk.document["bound"] <= planned.document["bound"]


def test_two_processes_plan_as_lawfully(force):
    result = optimal.plan(instance.read(force), 3)
    assert verify.check(force, result.document).breaches == []
    assert result.document["gap"] <= 0.02


def test_the_same_seed_and_rounds_give_the_same_plan(force):
    plans = [document.plan_document(searched(force, 200)[1]) for _ in range(2)]
    assert plans[0] == plans[1]


def test_promises_are_kept_when_replanned(force, planned):
    raw = copy.deepcopy(force)
    first = [row for row in planned.document["assignments"] if row["start"] < "2026-12-14"]
    raw["locked"] = [{key: row[key] for key in ("job", "workshop", "technician", "start")} for row in first]
    assert len(first) > 3
    assert optimal.plan(instance.read(raw), 2, parallel=False).document["figures"]["moved"] == 0


def test_a_full_size_plan_promised_is_kept_whole():
    """Bays and technicians are tight here: promises put one by one anyhow would push others out."""
    raw = generate.generate(2, vehicles=1200, days=35)
    first = document.plan_document(searched(raw, 300)[1])
    raw["locked"] = [
        {key: row[key] for key in ("job", "workshop", "technician", "start")} for row in first["assignments"]
    ]
    again = document.plan_document(searched(raw, 0)[1])
    assert len(first["assignments"]) > 500
    assert again["figures"] == first["figures"] | {"moved": 0}


def test_a_whole_plan_promised_is_kept_whole_when_nothing_has_changed(force, planned):
    raw = copy.deepcopy(force)
    raw["locked"] = [
        {key: row[key] for key in ("job", "workshop", "technician", "start")}
        for row in planned.document["assignments"]
    ]
    again = optimal.plan(instance.read(raw), 2, parallel=False).document
    assert again["figures"] == planned.document["figures"] | {"moved": 0}
    assert verify.check(raw, again).breaches == []


def test_taking_back_undoes_putting(force):
    _, timeline = searched(force, 0)
    state = (
        timeline.objective,
        copy.deepcopy(timeline.present),
        [list(s.hands) for s in timeline.shops.values()],
    )
    for visit in timeline.instance.visits:
        if visit.id in timeline.placed:
            timeline.put(visit, timeline.take(visit))
    again = (timeline.objective, timeline.present, [list(s.hands) for s in timeline.shops.values()])
    assert again == state


def test_every_placement_is_explained_and_nothing_moves(force, planned):
    before = dict(planned.timeline.placed)
    rows = explain.explain(planned.timeline)
    assert {row["job"] for row in rows} == {row["job"] for row in planned.document["assignments"]}
    assert all(row["why"] for row in rows)
    assert planned.timeline.placed == before


def test_without_the_solver_there_is_still_a_plan(force, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ortools.linear_solver", None)
    result = optimal.plan(instance.read(force), 2, parallel=False)
    assert verify.check(force, result.document).breaches == []
    assert result.document["bound"] == bound.Bound(instance.read(force)).simple()


def test_greedy_looks_at_no_cover(force):
    timeline = greedy.plan(instance.read(force))
    assert verify.check(force, document.plan_document(timeline)).breaches == []


# -- the command ---------------------------------------------------------------------------------------


def run(tmp_path, raw, *more):
    path, out = tmp_path / "problem.json", tmp_path / "plan.json"
    path.write_text(raw if isinstance(raw, str) else json.dumps(raw), encoding="utf-8")
    code = cli.main(["--json", str(path), "--out", str(out), "--seconds", "2", *more])
    return code, json.loads(out.read_text(encoding="utf-8")) if out.exists() else None


def test_the_command_writes_the_plan(tmp_path, capsys):
    code, plan = run(tmp_path, tiny.problem(3), "--explain", str(tmp_path / "why.json"))
    said = capsys.readouterr().out
    assert code == 0
    assert set(plan) == {"assignments", "unplaced", "objective", "bound", "gap", "figures", "relaxations"}
    assert "breaches found by the verifier: 0" in said
    assert json.loads((tmp_path / "why.json").read_text())["explanations"]


def test_an_unlawful_plan_ends_with_one(tmp_path, capsys):
    raw = tiny.problem(3)
    raw["jobs"][0] |= {"hard": True, "due": "2026-12-07", "earliest": "2026-12-08"}
    code, plan = run(tmp_path, raw)
    assert code == 1
    assert plan["unplaced"][0]["job"] == "J0"
    assert any("off the road" in row["limit"] or "by Monday" in row["limit"] for row in plan["relaxations"])
    assert "relax:" in capsys.readouterr().out


def test_a_hard_job_overdue_before_the_first_day_is_told_but_breaks_no_rule(tmp_path):
    raw = tiny.problem(3)
    raw["jobs"][0] |= {"hard": True, "due": "2026-12-01"}
    code, plan = run(tmp_path, raw)
    assert code == 0
    assert "due day is before the first day" in plan["unplaced"][0]["reason"]
    assert any("off the road" in row["limit"] for row in plan["relaxations"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw.pop("start"), "start date"),
        (lambda raw: raw.update(days=0), "days must be 1 or more"),
        (lambda raw: raw["jobs"][0].update(vehicle="V99"), "no vehicle V99"),
        (lambda raw: raw["jobs"].append(raw["jobs"][0]), "J0 is there twice"),
        (lambda raw: raw["jobs"][0].pop("due"), "due is missing"),
        (lambda raw: raw["jobs"][0].update(minutes=0), "minutes must be 1 or more"),
        (lambda raw: raw["minimum"][0].update(shift="noon"), "no shift noon"),
        (lambda raw: raw["minimum"][0].update(base="Q"), "no base Q"),
        (lambda raw: raw["technicians"][0].update(workshop="W9"), "no workshop W9"),
        (lambda raw: raw["workshops"][0].update(open={"0": ["17:00", "08:00"]}), "opens after it closes"),
        (lambda raw: raw["weights"].update(late_day=-1), "late_day"),
        (lambda raw: raw.update(vehicles=7), "vehicles"),
        (
            lambda raw: raw.update(locked=[{"job": "J9", "workshop": "W0", "start": "2026-12-07T08:00"}]),
            "no job J9",
        ),
        (lambda raw: raw["travel_minutes"].update(N={"W0": "far"}), "travel_minutes"),
    ],
)
def test_a_faulty_file_is_refused_in_words(tmp_path, capsys, change, words):
    raw = tiny.problem(3)
    change(raw)
    code, plan = run(tmp_path, raw)
    assert (code, plan) == (2, None)
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "null"])
def test_a_file_that_is_no_problem_is_refused(tmp_path, capsys, text):
    assert run(tmp_path, text) == (2, None)
    assert "problem.json" in capsys.readouterr().err


def test_every_fault_is_listed_at_once():
    raw = tiny.problem(3)
    raw["jobs"][0]["vehicle"], raw["minimum"][0]["shift"] = "V99", "noon"
    with pytest.raises(InvalidRecord, match=r"(?s)V99.*noon"):
        instance.read(raw)
