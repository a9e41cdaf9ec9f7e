"""Everything a payroll department asks in one process: two months, previews, retro, causes, what-if.

Started by ``bench.payroll_full`` in a database of its own; prints JSON. August is paid and September
calculated by the users' own buttons, so that retro, causes and replay have stored payslips to work on.
"""

import json
import random
import sys
import time
from contextlib import suppress
from datetime import date
from typing import Any

from . import common, payroll_worker, preview

SEPTEMBER = date(2026, 9, 1)
SINGLES, NAIVE = 100, 200


def work(conf: str, database: str, people: int, slips: int) -> dict[str, float]:
    """All measures; everything after the two runs is rolled back."""
    common.boot(conf)
    timer = common.Timer()
    with common.environment(database) as env:
        payroll_worker.trim(env.cr, people)
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        figures = dict(payroll_worker.pay_run(env, people, timer, pdfs=False))
        _september(env)
        figures |= _one_person(env)
        figures |= preview.figures(env)
        figures |= _rooms(env)
        env.cr.rollback()
        if slips:
            figures |= payroll_worker.measure_oca(env, slips)
            env.cr.rollback()
    return figures


def _september(env: Any) -> None:
    clerk = env(user=env["res.users"].search([("login", "=", "payroll.clerk")]))
    period = env["police.pay.period"].search([("date_from", "=", SEPTEMBER), ("kind", "=", "regular")])
    clerk["police.pay.run"].create({"period_id": period.id})._calculate_now()
    env.cr.commit()


def _one_person(env: Any) -> dict[str, float]:
    """One person recalculated as for a caller on the telephone; and what a loop over people would cost."""
    from odoo.addons.police_payroll.services.preview import Preview

    company = env["police.pay.run"].search([], limit=1).company_id
    period = env["police.pay.period"].search([("date_from", "=", SEPTEMBER), ("kind", "=", "regular")])
    ids = env["police.payslip"].search([("run_id.period_id", "=", period.id)]).employee_id.ids
    chosen = random.Random(1).sample(ids, min(len(ids), max(SINGLES, NAIVE)))
    look = Preview(env, company, period)
    taken = sorted(_seconds(lambda one=one: look.results([one])) for one in chosen[:SINGLES])
    together = _seconds(look.results)
    loop = sum(_seconds(lambda one=one: look.results([one])) for one in chosen[:NAIVE]) / NAIVE
    return {
        "recalculate_one_p95_ms": round(taken[int(len(taken) * 0.95)] * 1000, 1),
        "recalculate_everybody_s": round(together, 3),
        "times_faster_than_a_loop_over_people": round(loop * len(ids) / together, 1),
    }


def _rooms(env: Any) -> dict[str, float]:
    from odoo.addons.police_retro.services import measures

    company = env["police.pay.run"].search([], limit=1).company_id
    found = measures.measure(env, company)
    found = {
        f"stored_{name}" if not name.startswith("replay") else name: value for name, value in found.items()
    }
    found["replay_differences"] = found["replay_lines"] - found["replay_agreed"]
    return found


def _seconds(job: Any) -> float:
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


if __name__ == "__main__":
    answer = work(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    with suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(answer, default=float))
