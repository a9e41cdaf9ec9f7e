"""``shell``: an interactive Odoo shell (``env`` is there) on a database."""

import argparse
import subprocess

from launcher import odoo_process
from launcher.environment import Environment
from launcher.places import Options
from launcher.serve import default_database, require_database


def main(options: Options, arguments: list[str], environment: Environment) -> int:
    parser = argparse.ArgumentParser(prog="constabulary shell")
    parser.add_argument("--database", default=default_database(environment))
    chosen = parser.parse_args(arguments)
    require_database(environment, chosen.database)
    command = odoo_process.command("shell", "-d", chosen.database, "--no-http")
    return subprocess.run(command, env=odoo_process.child_environment(environment), check=False).returncode
