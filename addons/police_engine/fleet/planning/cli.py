"""``plan-fleet --json FILE --out PLAN``: plan a workshop from a JSON file and prove how good the plan is.

Exit codes: 0 a lawful plan, 1 no lawful plan (what was found is written, with what to relax), 2 a file that
cannot be used.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from ...exceptions import InvalidRecord
from . import instance as problem
from . import optimal, verify
from .explain import explain

_START_UP = 0.3  # seconds that Python takes before this module begins to count
_LONGEST = 86_400


def main(argv: list[str]) -> int:
    """Run the command; see the module for the exit codes."""
    began = time.monotonic() - _START_UP
    chosen = _arguments(argv)
    try:
        raw, problem = _read(chosen.json)
        for path in filter(None, (chosen.out, chosen.explain)):
            _check_writable(Path(path))
        left = max(0.5, chosen.seconds - (time.monotonic() - began))
        result = optimal.plan(problem, left, chosen.method)
        if chosen.explain:
            _write(chosen.explain, {"explanations": explain(result.timeline)})
        _write(chosen.out, result.document)
    except _Refused as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was written.\n")
        return 130
    verdict = verify.check(raw, result.document)
    sys.stdout.write(_summary(result.document, verdict, time.monotonic() - began))
    return 1 if verdict.breaches else 0


class _Refused(Exception):
    """A file that cannot be read or written; the message says which and why."""


def _read(path: str) -> tuple[dict[str, Any], problem.Instance]:
    try:
        raw = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        return raw, problem.read(raw)
    except OSError as error:
        raise _Refused(f"{path}: cannot be read: {error.strerror or error}") from error
    except InvalidRecord as error:
        raise _Refused(f"{path}: {error}") from error
    except RecursionError as error:
        raise _Refused(f"{path}: is no planning file: its brackets are nested too deeply") from error
    except ValueError as error:  # no JSON, no UTF-8, a number of thousands of digits
        raise _Refused(f"{path}: is not a JSON file in UTF-8: {error}") from error


def _check_writable(path: Path) -> None:
    """Before an hour's planning, not after it."""
    if path.is_dir():
        raise _Refused(f"{path}: cannot be written: it is a directory")
    if not path.absolute().parent.is_dir():
        raise _Refused(f"{path}: cannot be written: there is no directory {path.absolute().parent}")
    if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise _Refused(f"{path}: cannot be written: permission denied")


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="constabulary plan-fleet", description=__doc__.split("\n")[0])
    parser.add_argument("--json", required=True, metavar="FILE", help="the planning problem")
    parser.add_argument("--out", required=True, metavar="PLAN", help="where to write the plan")
    parser.add_argument("--seconds", type=float, default=60, help="time to plan in (60)")
    parser.add_argument("--method", choices=("optimal", "greedy"), default="optimal")
    parser.add_argument("--explain", metavar="FILE", help="where to write why each job is where it is")
    chosen = parser.parse_args(argv)
    if not 0 < chosen.seconds <= _LONGEST:  # also refuses nan
        parser.error(f"--seconds must be more than 0 and at most {_LONGEST:,}")
    return chosen


def _write(path: str, document: dict[str, Any]) -> None:
    """All or nothing: written beside the file, then put in its place."""
    text, part = json.dumps(document, indent=1) + "\n", Path(f"{path}.part")
    try:
        if Path(path).exists() and not Path(path).is_file():  # a pipe or /dev/stdout
            Path(path).write_text(text, encoding="utf-8")
            return
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _Refused(f"{path}: cannot be written: {error.strerror or error}") from error


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
