"""What the user reads when something is missing: what is wrong, where, what to do; never a traceback."""

import errno
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from launcher import commands, connection, odoo_process, odoo_tree, serve, shell, ui, venv
from launcher.places import ROOT, Options
from launcher.ui import LaunchError


@pytest.mark.parametrize(
    ("output", "what"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("W: Temporary failure resolving 'a mirror'", "the network did not answer"),
        ("NewConnectionError: Failed to establish a new connection", "the network did not answer"),
        ("bind: Address already in use", "a network port is taken"),
        ("SyntaxError: invalid syntax", None),
    ],
)
def test_known_failures_are_put_in_words(output, what):
    known = ui.diagnose(output)
    assert (known[0] if known else None) == what


def test_a_failed_child_shows_the_end_of_its_log(tmp_path, monkeypatch):
    monkeypatch.setattr(ui, "LOGS", tmp_path)
    with pytest.raises(LaunchError) as caught:
        ui.run_logged("trial", [sys.executable, "-c", "import sys; print('the reason'); sys.exit(3)"])
    assert "the reason" in caught.value.what and "exit code 3" in caught.value.what
    assert caught.value.where.endswith("trial.log")


def test_disk_full_is_said_before_anything_is_downloaded(monkeypatch):
    monkeypatch.setattr(venv.shutil, "disk_usage", lambda _path: SimpleNamespace(free=287 * 2**20))
    with pytest.raises(LaunchError, match="287 MB free"):
        venv.check_disk()


def test_a_taken_port_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(LaunchError, match=r"port \d+ is taken") as caught:
            odoo_process.require_port(taken.getsockname()[1])
    assert "--port" in caught.value.todo


def make_odoo(folder, version: str):
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(f"version_info = ({version}, 0, FINAL, 0, '')\n")
    return folder


def test_an_odoo_of_the_right_series_is_taken(tmp_path):
    folder = make_odoo(tmp_path / "checkout", "19, 0")
    (folder / "addons" / "web").mkdir(parents=True)
    tree = odoo_tree.locate(Options(odoo_dir=str(folder)))
    assert (tree.path, tree.release, tree.extra_addons) == (folder, "19.0", folder / "addons")
    assert odoo_tree.locate(Options(odoo_dir=str(folder / "odoo"))).path == folder


def test_a_package_that_only_links_its_addons_has_no_second_folder(tmp_path):
    folder = make_odoo(tmp_path / "dist-packages", "19, 0")
    (folder / "odoo" / "addons" / "web").mkdir(parents=True)
    (folder / "addons").symlink_to("odoo/addons")
    assert odoo_tree.locate(Options(odoo_dir=str(folder))).extra_addons is None


def test_another_series_is_refused(tmp_path):
    with pytest.raises(LaunchError, match=r"this is Odoo 18\.0"):
        odoo_tree.locate(Options(odoo_dir=str(make_odoo(tmp_path / "old", "18, 0"))))
    with pytest.raises(LaunchError, match="no Odoo in the folder"):
        odoo_tree.locate(Options(odoo_dir=str(tmp_path)))


def test_odoo_home_is_heard(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(make_odoo(tmp_path / "home", "19, 0")))
    assert odoo_tree.locate(Options()).path == tmp_path / "home"


def test_when_the_suite_has_moved_on():
    pinned = odoo_tree.PINS["odoo"]["version"]
    assert odoo_tree.choose_version(["19.0.1+dfsg-1", pinned]) == pinned
    assert odoo_tree.choose_version(["19.0.1+dfsg-1"]) == "19.0.1+dfsg-1"
    with pytest.raises(LaunchError, match="Odoo 19 is not to be had") as caught:
        odoo_tree.choose_version(["20.0.0-1"])
    assert "--odoo DIR" in caught.value.todo


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("mysql://x@h/", "not a PostgreSQL address"),
        ("postgresql://h/", "names no role"),
        ("postgresql://postgres@h/", "role postgres, which Odoo refuses"),
        ("postgresql://u@h:port/", "Port could not be cast"),
    ],
)
def test_database_urls_that_will_not_do(url, complaint, monkeypatch):
    monkeypatch.delenv("PGUSER", raising=False)
    with pytest.raises(LaunchError, match=complaint):
        connection.parse_url(url)


def test_a_good_database_url(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "from the environment")
    found = connection.parse_url("postgresql://police@db.force:6432/erp")
    assert (found.host, found.port, found.user, found.database) == ("db.force", 6432, "police", "erp")
    assert found.environment()["PGPASSWORD"] == "from the environment"
    on_socket = connection.parse_url("postgresql://police@/?host=/run/Postgres")
    assert (on_socket.host, on_socket.port) == ("/run/Postgres", 5432)


def test_passwords_never_reach_a_file(tmp_path, monkeypatch):
    monkeypatch.setattr(odoo_process, "ODOO_CONF", tmp_path / "odoo.conf")
    monkeypatch.setattr(odoo_process, "ODOO_DATA", tmp_path / "data")
    reached = connection.parse_url("postgresql://police:secret@db/erp")
    environment = odoo_process.Environment(Options(), odoo_tree.OdooTree(tmp_path, "19.0"), reached)
    text = odoo_process.write_configuration(environment).read_text()
    assert "secret" not in text and "db_user = police" in text


def test_file_system_errors_in_words():
    text = commands.filesystem_error(OSError(errno.ENOSPC, "No space left on device", "/x/var")).text()
    assert "/x/var" in text and "free some space" in text


def run(*arguments: str, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    command = [python, str(ROOT / "constabulary"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_names_every_command():
    answer = run("--help")
    assert answer.returncode == 0
    for name in commands.COMMANDS:
        assert f"  {name} " in answer.stdout


def test_an_unknown_command_is_refused():
    answer = run("dmeo")
    assert answer.returncode == 2 and "Unknown command: dmeo" in answer.stderr


def test_an_old_python_gets_a_sentence():
    """The check is the first thing the program does, in words an old Python 3 can read."""
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['constabulary', 'demo'];"
        f"runpy.run_path({str(ROOT / 'constabulary')!r}, run_name='__main__')"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "needs Python 3.11 or newer" in answer.stderr and "Traceback" not in answer.stderr


@pytest.mark.parametrize("command", [serve, shell])
def test_a_database_that_is_not_there_is_a_sentence(command):
    environment = SimpleNamespace(
        connection=SimpleNamespace(database=""), databases=SimpleNamespace(exists=lambda _name: False)
    )
    with pytest.raises(LaunchError, match="there is no database nonesuch"):
        command.main(Options("", "", 8069), ["--database", "nonesuch"], environment)


@pytest.mark.parametrize("port", ["0", "65536", "99999", "-1", "abc", ""])
def test_a_port_that_cannot_be_is_refused_before_anything_is_built(port, capsys):
    with pytest.raises(SystemExit) as caught:
        commands.run(["demo", "--no-serve", f"--port={port}"])
    assert caught.value.code == 2 and "from 1 to 65535" in capsys.readouterr().err
