"""Bench of everything beyond the plain pay run: preview, retro, causes of change, what-if, replay.

    ./constabulary bench payroll-full --people 10000

Two parts: in a database (two months of a force, through the users' own buttons) and the engine alone (a
year of everybody, as ``bench retro``). Bars are G-P1 to G-P3, G-P7 to G-P9 and G-P14.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from . import common, payroll

BARS = (
    ("total_s", "<=", 60),  # G-P1: calculated, stored, journal, FPS, bank file
    ("peak_mb", "<=", 1536),
    ("ratio_to_oca", ">=", 15),
    ("recalculate_one_p95_ms", "<=", 100),  # G-P2
    ("retro_s", "<=", 300),  # G-P3
    ("retro_one_person_p95_ms", "<=", 100),
    ("retro_unexplained_people", "<=", 0),
    ("stored_award_s", "<=", 300),
    ("stored_award_unexplained_people", "<=", 0),
    ("replay_differences", "<=", 0),  # G-P7
    ("preview_person_p95_ms", "<=", 2000),  # G-P8
    ("preview_force_s", "<=", 10),
    ("stored_causes_explained_percent", ">=", 99),  # G-P9
    ("stored_causes_largest_residual_pounds", "<=", 0.009),
    ("variance_residual_people", "<=", 0),
    ("whatif_s", "<=", 60),  # G-P14
    ("stored_whatif_s", "<=", 60),
    ("whatif_sample_differences", "<=", 0),
)


def main(argv: list[str] | None = None) -> int:
    """Run the bench; exit code 1 when a bar is missed."""
    chosen = _arguments(argv)
    common.boot(chosen.config)
    template = payroll._template(chosen)
    _say(f"  {chosen.people:,} people in a database …")
    figures = _database(chosen, template)
    _say("  a year of everybody, engine alone …")
    figures |= _engine(chosen)
    computed = figures["engine_s"] + figures["persist_s"]
    figures["payslips_per_s"] = round(chosen.people / computed, 1)
    figures["ratio_to_oca"] = round(figures["payslips_per_s"] / figures["oca_payslips_per_s"], 1)
    figures["people"] = chosen.people
    numbers = {key: value for key, value in figures.items() if isinstance(value, int | float)}
    report = common.Report("payroll-full", numbers)
    for key, sense, goal in BARS:
        report.bar(key, sense, goal)
    path = report.write(Path(chosen.out))
    rows = [[name, float(value)] for name, value in sorted(numbers.items())]
    sys.stdout.write(f"{common.table(['figure', 'value'], rows)}\n\n{report.show()}\n{path}\n")
    return 0 if report.holds else 1


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="constabulary bench payroll-full", description=__doc__)
    parser.add_argument("--people", type=int, default=10000)
    parser.add_argument("--oca-slips", type=int, default=200)
    parser.add_argument("--config", default=os.environ.get("CONSTABULARY_CONF", "var/odoo.conf"))
    parser.add_argument("--base", default=os.environ.get("CONSTABULARY_BASE"))
    parser.add_argument("--out", default=str(common.ROOT / "var" / "bench"))
    parser.add_argument("--fresh", action="store_true", help="make the people again")
    chosen = parser.parse_args(argv)
    if not chosen.base:
        parser.error("no base database: run it by ./constabulary bench payroll-full")
    if chosen.people < 400:
        parser.error("at least 400 people, or the figures mean nothing")
    return chosen


def _database(chosen: argparse.Namespace, template: str) -> dict[str, float]:
    database = f"{template}_full"
    common.clone(template, database)
    words = [chosen.config, database, str(chosen.people), str(chosen.oca_slips)]
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "bench.payroll_full_worker", *words],
            stdout=subprocess.PIPE, text=True, check=True, cwd=common.ROOT,
        )  # fmt: skip
        return json.loads(answer.stdout[answer.stdout.index("{") :])
    finally:
        common.drop(database)


def _engine(chosen: argparse.Namespace) -> dict[str, float]:
    """The three parts of ``bench retro`` in a process that holds no database connection."""
    code = (
        "import argparse, json, os, sys; from bench import retro; "
        "chosen = argparse.Namespace(people=int(sys.argv[1]), processes=os.cpu_count() or 1); "
        "rules = retro.RuleSet.load(); figures = {}; "
        "[figures.update(part(rules, chosen)) for part in (retro._retro, retro._variance, retro._what_if)]; "
        "print(json.dumps(figures))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, str(chosen.people)],
        stdout=subprocess.PIPE, text=True, check=True, cwd=common.ROOT,
    )  # fmt: skip
    return json.loads(answer.stdout[answer.stdout.index("{") :])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
