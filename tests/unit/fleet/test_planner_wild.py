"""The planner on odd problems: always a valid plan or an honest list of what cannot be, and a true bound."""

import copy
import json

import pytest
from odoo.addons.police_engine.fleet.planning import cli, document, explain, greedy, instance, optimal, verify

from . import wild

SEEDS = range(2 * len(wild.KINDS))


@pytest.mark.parametrize("seed", SEEDS)
def test_any_problem_is_planned_lawfully_or_its_impossible_jobs_are_told(seed):
    raw = wild.problem(seed, 20, 40)
    before = copy.deepcopy(raw)
    result = optimal.plan(instance.read(raw), 0.3, parallel=False)
    plan = json.loads(json.dumps(result.document))
    verdict = verify.check(raw, plan)
    assert raw == before
    lost = {breach.split(":")[0] for breach in verdict.breaches if breach.endswith("not placed")}
    assert [breach for breach in verdict.breaches if breach.split(":")[0] not in lost] == []
    assert result.lawful == (not lost)
    assert lost <= {row["job"] for row in plan["unplaced"]}
    assert not lost or plan["relaxations"]
    assert all(row["reason"] for row in plan["unplaced"])
    assert plan["figures"] == verdict.figures
    assert plan["objective"] == pytest.approx(verdict.objective, rel=1e-12)
    assert plan["bound"] <= verdict.objective
    gap = (plan["objective"] - plan["bound"]) / max(1, plan["objective"])
    assert plan["gap"] == pytest.approx(gap, abs=1e-6)
    assert len(explain.explain(result.timeline)) == len(plan["assignments"])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_clerks_plan_of_any_problem_keeps_the_rules_too(seed):
    raw = wild.problem(seed)
    plan = document.plan_document(greedy.plan(instance.read(raw)))
    breaches = verify.check(raw, plan).breaches
    assert [breach for breach in breaches if not breach.endswith("not placed")] == []


def test_four_jobs_joined_one_by_one_are_one_visit():
    """A chain given in an order in which each link joins two groups that are there already."""
    raw = wild.problem(99)
    groups = {frozenset(job.id for job in visit.jobs) for visit in instance.read(raw).visits}
    assert frozenset({"V0-0", "V0-1", "V0-2", "V0-3"}) in groups


def test_a_hard_job_in_a_set_of_six_has_a_true_bound():
    raw = wild.problem(0, 1, 7) | {"locked": [], "minimum": []}
    raw["vehicles"] = [{"id": "V0", "base": "B0", "role": "van", "off_road": []}]
    raw["days"], raw["start"] = 5, "2026-12-07"
    raw["workshops"] = [{"id": "W", "bays": 1, "open": {"0": ["08:00", "14:00"]}, "closed": []}]
    raw["technicians"] = [
        {"id": f"T{n}", "workshop": "W", "skills": [skill], "absent": []} for n, skill in enumerate("ab")
    ]
    raw["travel_minutes"], raw["weights"] = {}, {}
    raw["jobs"] = [
        {
            "id": f"J{n}", "vehicle": "V0", "minutes": 60, "skill": "ab"[n % 2], "due": "2026-12-09",
            "hard": True, "together_with": [f"J{(n + 1) % 6}"],
        }
        for n in range(6)
    ]  # fmt: skip
    plan = optimal.plan(instance.read(raw), 0.5, parallel=False).document
    assert verify.check(raw, plan).breaches == []
    assert (plan["objective"], plan["bound"]) == (12, 12)  # six jobs, two days early


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda raw: raw.update(days="7"), "days must be a whole number"),
        (lambda raw: raw.update(days=10**9), "at most"),
        (lambda raw: raw.update(start="9999-12-30"), "beyond the calendar"),
        (lambda raw: raw.update(bases=[3]), "bases row 1 (3): must be an object"),
        (lambda raw: raw.pop("jobs"), "jobs is missing"),
        (lambda raw: raw["workshops"][0].update(bays=-1), "bays must be 0 or more"),
        (lambda raw: raw["workshops"][0].update(open={"7": ["08:00", "17:00"]}), "7 is no weekday"),
        (lambda raw: raw["workshops"][0].update(open={"1": ["8", "17:00"]}), "write it like 07:30"),
        (lambda raw: raw["workshops"][0].update(closed=["25/12/2026"]), "write it like 2026-12-07"),
        (lambda raw: raw["vehicles"][0].update(off_road=[["2026-12-09", "2026-12-08"]]), "before the first"),
        (lambda raw: raw["jobs"][0].update(minutes=90.5), "minutes must be a whole number"),
        (lambda raw: raw["jobs"][0].update(hard="no"), "hard must be true or false"),
        (lambda raw: raw["jobs"][0].update(together_with=["J9"]), "unknown job J9"),
        (lambda raw: raw["minimum"].append({"base": "Q"}), "role is missing"),
        (lambda raw: raw.update(locked=[{"job": raw["jobs"][0]["id"], "workshop": "W9",
                                         "start": "2026-12-07T08:00"}]), "no workshop W9"),
        (lambda raw: raw.update(weights={"late": 1}), "there is no weight late"),
        (lambda raw: raw.update(weights={"late_day": float("nan")}), "late_day must be a number"),
        (lambda raw: raw.update(travel_minutes={"Z": {}}), "there is no base Z"),
        (lambda raw: raw.update(travel_minutes=[1]), "travel_minutes must be an object"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_what_to_do_and_nothing_is_written(tmp_path, capsys, change, words):
    raw = wild.problem(46)
    change(raw)
    path, out = tmp_path / "problem.json", tmp_path / "plan.json"
    path.write_text(json.dumps(raw))
    assert cli.main(["--json", str(path), "--out", str(out), "--seconds", "1"]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told_before_planning(tmp_path, capsys):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(wild.problem(0)))
    assert cli.main(["--json", str(path), "--out", str(tmp_path / "no" / "plan.json")]) == 2
    assert "there is no directory" in capsys.readouterr().err
    assert cli.main(["--json", str(path), "--out", str(tmp_path)]) == 2
    assert "it is a directory" in capsys.readouterr().err


def test_an_old_plan_is_kept_when_the_new_problem_is_faulty(tmp_path):
    path, out = tmp_path / "problem.json", tmp_path / "plan.json"
    out.write_text("yesterday's plan")
    path.write_text('{"start": "2026-12-07"')
    assert cli.main(["--json", str(path), "--out", str(out)]) == 2
    assert out.read_text() == "yesterday's plan"
