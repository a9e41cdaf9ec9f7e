"""Steps are done once, again when what they depend on changes, and never taken for done when broken off."""

import json
import subprocess
import sys

import pytest

from launcher import builds, database, demo, stamps
from launcher.places import ROOT
from launcher.ui import LaunchError


@pytest.fixture
def stamp_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")


@pytest.mark.usefixtures("stamp_folder")
def test_a_stamp_holds_for_its_key_only():
    assert not stamps.is_done("step", "a")
    stamps.mark("step", "a")
    assert stamps.is_done("step", "a")
    assert not stamps.is_done("step", "b"), "other pins: the step must be done again"
    stamps.clear("step")
    assert not stamps.is_done("step", "a")


class FakeDatabases:
    """Databases as a dict of comments, with the launcher's own reading of them."""

    def __init__(self, comments: dict[str, str] | None = None) -> None:
        self.comments = comments or {}

    def names(self):
        return dict(self.comments)

    def stamp(self, name):
        return database.read_stamp(self.comments.get(name, ""))

    def mark(self, name, **facts):
        self.comments[name] = json.dumps({"constabulary": facts})

    def copy(self, _source, target):
        self.comments[target] = ""

    def drop(self, name):
        self.comments.pop(name, None)


class FakeEnvironment:
    def __init__(self, databases: FakeDatabases) -> None:
        self.databases = databases


@pytest.fixture
def force(monkeypatch):
    """An environment whose code has key K; making the month is noted, not done."""
    environment = FakeEnvironment(FakeDatabases())
    environment.made = []
    monkeypatch.setattr(builds, "base_key", lambda _environment: "K")
    monkeypatch.setattr(builds, "base", lambda _environment: "base")
    monkeypatch.setattr(
        demo, "run_month", lambda _e, name, people, seed: environment.made.append((people, seed))
    )
    return environment


def build(environment, *arguments: str) -> None:
    demo.build(environment, demo.DATABASE, demo.parse(list(arguments)))


def test_a_second_start_builds_nothing(force):
    build(force, "--people", "50")
    build(force, "--people", "50")
    build(force)
    assert force.made == [(50, None)]


def test_a_broken_build_is_done_again(force, monkeypatch):
    def killed(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(demo, "run_month", killed)
        with pytest.raises(KeyboardInterrupt):
            build(force)
    build(force)
    assert len(force.made) == 1
    assert force.databases.stamp(demo.DATABASE)["kind"] == "demo"


def test_a_database_of_an_older_version_is_kept_until_told(force, monkeypatch):
    build(force)
    monkeypatch.setattr(builds, "base_key", lambda _environment: "NEWER")
    with pytest.raises(LaunchError, match="another version") as caught:
        build(force)
    assert "--fresh" in caught.value.todo and "upgrade" in caught.value.todo
    build(force, "--fresh")
    assert len(force.made) == 2


def test_another_force_is_not_overwritten(force):
    build(force, "--seed", "1")
    with pytest.raises(LaunchError, match=r"another force \(seed: 1\)"):
        build(force, "--seed", "2")


def test_a_stranger_is_not_overwritten(force):
    force.databases.comments[demo.DATABASE] = "somebody's own"
    with pytest.raises(LaunchError, match="not made by this command"):
        build(force)


@pytest.mark.parametrize("people", ["0", "-5", "1000000", "many"])
def test_absurd_numbers_of_people_are_refused(people, capsys):
    with pytest.raises(SystemExit):
        demo.parse(["--people", people])
    assert "--people" in capsys.readouterr().err


def test_cached_databases_replace_their_elders():
    databases = FakeDatabases()
    environment = FakeEnvironment(databases)
    made = []

    def make(name):
        made.append(name)
        databases.copy("", name)
        return [f"WARNING while making {name}"]

    first = builds.cached(environment, "tpl", "one", make)
    assert builds.cached(environment, "tpl", "one", make) == first
    second = builds.cached(environment, "tpl", "two", make)
    assert made == [first, second]
    assert list(databases.comments) == [second]
    assert builds.faults(environment, second) == [f"WARNING while making {second}"]


def test_outside_modules_are_those_of_the_manifests():
    modules = builds.outside_modules()
    assert "base" in modules and "account" in modules
    assert not any(name.startswith("police_") for name in modules)


def test_two_launchers_take_turns(tmp_path, monkeypatch):
    """A second process waits for the first; the same process may ask twice."""
    monkeypatch.setattr(stamps, "VAR", tmp_path)
    code = (
        "import sys; from pathlib import Path;"
        f"sys.path.insert(0, {str(ROOT)!r}); from launcher import stamps;"
        f"stamps.VAR = Path({str(tmp_path)!r});"
        "exec('with stamps.only_one():\\n  print(\"my turn\", flush=True)')"
    )
    with stamps.only_one(), stamps.only_one():
        other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert "waiting" in other.stdout.readline()
        assert other.poll() is None
    assert other.communicate(timeout=10)[0].strip() == "my turn"
