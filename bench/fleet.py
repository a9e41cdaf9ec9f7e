"""Bench of the workshop planner on five seeded forces: 1,200 vehicles, three workshops, 26 weeks.

    ./constabulary bench fleet --seconds 60

Each instance is planned by the earliest-due-first rule and by the optimiser, through the same JSON that
``plan-fleet`` reads and writes; every plan is judged by the verifier, which shares no code with the planners.
The optimiser uses two processes.

Beside it: the nightly forecast of due dates of as many vehicles, held against lives whose future is known
(``fleet/forecast/lives.py``), and the odometer ledger on a corpus of true and mistyped readings
(``fleet/odometer/corpus.py``). Both generators are seeded and know nothing of what is tried on them.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from . import common
from . import engine as _engine  # noqa: F401  (puts addons/ on the path)

GAP, SAVED = 0.02, 0.25
FORECAST_S, WITHIN = 10, 0.9
CAUGHT = 0.99


def main(argv: list[str] | None = None) -> int:
    """Run the bench; exit code 1 when a bar is missed."""
    chosen = _arguments(argv)
    if Path(chosen.config).is_file():
        common.boot(chosen.config)
    rows = []
    for seed in range(chosen.seed, chosen.seed + chosen.instances):
        sys.stdout.write(f"  seed {seed} …\n")
        sys.stdout.flush()
        rows.append(_measure(seed, chosen.vehicles, chosen.seconds))
    report = _report(chosen, rows)
    _forecast(chosen, report)
    _odometer(chosen, report)
    sys.stdout.write(_words(rows, report))
    sys.stdout.write(f"{report.write(Path(chosen.out))}\n")
    return 0 if report.holds else 1


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="constabulary bench fleet", description=__doc__)
    parser.add_argument("--vehicles", type=int, default=1200)
    parser.add_argument("--instances", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="seed of the first instance (1)")
    parser.add_argument("--seconds", type=float, default=60, help="time for each plan (60)")
    parser.add_argument("--config", default=os.environ.get("CONSTABULARY_CONF", "var/odoo.conf"))
    parser.add_argument("--out", default=str(common.ROOT / "var" / "bench"))
    return parser.parse_args(argv)


def _measure(seed: int, vehicles: int, seconds: float) -> dict[str, Any]:
    """Plan one instance both ways."""
    from odoo.addons.police_engine.fleet.planning import generate

    raw = json.loads(json.dumps(generate.generate(seed, vehicles)))
    clerk, _ = _plan(raw, seconds, "greedy")
    began = time.perf_counter()
    verdict, plan = _plan(raw, seconds, "optimal")
    return {
        "seed": seed,
        "jobs": len(raw["jobs"]),
        "seconds": time.perf_counter() - began,
        "objective": verdict.objective,
        "bound": plan["bound"],
        "gap": (verdict.objective - plan["bound"]) / max(1, verdict.objective),
        "breaches": len(verdict.breaches),
        "short": verdict.figures["shortfall_vehicle_shifts"],
        "short_clerk": clerk.figures["shortfall_vehicle_shifts"],
    }


def _plan(raw: dict[str, Any], seconds: float, method: str):
    """The verifier's verdict and the plan document."""
    from odoo.addons.police_engine.fleet.planning import instance, optimal, verify

    began = time.monotonic()
    problem = instance.read(raw)
    left = seconds - (time.monotonic() - began)
    plan = json.loads(json.dumps(optimal.plan(problem, left, method).document))
    return verify.check(raw, plan), plan


def _report(chosen: argparse.Namespace, rows: list[dict[str, Any]]) -> common.Report:
    clerk, ours = sum(row["short_clerk"] for row in rows), sum(row["short"] for row in rows)
    figures = {
        "vehicles": chosen.vehicles,
        "instances": len(rows),
        "plan_gap_worst": max(row["gap"] for row in rows),
        "plan_s_worst": max(row["seconds"] for row in rows),
        "plan_breaches": sum(row["breaches"] for row in rows),
        "shortfall_plan": ours,
        "shortfall_earliest_due_first": clerk,
        "shortfall_saved": 1 - ours / clerk if clerk else 0.0,
    }
    figures |= {f"plan_gap_seed_{row['seed']}": row["gap"] for row in rows}
    report = common.Report("fleet", figures)
    report.bar("plan_gap_worst", "<=", GAP)
    report.bar("plan_s_worst", "<=", chosen.seconds)
    report.bar("plan_breaches", "<=", 0)
    report.bar("shortfall_saved", ">=", SAVED)
    return report


def _forecast(chosen: argparse.Namespace, report: common.Report) -> None:
    """Due dates truly due in the next six weeks; further ahead chance decides, which is shown as well."""
    from odoo.addons.police_engine.fleet.forecast import lives, trial

    sys.stdout.write("  forecast …\n")
    seeds = range(chosen.seed, chosen.seed + chosen.instances)
    scores = [trial.score(lives.lives(seed, chosen.vehicles)) for seed in seeds]
    dates = sum(score.soon_dates for score in scores)
    report.figures |= {
        "reforecast_s": max(score.seconds for score in scores),
        "forecast_dates": dates,
        "forecast_within_7_days": sum(score.soon * score.soon_dates for score in scores) / max(1, dates),
        "forecast_within_7_days_8_weeks_ahead": sum(score.later for score in scores) / len(scores),
        "forecast_within_7_days_26_weeks_ahead": sum(score.all for score in scores) / len(scores),
        "forecast_inside_error_bars": sum(score.inside for score in scores) / len(scores),
    }
    report.bar("reforecast_s", "<=", FORECAST_S)
    report.bar("forecast_within_7_days", ">=", WITHIN)


def _odometer(chosen: argparse.Namespace, report: common.Report) -> None:
    from odoo.addons.police_engine.fleet.odometer import corpus, trial

    sys.stdout.write("  odometer …\n")
    score = trial.score(corpus.corpus(chosen.seed))
    report.figures |= {
        "odometer_typos": score.typos,
        "odometer_typos_caught": score.caught,
        "odometer_true_readings": score.true,
        "odometer_true_blocked": score.blocked,
        "odometer_true_queried": score.queried,
    }
    report.bar("odometer_typos_caught", ">=", CAUGHT)
    report.bar("odometer_true_blocked", "<=", 0)


def _words(rows: list[dict[str, Any]], report: common.Report) -> str:
    headings = ["seed", "jobs", "s", "objective", "bound", "gap %", "breaches", "short", "short, by due date"]
    cells = [
        [
            row["seed"], row["jobs"], round(row["seconds"], 1), row["objective"], row["bound"],
            row["gap"] * 100, row["breaches"], row["short"], row["short_clerk"],
        ]
        for row in rows
    ]  # fmt: skip
    return f"\n{common.table(headings, cells)}\n\n{report.show()}\n"


if __name__ == "__main__":
    sys.exit(main())
