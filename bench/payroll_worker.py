"""One pay run of one size in one process, through the users' own buttons; prints JSON.

Started by ``bench.payroll`` for each size, so that memory is that of this size alone. Calculation,
approval and payment run on a single core (PostgreSQL's own process may take another); PDFs use the
renderer's usual two.
"""

import json
import os
import sys
import time
from contextlib import suppress
from datetime import date
from typing import Any

from . import common, oca

AUGUST = date(2026, 8, 1)


def trim(cr: Any, people: int) -> None:
    """Leave ``people`` paid people in the force: the others left in January, and claim nothing."""
    cr.execute(
        """
        CREATE TEMP TABLE bench_out ON COMMIT DROP AS
        SELECT e.id FROM hr_employee e WHERE e.id NOT IN (
            SELECT v.employee_id FROM hr_version v
             WHERE v.police_type <> 'special' AND v.active AND v.contract_date_start <= '2026-08-31'
             ORDER BY v.employee_id LIMIT %s)""",
        (people,),
    )
    cr.execute(
        "UPDATE hr_version SET contract_date_start = '2001-01-01', contract_date_end = '2026-01-31' "
        "WHERE employee_id IN (SELECT id FROM bench_out)"
    )
    cr.execute("UPDATE police_pay_element SET active = FALSE WHERE employee_id IN (SELECT id FROM bench_out)")


def instrument(timer: common.Timer) -> None:
    """Time the parts of approval and payment where they are done, so that the buttons stay the real ones."""
    from odoo.addons.police_payroll.services import certificate, journal, outputs, schedules

    for owner, method, name in (
        (journal.Journal, "post", "journal_s"),
        (outputs.Outputs, "bank_file", "bacs_s"),
        (outputs.Outputs, "full_payment_submission", "fps_s"),
        (outputs.Outputs, "_check_submission", "fps_check_s"),
        (schedules.Schedules, "files", "schedules_s"),
        (certificate.Certifier, "make", "certificate_s"),
    ):
        _wrap(owner, method, name, timer)


def _wrap(owner: type, method: str, name: str, timer: common.Timer) -> None:
    real = getattr(owner, method)

    def timed(*args: Any, **kwargs: Any) -> Any:
        with timer(name):
            return real(*args, **kwargs)

    setattr(owner, method, timed)


def one_core() -> set[int]:
    """Keep this process on one core; returns the cores it had."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    return cores


def pay_run(env: Any, people: int, timer: common.Timer, pdfs: bool = True) -> dict[str, float]:
    """Calculate, approve and pay August; seconds by part."""
    user = {u.login: u for u in env["res.users"].search([])}
    period = env["police.pay.period"].search([("date_from", "=", AUGUST)])
    clerk = env(user=user["payroll.clerk"])
    run = clerk["police.pay.run"].create({"period_id": period.id})
    env.cr.commit()
    cores = one_core()
    begun = time.perf_counter()
    timings = run._calculate_now()
    env.cr.commit()
    calculated = time.perf_counter() - begun
    blocking = run.problem_ids.filtered(lambda p: p.severity == "blocking")
    if blocking or run.people_count != people:
        sys.exit(f"{run.people_count} of {people} paid; {len(blocking)} blocked: {blocking[:1].message}")
    run.problem_ids.filtered(lambda p: p.severity == "warning")._acknowledge("Bench")
    env.cr.commit()
    begun = time.perf_counter()
    run.with_user(user["payroll.approver"]).action_approve()
    env.cr.commit()
    run.with_user(user["payroll.approver"]).action_pay()
    env.cr.commit()
    released = time.perf_counter() - begun
    os.sched_setaffinity(0, cores)
    memory = common.peak_mb()
    env.invalidate_all()
    if pdfs:
        _pdfs(run, people, timer)
    return {
        **timings,
        **timer.seconds,
        "calculate_s": calculated,
        "release_s": released,
        "total_s": calculated + released,
        "peak_mb": max(memory, common.peak_mb()),
        "calculate_peak_mb": memory,
    }


def _pdfs(run: Any, people: int, timer: common.Timer) -> None:
    with timer("pdf_s"):
        files = run._generate_outputs(payslips=True, single_payslips=True)
    singles = sum("/" in name for name in files)
    if singles != people:
        sys.exit(f"{singles} single payslips for {people} people")


def work(conf: str, database: str, people: int, slips: int) -> dict[str, float]:
    """Trim the force, run its pay, then (``slips`` > 0) OCA payroll in the same database."""
    common.boot(conf)
    timer = common.Timer()
    with common.environment(database) as env:
        trim(env.cr, people)
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        instrument(timer)
        figures = pay_run(env, people, timer)
        if slips:
            figures |= measure_oca(env, slips)
            env.cr.rollback()
    return figures


def measure_oca(env: Any, slips: int) -> dict[str, float]:
    """OCA payroll's payslips a second, and how its time grows; the caller rolls back."""
    one_core()
    oca.measure(env, 20)  # warm: registry caches, compiled rules
    env.cr.rollback()
    half_lines, half = oca.measure(env, slips // 2)
    env.cr.rollback()
    lines, seconds = oca.measure(env, slips)
    if lines != slips * oca.RULES or half_lines != slips // 2 * oca.RULES:
        sys.exit(f"OCA payroll made {lines} lines for {slips} payslips of {oca.RULES} rules")
    return {
        "oca_payslips_per_s": slips / seconds,
        "oca_slips": slips,
        "oca_linearity": (seconds / slips) / (half / (slips // 2)),
    }


if __name__ == "__main__":
    answer = work(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    with suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(answer))
