"""Idioms of older Odoo that Odoo 19 ignores with a warning, refuses, or fails on in the browser only."""

import ast
import re
from pathlib import Path

from tests.conformance.tree import (
    ADDONS,
    ROOT,
    addon_names,
    assert_none,
    files,
    imported,
    parsed,
    shown,
    text_of,
)

# In Python: pattern, and what to write instead.
PYTHON = {
    r"\b_sql_constraints\b": "models.Constraint",
    r"\bgroups_id\b": "group_ids",
    r"\bgroup_operator\s*=": "aggregator=",
    r"\bself\._(cr|uid|context)\b": "self.env.cr / uid / context",
    r"\brequest\.(cr|uid|context)\b": "request.env",
    r"\bdef name_get\b|\bdef _name_search\b": "_compute_display_name / _search_display_name",
    r"(?<![_\w])\.read_group\(|\.web_read_group\(": "_read_group or formatted_read_group",
    r"\bsearch\([^)\n]*count\s*=\s*True": "search_count",
    r"\bcheck_access_(rights|rule)\(": "check_access / has_access",
    r"\buser_has_groups\(": "env.user.has_group",
    r"\b(invalidate_cache|clear_caches|toggle_active|_check_recursion|get_module_resource)\(": "see Odoo 19",
    r"\bauto_join\s*=": "bypass_search_access=",
    r"\bhr\.contract\b(?!\.type)": "hr.version",
    r"type\s*=\s*['\"]json['\"]": "type='jsonrpc'",
    r"\bnumbercall\b|\bdoall\b": "gone from ir.cron",
    r"\b_notify_progress\(": "_commit_progress",
    r"from odoo\.osv import|osv\.expression|\bexpression\.(AND|OR)\(": "odoo.fields.Domain",
    r"from odoo\.tests\.common import .*\bForm\b": "from odoo.tests import Form",
    r"from odoo import .*\bregistry\b": "odoo.modules.registry.Registry",
    r"\bSavepointCase\b": "TransactionCase",
    r"from odoo import .*\b_(?=[,\s]|$)": "self.env._() or LazyTranslate",
    r"fields\.\w+\([^)]*\bstates\s*=": "readonly= in the view",
}
XML = {
    r"<tree\b|</tree>": "<list>",
    r'name="view_mode">[^<]*\btree\b': "list",
    r"\battrs\s*=": "invisible= / readonly= / required=",
    r"\bstates\s*=": "invisible=",
    r"<group\b[^>]*\bexpand\s*=": "a plain <group> in a search view",
    r"kanban-box": 't-name="card"',
    r"oe_chatter": "<chatter/>",
    r'name="groups_id"': "group_ids",
    r'name="(numbercall|doall)"': "gone from ir.cron",
    r'name="target">inline': "current or new",
    r'name="view_type"': "gone",
    r"\bhr\.contract\b(?!\.type)": "hr.version",
}
JAVASCRIPT = {r"@odoo-module": "no header is needed", r"\bodoo\.define\(": "ES modules", r"\bQUnit\b": "HOOT"}


def hits(path: Path, patterns: dict[str, str]) -> list[str]:
    faults = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for pattern, instead in patterns.items():
            if re.search(pattern, line):
                faults.append(f"{shown(path, number)}: {line.strip()[:70]}  (write: {instead})")
    return faults


def test_python():
    faults = [fault for path in files(ADDONS, ".py") for fault in hits(path, PYTHON)]
    assert_none(faults, "idioms that Odoo 19 no longer has:")


def test_xml():
    faults = [fault for path in files(ADDONS, ".xml") for fault in hits(path, XML)]
    assert_none(faults, "idioms that Odoo 19 no longer has:")


def test_javascript():
    faults = [fault for path in files(ADDONS, ".js") for fault in hits(path, JAVASCRIPT)]
    assert_none(faults, "idioms that Odoo 19 no longer has:")


def test_group_records_use_privileges():
    """``res.groups`` has no category any more."""
    pattern = re.compile(r'<record[^>]*model="res\.groups"[^>]*>(.*?)</record>', re.DOTALL)
    faults = [
        shown(path)
        for path in files(ADDONS, ".xml")
        for body in pattern.findall(path.read_text(encoding="utf-8"))
        if 'name="category_id"' in body or 'name="users"' in body
    ]
    assert_none(faults, "res.groups with category_id or users (write: privilege_id, user_ids):")


