"""``odoo police_demo -d DB``: run the demo month in a database where our addons are installed."""

import os
import sys
from contextlib import contextmanager

from odoo.cli.command import Command
from odoo.tools import config

PEOPLE, FEWEST, SEED = 2700, 10, 2026


class PoliceDemo(Command):
    """Make up a police force and carry it through September 2026."""

    name = "police_demo"

    def run(self, args):
        """Parse, run, print the summary. Exit code 1 when the database has people already."""
        chosen, config_args = self._parse(args)
        config.parse_config(config_args, setup_logging=True)
        out = chosen.out or os.path.join(os.getcwd(), "var", "demo")
        with _environment(chosen.database) as env:
            if env["hr.employee"].search_count([("payroll_reference", "!=", False)]):
                sys.exit(
                    f"{chosen.database} has people already. Start again with: ./constabulary demo --fresh"
                )
            # Imported here: the addon needs a loaded registry.
            from odoo.addons.police_demo.services.month import DemoMonth
            from odoo.addons.police_demo.services.summary import render

            facts = DemoMonth(env, chosen.people, chosen.seed, out, quiet=chosen.quiet).run()
            sys.stdout.write(render(facts))

    def _parse(self, args):
        parser = self.parser
        parser.add_argument("-c", "--config", dest="config", help="Odoo configuration file")
        parser.add_argument("-d", "--database", dest="database", required=True)
        parser.add_argument("--people", type=int, default=PEOPLE, help="heads, special constables included")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--out", help="folder for the files (default var/demo)")
        parser.add_argument("--quiet", action="store_true", help="print the summary alone")
        parser.add_argument("--logfile", help="Odoo's log")
        chosen = parser.parse_args(args)
        if chosen.people < FEWEST:
            parser.error(f"--people {chosen.people} is too few for a force; give {FEWEST} or more")
        words = ["-d", chosen.database, "--no-http", "--max-cron-threads=0", "--log-level=warn"]
        words += ["-c", chosen.config] if chosen.config else []
        words += ["--logfile", chosen.logfile] if chosen.logfile else []
        return chosen, words


@contextmanager
def _environment(database):
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
