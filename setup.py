"""The addons as one wheel. Odoo finds them without an addons path, because they land in ``odoo.addons``.

Odoo itself is not on the package index, so it is not a requirement: the extra ``odoo`` holds what Odoo 19.0
and the OCA modules need, in the versions that are tested (``launcher/requirements.txt``).
"""

from pathlib import Path

from setuptools import find_namespace_packages, setup

ROOT = Path(__file__).resolve().parent
ADDONS = ROOT / "addons"
TEST_TOOLS = {"pytest", "hypothesis", "PyYAML", "websocket-client"}
BUILD_TOOLS = {"setuptools", "wheel", "ruff"}


def addons() -> list[Path]:
    return sorted(path.parent for path in ADDONS.glob("police_*/__manifest__.py"))


def packages() -> list[str]:
    """Every folder of ours with Python in it, as ``odoo.addons.…``; ``odoo`` itself gets no ``__init__``."""
    found = find_namespace_packages(str(ADDONS), include=["police_*"])
    return [f"odoo.addons.{name}" for name in found if any((ADDONS / name.replace(".", "/")).glob("*.py"))]


def data_files(addon: Path) -> list[str]:
    """All that no package holds: views, security, data and static folders, and scripts of a migration."""
    files = (path.relative_to(addon) for path in addon.rglob("*") if path.is_file())
    kept = (path for path in files if path.suffix != ".pyc" and "__pycache__" not in path.parts)
    return [str(path) for path in kept if path.suffix != ".py" or not _in_package(path)]


def _in_package(path: Path) -> bool:
    """A folder such as ``migrations/19.0.1.1.0`` is no package."""
    return all(part.isidentifier() for part in path.parts[:-1])


def pinned() -> list[str]:
    lines = (ROOT / "launcher" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def some(names: set[str]) -> list[str]:
    return [line for line in pinned() if line.partition("==")[0] in names]


setup(
    name="constabulary",
    version="19.0.1.0.0",
    description="Shared back office for UK police forces on Odoo 19: payroll, people, fleet, finance",
    long_description=(ROOT / "README.md").read_text(encoding="utf-8")
    if (ROOT / "README.md").is_file()
    else "",
    long_description_content_type="text/markdown",
    author="The Constabulary founders",
    url="https://github.com/constabulary-erp/constabulary",
    license="AGPL-3.0-only",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    package_dir={"odoo.addons": "addons"},
    packages=packages(),
    package_data={f"odoo.addons.{addon.name}": data_files(addon) for addon in addons()},
    install_requires=["lxml>=6", "reportlab>=4"],
    extras_require={
        "odoo": [line for line in pinned() if line.partition("==")[0] not in TEST_TOOLS | BUILD_TOOLS],
        "test": some(TEST_TOOLS),
        "dev": [*some(TEST_TOOLS | BUILD_TOOLS), "pre-commit", "pylint-odoo"],
    },
    zip_safe=False,
)
