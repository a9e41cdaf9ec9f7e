"""Writing a run's pension history: once, in one statement, from the payslips as stored."""

from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.pension import history
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.slip_reader import read_lines

_SLIPS = """
    SELECT s.id, s.employee_id, s.employee_name, s.payroll_reference, s.person->>'nino', s."case"
      FROM police_payslip s WHERE s.run_id = %s ORDER BY s.payroll_reference"""
_INSERT = """
    INSERT INTO police_pension_history (
        company_id, employee_id, employee_name, payroll_reference, nino, scheme, earned_from, earned_to,
        paid_on, scheme_year, pensionable, employee_amount, employer_amount, rate, days, unpaid_days,
        service_days, origin,
        run_id, reference, create_uid, create_date)
    VALUES %s"""


def write_run(env, run):
    """Add the rows of an approved ``run``. Returns how many. The unique index refuses a second time."""
    lines = read_lines(env.cr, run.id, without=("basic_pay", "income_tax", "nic_employee", "nic_employer"))
    env.cr.execute(_SLIPS, [run.id])
    rows = []
    for slip_id, employee_id, name, reference, nino, stored in env.cr.fetchall():
        case = case_store.read(stored)
        for row in history.rows_of(case, lines.get(slip_id, ())):
            rows.append(
                (run.company_id.id, employee_id, name, reference, nino or None, *columns(row), "run", run.id,
                 run.name, env.uid, env.cr.now())
            )  # fmt: skip
    if rows:
        env.cr.execute_values(_INSERT, rows, page_size=1000)
    env["police.pension.history"].invalidate_model()
    return len(rows)


def columns(row):
    """The columns of an engine row, from the scheme to the service; money as exact text."""
    return (
        row.scheme, row.earned_from, row.earned_to, row.paid_on, history.scheme_year(row.earned_to),
        text(row.pensionable), text(row.employee), text(row.employer), row.rate or None, row.days,
        row.unpaid_days, f"{row.service / history.DAY:.4f}",
    )  # fmt: skip
