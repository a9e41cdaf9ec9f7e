"""The checkout as the conformance tests see it: files, syntax trees, manifests. Faults are listed in full."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent.parent
ADDONS = ROOT / "addons"
ENGINE = ADDONS / "police_engine"


def addon_names() -> list[str]:
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def files(folder: Path, *suffixes: str) -> Iterator[Path]:
    """Files below a folder, without what tools leave behind."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and path.is_file() and "__pycache__" not in path.parts:
            yield path


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def manifest(name: str) -> dict[str, Any]:
    return ast.literal_eval((ADDONS / name / "__manifest__.py").read_text(encoding="utf-8"))


@cache
def xml(path: Path) -> ElementTree.Element:
    return ElementTree.parse(path).getroot()


def shown(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def imported(path: Path, base: Path = ADDONS, prefix: str = "odoo.addons") -> Iterator[tuple[str, int]]:
    """Absolute names of what a file imports, relative imports resolved. ``from a import b`` gives ``a.b``."""
    package = [*prefix.split("."), *path.relative_to(base).parts[:-1]]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def text_of(node: ast.AST | None) -> str | None:
    """The value of a string constant, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def assert_none(faults: list[str], rule: str) -> None:
    assert not faults, f"{rule}\n  " + "\n  ".join(faults)
