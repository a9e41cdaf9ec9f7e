"""Statutory family pay recovered from HMRC, from the closed payslips of a tax year, for the EPS."""

from odoo.addons.police_engine import taxcalendar
from odoo.addons.police_engine.absence.family import CODES
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.paye.statutory_pay import recovery
from odoo.addons.police_payroll.services.money_fields import sql_pence
from odoo.tools import SQL

_PAID = f"""
    SELECT l.code, SUM({sql_pence("l.amount")})::bigint
      FROM police_payslip_line l
      JOIN police_payslip s ON s.id = l.slip_id
      JOIN police_pay_run r ON r.id = s.run_id
     WHERE s.company_id = %s AND s.tax_year = %s AND s.tax_period <= %s AND r.state IN ('approved', 'paid')
       AND l.code = ANY(%s)
     GROUP BY l.code"""


def paid_to_date(env, company, tax_year, tax_period):
    """``{kind: pence}`` of statutory family pay on closed payslips from the start of the tax year."""
    kinds = {code: kind for kind, code in CODES.items()}
    rows = env.execute_query(SQL(_PAID, company.id, tax_year, tax_period, list(kinds)))
    return {kinds[code].lower(): int(amount) for code, amount in rows if amount}


def recoverable(env, company, tax_year, tax_period):
    """Year to date for the EPS, pence: ``{"smp": recovered, "nic_compensation_smp": compensation, ...}``.

    An employer recovers the standard share; a small employer recovers everything and is compensated for
    National Insurance on top. SSP is not recovered.
    """
    rules, on = RuleSet.load(), taxcalendar.tax_year_dates(tax_year)[0]
    small = company.small_employer_relief
    found = {}
    for kind, paid in paid_to_date(env, company, tax_year, tax_period).items():
        due = recovery(rules, on, paid, small)
        found[kind] = min(due, paid)
        if due > paid:
            found[f"nic_compensation_{kind}"] = due - paid
    return found
