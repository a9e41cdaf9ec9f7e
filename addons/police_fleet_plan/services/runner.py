"""Starts the planner in a process of its own, watches it, and ends it when asked."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from odoo.addons.police_engine.exceptions import InvalidRecord

_SCRIPT = Path(__file__).with_name("planner_process.py")
_GRACE = 90  # seconds beyond its time after which a process that does not answer is ended
_LOOK = 0.2  # seconds between two looks


class Stopped(Exception):
    """The user stopped the planning; nothing was kept."""


class Answer(NamedTuple):
    """The two PLAN documents and ``{job: why it is where it is}``."""

    plan: dict[str, Any]
    greedy: dict[str, Any]
    why: dict[str, str]


def run(problem, seconds, listen):
    """Plan ``problem`` (the raw document) for ``seconds``.

    ``listen(percent)`` is called now and then and answers whether to go on. Raises Stopped, InvalidRecord
    when the problem cannot be used, RuntimeError when the process fails.
    """
    with tempfile.TemporaryDirectory(prefix="fleet-plan-") as name:
        folder = Path(name)
        (folder / "problem.json").write_text(json.dumps(problem), encoding="utf-8")
        _watch(folder, seconds, listen)
        refused = folder / "refused.txt"
        if refused.exists():
            raise InvalidRecord(refused.read_text(encoding="utf-8"))
        plan, greedy, why = (_read(folder / file) for file in ("plan.json", "greedy.json", "why.json"))
        return Answer(plan, greedy, {row["job"]: row["why"] for row in why})


def _read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _watch(folder, seconds, listen):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with (folder / "errors.txt").open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, str(_SCRIPT), str(folder), str(seconds)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
            env=environment, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(child, seconds, listen)
    finally:
        if child.poll() is None:  # the session holds the prover too
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if child.returncode:
        last = (folder / "errors.txt").read_text(errors="replace").strip().splitlines()[-1:]
        raise RuntimeError(f"The planner ended with {child.returncode}: {' '.join(last)}")


def _wait(child, seconds, listen):
    began, told = time.monotonic(), -1
    while child.poll() is None:
        spent = time.monotonic() - began
        if spent > seconds + _GRACE:
            raise RuntimeError(f"The planner did not answer within {round(spent)} seconds and was ended.")
        if int(spent) != told:  # once a second
            told = int(spent)
            if not listen(min(99, round(100 * spent / (seconds + 1)))):
                raise Stopped
        time.sleep(_LOOK)
