"""Bench of retro pay, variance and what-if on the engine alone: no database is touched.

    ./constabulary bench retro --people 10000

Retro: a year paid before an award became known, claims and all, recalculated after it. Variance: the
change from one month to the next for everybody. What-if: award scenarios for everybody over a year,
checked against the full engine on a random sample in the same run.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench import common, engine, people  # isort: skip  (engine first: it makes the next lines possible)
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.overlay import frozen, held_still, overlay
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import PayCase
from odoo.addons.police_engine.retro.award import Person, preview
from odoo.addons.police_engine.retro.differences import Retro, differences
from odoo.addons.police_engine.retro.history import ClosedPeriod, History
from odoo.addons.police_engine.variance.explain import Side, explain_change
from odoo.addons.police_engine.whatif.run import run
from odoo.addons.police_engine.whatif.scenario import Award, Scenario, facts_of, rules_of

assert engine.ADDONS
MONTHS, SCENARIOS, CHUNK = 12, 20, 500
AWARDED = date(2025, 9, 1)
SCALES = ("police/pay/scales", "police/pay/london_weighting")
FIGURES = ("gross", "employer_nic", "pension_employer")


def main(argv: list[str] | None = None) -> int:
    """Run the bench; exit code 1 when a bar is missed."""
    chosen = _arguments(argv)
    rules = RuleSet.load()
    figures: dict[str, float] = {"people": chosen.people, "load_average": round(os.getloadavg()[0], 2)}
    for part in (_retro, _variance, _what_if):
        sys.stdout.write(f"  {part.__name__.strip('_').replace('_', '-')} …\n")
        sys.stdout.flush()
        figures |= part(rules, chosen)
    figures["peak_mb"] = common.peak_mb()
    report = common.Report("retro", figures)
    for key, sense, goal in (
        ("retro_s", "<=", 300),
        ("retro_one_person_p95_ms", "<=", 100),
        ("retro_unexplained_people", "<=", 0),
        ("variance_residual_people", "<=", 0),
        ("variance_each_cause_alone_percent", ">=", 99),
        ("whatif_s", "<=", 60),
        ("whatif_sample_differences", "<=", 0),
    ):
        report.bar(key, sense, goal)
    common.boot(chosen.config)  # for the server's version in the result file
    path = report.write(Path(chosen.out))
    rows = [[name, float(value)] for name, value in figures.items()]
    sys.stdout.write(f"{common.table(['figure', 'value'], rows)}\n\n{report.show()}\n{path}\n")
    return 0 if report.holds else 1


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="constabulary bench retro", description=__doc__)
    parser.add_argument("--people", type=int, default=10000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="what-if workers")
    parser.add_argument("--config", default=os.environ.get("CONSTABULARY_CONF", "var/odoo.conf"))
    parser.add_argument("--out", default=str(common.ROOT / "var" / "bench"))
    chosen = parser.parse_args(argv)
    if chosen.people < 100:
        parser.error("at least 100 people, or the figures mean nothing")
    return chosen


# -- retro -----------------------------------------------------------------------------------------


def _retro(rules: RuleSet, chosen: argparse.Namespace) -> dict[str, float]:
    """An award of September 2025, learnt a year late: every month of everybody recalculated, one core."""
    before = overlay(rules, {name: frozen(rules.periods[name], date(2025, 8, 31)) for name in SCALES})
    periods = people.months(2025, 9, MONTHS)
    everybody = people.year_of_cases(chosen.people, periods)
    seconds, wrong, gross, lines = 0.0, 0, 0, 0
    singles: list[float] = []
    for start in range(0, chosen.people, CHUNK):
        chunk = [_closed(own, before) for own in everybody[start : start + CHUNK]]
        found: list[Retro] = []
        begun = time.perf_counter()
        for person in preview((Person(history) for history in chunk), rules).people.values():
            found.append(person)
        seconds += time.perf_counter() - begun
        wrong += sum(retro.recalculated - retro.paid != retro.gross for retro in found)
        wrong += sum(_engine_says(h, rules) != _paid(h) + _owed(found, h.reference) for h in chunk[:5])
        gross += sum(retro.gross for retro in found)
        lines += sum(len(retro.lines) for retro in found)
        singles += [_timed(history, rules) for history in chunk[:20]]
    singles.sort()
    return {
        "retro_months": chosen.people * MONTHS,
        "retro_s": round(seconds, 3),
        "retro_months_per_s": round(chosen.people * MONTHS / seconds),
        "retro_one_person_p95_ms": round(singles[int(len(singles) * 0.95)] * 1000, 3),
        "retro_unexplained_people": wrong,
        "retro_lines": lines,
        "retro_gross_pounds": gross / 100,
    }


def _closed(cases: Sequence[PayCase], rules: RuleSet) -> History:
    """The year as paid: slips of the full engine, their lines kept."""
    return History(cases[0].reference, tuple(ClosedPeriod(c, calculate(c, rules).lines) for c in cases))


def _engine_says(history: History, rules: RuleSet) -> int:
    return sum(calculate(closed.case, rules).totals.gross for closed in history.periods)


def _paid(history: History) -> int:
    return sum(line.amount for closed in history.periods for line in closed.lines if line.kind == "earning")


def _owed(found: list[Retro], reference: str) -> int:
    return sum(retro.gross for retro in found if retro.reference == reference)


def _timed(history: History, rules: RuleSet) -> float:
    begun = time.perf_counter()
    differences(history, rules)
    return time.perf_counter() - begun


# -- variance --------------------------------------------------------------------------------------


def _variance(rules: RuleSet, chosen: argparse.Namespace) -> dict[str, float]:
    """August to September 2025 for everybody: the award, other claims, tax to date. One core."""
    first, second = people.months(2025, 8, 2)
    dice = random.Random("variance")
    pairs = []
    for person in people.people(chosen.people, first):
        before = people.with_claims(person, first, dice)
        pairs.append((Side(before, rules), Side(people.with_claims(person, second, dice), rules)))
    begun = time.perf_counter()
    changes = [explain_change(before, after) for before, after in pairs]
    seconds = time.perf_counter() - begun
    moved = [change for change in changes if abs(change.net) > 5_00]
    single = sum(all(len(cause.kinds) <= 1 for cause in change.causes) for change in moved)
    return {
        "variance_people_per_s": round(chosen.people / seconds),
        "variance_residual_people": sum(change.residual != 0 for change in changes),
        "variance_over_5_pounds": len(moved),
        "variance_each_cause_alone_percent": round(100 * single / len(moved), 2) if moved else 100,
        "variance_causes_a_person": round(sum(len(c.causes) for c in changes) / len(changes), 2),
    }


# -- what-if ---------------------------------------------------------------------------------------


def _what_if(rules: RuleSet, chosen: argparse.Namespace) -> dict[str, float]:
    """Scenarios from September 2026 for a year; tax law after April 2027 is held still, by name."""
    periods = people.months(2026, 9, MONTHS)
    law = held_still(rules, periods[-1].end)
    cases = [case for own in people.year_of_cases(chosen.people, periods) for case in own]
    scenarios = _scenarios()
    begun = time.perf_counter()
    answer = run(cases, law, scenarios, processes=chosen.processes)
    seconds = time.perf_counter() - begun
    sample = random.Random("sample").sample(cases, min(300, len(cases)))
    full = [_full(sample, law, scenario) for scenario in scenarios]
    begun = time.perf_counter()  # the second time, when every figure has been looked up once
    full = [_full(sample, law, scenario) for scenario in scenarios]
    naive = (time.perf_counter() - begun) / (len(sample) * len(scenarios))
    ours = run(sample, law, scenarios).outcomes
    wrong = sum(
        [getattr(o.total(), name) for name in FIGURES] != totals for o, totals in zip(ours, full, strict=True)
    )
    work = len(cases) * len(scenarios)
    return {
        "whatif_person_months": work,
        "whatif_s": round(seconds, 3),
        "whatif_processes": chosen.processes,
        "whatif_distinct_percent": round(100 * answer.groups / answer.cases, 1),
        "whatif_problems": sum(len(outcome.problems) for outcome in answer.outcomes),
        "whatif_sample_differences": wrong,
        "whatif_naive_loop_s": round(naive * work, 1),
        "whatif_times_faster_than_naive": round(naive * work / seconds, 1),
    }


def _scenarios() -> list[Scenario]:
    on = date(2026, 9, 1)
    found = [Scenario("as it stands")]
    for number in range(1, SCENARIOS):
        percent = Decimal(number) / 4
        staff = Award(on, percent, person_types=("staff", "pcso"))
        found.append(Scenario(f"{percent} %", (Award(on, percent, london_weighting=True), staff)))
    return found


def _full(cases: Sequence[PayCase], rules: RuleSet, scenario: Scenario) -> list[int]:
    """The same by the whole engine, one person at a time."""
    law = rules_of(rules, scenario)
    totals = [calculate(facts_of(case, rules, scenario), law).totals for case in cases]
    return [sum(getattr(total, name) for total in totals) for name in FIGURES]


if __name__ == "__main__":
    sys.exit(main())
