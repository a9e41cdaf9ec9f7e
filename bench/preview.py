"""Expected pay, always current: seconds from a change of duty to the person's and the force's figure.

``figures(env)`` is called by ``bench payroll-full`` on a database with people and police_duty; it commits
nothing. Its keys, with the bars of G-P8:

preview_everybody_s: the whole force anew. preview_write_ms, plain_write_ms: a duty written with and without
the note that pay changed. preview_person_ms, preview_person_p95_ms: a duty approved to the person's expected
net shown. preview_force_s: a duty approved to the force's total.
"""

import statistics
import time
from datetime import timedelta
from typing import Any
from unittest.mock import patch

ROUNDS = 20
BARS = {
    "preview_person_p95_ms": (2000, "<="),
    "preview_force_s": (10, "<="),
    "preview_everybody_s": (10, "<="),
}


def figures(env: Any, company: Any = None) -> dict[str, float]:
    """Measure on the force with the most people; everything is rolled back."""
    from odoo.addons.police_duty.services.expected import ExpectedPay

    company = company or _largest(env)
    env = env(su=True, context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
    worker = ExpectedPay(env, company)
    period = worker.period()
    with env.cr.savepoint(flush=False) as savepoint:
        found = {"preview_people": float(_everybody(worker))}
        found["preview_everybody_s"] = _seconds(lambda: worker.refresh(everybody=True))
        people = _officers(env, company, period)
        day = max(period.date_from, min(period.date_to, period.date_from + timedelta(days=1)))
        found |= _writes(env, company, people, day)
        found |= _person(env, worker, company, people, day)
        savepoint.rollback()
    env.invalidate_all()
    return found


def _largest(env: Any) -> Any:
    env.cr.execute("SELECT company_id FROM hr_employee GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
    return env["res.company"].browse(env.cr.fetchone()[0])


def _everybody(worker: Any) -> int:
    return worker.refresh(everybody=True)


def _officers(env: Any, company: Any, period: Any) -> Any:
    env.cr.execute(
        """SELECT employee_id FROM police_pay_expected WHERE company_id = %s AND person_type = 'officer'
              AND rank IN ('Constable', 'Sergeant') AND blocking_count = 0 ORDER BY 1 LIMIT %s""",
        [company.id, ROUNDS],
    )
    return env["hr.employee"].browse(row[0] for row in env.cr.fetchall())


def _duty(env: Any, company: Any, person: Any, day: Any) -> Any:
    return env["police.duty.entry"].create(
        {
            "company_id": company.id,
            "employee_id": person.id,
            "duty_date": day,
            "rostered_text": "0700-1500",
            "worked_text": "0700-1730",
            "told_at": f"{day} 05:00:00",
            "authorised_by": "Bench",
        }
    )


def _writes(env: Any, company: Any, people: Any, day: Any) -> dict[str, float]:
    """What the note costs the write itself."""
    cost = {}
    later = day + timedelta(days=7)
    for name in ("preview_write_ms", "plain_write_ms"):
        quiet = name == "plain_write_ms"
        touch = type(env["police.pay.touch"])
        with patch.object(touch, "_note", lambda self, employees: None) if quiet else _nothing():
            taken = [
                _seconds(lambda person=person, on=later: _duty(env, company, person, on)) for person in people
            ]
        cost[name] = round(statistics.median(taken) * 1000, 1)
        later += timedelta(days=7)
    return cost


class _nothing:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


def _person(env: Any, worker: Any, company: Any, people: Any, day: Any) -> dict[str, float]:
    person_s, force_s = [], []
    worker.refresh()
    for number, person in enumerate(people):
        before = worker.current(person.ids)[person.id]["net"]
        entry = _duty(env, company, person, day)
        begun = time.perf_counter()
        entry._set_state("approved")
        entry._reassess()
        after = worker.current(person.ids)[person.id]["net"]
        taken = time.perf_counter() - begun
        if after <= before:
            raise SystemExit(f"{person.name}: two and a half hours of overtime changed {before} to {after}")
        if number % 2:
            force_s.append(taken + _seconds(lambda: _total(env, company)))
        person_s.append(taken)
    return {
        "preview_person_ms": round(statistics.median(person_s) * 1000, 1),
        "preview_person_p95_ms": round(sorted(person_s)[int(len(person_s) * 0.95)] * 1000, 1),
        "preview_force_s": round(max(force_s), 3),
    }


def _total(env: Any, company: Any) -> Any:
    return env["police.pay.expected"]._read_group(
        [("company_id", "=", company.id)], aggregates=["net:sum", "gross:sum", "employer_cost:sum"]
    )


def _seconds(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 4)
