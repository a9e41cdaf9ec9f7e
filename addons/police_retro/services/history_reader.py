"""Closed pay as stored: which periods are closed, and what each person was paid for them on which facts.

Set-based: two queries for all the people asked for, whatever their number.
"""

import json
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo.addons.police_engine.pay.arrears import RULES
from odoo.addons.police_engine.records import PayCase, PayLine, PayPeriod
from odoo.addons.police_engine.retro.history import PENSION_CODES
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.money_fields import sql_pence

_PERIODS = """
    SELECT DISTINCT ON (p.date_from) p.id, c.frequency, p.date_from, p.date_to, p.pay_date, p.tax_year,
    p.tax_period
      FROM police_pay_run r JOIN police_pay_period p ON p.id = r.period_id
      JOIN police_pay_calendar c ON c.id = p.calendar_id
     WHERE r.company_id = %s AND r.state IN ('approved', 'paid') AND p.kind = 'regular'
     ORDER BY p.date_from, r.id"""
_SLIPS = """
    SELECT s.id, s.employee_id, s.run_id, s.payroll_reference, p.date_from, s.pay_date, p.kind, s."case"
      FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id JOIN police_pay_period p ON p.id =
      r.period_id
     WHERE s.company_id = %s AND r.state IN ('approved', 'paid') AND p.date_to >= %s AND s.employee_id =
     ANY(%s)
     ORDER BY s.employee_id, p.date_from, s.pay_date, s.id"""
_LINES = f"""
    SELECT l.slip_id, l.code, l.label, l.kind, {sql_pence("l.amount")}, l.rule,
           CASE WHEN l.kind <> 'earning' OR l.rule = ANY(%s) OR l.rule = 'reversal' THEN l.inputs END,
           COALESCE(l.cost_centre, '')
      FROM police_payslip_line l
     WHERE l.slip_id = ANY(%s) AND (l.kind = 'earning' OR l.code = ANY(%s) OR l.rule = ANY(%s))
     ORDER BY l.slip_id, l.sequence"""


class ClosedMonth(NamedTuple):
    """A closed period of a force."""

    period_id: int
    period: PayPeriod


class StoredPay(NamedTuple):
    """One closed payslip: facts (None: paid before facts were kept) and the lines that retro compares."""

    slip_id: int
    run_id: int
    reference: str
    start: date
    pay_date: date
    kind: str  # of its period: regular, supplementary or reversal
    case: PayCase | None
    lines: tuple[PayLine, ...]


def closed_months(env, company):
    """Every regular period of the force with an approved run, in date order."""
    for name in ("police.pay.run", "police.pay.period"):
        env[name].flush_model()
    env.cr.execute(_PERIODS, [company.id])
    return [ClosedMonth(row[0], PayPeriod(*row[1:])) for row in env.cr.fetchall()]


def stored_pay(env, company, employee_ids, since):
    """``{employee id: [StoredPay]}`` in date order, of periods that end on or after ``since``."""
    env.cr.execute(_SLIPS, [company.id, since, list(employee_ids)])
    slips = env.cr.fetchall()
    lines = _lines(env, [slip[0] for slip in slips])
    found = defaultdict(list)
    for slip_id, employee_id, *facts, stored in slips:
        case = case_store.read(stored) if stored else None
        found[employee_id].append(StoredPay(slip_id, *facts, case, tuple(lines.get(slip_id, ()))))
    return found


def _lines(env, slip_ids):
    rules, codes = list(RULES), list(PENSION_CODES)
    env.cr.execute(_LINES, [rules, slip_ids, codes, rules])
    found = defaultdict(list)
    for slip_id, code, label, kind, amount, rule, inputs, cost_centre in env.cr.fetchall():
        facts = json.loads(inputs) if inputs else {}
        found[slip_id].append(PayLine(code, label, kind, amount, rule, facts, cost_centre=cost_centre))
    return found
