"""The table of commands. One line adds one: its name, what it needs, what runs it, what it is for.

``launcher.X``  a function ``main(options, arguments, environment)`` of the launcher
``engine.X``    the module ``odoo.addons.police_engine.X``, run without Odoo or a database
"""

import argparse
import errno
import importlib
import os
import signal
import sys
from dataclasses import dataclass

from launcher.environment import prepare_full, prepare_light
from launcher.places import PYTHON, ROOT, Options
from launcher.ui import LaunchError, complain, say


@dataclass(frozen=True)
class Command:
    needs: str  # "nothing", "light" (Python packages) or "full" (with Odoo and PostgreSQL)
    runs: str
    about: str


COMMANDS: dict[str, Command] = {
    "demo": Command(
        "full", "launcher.demo", "build a police force's month and serve it (--no-serve: only build it)"
    ),
    "test": Command("nothing", "launcher.testing", "run the tests: unit, odoo, browser or all (the default)"),
    "serve": Command("full", "launcher.serve", "serve a database that is there (--database NAME)"),
    "shell": Command("full", "launcher.shell", "an Odoo shell on a database (--database NAME)"),
    "upgrade": Command("full", "launcher.upgrade", "bring a database up to this version (--database NAME)"),
    "stop": Command("nothing", "launcher.stop", "stop the server and the private PostgreSQL"),
    "doctor": Command("nothing", "launcher.doctor", "what is found, which versions, what is missing"),
    "coverage": Command("nothing", "launcher.coverage", "write the coverage tables (--check: only compare)"),
    "bench": Command("full", "launcher.bench", "run a benchmark: bench NAME (without a name: list them)"),
    "payslip": Command(
        "light", "engine.payslip_cli", "one person's month from JSON, explained: payslip --json FILE"
    ),
    "cases": Command("light", "engine.cases", "check published cases: cases FILE --json OUT"),
    "check-duplicates": Command(
        "light",
        "engine.finance.duplicates.cli",
        "hold repeated invoices: check-duplicates --csv FILE --out RESULT",
    ),
    "plan-fleet": Command(
        "light", "engine.fleet.planning.cli", "plan the workshops: plan-fleet --json FILE --out PLAN"
    ),
}


def port_number(text: str) -> int:
    """A TCP port that a user may open; argparse turns the error into a sentence."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def common_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--database-url", default="", help="a PostgreSQL server instead of the private one")
    parser.add_argument(
        "--odoo", default="", metavar="DIR", help="an Odoo 19.0 tree instead of the fetched one"
    )
    parser.add_argument("--port", type=port_number, default=8069, help="the web server's port (8069)")
    return parser


def usage() -> str:
    lines = ["usage: ./constabulary COMMAND [options]", "", "commands:"]
    lines += [f"  {name:<16} {command.about}" for name, command in COMMANDS.items()]
    lines += ["", "options for every command:"]
    lines += [
        "  --database-url URL   a PostgreSQL server instead of the private one (password in PGPASSWORD)"
    ]
    lines += ["  --odoo DIR           an Odoo 19.0 Community tree instead of the fetched one (or ODOO_HOME)"]
    lines += ["  --port N             the web server's port (8069)"]
    return "\n".join(lines)


def run(arguments: list[str]) -> int:
    """Dispatch; every error that a user can put right ends as a few plain lines, never as a traceback."""
    name = arguments[0] if arguments else ""
    if name in ("", "-h", "--help", "help"):
        say(usage())
        return 0 if name else 2
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # so that children are ended and stamps stay true
    try:
        return dispatch(arguments)
    except LaunchError as error:
        complain(error.text())
        return 1
    except KeyboardInterrupt:
        complain("\nStopped. What was finished is kept; the same command goes on from there.")
        return 130
    except BrokenPipeError:  # "| head" has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        complain(filesystem_error(error).text())
        return 1


def dispatch(arguments: list[str]) -> int:
    parsed, rest = common_parser().parse_known_args(arguments)
    command = COMMANDS.get(rest[0]) if rest else None
    if command is None:
        complain(f"Unknown command: {rest[0] if rest else '(none)'}\n\n{usage()}")
        return 2
    options = Options(parsed.database_url, parsed.odoo, parsed.port)
    kind, _, module = command.runs.partition(".")
    if kind == "engine":
        prepare_light()
        return run_engine(module, rest[1:])
    environment = prepare_full(options) if command.needs == "full" and not asks_help(rest) else None
    return importlib.import_module(command.runs).main(options, rest[1:], environment)


def asks_help(words: list[str]) -> bool:
    return "-h" in words or "--help" in words


def run_engine(module: str, arguments: list[str]) -> int:
    """Hand over to the engine in the prepared environment; the launcher's process becomes the engine's."""
    sys.stdout.flush()
    script = str(ROOT / "launcher" / "engine_main.py")
    os.execv(PYTHON, [str(PYTHON), script, module, *arguments])


def filesystem_error(error: OSError) -> LaunchError:
    """Disk full, no permission and the like, in words."""
    todo = {
        errno.ENOSPC: "the disk is full: free some space (about 4 GB are needed) and run the command again",
        errno.EACCES: "check who owns the checkout: var/ and .venv/ must belong to the user who runs this",
        errno.EROFS: "the checkout is on a read-only file system: copy it to one that can be written",
    }.get(error.errno or 0, "")
    return LaunchError(error.strerror or str(error), str(error.filename or ""), todo)
