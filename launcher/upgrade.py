"""``upgrade``: bring a database made by an older version up to this one, keeping what is in it."""

import argparse

from launcher import builds, odoo_process
from launcher.environment import Environment
from launcher.places import Options, police_addons
from launcher.serve import default_database
from launcher.ui import LaunchError, step


def main(options: Options, arguments: list[str], environment: Environment) -> int:
    parser = argparse.ArgumentParser(prog="constabulary upgrade")
    parser.add_argument("--database", default=default_database(environment))
    database = parser.parse_args(arguments).database
    if environment is None or not environment.databases.exists(database):
        raise LaunchError(f"there is no database {database}", todo="./constabulary demo makes one")
    modules = ",".join(police_addons())
    with step(f"Upgrading {database}"):
        arguments = ["-d", database, "-u", modules, "-i", modules, "--stop-after-init", "--no-http"]
        odoo_process.run(environment, "upgrade", *arguments, "--max-cron-threads=0")
    stamp = environment.databases.stamp(database) or {"kind": "demo", "people": None, "seed": None}
    environment.databases.mark(database, **{**stamp, "key": builds.base_key(environment)})
    return 0
