"""Statutory family pay recovered from HMRC, from closed payslips, for the EPS. SSP is not recovered."""

from datetime import date

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
     WHERE s.company_id = %s AND s.pay_date BETWEEN %s AND %s AND r.state IN ('approved', 'paid')
       AND l.code = ANY(%s)
     GROUP BY l.code"""


def paid_to_date(env, company, tax_year, tax_month):
    """``{kind: pence}`` of statutory family pay on closed payslips from 6 April to the end of a tax month."""
    start = taxcalendar.tax_year_dates(tax_year)[0]
    years, month = divmod(start.month - 1 + tax_month, 12)
    end = date(start.year + years, month + 1, start.day - 1)
    kinds = {code: kind for kind, code in CODES.items()}
    rows = env.execute_query(SQL(_PAID, company.id, start, end, list(kinds)))
    return {kinds[code]: int(amount) for code, amount in rows if amount}


def recoverable(env, company, tax_year, tax_month):
    """``{"SMP": pence, ...}`` recovered for one tax month: what is due to date less what was before it.

    The standard share of what was paid; a small employer recovers all of it (and compensation besides).
    """
    found = {}
    for kind, (due, paid) in _month(env, company, tax_year, tax_month).items():
        if min(due, paid):
            found[kind] = min(due, paid)
    return found


def compensation(env, company, tax_year, tax_month):
    """``{"SMP": pence, ...}``: small employers' compensation for National Insurance, for one tax month."""
    months = _month(env, company, tax_year, tax_month)
    return {kind: due - paid for kind, (due, paid) in months.items() if due > paid}


def _month(env, company, tax_year, tax_month):
    """``{kind: (recovery due, paid)}`` of one month, as the difference of two sums to date."""
    rules, on = RuleSet.load(), taxcalendar.tax_year_dates(tax_year)[0]
    now = paid_to_date(env, company, tax_year, tax_month)
    before = paid_to_date(env, company, tax_year, tax_month - 1) if tax_month > 1 else {}
    small = company.small_employer_relief
    found = {}
    for kind, paid in now.items():
        earlier = before.get(kind, 0)
        due = recovery(rules, on, paid, small) - recovery(rules, on, earlier, small)
        found[kind] = (due, paid - earlier)
    return found
