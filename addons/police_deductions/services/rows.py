"""What a run takes, on its way from the settlement to ``police.deduction.taken``."""

from typing import NamedTuple

from odoo.addons.police_engine.money import text
from odoo.exceptions import UserError
from odoo.tools import SQL

COLUMNS = {"order": "order_id", "agreement": "agreement_id", "loan": "loan_id", "recovery": "overpayment_id"}


class Row(NamedTuple):
    """One deduction of one person, pence. ``record_id``: the order, agreement, loan or overpayment."""

    employee_id: int
    kind: str
    record_id: int
    payee_id: int | None
    code: str
    reference: str
    due: int
    amount: int
    short: int = 0
    administration: int = 0
    deduction_carried: int = 0
    protection_carried: int = 0
    working: str = ""


def write_expected(env, run, rows):
    """Replace what ``run`` is expected to take; refused once it is sealed."""
    _refuse_sealed(env, run)
    env.cr.execute("DELETE FROM police_deduction_taken WHERE run_id = %s", [run.id])
    columns = (
        "run_id", "company_id", "pay_date", "state", "employee_id", "kind", "order_id", "agreement_id",
        "loan_id", "overpayment_id", "payee_id", "code", "reference", "due", "amount", "short",
        "administration", "deduction_carried", "protection_carried", "working",
    )  # fmt: skip
    values = [_values(run, row) for row in rows]
    if values:
        env.cr.execute_values(
            f"INSERT INTO police_deduction_taken ({', '.join(columns)}) VALUES %s", values, page_size=1000
        )
    env["police.deduction.taken"].invalidate_model()


def _refuse_sealed(env, run):
    env["police.deduction.taken"].flush_model()
    sealed = env.execute_query(
        SQL("SELECT 1 FROM police_deduction_taken WHERE run_id = %s AND state = 'taken' LIMIT 1", run.id)
    )
    if sealed:
        raise UserError(env._("%s is approved: what it took is sealed.", run.name))


def _values(run, row):
    owner = [row.record_id if COLUMNS[row.kind] == column else None for column in COLUMNS.values()]
    money = (
        row.due,
        row.amount,
        row.short,
        row.administration,
        row.deduction_carried,
        row.protection_carried,
    )
    return (
        run.id, run.company_id.id, run.pay_date, "expected", row.employee_id, row.kind, *owner, row.payee_id,
        row.code, row.reference, *map(text, money), row.working,
    )  # fmt: skip


def seal(env, run):
    """What ``run`` was expected to take has been taken: once, and only as its payslips say."""
    _refuse_sealed(env, run)
    differing = _differences(env, run)
    if differing:
        raise UserError(
            env._(
                "Not approved: the payslips take other amounts than the orders and agreements: %s. "
                "Calculate again.",
                ", ".join(differing[:10]),
            )
        )
    env.cr.execute(
        "UPDATE police_deduction_taken SET state = 'taken' WHERE run_id = %s AND state = 'expected'", [run.id]
    )
    env["police.deduction.taken"].invalidate_model()


def _differences(env, run):
    """References whose payslip lines do not come to what was settled."""
    env["police.deduction.taken"].flush_model()
    rows = env.execute_query(
        SQL(
            """WITH settled AS (
                   SELECT employee_id, reference, code, amount FROM police_deduction_taken
                    WHERE run_id = %(run)s
                    UNION ALL
                   SELECT employee_id, reference, 'order_administration', administration
                     FROM police_deduction_taken WHERE run_id = %(run)s AND administration > 0
               ), lines AS (
                   SELECT s.employee_id, l.inputs::jsonb->>'reference' AS reference, l.code,
                          abs(sum(l.amount)) AS amount
                     FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
                    WHERE s.run_id = %(run)s AND l.kind IN ('deduction', 'earning')
                      AND l.inputs::jsonb->>'reference' IN (SELECT reference FROM settled)
                    GROUP BY 1, 2, 3
               )
               SELECT COALESCE(settled.reference, lines.reference)
                 FROM settled FULL JOIN lines USING (employee_id, reference, code)
                WHERE COALESCE(settled.amount, 0) <> COALESCE(lines.amount, 0) ORDER BY 1""",
            run=run.id,
        )
    )  # fmt: skip
    return [reference for (reference,) in rows]
