"""The tests inside Odoo (``addons/*/tests``), spread over several databases that are copies of one base."""

import json
import os
import re
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from launcher import builds, odoo_log, odoo_process
from launcher.environment import Environment
from launcher.outcome import Outcome
from launcher.places import ADDONS, VAR, digest, is_root, police_addons
from launcher.ui import log_path, say

TIMES = VAR / "log" / "odoo-test-times.json"
SHARDS_AT_MOST = 4
TOUR = "police_tour"


def run(environment: Environment, only: str = "") -> Outcome:
    """Install our addons once, copy that database for each shard, run the shards side by side."""
    outcome = Outcome()
    names = [only] if only else modules_with_tests()
    if not names or any(not (ADDONS / name).is_dir() for name in names):
        outcome.fault(f"no Odoo tests found in {only or 'addons/*/tests'}")
        return outcome
    base = builds.base(environment)
    for fault in builds.faults(environment, base):
        outcome.fault(f"while installing: {fault}")
    shards = share(names, known_times(), min(SHARDS_AT_MOST, len(os.sched_getaffinity(0))))
    databases = [f"{base}_t{number}" for number in range(len(shards))]
    try:
        for database in databases:
            environment.databases.copy(base, database)
        with ThreadPoolExecutor(len(shards)) as pool:
            reports = list(
                pool.map(lambda pair: run_shard(environment, *pair), zip(databases, shards, strict=True))
            )
    finally:
        for database in databases:
            environment.databases.drop(database)
    for report, shard in zip(reports, shards, strict=True):
        outcome.add(judge(report, shard))
    keep_times(reports)
    return outcome


def modules_with_tests() -> list[str]:
    return [name for name in police_addons() if test_count(name)]


def test_count(module: str) -> int:
    """How many test methods there are to run: written in the module and not tours."""
    count = 0
    for path in (ADDONS / module / "tests").glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        if TOUR not in text:
            count += len(re.findall(r"^    def test_", text, re.MULTILINE))
    return count


def share(names: Sequence[str], seconds: dict[str, float], parts: int) -> list[list[str]]:
    """The longest first, each to the part with the least work so far; parts without work are left out."""
    loads: list[tuple[float, list[str]]] = [(0.0, []) for _ in range(max(1, parts))]
    for name in sorted(names, key=lambda name: (-seconds.get(name, test_count(name)), name)):
        index = min(range(len(loads)), key=lambda position: loads[position][0])
        load, members = loads[index]
        loads[index] = (load + seconds.get(name, test_count(name)), [*members, name])
    return [members for _, members in loads if members]


def run_shard(environment: Environment, database: str, modules: Sequence[str]) -> odoo_log.LogReport:
    tags = ",".join([*(f"police/{module}" for module in modules), f"-{TOUR}"])
    name = f"test-odoo-{'-'.join(modules)}" if len(modules) < 3 else f"test-odoo-{digest(*modules)}"
    return run_tests(environment, name, database, tags)


def run_tests(environment: Environment, name: str, database: str, tags: str) -> odoo_log.LogReport:
    """Run tests of installed modules by tag and read the log; an exit code without a count is a crash."""
    options = [f"--test-tags={tags}", f"--http-port={odoo_process.free_port()}", "--max-cron-threads=0"]
    command = odoo_process.command("-d", database, "--stop-after-init", *options)
    env = odoo_process.child_environment(environment)
    path = log_path(name)
    with path.open("wb") as log:
        code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=env, check=False).returncode
    report = odoo_log.read(path)
    if code and not report.failed:
        report.faults.append(odoo_log.Fault("ERROR", f"Odoo ended with exit code {code}; its log: {path}"))
    if not report.finished:
        report.faults.append(odoo_log.Fault("ERROR", f"the tests did not come to their end; the log: {path}"))
    return report


def judge(report: odoo_log.LogReport, modules: Sequence[str]) -> Outcome:
    """Counts from the log; skips, faults, and modules whose tests never ran count as failed."""
    outcome = Outcome(report.passed, report.failed, list(report.failures))
    for skipped in report.skipped:
        outcome.fault(f"skipped: {skipped}")
    for fault in report.faults:
        outcome.fault(fault.text)
    for module in modules:
        if report.finished and module not in report.modules:
            outcome.fault(
                f"{module} has {test_count(module)} test methods and Odoo ran none (class or tags wrong?)"
            )
    return outcome


def known_times() -> dict[str, float]:
    try:
        return json.loads(TIMES.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def keep_times(reports: Sequence[odoo_log.LogReport]) -> None:
    times = known_times()
    for report in reports:
        times.update({module: seconds for module, (_, seconds) in report.modules.items()})
    TIMES.write_text(json.dumps(times, indent=1, sort_keys=True), encoding="utf-8")
    if is_root():
        say("    (Odoo ran as root; production runs it under an account of its own)")
