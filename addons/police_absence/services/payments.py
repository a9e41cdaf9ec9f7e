"""Pay liable to National Insurance on closed payslips, for average weekly earnings."""

from fractions import Fraction

from odoo.addons.police_engine.absence.average import Paid
from odoo.addons.police_payroll.services.money_fields import sql_pence, to_pence
from odoo.tools import SQL

_QUERY = f"""
    SELECT s.employee_id, CASE WHEN p.kind = 'reversal' THEN parent.pay_date ELSE s.pay_date END AS day_paid,
           SUM({sql_pence("s.nicable_pay")})::bigint, MIN(c.frequency)
      FROM police_payslip s
      JOIN police_pay_run r ON r.id = s.run_id
      JOIN police_pay_period p ON p.id = r.period_id
      JOIN police_pay_calendar c ON c.id = p.calendar_id
      LEFT JOIN police_pay_period parent ON parent.id = p.parent_id
     WHERE r.state IN ('approved', 'paid') AND s.employee_id = ANY(%s) AND s.pay_date < %s
     GROUP BY s.employee_id, day_paid
    HAVING NOT (bool_or(p.kind = 'reversal') AND SUM(s.nicable_pay) = 0)  -- taken back: was no payment
     ORDER BY s.employee_id, day_paid"""


def read_payments(env, employee_ids, before):
    """``{employee id: [Paid]}`` of every pay day before a date, in one query."""
    found = {}
    if employee_ids:
        env["police.payslip"].flush_model()
        env["police.pay.run"].flush_model(["state"])
        for employee_id, on, amount, frequency in env.execute_query(SQL(_QUERY, list(employee_ids), before)):
            found.setdefault(employee_id, []).append(Paid(on, amount, frequency))
    return found


def stored_average(absence):
    """The average kept on an absence, exact pence a week: entered with evidence or from payslips; or None."""
    if absence.average_entered:
        return Fraction(to_pence(absence.average_entered))
    if not absence.average_periods:
        return None
    total, periods = to_pence(absence.average_total), absence.average_periods
    if absence.average_frequency == "monthly":
        return Fraction(total * 12, periods * 52)
    weeks = {"weekly": 1, "fortnightly": 2, "four_weekly": 4}[absence.average_frequency]
    return Fraction(total, weeks * periods)
