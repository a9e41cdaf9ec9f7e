"""The PostgreSQL settings: a server is made and started with them, and asked what it understood."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from launcher import private_server
from tests.config import CONFIG

FILE = CONFIG / "postgresql" / "constabulary.conf"
SETTING = re.compile(r"^(\w+)\s*=\s*([^#\n]+?)\s*(?:#.*)?$", re.MULTILINE)


def settings() -> dict[str, str]:
    return dict(SETTING.findall(FILE.read_text(encoding="utf-8")))


def test_nothing_gives_up_durability():
    names = settings()
    assert names["synchronous_commit"] == "on"
    assert "fsync" not in names and "full_page_writes" not in names
    assert names["password_encryption"] == "scram-sha-256"


def test_enough_connections_for_the_workers():
    odoo = (CONFIG / "odoo-production.conf").read_text(encoding="utf-8")
    workers, crons, each = (
        int(re.search(rf"^{name} = (\d+)", odoo, re.MULTILINE)[1])
        for name in ("workers", "max_cron_threads", "db_maxconn")
    )
    assert int(settings()["max_connections"]) >= (workers + crons) * each


@pytest.mark.needs_odoo
def test_postgresql_starts_with_them():
    """Only shared_buffers is made small, for machines with little memory."""
    folder = private_server.installed_binaries() or private_server.wheel_binaries()
    assert folder, "the prepared environment has a PostgreSQL server"
    home = Path(tempfile.mkdtemp(prefix="constabulary-pgtest-", dir="/tmp"))
    account = private_server.server_account()
    if account:
        os.chown(home, account.pw_uid, account.pw_gid)
    try:
        shown = run_server(folder, home, account)
    finally:
        shutil.rmtree(home)
    assert shown == {
        **{name: value.strip("'") for name, value in settings().items()},
        "shared_buffers": "64MB",
    }


def run_server(folder: Path, home: Path, account) -> dict[str, str]:
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"] if account else []
    prefix = ["setpriv", *ids] if account else []

    def call(program: str, *arguments: str) -> str:
        command = [*prefix, str(folder / program), *arguments]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=home)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        return answer.stdout

    data = str(home / "data")
    call("initdb", "-D", data, "-U", "constabulary", "-A", "trust", "--no-sync", "--locale=C.UTF-8")
    shutil.copy(FILE, home / "extra.conf")
    os.chmod(home / "extra.conf", 0o644)
    with open(home / "data" / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.write(f"include '{home}/extra.conf'\nshared_buffers = 64MB\nlisten_addresses = ''\n")
    call("pg_ctl", "start", "-w", "-D", data, "-l", str(home / "log"), "-o", f"-k {home}")
    try:
        connection = ["-h", str(home), "-U", "constabulary", "-d", "postgres", "-Atc"]
        return {name: call("psql", *connection, f"SHOW {name}").strip() for name in settings()}
    finally:
        call("pg_ctl", "stop", "-m", "fast", "-w", "-D", data)
