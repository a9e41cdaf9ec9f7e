"""The private PostgreSQL: made, started, found running, stopped, refused when another made its data."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from launcher import private_server
from launcher.ui import LaunchError


@pytest.fixture
def server(monkeypatch):
    """A server under a short path of its own: a socket's path may not be long."""
    folder = Path(tempfile.mkdtemp(prefix="constabulary-test-", dir="/tmp"))
    os.chmod(folder, 0o755)
    monkeypatch.setattr(private_server, "VAR", folder)
    server = private_server.PrivateServer()
    yield server
    server.stop()
    shutil.rmtree(folder)


def ask(server: private_server.PrivateServer, query: str) -> str:
    folder = private_server.binaries()
    words = [
        str(folder / "psql"),
        "-h",
        str(server.socket),
        "-U",
        "constabulary",
        "-d",
        "postgres",
        "-Atc",
        query,
    ]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.needs_odoo
def test_a_life(server):
    assert not server.is_running()
    server.prepare()
    assert server.is_running() and server.socket == server.home
    assert ask(server, "SHOW listen_addresses") == "", "nobody reaches it by the network"
    ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    server.prepare()  # finds it running
    assert server.stop() and not server.is_running() and not server.stop()
    server.prepare()  # the same data again
    assert ask(server, "SELECT answer FROM kept") == "42"


@pytest.mark.needs_odoo
def test_a_broken_start_is_made_anew_and_another_version_is_refused(server):
    """A half-made data directory never has the final name; a finished one is never thrown away."""
    (server.home / "data.partial").mkdir(parents=True)
    (server.home / "data.partial" / "rubbish").touch()
    server.prepare()
    assert not (server.home / "data.partial").exists()
    server.stop()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(LaunchError, match="made by PostgreSQL 9") as caught:
        server.prepare()
    assert str(server.home) in caught.value.todo
    assert (server.data / "postgresql.conf").is_file()


def test_a_long_path_gets_a_short_socket(monkeypatch, tmp_path):
    monkeypatch.setattr(private_server, "VAR", tmp_path / ("x" * 100))
    monkeypatch.setattr(private_server, "choose_home", lambda _account: tmp_path / ("x" * 100) / "pg")
    assert len(str(private_server.PrivateServer().socket)) < private_server.SOCKET_LIMIT
