"""``doctor``: what is found on this machine, in which versions, and what is missing. Changes nothing."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

from launcher import debian, odoo_process, odoo_tree, private_server, venv
from launcher.environment import Environment
from launcher.places import ADDONS, PINS, ROOT, VAR, Options, is_root, police_addons
from launcher.ui import LaunchError, say

Finding = tuple[bool, str, str]  # good, what, what was found or what to do


def main(options: Options, arguments: list[str], environment: Environment | None) -> int:
    findings = list(examine(options))
    for good, what, text in findings:
        say(f"  {'ok     ' if good else 'MISSING'} {what:<20} {text}")
    missing = sum(not good for good, _, _ in findings)
    say(f"\n{missing} missing." if missing else "\nEverything is here.")
    return 1 if missing else 0


def examine(options: Options) -> Iterator[Finding]:
    version = sys.version.split()[0]
    yield True, "Python", f"{version} ({sys.executable})"
    free = shutil.disk_usage(ROOT).free // 2**20
    yield free > PINS["disk"]["needed_mb"] or venv.is_ready(), "Disk", f"{free} MB free"
    yield (
        venv.is_ready(),
        "Python packages",
        ".venv is complete" if venv.is_ready() else "demo or test installs them",
    )
    yield odoo_finding(options)
    yield postgres_finding(options)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    yield bool(chromium), "Chromium", program_version(chromium) if chromium else "needed by 'test browser'"
    yield (ADDONS / "police_engine").is_dir(), "Our addons", ", ".join(police_addons())
    pid = odoo_process.running_server()
    port = options.port
    state = f"runs as process {pid}" if pid else "does not run"
    free_port = odoo_process.port_is_free(port)
    yield bool(pid) or free_port, "Server", f"{state}; port {port} is {'free' if free_port else 'taken'}"
    yield True, "Files", f"{VAR} (logs in {VAR / 'log'}); {'root' if is_root() else 'an ordinary user'}"


def odoo_finding(options: Options) -> Finding:
    try:
        tree = odoo_tree.locate(options)
    except LaunchError as error:
        return False, "Odoo", f"{error.what}: {error.where}"
    if tree:
        return True, "Odoo", f"{tree.release} in {tree.path}"
    can_fetch = bool(shutil.which("apt-get")) and bool(debian.mirrors())
    return False, "Odoo", "demo fetches it with apt" if can_fetch else "give a tree with --odoo DIR"


def postgres_finding(options: Options) -> Finding:
    if options.database_url:
        return True, "PostgreSQL", "the server given with --database-url"
    folder = private_server.installed_binaries() or private_server.wheel_binaries()
    if not folder:
        return False, "PostgreSQL", "demo installs Debian's (as root) or a Python wheel"
    state = "runs" if private_server.PrivateServer().is_running() else "does not run"
    return True, "PostgreSQL", f"{program_version(str(folder / 'postgres'))}; the private server {state}"


def program_version(program: str) -> str:
    answer = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return answer.splitlines()[0] if answer else program
