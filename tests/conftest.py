"""Put ``addons/`` on the ``odoo.addons`` namespace, with or without Odoo installed."""

import sys
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

try:
    import odoo.addons as namespace
except ModuleNotFoundError:  # engine tests need no Odoo
    odoo = sys.modules["odoo"] = types.ModuleType("odoo")
    odoo.__path__ = []
    namespace = odoo.addons = sys.modules["odoo.addons"] = types.ModuleType("odoo.addons")
    namespace.__path__ = []

namespace.__path__.append(str(ROOT / "addons"))
