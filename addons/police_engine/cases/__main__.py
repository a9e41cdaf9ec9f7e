"""``python -m odoo.addons.police_engine.cases FILE --json OUT``."""

import sys

from .runner import main

sys.exit(main(sys.argv[1:]))
