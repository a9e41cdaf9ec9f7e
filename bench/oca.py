"""OCA ``payroll`` 19.0 in the same database and run: fifteen rules so simple that they flatter it.

It is measured, not imitated: its own models, its own ``compute_sheet()``, creation of the payslips
included, as a user's batch would do. No worked-days lines, no inputs, mail tracking off.
"""

import time
from datetime import date
from typing import Any

RULES = 15
FROM, TO = date(2026, 9, 1), date(2026, 9, 30)


def structure(env: Any) -> Any:
    """A salary structure of fifteen Python rules of one multiplication each."""
    category = env["hr.salary.rule.category"].create({"name": "Bench", "code": "BENCH"})
    rules = env["hr.salary.rule"].create(
        [
            {
                "name": f"Bench rule {number}",
                "code": f"B{number}",
                "sequence": number,
                "category_id": category.id,
                "condition_select": "none",
                "amount_select": "code",
                "amount_python_compute": f"result = contract.wage * 0.{number:02d}",
            }
            for number in range(1, RULES + 1)
        ]
    )
    return env["hr.payroll.structure"].create(
        {
            "name": "Bench",
            "code": "BENCH",
            "rule_ids": [(6, 0, rules.ids)],
            "parent_id": False,
        }
    )


def measure(env: Any, slips: int) -> tuple[int, float]:
    """(lines made, seconds) for ``slips`` payslips. Everything is rolled back by the caller."""
    env = env(context={**env.context, "tracking_disable": True})
    struct = structure(env)
    versions = env["hr.version"].search(
        [("employee_id.active", "=", True), ("date_version", "<=", FROM), ("contract_date_end", "=", False)],
        limit=slips,
        order="id",
    )
    versions.write({"wage": 3000.0, "struct_id": struct.id, "contract_date_start": date(2020, 1, 1)})
    env.flush_all()
    begun = time.perf_counter()
    made = env["hr.payslip"].create(
        [
            {
                "name": f"Bench {version.employee_id.id}",
                "employee_id": version.employee_id.id,
                "contract_id": version.id,
                "struct_id": struct.id,
                "date_from": FROM,
                "date_to": TO,
            }
            for version in versions
        ]
    )
    made.compute_sheet()
    env.flush_all()
    seconds = time.perf_counter() - begun
    lines = env["hr.payslip.line"].search_count([("slip_id", "in", made.ids)])
    return lines, seconds
