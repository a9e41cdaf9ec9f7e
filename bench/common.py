"""What every bench needs: Odoo in this process, throw-away databases, timings, memory, the result file.

The result file follows ``design/formats.md`` section 3::

    {"name", "when", "machine": {"cores", "python", "postgres"}, "figures": {key: number},
     "bars": {key: {"goal": number, "sense": ">=" | "<=", "holds": bool}}}
"""

import json
import os
import platform
import resource
import shutil
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def boot(conf: str) -> None:
    """Make Odoo ready in this process with the options of ``conf``; only warnings are logged."""
    import odoo.init  # noqa: F401  (fills the odoo namespace)
    from odoo.tools import config

    config.parse_config(
        ["-c", conf, "--log-level=warn", "--max-cron-threads=0", "--no-http"], setup_logging=True
    )
    warnings.filterwarnings("ignore", message="PyPDF2 is deprecated")  # Odoo's own import


@contextmanager
def environment(database: str) -> Iterator[Any]:
    """An ``env`` of the system user on ``database``; commits at the end, rolls back on an error."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry

    with Registry(database).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


def forget(database: str) -> None:
    """Close every connection of this process to ``database`` and drop its registry."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    Registry.delete(database)
    close_db(database)


@contextmanager
def server() -> Iterator[Any]:
    """A cursor on the maintenance database, outside any transaction."""
    import psycopg2
    from odoo.sql_db import connection_info_for

    _, info = connection_info_for("postgres")
    with closing(psycopg2.connect(**info)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:
            yield cr


def exists(database: str) -> bool:
    """Whether the server has ``database``."""
    with server() as cr:
        cr.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
        return cr.fetchone() is not None


def clone(source: str, target: str) -> None:
    """Copy a database that nobody is connected to, and its files; ``target`` is replaced."""
    drop(target)
    with server() as cr:
        cr.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    if filestore(source).is_dir():  # files are named by their content and never changed: a link will do
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def filestore(database: str) -> Path:
    """Where Odoo keeps the attachments of ``database``."""
    from odoo.tools import config

    return Path(config.filestore(database))


def drop(database: str) -> None:
    """Remove a database of this bench and its files."""
    with server() as cr:
        cr.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    shutil.rmtree(filestore(database), ignore_errors=True)


def drop_like(prefix: str) -> None:
    """Remove every database of this bench."""
    with server() as cr:
        cr.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", (prefix,))
        names = [row[0] for row in cr.fetchall()]
    for name in names:
        drop(name)


def rename(database: str, name: str) -> None:
    """Give a finished database its final name: one that is half made never has it."""
    with server() as cr:
        cr.execute(f'ALTER DATABASE "{database}" RENAME TO "{name}"')
    if filestore(database).is_dir():
        filestore(database).rename(filestore(name))


def postgres_version() -> str:
    """Such as ``15.14``."""
    with server() as cr:
        cr.execute("SHOW server_version")
        return cr.fetchone()[0].split()[0]


def peak_mb() -> float:
    """Most memory that this process has held so far, megabytes (its children come on top)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


@dataclass
class Timer:
    """Seconds by name: ``with timer("engine"): ...``."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


@dataclass
class Report:
    """Figures and the bars they must reach; ``write`` makes the JSON, ``show`` the words."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    bars: dict[str, dict[str, Any]] = field(default_factory=dict)

    def bar(self, key: str, sense: str, goal: float) -> None:
        """Compare ``figures[key]`` with ``goal``; ``sense`` is ``>=`` or ``<=``."""
        value = self.figures[key]
        self.bars[key] = {
            "goal": goal,
            "sense": sense,
            "holds": value >= goal if sense == ">=" else value <= goal,
        }

    @property
    def holds(self) -> bool:
        """Whether every bar is reached."""
        return all(bar["holds"] for bar in self.bars.values())

    def write(self, folder: Path) -> Path:
        """Write ``folder/NAME.json`` and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.json"
        path.write_text(
            json.dumps(
                {
                    "name": self.name,
                    "when": datetime.now().astimezone().isoformat(timespec="seconds"),
                    "machine": {
                        "cores": os.cpu_count(),
                        "python": platform.python_version(),
                        "postgres": postgres_version(),
                    },
                    "figures": self.figures,
                    "bars": self.bars,
                },
                indent=2,
            )
            + "\n",
            encoding="utf-8",
        )
        return path

    def show(self) -> str:
        """One line for each bar."""
        lines = []
        for key, bar in self.bars.items():
            mark = "PASS" if bar["holds"] else "FAIL"
            lines.append(
                f"  {mark}  {key:<22} {self.figures[key]:>12,.2f}   bar {bar['sense']} {bar['goal']:,}"
            )
        return "\n".join(lines)


def table(headings: list[str], rows: list[list[Any]]) -> str:
    """Right-aligned text table; the first column is left-aligned."""
    cells = [headings] + [[f"{c:,.2f}" if isinstance(c, float) else str(c) for c in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(headings))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
