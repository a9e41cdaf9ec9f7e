"""Put ``addons/`` on the ``odoo.addons`` namespace, with or without Odoo installed.

Without Odoo the ``__init__`` of an addon cannot run (it imports models), so addons stand as bare packages:
their pure modules (``services/due.py``, say) can be imported and tested all the same.
"""

import importlib.util
import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def bare_package(name: str, *folders: Path) -> types.ModuleType:
    """A package of that name whose ``__init__`` is not run."""
    package = sys.modules[name] = types.ModuleType(name)
    package.__path__ = [str(folder) for folder in folders]
    return package


if importlib.util.find_spec("odoo") and importlib.util.find_spec("odoo.release"):
    import odoo.addons as namespace

    namespace.__path__.append(str(ROOT / "addons"))
else:
    odoo = bare_package("odoo")
    odoo.addons = bare_package("odoo.addons", ROOT / "addons")
    for manifest in (ROOT / "addons").glob("*/__manifest__.py"):
        addon = manifest.parent
        if addon.name != "police_engine":
            setattr(odoo.addons, addon.name, bare_package(f"odoo.addons.{addon.name}", addon))
            bare_package(f"odoo.addons.{addon.name}.services", addon / "services")
