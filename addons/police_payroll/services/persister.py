"""Store a run's payslips and lines in bulk.

Measured on 10,000 people: the ORM's ``create()`` spends most of a run here, COPY about a second. COPY
skips access rules, defaults and computes, so each table has exactly one private method that does it,
and ``tests/test_persister.py`` proves that its rows equal those of ``create()``.
"""

import json
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.records import PayTotals

from .bulk import copy_rows, copy_text, new_ids
from .year_to_date import figures_to_json

SLIP_COLUMNS = (
    "id", "run_id", "company_id", "currency_id", "employee_id", "payroll_reference", "employee_name",
    "pay_date", "tax_year", "tax_period", "person_type", "rank", "pay_point", "cost_centre", "tax_code",
    "tax_basis", "ni_category", *PayTotals._fields, "unverified", "nic", "ytd", "person", "sort_code",
    "account_number", "account_name",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "slip_id", "sequence", "code", "label", "kind", "amount", "units", "rate", "date_from", "date_to",
    "cost_centre", "rule", "inputs", "sources",
)  # fmt: skip


def _plain(value):
    """JSON for what engine inputs may hold besides numbers and text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} can not be kept as a payslip input.")


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode


class Persister:
    """Writes the results of one calculation of ``run``; people with a blocking problem get no payslip."""

    def __init__(self, env, run):
        self.env = env
        self.run = run

    def persist(self, collected, results):
        """Insert a payslip and its lines for every result that has lines."""
        paid = [result for result in results if result.lines]
        slips = list(zip(new_ids(self.env.cr, "police_payslip", len(paid)), paid, strict=True))
        cases = {case.reference: case for case in collected.cases}
        self._copy_slips(
            self.slip_values(slip_id, result, cases[result.reference], collected.people[result.reference])
            for slip_id, result in slips
        )
        count = sum(len(result.lines) for result in paid)
        line_ids = iter(new_ids(self.env.cr, "police_payslip_line", count))
        self._copy_lines(
            (next(line_ids), slip_id, sequence, *self.line_values(line))
            for slip_id, result in slips
            for sequence, line in enumerate(result.lines, start=1)
        )
        self.env["police.payslip"].invalidate_model()
        self.env["police.payslip.line"].invalidate_model()

    # -- values: pence become exact two-decimal text, never a float ------------------------------

    def slip_values(self, slip_id, result, case, person):
        """Column values of a payslip, in the order of SLIP_COLUMNS."""
        run, period, account = self.run, case.period, person.account
        last = case.slices[-1] if case.slices else None
        details = {**person.details, "nino": person.nino}
        return (
            slip_id, run.id, run.company_id.id, run.currency_id.id, person.employee_id, case.reference,
            person.name, period.pay_date.isoformat(), period.tax_year, period.tax_period,
            (last and last.person_type) or None, (last and (person.details["rank_name"] or last.rank)) or None,
            (last and last.pay_point) or None, (last and last.cost_centre) or None, result.tax_code,
            result.tax_basis, case.ni_category or None, *(text(amount) for amount in result.totals),
            "\n".join(result.unverified) or None, _encode([list(row) for row in result.nic]),
            _encode(figures_to_json(result.ytd)), _encode(details),
            account and account.sort_code, account and account.account_number, account and account.account_name,
        )  # fmt: skip

    @staticmethod
    def line_values(line):
        """Column values of a line after id, slip and sequence, in the order of LINE_COLUMNS."""
        return (
            line.code, line.label, line.kind, text(line.amount), line.units or None, line.rate or None,
            line.date_from and line.date_from.isoformat(), line.date_to and line.date_to.isoformat(),
            line.cost_centre or None, line.rule, _encode(line.inputs), "\n".join(line.sources) or None,
        )  # fmt: skip

    # -- the only raw inserts --------------------------------------------------------------------

    def _copy_slips(self, rows):
        copy_rows(self.env.cr, "police_payslip", SLIP_COLUMNS, map(_tab_joined, rows))

    def _copy_lines(self, rows):
        copy_rows(self.env.cr, "police_payslip_line", LINE_COLUMNS, map(_tab_joined, rows))


def _tab_joined(values):
    return "\t".join([str(v) if v.__class__ is int else copy_text(v) for v in values])
