"""Databases: created, copied with their files, stamped when whole, dropped."""

import json
import os
import shutil
import subprocess
from typing import Any

from launcher.connection import Connection
from launcher.places import ODOO_DATA, PINS, PYTHON, ROOT
from launcher.ui import LaunchError, diagnose


class Databases:
    """Creates, copies, stamps and drops databases of one server, together with Odoo's files for them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def call(self, verb: str, *arguments: str) -> Any:
        env = {**os.environ, **self.connection.environment()}
        command = [str(PYTHON), "-m", "launcher.sql_tool", verb, *arguments]
        answer = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, check=False)
        if answer.returncode:
            raise self.error(verb, answer.stderr.strip())
        return json.loads(answer.stdout)

    def error(self, verb: str, text: str) -> LaunchError:
        known = diagnose(text)
        what = (
            "the database server cannot be reached" if verb == "version" else f"the database refused '{verb}'"
        )
        todo = "is PostgreSQL running there? Check --database-url and PGPASSWORD"
        if known and "disk" in known[0]:
            what, todo = known
        return LaunchError(f"{what}\n    {text}", self.connection.host, todo)

    def check_server(self) -> dict[str, Any]:
        """The server's version; refuses one that is too old or a role that may not create databases."""
        facts = self.call("version")
        minimum = PINS["postgresql"]["minimum"]
        if facts["major"] < minimum:
            raise LaunchError(
                f"PostgreSQL {facts['text']} is too old; {minimum} or newer is needed", self.connection.host
            )
        if not facts["may_create"]:
            raise LaunchError(
                f"the role {self.connection.user} may not create databases",
                self.connection.host,
                f"as a superuser: ALTER ROLE {self.connection.user} CREATEDB;",
            )
        return facts

    def names(self) -> dict[str, str]:
        return self.call("databases")

    def stamp(self, name: str) -> dict[str, Any] | None:
        """What the launcher noted when the database was whole; None where there is no such note."""
        return read_stamp(self.names().get(name, ""))

    def exists(self, name: str) -> bool:
        return name in self.names()

    def mark(self, name: str, **facts: Any) -> None:
        self.call("comment", name, json.dumps({"constabulary": facts}))

    def create(self, name: str) -> None:
        self.drop(name)
        self.call("create", name)

    def copy(self, source: str, target: str) -> None:
        """Copy a database and its files; the copy carries no stamp until it is marked."""
        self.drop(target)
        self.call("copy", source, target)
        files = ODOO_DATA / "filestore" / source
        if files.is_dir():
            shutil.copytree(files, ODOO_DATA / "filestore" / target, copy_function=hard_link)

    def drop(self, name: str) -> None:
        self.call("drop", name)
        shutil.rmtree(ODOO_DATA / "filestore" / name, ignore_errors=True)


def read_stamp(comment: str) -> dict[str, Any] | None:
    try:
        return json.loads(comment)["constabulary"]
    except (ValueError, KeyError, TypeError):
        return None


def hard_link(source: str, target: str) -> None:
    """Odoo's stored files are named by their content and never changed, so copies may share them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
