"""Stored payslips back as engine records, for files and PDFs: what was approved, not what is true today."""

import json
from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import NamedTuple

from odoo.addons.police_engine.records import BankAccount, NicToDate, PayLine, PayTotals, YearToDate

from .money_fields import sql_pence
from .year_to_date import read_figures

_TOTALS = ", ".join(sql_pence(f"s.{name}") for name in PayTotals._fields)


class StoredSlip(NamedTuple):
    """One payslip as stored. ``person`` holds the details noted when it was calculated."""

    slip_id: int
    employee_id: int
    reference: str
    name: str
    person_type: str
    rank: str
    pay_point: str
    cost_centre: str
    tax_code: str
    tax_basis: str
    ni_category: str
    account: BankAccount | None
    nic: tuple[NicToDate, ...]
    ytd: YearToDate
    person: dict
    totals: PayTotals


class Payment(NamedTuple):
    """What is paid to one person and the totals behind it."""

    reference: str
    account: BankAccount | None
    totals: PayTotals


def read_payments(cr, run_id):
    """Every payslip of the run as a Payment, in order of payroll reference; one light query."""
    cr.execute(
        f"""SELECT s.payroll_reference, s.sort_code, s.account_number, s.account_name, {_TOTALS}
              FROM police_payslip s WHERE s.run_id = %s ORDER BY s.payroll_reference""",
        [run_id],
    )
    return [
        Payment(
            reference,
            BankAccount(sort_code, number, name) if sort_code and number else None,
            PayTotals(*totals),
        )
        for reference, sort_code, number, name, *totals in cr.fetchall()
    ]


def read_slips(cr, run_id, slip_ids=None):
    """Every payslip of the run (or those of ``slip_ids``) in order of payroll reference; one query."""
    cr.execute(
        f"""SELECT s.id, s.employee_id, s.payroll_reference, s.employee_name, COALESCE(s.person_type, ''),
                   COALESCE(s.rank, ''), COALESCE(s.pay_point, ''), COALESCE(s.cost_centre, ''),
                   COALESCE(s.tax_code, ''), COALESCE(s.tax_basis, ''), COALESCE(s.ni_category, ''),
                   s.sort_code, s.account_number, s.account_name, s.nic, s.ytd, s.person, {_TOTALS}
              FROM police_payslip s
             WHERE s.run_id = %s AND (%s::int[] IS NULL OR s.id = ANY(%s)) ORDER BY s.payroll_reference""",
        [run_id, slip_ids, slip_ids],
    )
    return [_slip(row) for row in cr.fetchall()]


def _slip(row):
    sort_code, number, name, nic, ytd, person = row[11:17]
    return StoredSlip(
        *row[:11],
        account=BankAccount(sort_code, number, name) if sort_code and number else None,
        nic=tuple(NicToDate(*values) for values in nic or ()),
        ytd=read_figures(ytd or {}),
        person=person or {},
        totals=PayTotals(*row[17:]),
    )


def read_lines(cr, run_id, slip_ids=None, inputs=True, without=()):
    """{slip id: tuple of PayLine} of the run, in order, but the codes ``without``; one query."""
    cr.execute(
        f"""SELECT l.slip_id, l.code, l.label, l.kind, {sql_pence("l.amount")}, l.rule, l.inputs,
                   COALESCE(l.sources, ''), COALESCE(l.rate, ''), COALESCE(l.units, ''),
                   l.date_from, l.date_to,
                   COALESCE(l.cost_centre, '')
              FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
             WHERE s.run_id = %s AND (%s::int[] IS NULL OR s.id = ANY(%s)) AND l.code <> ALL(%s)
             ORDER BY l.slip_id, l.sequence""",
        [run_id, slip_ids, slip_ids, list(without)],
    )
    lines = defaultdict(list)
    for slip_id, code, label, kind, amount, rule, facts, sources, *rest in cr.fetchall():
        read = json.loads(facts) if inputs and facts else {}
        keys = tuple(sources.split("\n")) if sources else ()
        lines[slip_id].append(PayLine(code, label, kind, amount, rule, read, keys, *rest))
    return {slip_id: tuple(rows) for slip_id, rows in lines.items()}


def read_date(text):
    """ISO text of the stored person -> date, or None when it is empty."""
    return date.fromisoformat(text) if text else None


class StoredRun:
    """A run's payslips, read once and shared by the services of one step."""

    def __init__(self, cr, run_id):
        self.cr = cr
        self.run_id = run_id

    @cached_property
    def slips(self):
        """list[StoredSlip] in order of payroll reference."""
        return read_slips(self.cr, self.run_id)

    @cached_property
    def payments(self):
        """list[Payment] in order of payroll reference."""
        return read_payments(self.cr, self.run_id)
