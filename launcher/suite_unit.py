"""The pytest suites: ``tests/`` without the browser's (which need a server)."""

import os
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher.environment import Environment
from launcher.odoo_process import child_environment
from launcher.outcome import Outcome
from launcher.places import LOGS, PYTHON, ROOT
from launcher.ui import say


def run(environment: Environment | None) -> Outcome:
    """With Odoo prepared everything runs; without it, all but the tests marked ``needs_odoo``."""
    arguments = ["tests", "--ignore=tests/browser"]
    env: Mapping[str, str] = os.environ
    if environment is None:
        arguments += ["-m", "not needs_odoo"]
        say("    (tests that need Odoo itself are left to 'test all')")
    else:
        env = child_environment(environment)
    return pytest("unit", arguments, env)


def pytest(name: str, arguments: Sequence[str], env: Mapping[str, str]) -> Outcome:
    """Run pytest, show its output as it comes, and count from its own result file."""
    LOGS.mkdir(parents=True, exist_ok=True)
    results = LOGS / f"pytest-{name}.xml"
    results.unlink(missing_ok=True)
    command = [
        str(PYTHON),
        "-m",
        "pytest",
        *arguments,
        f"--junitxml={results}",
        "--tb=short",
        "-q",
        "--continue-on-collection-errors",
    ]
    code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    return read_results(results, code)


def read_results(results: Path, code: int) -> Outcome:
    """Passed and failed from JUnit XML; a skip counts as failed, and so does a run without a test."""
    outcome = Outcome()
    if not results.is_file():
        outcome.fault(f"pytest wrote no results (exit code {code})")
        return outcome
    for case in ElementTree.parse(results).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        bad = [child for child in case if child.tag in ("failure", "error", "skipped")]
        if bad:
            outcome.fault(f"{name} ({bad[0].tag}): {(bad[0].get('message') or '').splitlines()[:1]}")
        else:
            outcome.passed += 1
    if code and not outcome.failed:
        outcome.fault(f"pytest ended with exit code {code}")
    if not outcome.passed and not outcome.failed:
        outcome.fault("pytest found no tests")
    return outcome
