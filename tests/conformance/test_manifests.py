"""Every manifest says the same about author and licence, and names every file that is there."""

import re

import pytest

from tests.conformance.tree import ADDONS, ROOT, addon_names, assert_none, files, manifest, shown

FIXED = {
    "author": "The Constabulary founders",
    "website": "https://github.com/constabulary-erp/constabulary",
    "license": "AGPL-3",
    "category": "Police",
}
KNOWN = {*FIXED, "name", "summary", "description", "version", "depends", "external_dependencies", "data"}
KNOWN |= {"demo", "assets", "installable", "application", "auto_install", "sequence", "images"}
KNOWN |= {"pre_init_hook", "post_init_hook", "uninstall_hook"}
LOADED_FOLDERS = ("data", "security", "views", "wizard", "wizards", "report", "reports", "templates")


@pytest.mark.parametrize("name", addon_names())
def test_manifest(name):
    facts = manifest(name)
    assert {key: facts.get(key) for key in FIXED} == FIXED
    assert set(facts) <= KNOWN
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", facts["version"])
    assert facts["name"].startswith("Police") and len(facts["summary"]) > 20
    assert facts.get("installable", True) is True
    assert facts["depends"], "an addon depends at least on base"


@pytest.mark.parametrize("name", addon_names())
def test_every_file_named_is_there_and_every_file_there_is_named(name):
    """A view that no manifest names is never loaded, and nobody notices."""
    addon = ADDONS / name
    named = [*manifest(name).get("data", []), *manifest(name).get("demo", [])]
    assert_none([file for file in named if not (addon / file).is_file()], "named but not there:")
    assert len(named) == len(set(named)), "named twice"
    present = [
        str(path.relative_to(addon))
        for folder in LOADED_FOLDERS
        for path in files(addon / folder, ".xml", ".csv")
        if name != "police_engine"
    ]
    assert_none(sorted(set(present) - set(named)), "there but not named in the manifest, so never loaded:")


@pytest.mark.parametrize("name", addon_names())
def test_assets_are_there(name):
    for paths in manifest(name).get("assets", {}).values():
        for path in paths:
            text = (path if isinstance(path, str) else path[-1]).lstrip("/")
            ours = text.startswith("police_")  # Odoo's own files may be taken out or followed
            assert not ours or list(ADDONS.glob(text)), f"{name}: {text}"


def test_the_licence_is_the_whole_text():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text[:200]
    assert "END OF TERMS AND CONDITIONS" in text and "13. Remote Network Interaction" in text


def test_every_addon_has_an_icon():
    faults = [
        shown(ADDONS / name)
        for name in addon_names()
        if not any((ADDONS / name / "static" / "description").glob("icon.*"))
    ]
    assert_none(faults, "addons without static/description/icon:")
