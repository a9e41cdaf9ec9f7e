"""``test [unit|odoo|browser|all]``: runs the suites and ends with one line, ``N passed, N failed``.

Nothing is skipped silently: a skipped test, a suite that finds no tests, and an Odoo warning that is not
known to be harmless each count as failed.
"""

import argparse
from collections.abc import Callable, Sequence

from launcher import environment, suite_browser, suite_odoo, suite_unit
from launcher.outcome import Outcome
from launcher.places import Options
from launcher.ui import LaunchError, say, step

SUITES = ("unit", "odoo", "browser")


def main(options: Options, arguments: Sequence[str], _environment: object) -> int:
    parser = argparse.ArgumentParser(prog="constabulary test")
    parser.add_argument("suite", nargs="?", default="all", choices=(*SUITES, "all"))
    parser.add_argument("--only", default="", metavar="ADDON", help="odoo: the tests of one addon")
    chosen = parser.parse_args(arguments)
    suites = SUITES if chosen.suite == "all" else (chosen.suite,)
    total = Outcome()
    prepared = None
    if suites == ("unit",):
        environment.prepare_light()
    else:
        prepared = environment.prepare_full(options)
    runners: dict[str, Callable[[], Outcome]] = {
        "unit": lambda: suite_unit.run(prepared),
        "odoo": lambda: suite_odoo.run(prepared, chosen.only),
        "browser": lambda: suite_browser.run(prepared),
    }
    for suite in suites:
        with step(f"Tests: {suite}"):
            outcome = guarded(runners[suite])
        say(f"  {suite}: {outcome.last_line()}")
        total.add(outcome)
    report(total)
    return 1 if total.failed or not total.passed else 0


def guarded(runner: Callable[[], Outcome]) -> Outcome:
    """A suite that cannot run here (no Chromium, say) has failed, and the others are still counted."""
    try:
        return runner()
    except LaunchError as error:
        outcome = Outcome()
        outcome.fault(error.text())
        return outcome


def report(total: Outcome) -> None:
    for note in total.notes:
        say(f"\nFAILED  {note}")
    say()
    say(total.last_line())
