"""Schedules of pension contributions and of deductions paid over to others, from the stored payslips."""

import csv
import io

from odoo.addons.police_engine.adapters.schedules import deductions, pension, table
from odoo.addons.police_engine.money import pence
from odoo.addons.police_engine.pension.contributions import SCHEMES

from .slip_reader import StoredRun, read_date, read_lines

STATUTORY = frozenset({"income_tax", "nic_employee", "student_loan", "postgraduate_loan"})
NOT_SCHEDULED = (*sorted(STATUTORY), "nic_employer", "basic_pay")
_OWN = frozenset(f"pension_{scheme}" for scheme in SCHEMES)


class Schedules:
    """Builds the schedules of ``run`` (superuser environment)."""

    def __init__(self, env, run, stored=None):
        self.env = env
        self.run = run
        self.stored = stored or StoredRun(env.cr, run.id)
        self.period = run.period_id._to_engine()
        self.employer = run.company_id._employer()

    def files(self):
        """Yield (Schedule, CSV bytes)."""
        for schedule in self.all():
            yield schedule, table.to_csv(schedule)

    def all(self):
        """Every schedule of the run: one a pension scheme, one a deduction, and what is owed to whom."""
        lines = read_lines(self.env.cr, self.run.id, without=NOT_SCHEDULED)
        pensions, others = [], []
        for slip in self.stored.slips:
            own = lines.get(slip.slip_id, ())
            pensions.extend(_pension_lines(slip, own))
            others.extend(_deduction_line(slip, line) for line in own if _is_other(line))
        schedules = [
            *pension.pension_schedules(self.employer, self.period, pensions),
            *deductions.deduction_schedules(self.employer, self.period, others),
        ]
        if others:
            totals = deductions.third_party_totals(others)
            schedules.append(deductions.third_party_schedule(self.employer, self.period, totals))
        return schedules


def _is_other(line):
    return line.kind == "deduction" and line.code not in STATUTORY and line.code not in _OWN


def _pension_lines(slip, lines):
    """Member's and employer's contributions side by side: of the period itself, and of each period of
    arrears."""
    groups = {}
    for line in lines:
        code = line.code.removesuffix("_employer")
        if code in _OWN:
            key = (code, line.inputs.get("period_earned"), line.inputs.get("of"))
            groups.setdefault(key, ([], []))[line.code != code].append(line)
    return [_pension_line(slip, code, *both) for (code, *_period), both in groups.items()]


def _pension_line(slip, code, own, theirs):
    first = (own or theirs)[0]
    return pension.PensionLine(
        scheme=code.removeprefix("pension_"),
        payroll_id=slip.reference,
        name=slip.name,
        nino=slip.person.get("nino", ""),
        birth_date=read_date(slip.person.get("birth_date")),
        pensionable_pay=sum(line.inputs.get("pensionable_pence", 0) for line in own or theirs),
        rate=first.rate if own else "",
        employee=sum(line.amount for line in own),
        employer=sum(line.amount for line in theirs),
    )


def _deduction_line(slip, line):
    return deductions.DeductionLine(
        line.code, line.label, slip.reference, slip.name, line.amount, slip.person.get("nino", ""),
        str(line.inputs.get("reference") or ""),
    )  # fmt: skip


def schedule_totals(run):
    """Control totals read back from the schedule files that were kept; rows are summed, not trusted.

    ValueError when a file's own total row is not the sum of its rows.
    """
    figures = {"pension_employee": 0, "pension_employer": 0, "deductions": 0}
    for output in run.output_ids.filtered(lambda output: output.kind == "schedule"):
        if output.name.startswith("third_parties"):
            continue  # a summary of the deduction schedules
        _add_file(figures, output)
    figures["pension"] = figures["pension_employee"] + figures["pension_employer"]
    return figures


def _add_file(figures, output):
    headings, *rows, totals = csv.reader(io.StringIO(output._bytes().decode("utf-8-sig"), newline=""))
    for heading, measure in _MEASURES.items():
        if heading in headings:
            column = headings.index(heading)
            summed = sum(pence(row[column]) for row in rows)
            if summed != pence(totals[column]):
                raise ValueError(f"{output.name}: the total of {heading} is not the sum of its rows.")
            figures[measure] += summed


_MEASURES = {
    "Employee": "pension_employee",
    "Additional": "pension_employee",
    "Employer": "pension_employer",
    "Amount": "deductions",
}
