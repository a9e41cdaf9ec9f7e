"""The wheel: built, installed into a clean environment, and the addons loaded from there, not from here."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.places import ROOT, police_addons

SOURCES = (
    "setup.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "launcher/requirements.txt",
    "launcher/pins.toml",
)


def call(*command: str, **options) -> str:
    answer = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A clean virtual environment with nothing in it but the wheel, which is built from a copy."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(ROOT / "addons", source / "addons", ignore=shutil.ignore_patterns("__pycache__"))
    for name in SOURCES:
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(source)]
    call(*pip, *build)
    wheel = next(folder.glob("constabulary-*.whl"))
    call(sys.executable, "-m", "venv", "--without-pip", str(folder / "clean"))
    packages = next((folder / "clean" / "lib").glob("python*")) / "site-packages"
    call(*pip, "install", "--no-deps", "--no-index", "--target", str(packages), str(wheel))
    return packages


def clean_python(site: Path, code: str) -> str:
    """Run in the clean environment, away from the checkout."""
    python = site.parents[2] / "bin" / "python"
    return call(str(python), "-I", "-c", code, cwd=site.parents[2])


def test_all_addons_and_no_stranger(site):
    assert sorted(path.name for path in (site / "odoo" / "addons").iterdir()) == police_addons()
    assert not (site / "odoo" / "__init__.py").exists()
    assert not (site / "odoo" / "addons" / "__init__.py").exists()


def test_every_file_that_a_manifest_names_is_there(site):
    for name in police_addons():
        addon = site / "odoo" / "addons" / name
        manifest = ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))
        for file in [*manifest.get("data", []), *manifest.get("demo", [])]:
            assert (addon / file).is_file(), f"{name}: {file}"


def test_every_file_of_the_checkout_is_there(site):
    for name in police_addons():
        for path in (ROOT / "addons" / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert (site / "odoo" / path.relative_to(ROOT)).is_file(), path


def test_the_engine_runs_from_the_wheel_without_odoo(site):
    code = (
        "import odoo.addons.police_engine.params.loader as loader, odoo.addons.police_engine.money as money;"
        "from datetime import date; import json;"
        "print(json.dumps([loader.__file__, money.__file__]))"
    )
    assert all(str(site) in file for file in json.loads(clean_python(site, code)))


@pytest.mark.needs_odoo
def test_odoo_finds_the_addons_with_an_empty_addons_path(site, tmp_path):
    code = (
        "import json, sys; import odoo.init; from odoo.tools import config;"
        "config.parse_config(['--addons-path=', '--data-dir=' + sys.argv[1]]);"
        "from odoo.modules import module; module.initialize_sys_path();"
        "names = [name for name in module.get_modules() if name.startswith('police_')];"
        "print(json.dumps({name: module.Manifest.for_addon(name).path for name in names}))"
    )
    env = {key: value for key, value in os.environ.items() if key != "ODOO_RC"} | {"PYTHONPATH": str(site)}
    output = call(sys.executable, "-c", code, str(tmp_path), cwd=tmp_path, env=env)
    found = json.loads(output.splitlines()[-1])
    assert found == {name: str(site / "odoo" / "addons" / name) for name in police_addons()}
