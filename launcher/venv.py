"""The Python environment ``.venv``, with exactly the packages of ``requirements.txt``."""

import shutil
import subprocess
import sys
from pathlib import Path

from launcher import debian, stamps
from launcher.places import PINS, PYTHON, REQUIREMENTS, VAR, VENV, digest, is_root
from launcher.ui import LaunchError, run_logged, step

STAMP = "python-packages"


def key() -> str:
    return digest(REQUIREMENTS.read_text(encoding="utf-8"), sys.version.split()[0], str(VENV))


def is_ready() -> bool:
    return PYTHON.exists() and stamps.is_done(STAMP, key())


def site_packages() -> Path:
    return VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"


def prepare() -> None:
    """Make ``.venv`` and install the pinned packages; does nothing when that is done already."""
    if is_ready():
        return
    check_disk()
    with step("Python packages (.venv)"):
        if not works():
            make()
        run_logged("pip", pip_install("-r", str(REQUIREMENTS)))
        stamps.mark(STAMP, key())


def pip_install(*what: str) -> list[str]:
    """Without dependencies (the list is complete) and without asking pip about itself."""
    options = ["--no-deps", "--no-input", "--disable-pip-version-check", "--prefer-binary"]
    return [str(PYTHON), "-m", "pip", "install", *options, *what]


def works() -> bool:
    """A venv that was cut short, moved, or made by a Python since removed does not answer."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import sys, pip; print(sys.prefix, '%d.%d' % sys.version_info[:2])"]
    answer = subprocess.run(probe, capture_output=True, text=True, check=False).stdout.split()
    return answer == [str(VENV), f"{sys.version_info[0]}.{sys.version_info[1]}"]


def make() -> None:
    if not has_ensurepip():
        if not is_root():
            raise LaunchError(
                "this Python cannot make a virtual environment (its ensurepip module is missing)",
                sys.executable,
                f"as root: apt-get install {PINS['debian']['venv']}; then run the same command again",
            )
        debian.install([PINS["debian"]["venv"]], "Python's virtual environments")
    if VENV.exists():
        shutil.rmtree(VENV)
    run_logged("venv", [sys.executable, "-m", "venv", str(VENV)])


def has_ensurepip() -> bool:
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def check_disk() -> None:
    VAR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(VAR).free // 2**20
    needed = PINS["disk"]["needed_mb"]
    if free < needed:
        raise LaunchError(
            f"the disk has {free} MB free; Odoo, its packages and the demo need about {needed} MB",
            str(VAR),
            "free some space, or put the checkout on a larger disk",
        )
