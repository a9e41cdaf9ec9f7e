"""Where everything is. All that the launcher makes is under ``.venv`` and ``var`` of the checkout."""

import hashlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
LOGS = VAR / "log"
STAMPS = VAR / "stamps"
ODOO_CONF = VAR / "odoo.conf"
ODOO_DATA = VAR / "odoo-data"
ODOO_PID = VAR / "odoo.pid"
DEMO_OUT = VAR / "demo"
REQUIREMENTS = ROOT / "launcher" / "requirements.txt"
PINS = tomllib.loads((ROOT / "launcher" / "pins.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Options:
    """The options every command understands."""

    database_url: str = ""
    odoo_dir: str = ""
    port: int = 8069


def digest(*texts: str) -> str:
    """A short, stable key for a list of texts (stamps and database names)."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


def checkout_key() -> str:
    """Tells this checkout from others where something must live outside it (short sockets, for example)."""
    return digest(str(ROOT))[:8]


def police_addons() -> list[str]:
    """The names of our addons, found on disk."""
    return sorted(path.parent.name for path in ADDONS.glob("police_*/__manifest__.py"))


def addons_key() -> str:
    """A key for the content of our addons; tests are left out because they do not change a database."""
    parts = []
    for path in sorted(ADDONS.rglob("*")):
        if (
            path.is_file()
            and "__pycache__" not in path.parts
            and "tests" not in path.relative_to(ADDONS).parts
        ):
            parts += [str(path.relative_to(ADDONS)), hashlib.sha256(path.read_bytes()).hexdigest()]
    return digest(*parts)


def is_root() -> bool:
    return os.geteuid() == 0
