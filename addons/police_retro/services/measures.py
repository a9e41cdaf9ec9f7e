"""Timed runs of everything this addon does, for benches and for a look at a real database. Nothing is kept.

measure(env, company) -> {"retro_full_check_s": ..., "retro_people": ..., "replay_agreed": ..., ...}
"""

import time
from dataclasses import replace
from datetime import timedelta

from odoo.addons.police_engine.params.overlay import overlay
from odoo.addons.police_engine.pay.scales import SCALES
from odoo.addons.police_payroll.services import garbage

from . import history_reader
from .cause_writer import CauseWriter
from .force_law import law_of
from .replay import replay_sample
from .retro_check import CHUNK, RetroCheck
from .whatif_runner import WhatIfRunner


class _TakeBack(Exception):
    """Ends the savepoint: a measurement leaves nothing behind."""


def measure(env, company, replay=500, seed=0, scenarios=20, months=12):
    """Seconds and counts of a full check, an award, causes of change, replay and what-if; rolled back."""
    env = env(su=True, context={**env.context, "tracking_disable": True})
    figures = {}
    try:
        with env.cr.savepoint(), garbage.paused():
            figures |= retro(env, company)
            figures |= award(env, company)
            figures |= causes(env, company)
            figures |= replayed(env, replay, seed)
            figures |= what_if(env, company, scenarios, months)
            raise _TakeBack
    except _TakeBack:
        env.invalidate_all()
    return figures


def retro(env, company):
    """A full check of all closed pay, and the slowest twentieth of single people."""
    check = RetroCheck(env, company)
    seconds, people = _timed(lambda: check.run(full=True))
    singles = sorted(_timed(lambda one=one: check.check([one]))[0] for one in check.everybody()[:40])
    return {
        "retro_people": people,
        "retro_months": people * len(check.months),
        "retro_full_check_s": seconds,
        "retro_one_person_p95_ms": round(1000 * singles[int(0.95 * len(singles))], 2) if singles else 0,
    }


def award(env, company, percent=2):
    """An award for all officers from the first closed day on, as law known only now: checked, stored,
    compared."""
    months = history_reader.closed_months(env, company)
    if not months:
        return {}
    rules = _raised(env, company, months[0].period.start, percent)
    check = RetroCheck(env, company, rules=rules)
    due = check.everybody()
    found, wrong, begun = [], 0, time.perf_counter()
    for start in range(0, len(due), CHUNK):
        part = check.check(due[start : start + CHUNK])
        env["police.retro.change"]._record(company, part, rules, env.cr.now())
        wrong += sum(one.retro.recalculated - one.retro.paid != one.retro.gross for one in part)
        found += [one.retro.gross for one in part if one.retro.lines]
    return {
        "award_s": round(time.perf_counter() - begun, 3),
        "award_people": len(found),
        "award_gross_pounds": sum(found) / 100,
        "award_unexplained_people": wrong,
    }


def _raised(env, company, on, percent):
    """The law with every later scale raised too, so that nothing on record stands against the award."""
    rules = law_of(env, company)
    periods = []
    for period in rules.periods[SCALES]:
        ends = period.end or on + timedelta(days=36_500)
        later = next((p.start for p in rules.periods[SCALES] if p.start > period.start), None)
        if (later and later <= on) or ends < on:
            periods.append(period)
            continue
        values = {
            scale: {point: salary + salary * percent // 100 if isinstance(salary, int) else salary
                    for point, salary in points.items()} if isinstance(points, dict) else points
            for scale, points in period.values.items()
        }  # fmt: skip
        periods.append(replace(period, values=values))
    return overlay(rules, {SCALES: tuple(periods)})


def causes(env, company):
    """Everybody's change of net pay in the newest run with one before it."""
    run = env["police.pay.run"].search(
        [("company_id", "=", company.id), ("kind", "=", "regular")], order="pay_date desc, id desc", limit=1
    )
    if not run.previous_run_id:
        return {}
    seconds, people = _timed(CauseWriter(env, run).write)
    env.cr.execute(
        """SELECT count(*) FILTER (WHERE change_size > 5),
                  count(*) FILTER (WHERE change_size > 5 AND unexplained < 0.01), max(abs(residual))
             FROM police_pay_comparison WHERE run_id = %s""",
        [run.id],
    )
    large, explained, residual = env.cr.fetchone()
    return {
        "causes_s": seconds,
        "causes_people": people,
        "causes_over_5_pounds": large,
        "causes_explained_percent": round(100 * explained / large, 2) if large else 100,
        "causes_largest_residual_pounds": float(residual or 0),
    }


def replayed(env, lines, seed):
    """Random stored lines worked out again."""
    seconds, sample = _timed(lambda: replay_sample(env, lines, seed))
    return {"replay_s": seconds, "replay_lines": sample.lines, "replay_agreed": sample.agreed}


def what_if(env, company, scenarios, months):
    """Award scenarios for everybody, in processes of their own."""
    first = env.cr.now().date().replace(day=1)
    closed = history_reader.closed_months(env, company)
    if closed:
        first = closed[-1].period.end + timedelta(days=1)
    asked = [number / 4 for number in range(1, scenarios)]
    question = env["police.whatif"].create(
        {
            "name": "Measured",
            "company_id": company.id,
            "month_from": first.replace(day=1),
            "months": months,
            "scenario_ids": [
                (0, 0, {"name": f"{percent} %", "rise_ids": [
                    (0, 0, {"date_from": first, "who": who, "percent": percent}) for who in ("officer",
                    "staff")
                ]})
                for percent in asked
            ],
        }
    )  # fmt: skip
    seconds, _words = _timed(WhatIfRunner(env, question).run)
    return {
        "whatif_s": seconds,
        "whatif_person_months": question.people * months * (len(asked) + 1),
        "whatif_rows": len(question.result_ids),
    }


def _timed(work):
    begun = time.perf_counter()
    answer = work()
    return round(time.perf_counter() - begun, 3), answer
