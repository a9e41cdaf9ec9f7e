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

from .bulk import NULL, copy_json, copy_rows, copy_text, new_ids
from .case_store import to_json
from .year_to_date import figures_to_json

SLIP_COLUMNS = (
    "id", "run_id", "company_id", "currency_id", "employee_id", "payroll_reference", "employee_name",
    "pay_date", "tax_year", "tax_period", "person_type", "rank", "pay_point", "cost_centre", "tax_code",
    "tax_basis", "ni_category", *PayTotals._fields, "unverified", "nic", "ytd", "person", "sort_code",
    "account_number", "account_name", "inputs_hash", "case",
)  # fmt: skip
LINE_COLUMNS = (
    "slip_id", "sequence", "code", "label", "kind", "amount", "units", "rate", "date_from", "date_to",
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


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


class Persister:
    """Writes the results of one calculation of ``run``; people with a blocking problem get no payslip."""

    def __init__(self, env, run):
        self.env = env
        self.run = run
        self._constants = tuple(map(str, (run.id, run.company_id.id, run.currency_id.id)))

    def persist(self, collected, results):
        """Insert a payslip and its lines for every result that has lines."""
        paid = [result for result in results if result.lines]
        slips = list(zip(new_ids(self.env.cr, "police_payslip", len(paid)), paid, strict=True))
        cases = {case.reference: case for case in collected.cases}
        self._copy_slips(
            (
                *self.slip_values(
                    slip_id, result, cases[result.reference], collected.people[result.reference]
                ),
                collected.hashes[result.reference],
                copy_json(to_json(cases[result.reference])),
            )
            for slip_id, result in slips
        )
        self._copy_lines(
            (str(slip_id), str(sequence), *self.line_values(line))
            for slip_id, result in slips
            for sequence, line in enumerate(result.lines, start=1)
        )
        self.env["police.payslip"].invalidate_model()
        self.env["police.payslip.line"].invalidate_model()

    # -- values as COPY text: pence become exact two-decimal text, never a float -----------------

    def slip_values(self, slip_id, result, case, person):
        """Column values of a payslip but its facts and their hash, in the order of SLIP_COLUMNS."""
        period, account = case.period, person.account
        last = case.slices[-1] if case.slices else None
        details = {**person.details, "nino": person.nino}
        bank = map(copy_text, account) if account else (NULL, NULL, NULL)
        return (
            str(slip_id),
            *self._constants,
            str(person.employee_id),
            copy_text(case.reference),
            copy_text(person.name),
            period.pay_date.isoformat(),
            period.tax_year,
            str(period.tax_period),
            *_job(last, person),
            copy_text(result.tax_code),
            copy_text(result.tax_basis),
            copy_text(case.ni_category),
            *map(text, result.totals),
            copy_text("\n".join(result.unverified)),
            copy_json(_encode([list(row) for row in result.nic])),
            copy_json(_encode(figures_to_json(result.ytd))),
            copy_json(_encode(details)),
            *bank,
        )

    @staticmethod
    def line_values(line):
        """Column values of a line after slip and sequence, in the order of LINE_COLUMNS."""
        return (
            copy_text(line.code),
            copy_text(line.label),
            line.kind,
            text(line.amount),
            copy_text(line.units),
            copy_text(line.rate),
            line.date_from.isoformat() if line.date_from else NULL,
            line.date_to.isoformat() if line.date_to else NULL,
            copy_text(line.cost_centre),
            copy_text(line.rule),
            copy_json(_encode(line.inputs)),
            copy_text("\n".join(line.sources)),
        )

    # -- the only raw inserts --------------------------------------------------------------------

    def _copy_slips(self, rows):
        copy_rows(self.env.cr, "police_payslip", SLIP_COLUMNS, map("\t".join, rows))

    def _copy_lines(self, rows):
        copy_rows(self.env.cr, "police_payslip_line", LINE_COLUMNS, map("\t".join, rows))


def _job(last, person):
    """Person type, rank, pay point and cost centre of the last slice of the period."""
    if last is None:
        return NULL, NULL, NULL, NULL
    rank = person.details["rank_name"] or last.rank
    return (
        copy_text(last.person_type),
        copy_text(rank),
        copy_text(last.pay_point),
        copy_text(last.cost_centre),
    )
