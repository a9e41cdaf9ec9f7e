"""The private PostgreSQL of this checkout: its data directory and socket under ``var/pg``."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from launcher import debian, venv
from launcher.connection import ROLE, Connection
from launcher.places import LOGS, PINS, VAR, checkout_key, is_root
from launcher.ui import LaunchError, run_logged, step

STOP_SECONDS = 60
SOCKET_LIMIT = 90  # a socket's path may have 107 bytes, its file name included
SETTINGS = """
# Written by ./constabulary for a private server; for a real one see config/postgresql/constabulary.conf.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
maintenance_work_mem = 128MB
work_mem = 16MB
max_wal_size = 2GB
checkpoint_timeout = 15min
synchronous_commit = off    # the last half second may be lost in a power cut, nothing is ever corrupted
jit = off
random_page_cost = 1.1
"""


def installed_binaries() -> Path | None:
    """The newest installed server's programs: Debian's place, then PATH."""
    folders = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")),
        key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0),
    )
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent, *folders] if on_path else folders
    usable = [folder for folder in folders if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file()]
    return usable[-1] if usable else None


def wheel_binaries() -> Path | None:
    folder = venv.site_packages() / "pgserver" / "pginstall" / "bin"
    return folder if (folder / "postgres").is_file() else None


def binaries() -> Path:
    """An installed server; as root Debian's package; else the server in a Python wheel."""
    found = installed_binaries() or wheel_binaries()
    if found:
        return found
    if is_root() and shutil.which("apt-get"):
        debian.install([PINS["postgresql"]["debian_package"]], "the database server")
    else:
        with step(f"PostgreSQL from a Python wheel ({PINS['postgresql']['wheel']})"):
            run_logged("pip-postgresql", venv.pip_install(PINS["postgresql"]["wheel"]))
    found = installed_binaries() or wheel_binaries()
    if not found:
        raise LaunchError(
            "no PostgreSQL server could be found or installed",
            todo="install PostgreSQL 13 or newer, or give a running one with --database-url",
        )
    return found


class PrivateServer:
    """A server of this checkout: ``var/pg/data``, no network port, a socket only its user can open."""

    def __init__(self) -> None:
        self.account = server_account()
        self.home = choose_home(self.account)
        self.data = self.home / "data"
        self.socket = (
            self.home if len(str(self.home)) < SOCKET_LIMIT else Path(f"/tmp/constabulary-{checkout_key()}")
        )
        self.log = self.home / "log"

    def connection(self) -> Connection:
        return Connection(host=str(self.socket))

    def as_account(self, *command: object) -> list[str]:
        """PostgreSQL refuses root: as root its programs run as the account ``postgres`` or ``nobody``."""
        words = [str(part) for part in command]
        if self.account is None:
            return words
        ids = [f"--reuid={self.account.pw_uid}", f"--regid={self.account.pw_gid}", "--clear-groups"]
        return ["setpriv", *ids, "env", f"HOME={self.home}", *words]

    def is_running(self) -> bool:
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return False
        return "postgres" in process_name(pid)

    def prepare(self) -> None:
        """Make the data directory when there is none, and start the server when it does not run."""
        if self.is_running():
            return
        folder = binaries()
        with step("PostgreSQL (private, on a socket)"):
            if not self.data.is_dir():
                self.create(folder)
            self.check_version(folder)
            self.start(folder)

    def create(self, folder: Path) -> None:
        """initdb beside the final name, so that a broken start leaves no half-made data directory."""
        for place in {self.home, self.socket}:
            place.mkdir(parents=True, exist_ok=True)
            if self.account:
                os.chown(place, self.account.pw_uid, self.account.pw_gid)
        partial = self.home / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        options = ["-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        run_logged("initdb", self.as_account(folder / "initdb", "-D", partial, *options), cwd=self.home)
        with (partial / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS)
        partial.rename(self.data)

    def check_version(self, folder: Path) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        output = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
        program = re.search(r"(\d+)", output)[1]
        if made_by != program:
            raise LaunchError(
                f"the private database was made by PostgreSQL {made_by}; this machine now has {program}",
                str(self.data),
                f"install PostgreSQL {made_by} again, or move {self.home} away and run demo once more",
            )

    def start(self, folder: Path) -> None:
        options = ["-w", "-t", "60", "-D", self.data, "-l", self.log, "-o", f"-k '{self.socket}'"]
        command = self.as_account(folder / "pg_ctl", "start", *options)
        code = run_logged("postgresql", command, cwd=self.home, check=False)
        if code:
            tail = self.log.read_text("utf-8", "replace").splitlines()[-6:] if self.log.is_file() else []
            raise LaunchError(
                "the private PostgreSQL did not start\n    " + "\n    ".join(tail),
                f"{self.log} and {LOGS / 'postgresql.log'}",
                "read the log; ./constabulary stop, then run the command again",
            )

    def stop(self) -> bool:
        """Stop the server if it runs (a fast shutdown: nothing is lost); returns whether it did."""
        if not self.is_running():
            return False
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
        deadline = time.monotonic() + STOP_SECONDS
        while self.is_running():
            if time.monotonic() > deadline:
                raise LaunchError("PostgreSQL does not stop", str(self.log), "read the log; try again")
            time.sleep(0.1)
        return True


def process_name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "postgres"  # no /proc here: trust the pid file


def server_account() -> pwd.struct_passwd | None:
    """Who runs the server: the user; as root the one who owns the data already, else an ordinary account."""
    if not is_root():
        return None
    data = VAR / "pg" / "data"
    if data.is_dir() and data.stat().st_uid:
        return pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LaunchError(
        "root cannot run PostgreSQL and there is no account 'nobody'", todo="run this as an ordinary user"
    )


def choose_home(account: pwd.struct_passwd | None) -> Path:
    """``var/pg``; or, when the server's account may not enter the checkout, a folder under /var/tmp."""
    inside = VAR / "pg"
    if account is None:
        return inside
    VAR.mkdir(parents=True, exist_ok=True)
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    probe = subprocess.run(["setpriv", *ids, "test", "-x", str(VAR)], check=False)
    return inside if probe.returncode == 0 else Path(f"/var/tmp/constabulary-{checkout_key()}")
