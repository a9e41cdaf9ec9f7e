"""What-if in a process of its own: the caller may hold a database connection, forked workers may not
inherit it.

    python worker.py < request > answer

Both are pickles, exchanged between a parent and the child it has just started, over a pipe: nothing from
outside is ever read. A request is ``(cases, rules, scenarios, months, processes, levy allowance)``; the
answer is a ``WhatIf`` or, when the engine refuses, ``("refused", message)``.
"""

import importlib
import os
import pickle
import subprocess
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve()
TIMEOUT = 1800  # seconds: beyond this the machine, not the question, is at fault


def ask(cases, rules, scenarios, months=None, processes=1, levy_allowance=None):
    """As ``run`` of this room, in a child process. InvalidRecord when it refuses, RuntimeError when it
    dies."""
    from ..exceptions import InvalidRecord

    request = pickle.dumps((list(cases), rules, list(scenarios), months, processes, levy_allowance))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    child = subprocess.run(
        [sys.executable, str(HERE)],
        input=request,
        capture_output=True,
        timeout=TIMEOUT,
        env=environment,
        check=False,
    )
    if child.returncode:
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise RuntimeError(f"The what-if process ended with {child.returncode}: {' '.join(last)}")
    answer = pickle.loads(child.stdout)
    if isinstance(answer, tuple):
        raise InvalidRecord(answer[1])
    return answer


def _prepare():
    """Make the engine importable as the parent names it, with or without Odoo on the path."""
    try:
        space = importlib.import_module("odoo.addons")
    except ModuleNotFoundError:
        parent = sys.modules["odoo"] = types.ModuleType("odoo")
        parent.__path__ = []
        space = parent.addons = sys.modules["odoo.addons"] = types.ModuleType("odoo.addons")
        space.__path__ = []
    addons = str(HERE.parents[2])
    if addons not in list(space.__path__):
        space.__path__.append(addons)


def main():
    """Answer one request on standard input."""
    _prepare()
    from odoo.addons.police_engine.exceptions import EngineError
    from odoo.addons.police_engine.whatif.run import run

    cases, rules, scenarios, months, processes, allowance = pickle.loads(sys.stdin.buffer.read())
    try:
        answer = run(cases, rules, scenarios, months, processes, allowance)
    except EngineError as error:
        answer = ("refused", str(error))
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if path != str(HERE.parent)]  # this room's names are not modules
    main()
