"""Plans one problem in a process of its own: the engine forks, and the caller holds a database connection.

    python planner_process.py FOLDER SECONDS

FOLDER holds ``problem.json`` (design/formats.md); into it come ``greedy.json`` (earliest due first),
``plan.json``, ``why.json`` and, when the problem cannot be used, ``refused.txt``. Needs no database.
"""

import importlib
import json
import sys
import types
from pathlib import Path

ADDONS = Path(__file__).resolve().parents[2]


def _namespace():
    """A bare ``odoo.addons`` of our own: importing Odoo would only cost time."""
    odoo = sys.modules["odoo"] = types.ModuleType("odoo")
    odoo.__path__ = []
    space = odoo.addons = sys.modules["odoo.addons"] = types.ModuleType("odoo.addons")
    space.__path__ = [str(ADDONS)]


def main(folder, seconds):
    """Plan what ``folder`` holds; the answer is written beside it, each file whole or not at all."""
    planning = "odoo.addons.police_engine.fleet.planning"
    instance = importlib.import_module(f"{planning}.instance")
    optimal = importlib.import_module(f"{planning}.optimal")
    explain = importlib.import_module(f"{planning}.explain")
    refusal = importlib.import_module("odoo.addons.police_engine.exceptions").InvalidRecord
    try:
        problem = instance.read(json.loads((folder / "problem.json").read_text(encoding="utf-8")))
    except refusal as error:
        (folder / "refused.txt").write_text(str(error), encoding="utf-8")
        return
    _write(folder / "greedy.json", optimal.plan(problem, 1, "greedy").document)
    result = optimal.plan(problem, seconds)
    _write(folder / "why.json", explain.explain(result.timeline))
    _write(folder / "plan.json", result.document)


def _write(path, content):
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    here = str(Path(__file__).resolve().parent)
    sys.path[:] = [path for path in sys.path if path != here]  # this room's names are not modules
    _namespace()
    main(Path(sys.argv[1]), float(sys.argv[2]))
