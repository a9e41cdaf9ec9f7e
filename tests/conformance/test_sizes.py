"""Files and functions small enough to read: at most 400 lines and 50; modules say what they are for."""

import ast

from tests.conformance.tree import ADDONS, ROOT, assert_none, files, parsed, shown

FILE_LINES, FUNCTION_LINES = 400, 50
FOLDERS = [ADDONS, ROOT / "launcher", ROOT / "bench", ROOT / "tests"]


def python_files():
    return [path for folder in FOLDERS for path in files(folder, ".py")]


def test_files():
    faults = []
    for path in [*python_files(), *files(ADDONS, ".xml", ".js")]:
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > FILE_LINES:
            faults.append(f"{shown(path)}: {count} lines")
    assert_none(faults, f"files of more than {FILE_LINES} lines:")


def test_functions():
    faults = []
    for path in python_files():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION_LINES:
                    faults.append(f"{shown(path, node.lineno)} {node.name}: {length} lines")
    assert_none(faults, f"functions of more than {FUNCTION_LINES} lines:")


def test_modules_say_what_they_are_for():
    faults = [
        shown(path)
        for path in python_files()
        if path.name not in ("__init__.py", "__manifest__.py")
        and parsed(path).body
        and not ast.get_docstring(parsed(path))
    ]
    assert_none(faults, "modules without a docstring:")
