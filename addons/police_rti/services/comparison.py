"""What HMRC has been told in a tax year against what the payslips add up to."""

from typing import NamedTuple

from odoo.addons.police_engine.adapters.rti import corrections, fps
from odoo.addons.police_engine.adapters.rti.corrections import Told
from odoo.addons.police_engine.records import YearToDate
from odoo.addons.police_engine.taxcalendar import tax_month, tax_year_of
from odoo.addons.police_payroll.services.slip_reader import read_slips
from odoo.addons.police_payroll.services.year_to_date import opening_figures
from odoo.exceptions import UserError

from .fps_records import FpsRecords

WORDS = {
    "taxable_pay": "Taxable pay to date", "tax": "Income tax to date", "student_loan": "Student loan to date",
    "postgraduate_loan": "Postgraduate loan to date", "pension_employee": "Pension contributions to date",
    "gross": "earnings", "at_lel": "up to the lower limit", "lel_to_pt": "lower limit to primary threshold",
    "pt_to_uel": "primary threshold to upper limit", "employer": "employer's contributions",
    "employee": "employee's contributions", "missing": "Not on any accepted FPS",
    "payroll_id": "Payroll number", "leaving_date": "Leaving date",
}  # fmt: skip
_NOBODY = Told("", YearToDate())


class Row(NamedTuple):
    """One thing that differs. Money in pence; facts as text."""

    employee_id: int
    reference: str
    what: str
    kind: str = "money"
    told: int = 0
    right: int = 0
    told_text: str = ""
    right_text: str = ""


class Person(NamedTuple):
    """What should be so of one employment."""

    employee_id: int
    reference: str  # as on the payslips
    now: str  # payroll reference now
    leaving: str
    ytd: YearToDate
    slip_id: int
    run_id: int


class Comparison:
    """Compares for ``company`` and ``tax_year`` (superuser environment). ``right``: {reference: Person}."""

    def __init__(self, env, company, tax_year):
        self.env, self.company, self.tax_year = env, company, tax_year
        env.flush_all()  # opening figures and payslips are read by SQL
        self.accepted = env["police.rti.submission"].search(
            [
                ("company_id", "=", company.id), ("kind", "=", "fps"), ("tax_year", "=", tax_year),
                ("state", "=", "accepted"),
            ],
            order="answered_on, id",
        )  # fmt: skip
        self.told = self._told()
        self.under_way = self._under_way()
        self.right = self._right()

    def _told(self):
        told = {}
        for one in self.accepted:
            told |= corrections.told(one._document_bytes())
        return told

    def _under_way(self):
        """Payroll ids on additional FPS that HMRC has not answered yet: not to be corrected twice."""
        waiting = self.env["police.rti.submission"].search(
            [
                ("company_id", "=", self.company.id), ("kind", "=", "fps"), ("correction", "=", True),
                ("tax_year", "=", self.tax_year), ("state", "in", ("draft", "ready", "sent", "acknowledged")),
            ]
        )  # fmt: skip
        documents = [one._document_bytes() for one in waiting.filtered("document")]
        return {payroll_id for document in documents for payroll_id in corrections.told(document)}

    def is_under_way(self, reference):
        """Is a correction of this person on its way already?"""
        person = self.right.get(reference)
        return reference in self.under_way or bool(person and person.now in self.under_way)

    def _right(self):
        """Opening figures and every payslip of the runs that HMRC has taken, added up afresh."""
        openings = opening_figures(self.env, self.company, self.tax_year)
        slips, last = {}, {}
        for run in self.accepted.run_id.sorted("pay_date"):
            for slip in read_slips(self.env.cr, run.id):
                slips.setdefault(slip.employee_id, []).append((slip.totals, slip.nic))
                last[slip.employee_id] = (slip, run)
        staff = self.env["hr.employee"].with_context(active_test=False)
        people = {person.id: person for person in staff.browse(last)}
        return {
            slip.reference: Person(
                employee_id, slip.reference, people[employee_id].payroll_reference or slip.reference,
                self._leaving(people[employee_id], run),
                corrections.add_up(openings.get(employee_id, YearToDate()), slips[employee_id]),
                slip.slip_id, run.id,
            )
            for employee_id, (slip, run) in last.items()
        }  # fmt: skip

    @staticmethod
    def _leaving(person, run):
        """The leaving date, when it falls into what has been paid so far."""
        left = person.leaving_date
        return left.isoformat() if left and left <= run.period_id.date_to else ""

    def rows(self):
        """Every difference, person by person."""
        return [row for person in self.right.values() for row in self._of(person)]

    def _of(self, person):
        told = self.told.get(person.now) or self.told.get(person.reference)
        who = (person.employee_id, person.reference)
        if told is None:
            yield Row(*who, "missing", "fact", told_text="no", right_text="yes")
            told = _NOBODY
        else:
            if told.payroll_id != person.now:
                yield Row(*who, "payroll_id", "fact", told_text=told.payroll_id, right_text=person.now)
            if told.leaving_date != person.leaving:
                yield Row(
                    *who, "leaving_date", "fact", told_text=told.leaving_date, right_text=person.leaving
                )
        for one in corrections.differences(told.ytd, person.ytd):
            yield Row(*who, one.what, "money", one.told, one.right)

    # -- putting right --------------------------------------------------------------------------------

    def correction(self, references, today, timestamp):
        """(message, run, submission corrected) of an additional FPS for these people.

        Everybody's record comes from the latest payslip; all must be of one pay run, as one FPS has one pay
        day. UserError otherwise, or when a figure to date would be negative.
        """
        chosen = [self.right[reference] for reference in sorted(references) if reference in self.right]
        runs = self.env["police.pay.run"].browse({person.run_id for person in chosen})
        if len(runs) != 1:
            raise UserError(
                self.env._("Correct the people of one pay run at a time: %s.", ", ".join(runs.mapped("name")))
            )
        closed = self.tax_year if tax_year_of(today) > self.tax_year else ""
        records = FpsRecords(self.env, runs)
        base = {record.payroll_id: record for record in records.present([p.slip_id for p in chosen])}
        made = [self._record(base[person.reference], person, records.period, closed) for person in chosen]
        message = fps.build_fps(
            records.outputs.employer, made, tax_year=self.tax_year, period_end=records.period.end,
            payment_date=records.period.pay_date, period_no=records.period.tax_period, timestamp=timestamp,
        )  # fmt: skip
        corrected = self.accepted.filtered(lambda one: one.run_id == runs)[-1:]
        return message, runs, corrected

    def _record(self, record, person, period, closed):
        told = self.told.get(person.now) or self.told.get(person.reference) or _NOBODY
        changed = bool(told.payroll_id) and told.payroll_id != person.now
        try:
            made = corrections.correction(
                record, told.ytd, person.ytd, closed_year=closed, payment_date=period.pay_date,
                period_no=period.tax_period,
            )  # fmt: skip
        except ValueError as error:
            raise UserError(str(error)) from error
        return corrections.with_facts(made, person.now, told.payroll_id if changed else "", person.leaving)

    def month_of(self, run, today):
        """The tax month that the correction belongs to."""
        return 12 if tax_year_of(today) > self.tax_year else tax_month(run.pay_date)
