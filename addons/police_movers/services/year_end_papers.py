"""P60s and P11Ds drawn from stored payslips, opening figures and benefits."""

from datetime import date

from odoo.addons.police_engine.adapters.pdf import pool, tax_forms
from odoo.addons.police_engine.money import pence
from odoo.addons.police_engine.movers.certificates import p60
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.records import NicToDate, PayResult, PayTotals
from odoo.addons.police_engine.taxcalendar import tax_year_dates
from odoo.addons.police_payroll.services.year_to_date import opening_figures

from .leaver_papers import form_person
from .stored_results import results

STATUTORY = {
    "smp": "Statutory Maternity Pay", "spp": "Statutory Paternity Pay", "sap": "Statutory Adoption Pay",
    "shpp": "Statutory Shared Parental Pay", "spbp": "Statutory Parental Bereavement Pay",
    "sncp": "Statutory Neonatal Care Pay",
}  # fmt: skip
KEPT = 500  # documents created together


class YearEndPapers:
    """Of one ``police.year.end`` (superuser's environment; the caller has checked the role)."""

    def __init__(self, record):
        self.record, self.env = record, record.env
        self.company, self.year = record.company_id, record.tax_year
        self.employer = self.company._employer()

    # -- P60 ------------------------------------------------------------------------------------

    def make_p60s(self):
        """(number made, problems): all or nothing. People with a P60 already are left out."""
        forms, problems = self._p60_forms()
        if problems:
            return 0, problems
        documents = self.env["police.pay.document"]
        drawn = pool.draw_all(tax_forms.p60_pdf, [form for _employee, form in forms])
        values = []
        for (employee, form), data in zip(forms, drawn, strict=True):
            name = f"P60-{self.year}-{form.person.payroll_id}.pdf"
            delivery = "by_hand" if form.to.by_hand else "post"
            values.append(documents._values(employee, "p60", self.year, name, data, delivery))
            if len(values) == KEPT:
                documents.create(values)
                values = []
        documents.create(values)
        return len(forms), []

    def _p60_forms(self):
        forms, problems, rules = [], [], RuleSet.load()
        openings = opening_figures(self.env, self.company, self.year)
        have = self.env["police.pay.document"].search(
            [("company_id", "=", self.company.id), ("tax_year", "=", self.year), ("kind", "=", "p60")]
        ).employee_id  # fmt: skip
        for employee, slips in self._slips().items():
            if employee in have or employee.letters_stopped:
                continue
            pairs = results(self.env, slips)
            if employee.id in openings:
                pairs = [_opening_pair(pairs[0], openings[employee.id]), *pairs]
            figures, faults = p60(pairs, rules, employee.leaving_date or None)
            problems += [fault.message for fault in faults]
            if figures is not None:
                forms.append((employee, self._p60_form(employee, figures)))
        return forms, problems

    def _slips(self):
        """{employee: payslips of the year under the present payroll number, in order of pay date}."""
        found = {}
        slips = self.env["police.payslip"].search(
            [("company_id", "=", self.company.id), ("tax_year", "=", self.year),
             ("run_id.state", "in", ("approved", "paid"))], order="employee_id, pay_date, id",
        )  # fmt: skip
        for slip in slips:
            if slip.payroll_reference == slip.employee_id.payroll_reference:
                found[slip.employee_id] = found.get(slip.employee_id, slips.browse()) | slip
        return found

    def _p60_form(self, employee, figures):
        to, _exposing = employee._addressee()
        return tax_forms.P60Form(
            self.employer, form_person(employee), to, self.year, figures.previous_pay, figures.previous_tax,
            figures.pay, figures.tax, figures.code, figures.month_1, figures.nic, figures.student_loan,
            figures.postgraduate_loan,
            tuple((STATUTORY.get(name, name.upper()), amount) for name, amount in figures.statutory.items()),
        )  # fmt: skip

    # -- P11D -----------------------------------------------------------------------------------

    def make_p11ds(self):
        """Number made: one a person with benefits that were not payrolled."""
        documents = self.env["police.pay.document"]
        domain = [("company_id", "=", self.company.id), ("tax_year", "=", self.year)]
        benefits = self.env["police.benefit"].search(
            [*domain, ("payrolled", "=", False), ("cash_equivalent", ">", 0)], order="employee_id, kind, id"
        )
        have = documents.search([*domain, ("kind", "=", "p11d")]).employee_id
        values = []
        for employee in benefits.employee_id - have:
            own = benefits.filtered(lambda b, employee=employee: b.employee_id == employee)
            data = tax_forms.letter_pdf(self._p11d(employee, own))
            name = f"P11D-{self.year}-{employee.payroll_reference}.pdf"
            to, _exposing = employee._addressee()
            values.append(
                documents._values(
                    employee, "p11d", self.year, name, data, "by_hand" if to.by_hand else "post"
                )
            )
        documents.create(values)
        return len(values)

    def _p11d(self, employee, benefits):
        last = tax_year_dates(self.year)[1]
        to, _exposing = employee._addressee()
        kinds = dict(benefits._fields["kind"]._description_selection(self.env))
        figures = [(f"{kinds[b.kind]}: {b.name}", pence(f"{b.cash_equivalent:.2f}")) for b in benefits]
        figures.append((self.env._("Total cash equivalent"), sum(amount for _label, amount in figures)))
        return tax_forms.Letter(
            self.employer,
            to,
            date(last.year, 7, 6),
            self.env._("P11D: expenses and benefits %s", self.year),
            f"Dear {employee.name}",
            (
                self.env._(
                    "These are the benefits that we report to HM Revenue and Customs for the year to 5 April "
                    "%(year)s. You need them for your tax return. National Insurance number "
                    "%(nino)s, payroll "
                    "number %(number)s, employer's PAYE reference %(paye)s.",
                    year=last.year,
                    nino=employee.nino or self.env._("not known"),
                    number=employee.payroll_reference or "",
                    paye=f"{self.employer.paye_office}/{self.employer.paye_reference}",
                ),
            ),
            self.env._("Payroll"),
            tuple(figures),
        )


def _opening_pair(first, opening):
    """The opening figures as the result of an earlier payment, so that the year is the sum of its parts."""
    period, result = first
    totals = PayTotals(
        gross=opening.gross,
        taxable_pay=opening.taxable_pay,
        tax=opening.tax,
        employee_nic=sum(row.employee for row in opening.nic),
        employer_nic=sum(row.employer for row in opening.nic),
        student_loan=opening.student_loan,
        postgraduate_loan=opening.postgraduate_loan,
        net=opening.net,
    )
    nic = tuple(NicToDate(*row) for row in opening.nic)
    return period, PayResult(
        reference=result.reference, lines=(), totals=totals, nic=nic, ytd=opening, tax_code=result.tax_code,
        tax_basis=result.tax_basis,
    )  # fmt: skip
