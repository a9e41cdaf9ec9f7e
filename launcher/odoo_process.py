"""Running Odoo: its configuration file, its environment, and the command line."""

import os
import re
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path

from launcher import odoo_log
from launcher.environment import Environment
from launcher.places import ADDONS, ODOO_CONF, ODOO_DATA, ODOO_PID, PYTHON
from launcher.ui import LaunchError, log_path, run_logged

ENTRY = "import odoo.cli; odoo.cli.main()"


def write_configuration(environment: Environment) -> Path:
    """``var/odoo.conf`` for this machine. No secret is in it: a password goes by PGPASSWORD."""
    connection = environment.connection
    addons = [ADDONS, *filter(None, [environment.odoo.extra_addons])]
    lines = [
        "# Written by ./constabulary at every start; change config/ instead.",
        "[options]",
        f"addons_path = {','.join(map(str, addons))}",
        f"data_dir = {ODOO_DATA}",
        f"db_host = {connection.host}",
        f"db_port = {connection.port}",
        f"db_user = {connection.user}",
        "db_maxconn = 32",
        f"http_interface = {os.environ.get('CONSTABULARY_INTERFACE', '127.0.0.1')}",
        f"http_port = {environment.options.port}",
        "list_db = False",
        "server_wide_modules = base,rpc,web",
        "max_cron_threads = 2",
        "workers = 0",
        "limit_time_cpu = 900",
        "limit_time_real = 1800",
        "limit_time_real_cron = 3600",
    ]
    ODOO_DATA.mkdir(parents=True, exist_ok=True)
    ODOO_CONF.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ODOO_CONF


def command(*arguments: str) -> list[str]:
    """``odoo ARGUMENTS`` by the environment's Python; a leading word without a dash is a subcommand."""
    words = list(arguments)
    subcommand = [words.pop(0)] if words and not words[0].startswith("-") else []
    return [str(PYTHON), "-c", ENTRY, *subcommand, "-c", str(ODOO_CONF), *words]


def child_environment(environment: Environment) -> dict[str, str]:
    values = {**os.environ, **environment.connection.environment(), "ODOO_RC": str(ODOO_CONF)}
    values.pop("ODOO_HOME", None)
    values.setdefault("LANG", "C.UTF-8")
    return values


def run(environment: Environment, name: str, *arguments: str, check: bool = True) -> Path:
    """Run Odoo to its end with its log in ``var/log/NAME.log``; a crash or an ERROR line is an error."""
    code = run_logged(name, command(*arguments), env=child_environment(environment), check=check)
    path = log_path(name)
    faults = [line for line in odoo_log.read(path).faults if line.level in ("ERROR", "CRITICAL")]
    if check and (code or faults):
        shown = "\n    ".join(line.text[:300] for line in faults[:5])
        raise LaunchError(f"Odoo reported errors in '{name}'\n    {shown}", str(path), "read the log")
    return path


def install(environment: Environment, database: str, modules: Sequence[str], name: str) -> Path:
    """Install modules into a database that exists, without a web server."""
    arguments = [
        "-d",
        database,
        "-i",
        ",".join(modules),
        "--stop-after-init",
        "--no-http",
        "--max-cron-threads=0",
    ]
    return run(environment, name, *arguments)


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def require_port(port: int) -> None:
    if not port_is_free(port):
        raise LaunchError(
            f"port {port} is taken by another program",
            f"127.0.0.1:{port}",
            "./constabulary stop, if it is an earlier demo of this checkout; else choose another with --port",
        )


def running_server() -> int | None:
    """The process id of this checkout's server, if it runs."""
    try:
        pid = int(ODOO_PID.read_text())
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except (OSError, ValueError):
        return None
    return pid if str(ODOO_CONF) in words else None


def running_port() -> str:
    """The port of the running server, from its command line."""
    words = Path(f"/proc/{running_server()}/cmdline").read_bytes().decode("utf-8", "replace")
    found = re.search(r"--http-port=(\d+)", words)
    return found[1] if found else "8069"


def stop_server() -> bool:
    """Stop this checkout's server, politely and then firmly; returns whether one ran."""
    pid = running_server()
    if pid is None:
        ODOO_PID.unlink(missing_ok=True)
        return False
    for signal_number, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        os.kill(pid, signal_number)
        deadline = time.monotonic() + seconds
        while running_server() and time.monotonic() < deadline:
            time.sleep(0.1)
        if running_server() is None:
            break
    ODOO_PID.unlink(missing_ok=True)
    return True
