"""Import this before the engine: it puts ``addons/`` on the namespace without starting Odoo."""

from pathlib import Path

import odoo.addons

ADDONS = str(Path(__file__).resolve().parent.parent / "addons")
if ADDONS not in odoo.addons.__path__:
    odoo.addons.__path__.append(ADDONS)
