"""Runs a module of the engine: ``engine_main.py MODULE ARGUMENT…`` calls its ``main(arguments)``.

Runs in the prepared environment and needs neither Odoo nor a database: where Odoo is not there, an empty
``odoo.addons`` namespace is made and ``addons/`` put on it, so that the import path is the same everywhere.
"""

import importlib
import sys
import types
from pathlib import Path

ADDONS = Path(__file__).resolve().parent.parent / "addons"


def prepare_namespace() -> None:
    """A bare ``odoo.addons`` of our own: also where Odoo is installed, its import would only cost time."""
    odoo = sys.modules["odoo"] = types.ModuleType("odoo")
    odoo.__path__ = []
    namespace = odoo.addons = sys.modules["odoo.addons"] = types.ModuleType("odoo.addons")
    namespace.__path__ = [str(ADDONS)]


def main(arguments: list[str]) -> int:
    if not arguments:
        print("usage: engine_main.py MODULE [ARGUMENT…]", file=sys.stderr)
        return 2
    sys.path = [entry for entry in sys.path if Path(entry).resolve() != Path(__file__).resolve().parent]
    prepare_namespace()
    module = importlib.import_module(f"odoo.addons.police_engine.{arguments[0]}")
    sys.argv = [f"constabulary {arguments[0]}", *arguments[1:]]
    return module.main(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