def functions(path: Path):
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]


def test_create_takes_a_list():
    faults = []
    for path in files(ADDONS, ".py"):
        for node in functions(path):
            inside_class = node.args.args and node.args.args[0].arg == "self"
            decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
            overrides = node.name == "create" and inside_class and bool(decorators)
            if overrides and "api.model_create_multi" not in decorators:
                faults.append(shown(path, node.lineno))
    assert_none(faults, "create without @api.model_create_multi:")


def test_classes():
    """Test classes that Odoo would never run: plain unittest classes, or without the tag ``police``."""
    faults = []
    for name in addon_names():
        for path in (ADDONS / name / "tests").glob("test_*.py"):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                    faults += class_faults(path, node)
    assert_none(faults, "tests in addons that would silently not run:")


def class_faults(path: Path, node: ast.ClassDef) -> list[str]:
    bases = {ast.unparse(base) for base in node.bases}
    has_tests = any(isinstance(item, ast.FunctionDef) and item.name.startswith("test") for item in node.body)
    tags = {
        text_of(argument)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("tagged")
        for argument in decorator.args
    }
    faults = []
    if bases & {"unittest.TestCase", "TestCase"}:
        faults.append(f"{shown(path, node.lineno)} {node.name} is a plain unittest class")
    if has_tests and not tags & {"police", "police_tour"}:
        faults.append(f"{shown(path, node.lineno)} {node.name} is not tagged 'police' or 'police_tour'")
    if has_tests and not {"post_install", "-at_install"} <= tags:
        faults.append(f"{shown(path, node.lineno)} {node.name} is not tagged 'post_install', '-at_install'")
    return faults


def test_every_test_file_is_imported():
    faults = []
    for name in addon_names():
        folder = ADDONS / name / "tests"
        test_files = sorted(folder.glob("test_*.py"))
        if not test_files:
            continue
        known = {module.rpartition(".")[2] for module, _ in imported(folder / "__init__.py")}
        faults += [shown(path) for path in test_files if path.stem not in known]
    assert_none(faults, "test files that tests/__init__.py does not import, so Odoo never runs them:")


def test_models_do_not_print():
    faults = [
        shown(path, node.lineno)
        for name in addon_names()
        if name != "police_engine"
        for folder in ("models", "services", "wizard", "wizards", "controllers")
        for path in files(ADDONS / name / folder, ".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    ]
    assert_none(faults, "print in server code (write: a logger):")


def test_actions_have_readable_addresses():
    """``path`` on a window action gives /odoo/pay-runs instead of /odoo/action-417."""
    pattern = re.compile(
        r'<record id="(\w+)"[^>]*model="ir\.actions\.act_window"[^>]*>(.*?)</record>', re.DOTALL
    )
    menu = re.compile(r'action="(?:\w+\.)?(\w+)"')
    in_menus = {
        action
        for path in files(ADDONS, ".xml")
        for tag in re.findall(r"<menuitem\b[^>]*>", path.read_text(encoding="utf-8"))
        for action in menu.findall(tag)
    }
    faults = [
        f"{shown(path)} {action}"
        for path in files(ADDONS, ".xml")
        for action, body in pattern.findall(path.read_text(encoding="utf-8"))
        if action in in_menus and 'name="path"' not in body and 'name="target">new' not in body
    ]
    assert_none(faults, "actions in menus without a path:")


def test_no_registry_is_named():
    """Mirrors and indexes come from the machine's own configuration."""
    hosts = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "deb.debian" + ".org",
        "npmjs" + ".org",
        "ghcr" + ".io",
    ]
    hosts += ["quay" + ".io", "docker" + ".io", "archive.ubuntu" + ".com", "security.debian" + ".org"]
    pattern = re.compile("|".join(map(re.escape, hosts)))
    folders = [ROOT / name for name in ("addons", "launcher", "config", "tests", "docs", "bench", ".ci")]
    suffixes = (".py", ".toml", ".txt", ".conf", ".yaml", ".yml", ".md", ".xml", ".cfg", ".service", "")
    paths = [path for folder in folders for path in files(folder, *suffixes)]
    paths += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    faults = [shown(path) for path in paths if pattern.search(path.read_text("utf-8", "replace"))]
    assert_none(faults, "files that name a package registry:")
