"""``demo``: a police force's month, from the people to the certificate, then served to look at."""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from launcher import builds, odoo_log, odoo_process, serve, stamps
from launcher.environment import Environment
from launcher.places import DEMO_OUT, ROOT, Options
from launcher.ui import LaunchError, failed, log_path, say, step

DATABASE = "constabulary_demo"
STEP_LINE = re.compile(r"^  \S.*\d\.\d s$")  # progress, not part of the summary
USERS = (
    "finance.clerk, payroll.clerk, payroll.approver, hr.officer, fleet.manager,\n"
    "           force.manager, force.accountant, deputy.accountant, buyer, requester, technician,\n"
    "           auditor, employee, administrator"
)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="constabulary demo")
    parser.add_argument(
        "--serve", action=argparse.BooleanOptionalAction, default=True, help="serve it when built"
    )
    parser.add_argument("--people", type=whole_number, help="size of the force (default: as the demo's own)")
    parser.add_argument("--seed", type=int, help="another force of the same kind")
    parser.add_argument(
        "--fresh", action="store_true", help="drop the demo database first; what was typed in is lost"
    )
    return parser.parse_args(arguments)


def whole_number(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 100_000:
        raise argparse.ArgumentTypeError("give a number of people from 1 to 100000")
    return value


def main(options: Options, arguments: list[str], environment: Environment) -> int:
    chosen = parse(arguments)
    database = environment.connection.database or DATABASE
    if odoo_process.running_server() and chosen.fresh:
        raise LaunchError(
            "the demo is being served and cannot be dropped", todo="./constabulary stop, then again"
        )
    if odoo_process.running_server() and chosen.serve:
        say(
            f"It runs already, at http://127.0.0.1:{odoo_process.running_port()}"
            " (./constabulary stop ends it)."
        )
        return 0
    if chosen.serve:
        odoo_process.require_port(options.port)
    with stamps.only_one():
        build(environment, database, chosen)
    if chosen.serve:
        return serve.serve(environment, database, f"Demo users (password = name):\n           {USERS}")
    say(f"\nTo look at it: ./constabulary serve, then http://127.0.0.1:{options.port}")
    return 0


def build(environment: Environment, database: str, chosen: argparse.Namespace) -> None:
    """Make the demo database unless it is there, whole, and of this version; print its summary either way."""
    wanted = {
        "kind": "demo",
        "key": builds.base_key(environment),
        "people": chosen.people,
        "seed": chosen.seed,
    }
    databases = environment.databases
    comment = databases.names().get(database)
    stamp = databases.stamp(database)
    if chosen.fresh or (stamp or {}).get("kind") == "building":
        databases.drop(database)
    elif comment is not None and refuse(database, stamp, wanted) is None:
        say(summary_file(database).read_text("utf-8") if summary_file(database).is_file() else "")
        return
    make(environment, database, chosen.people, chosen.seed)
    databases.mark(database, **wanted)


def refuse(database: str, stamp: dict[str, Any] | None, wanted: dict[str, Any]) -> None:
    """Raise when a database is there that is not the one wanted: only the user may decide that it goes."""
    todo = "--fresh drops it and builds a new one (what was typed in is lost)"
    if stamp is None:
        raise LaunchError(
            f"the database {database} is there but was not made by this command", database, todo
        )
    for name in ("people", "seed"):
        if wanted[name] is None:
            wanted[name] = stamp.get(name)
        elif wanted[name] != stamp.get(name):
            raise LaunchError(
                f"the demo database holds another force ({name}: {stamp.get(name) or 'default'})",
                database,
                todo,
            )
    if stamp.get("key") != wanted["key"]:
        raise LaunchError(
            "the demo database was made by another version of Constabulary",
            database,
            f"{todo};\n              ./constabulary upgrade keeps it and brings it up to this version",
        )


def summary_file(database: str) -> Path:
    return output_folder(database) / "summary.txt"


def for_tests(database: str) -> bool:
    """The small force of the browser tests is made by the same month, but nobody wants to read about it."""
    return database.startswith("constabulary_tours_")


def output_folder(database: str) -> Path:
    return DEMO_OUT.with_name("demo-of-tests") if for_tests(database) else DEMO_OUT


def make(environment: Environment, database: str, people: int | None, seed: int | None) -> list[str]:
    """Copy the base and run the month in it; its output is shown as it comes. Returns the faults logged."""
    source = builds.base(environment)
    with step(f"Database {database}"):
        environment.databases.copy(source, database)
        environment.databases.mark(database, kind="building")
    say("  The month …\n")
    return run_month(environment, database, people, seed)


def run_month(environment: Environment, database: str, people: int | None, seed: int | None) -> list[str]:
    """Odoo's command ``police_demo``; its log is read afterwards, and an error in it is an error here."""
    log = log_path(f"demo-{database}")
    out = output_folder(database)
    out.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    words = ["police_demo", "-d", database, "--out", str(out), "--logfile", str(log)]
    words += ["--people", str(people)] if people is not None else []
    words += ["--seed", str(seed)] if seed is not None else []
    code = show_and_keep(environment, odoo_process.command(*words), database)
    if code:
        say()
        raise failed("month", log_path(f"demo-{database}-errors"), code)
    faults = odoo_log.read(log).faults if log.is_file() else []
    errors = [fault.text for fault in faults if fault.level != "WARNING"]
    if errors:
        text = "\n    ".join(errors[:5])
        raise LaunchError(f"the month ended, but Odoo logged errors\n    {text}", str(log), "read the log")
    return [fault.text for fault in faults]


def show_and_keep(environment: Environment, command: list[str], database: str) -> int:
    """Run the command; what it prints is shown as it comes and kept as the summary, errors go to a log."""
    env = odoo_process.child_environment(environment)
    errors = log_path(f"demo-{database}-errors")
    with summary_file(database).open("w", encoding="utf-8") as kept, errors.open("w") as bad:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=bad, env=env, cwd=ROOT, text=True)
        summary = False
        try:
            for line in child.stdout:
                if not for_tests(database):
                    sys.stdout.write(line)
                    sys.stdout.flush()
                summary = summary or not STEP_LINE.match(line)
                if summary:
                    kept.write(line)
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise
