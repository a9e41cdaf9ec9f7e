"""Prepares what a command needs: the light part (Python packages) or everything (Odoo, PostgreSQL)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from launcher import odoo_tree, stamps, venv
from launcher.connection import Connection, connect
from launcher.database import Databases
from launcher.odoo_tree import OdooTree
from launcher.places import Options


@dataclass(frozen=True)
class Environment:
    """Everything that a full command works with."""

    options: Options
    odoo: OdooTree
    connection: Connection

    @property
    def databases(self) -> Databases:
        return Databases(self.connection)


def prepare_light() -> None:
    """The Python packages only: enough for the engine's commands and the unit tests."""
    if not venv.is_ready():
        with stamps.only_one():
            venv.prepare()


def prepare_full(options: Options) -> Environment:
    """Python packages, Odoo and a running database server. Downloads go on beside each other."""
    with stamps.only_one():
        jobs: list[Callable[[], object]] = []
        if not venv.is_ready():
            jobs.append(venv.prepare)
        if odoo_tree.locate(options) is None:
            jobs.append(odoo_tree.fetch)
        together(jobs)
        tree = odoo_tree.prepare(options)
        environment = Environment(options, tree, connect(options))
        environment.databases.check_server()
        from launcher.odoo_process import write_configuration

        write_configuration(environment)
    return environment


def together(jobs: list[Callable[[], object]]) -> None:
    """Run jobs side by side; the first error is raised after all have ended."""
    with ThreadPoolExecutor(max_workers=max(1, len(jobs))) as pool:
        futures = [pool.submit(job) for job in jobs]
    for future in futures:
        future.result()
