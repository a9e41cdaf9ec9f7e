"""``plan-fleet --json FILE --out PLAN``: plan a workshop from a JSON file and prove how good the plan is.

Exit codes: 0 a lawful plan, 1 no lawful plan (what was found is written, with what to relax), 2 a file that
cannot be used.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from ...exceptions import InvalidRecord
from . import instance as problem
from . import optimal, verify
from .explain import explain


def main(argv: list[str]) -> int:
    """Run the command; see the module for the exit codes."""
    began = time.monotonic()
    chosen = _arguments(argv)
    try:
        raw = json.loads(Path(chosen.json).read_text(encoding="utf-8"))
        instance = problem.read(raw)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, InvalidRecord) as error:
        sys.stderr.write(f"{chosen.json}: {error}\n")
        return 2
    left = max(1.0, chosen.seconds - (time.monotonic() - began))
    result = optimal.plan(instance, left, chosen.method)
    try:
        _write(chosen.out, result.document)
        if chosen.explain:
            _write(chosen.explain, {"explanations": explain(result.timeline)})
    except OSError as error:
        sys.stderr.write(f"{error.filename}: cannot be written: {error.strerror}\n")
        return 2
    verdict = verify.check(raw, result.document)
    sys.stdout.write(_summary(result.document, verdict, time.monotonic() - began))
    return 1 if verdict.breaches else 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="constabulary plan-fleet", description=__doc__.split("\n")[0])
    parser.add_argument("--json", required=True, metavar="FILE", help="the planning problem")
    parser.add_argument("--out", required=True, metavar="PLAN", help="where to write the plan")
    parser.add_argument("--seconds", type=float, default=60, help="time to plan in (60)")
    parser.add_argument("--method", choices=("optimal", "greedy"), default="optimal")
    parser.add_argument("--explain", metavar="FILE", help="where to write why each job is where it is")
    chosen = parser.parse_args(argv)
    if not chosen.seconds > 0:
        parser.error("--seconds must be more than 0")
    return chosen


def _write(path: str, document: dict[str, Any]) -> None:
    Path(path).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _summary(document: dict[str, Any], verdict: verify.Verdict, seconds: float) -> str:
    figures = document["figures"]
    lines = [
        f"{len(document['assignments'])} jobs placed, {len(document['unplaced'])} left out, {seconds:.1f} s",
        f"objective {document['objective']:,}  bound {document['bound']:,}  gap {document['gap']:.2%}",
        "  ".join(f"{name.replace('_', ' ')} {count}" for name, count in figures.items()),
        f"breaches found by the verifier: {len(verdict.breaches)}",
    ]
    lines += [f"  - {breach}" for breach in verdict.breaches[:20]]
    lines += [f"relax: {row['limit']} — {row['why']}" for row in document["relaxations"]]
    return "\n".join(lines) + "\n"
