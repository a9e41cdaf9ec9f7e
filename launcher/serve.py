"""``serve``: the web server in the foreground, with its background jobs, until Ctrl-C or ``stop``."""

import argparse
import subprocess
import time
import urllib.error
import urllib.request

from launcher import odoo_process
from launcher.environment import Environment
from launcher.places import ODOO_PID, Options
from launcher.ui import LaunchError, failed, log_path, say

START_SECONDS = 120


def main(options: Options, arguments: list[str], environment: Environment) -> int:
    parser = argparse.ArgumentParser(prog="constabulary serve")
    parser.add_argument("--database", default=default_database(environment))
    chosen = parser.parse_args(arguments)
    require_database(environment, chosen.database)
    return serve(environment, chosen.database)


def require_database(environment: Environment | None, name: str) -> None:
    if environment is None or not environment.databases.exists(name):
        raise LaunchError(f"there is no database {name}", todo="./constabulary demo makes one")


def default_database(environment: Environment | None) -> str:
    named = environment.connection.database if environment else ""
    return named or "constabulary_demo"


def serve(environment: Environment, database: str, greeting: str = "") -> int:
    """Start the server, say where it is once it answers, and stay with it to its end."""
    server = start(environment, database, environment.options.port)
    try:
        wait_until_up(server, environment.options.port)
        say(
            f"\nConstabulary is at http://127.0.0.1:{environment.options.port}"
            "   (Ctrl-C or ./constabulary stop ends it)"
        )
        if greeting:
            say(greeting)
        code = server.wait()
        return 0 if code in (0, -2, -15) else code
    except KeyboardInterrupt:
        return 0
    finally:
        stop(server)
        ODOO_PID.unlink(missing_ok=True)


def start(
    environment: Environment, database: str, port: int, name: str = "server"
) -> subprocess.Popen[bytes]:
    odoo_process.require_port(port)
    command = odoo_process.command("-d", database, f"--db-filter=^{database}$", f"--http-port={port}")
    env = odoo_process.child_environment(environment)
    with log_path(name).open("wb") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, env=env, start_new_session=True
        )
    if name == "server":
        ODOO_PID.write_text(str(server.pid))
    return server


def wait_until_up(server: subprocess.Popen[bytes], port: int, name: str = "server") -> None:
    """Wait for the login page; a server that ends or never answers is an error with the end of its log."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise failed(name, log_path(name), server.poll() or 1)


def stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
