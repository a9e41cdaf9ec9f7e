"""The tours in Chromium: those inside Odoo (tag ``police_tour``) and ``tests/browser``, on a small force."""

import shutil

from launcher import builds, debian, demo, odoo_process, serve, suite_odoo, suite_unit
from launcher.environment import Environment
from launcher.outcome import Outcome
from launcher.places import PINS, ROOT, is_root
from launcher.ui import LaunchError, say

PEOPLE, SEED = 150, 1
CHROME_NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def run(environment: Environment) -> Outcome:
    """Tours write, so each suite has a copy of the small force's database of its own."""
    ensure_chromium()
    source = builds.cached(
        environment,
        "tours",
        builds.base_key(environment),
        lambda name: demo.make(environment, name, PEOPLE, SEED),
    )
    outcome = tours(environment, source)
    for fault in builds.faults(environment, source):
        outcome.fault(f"while making the small force: {fault}")
    if any((ROOT / "tests" / "browser").glob("test_*.py")):
        outcome.add(pages(environment, source))
    return outcome


def ensure_chromium() -> None:
    if any(shutil.which(name) for name in CHROME_NAMES):
        return
    package = PINS["debian"]["browser"]
    if not is_root():
        raise LaunchError(
            "the browser tests need Chromium, which is not here",
            todo=f"as root: apt-get install {package}; or run './constabulary test unit' and 'test odoo'",
        )
    debian.install([package], "the browser tests")


def tours(environment: Environment, source: str) -> Outcome:
    database = f"{source}_run"
    environment.databases.copy(source, database)
    try:
        report = suite_odoo.run_tests(environment, "test-tours", database, suite_odoo.TOUR)
    finally:
        environment.databases.drop(database)
    outcome = suite_odoo.judge(report, [])
    if not report.ran:
        outcome.fault(f"Odoo found no tour (tag {suite_odoo.TOUR})")
    return outcome


def pages(environment: Environment, source: str) -> Outcome:
    """``tests/browser`` against a server named in CONSTABULARY_URL and CONSTABULARY_DATABASE."""
    database = f"{source}_pages"
    environment.databases.copy(source, database)
    port = odoo_process.free_port()
    server = serve.start(environment, database, port, "test-pages-server")
    try:
        serve.wait_until_up(server, port, "test-pages-server")
        env = odoo_process.child_environment(environment)
        env |= {"CONSTABULARY_URL": f"http://127.0.0.1:{port}", "CONSTABULARY_DATABASE": database}
        say(f"    tests/browser on {env['CONSTABULARY_URL']}")
        return suite_unit.pytest("browser", ["tests/browser"], env)
    finally:
        serve.stop(server)
        environment.databases.drop(database)
