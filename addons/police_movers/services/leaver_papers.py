"""P45 and the letter to a personal representative, drawn from stored payslips."""

import json

from odoo import fields
from odoo.addons.police_engine.adapters.pdf import cover, tax_forms
from odoo.addons.police_engine.movers.certificates import p45
from odoo.addons.police_engine.movers.starter import after_leaving
from odoo.addons.police_engine.records import TaxPosition
from odoo.addons.police_engine.taxcalendar import tax_year_of
from odoo.exceptions import UserError

from . import profile_changes
from .stored_results import results

GENDERS = {"male": "M", "female": "F"}


def form_person(employee):
    """The engine's Person of ``employee`` (read by the superuser: the caller has checked the role)."""
    who = employee.sudo()
    parts = (who.private_street, who.private_street2, who.private_city, who.private_zip)
    return tax_forms.Person(
        who.payroll_reference or "",
        who.title or "",
        who.forenames or "",
        who.surname or who.name,
        who.nino or "",
        who.birthday or None,
        GENDERS.get(who.sex, ""),
        tuple(text for text in parts if text),
    )


class LeaverPapers:
    """Papers of one ``police.leaver``."""

    def __init__(self, leaver):
        self.leaver = leaver
        self.env = leaver.env
        self.today = fields.Date.context_today(leaver)
        self.employer = leaver.company_id.sudo()._employer()

    def make_p45(self):
        """The P45 as a document; from the next day on the person is taxed by 0T month 1."""
        leaver, slip = self.leaver, self.leaver.last_slip_id
        period, result = results(self.env(su=True), slip.sudo())[0]
        figures, problems = p45(result, leaver.leaving_date)
        if figures is None:
            raise UserError("\n".join(problem.message for problem in problems))
        to, _exposing = leaver.employee_id._addressee()
        unit = "Month" if period.frequency == "monthly" else "Week"
        form = tax_forms.P45Form(
            self.employer, form_person(leaver.employee_id), to, leaver.leaving_date, figures.code,
            figures.month_1, f"{unit} {period.tax_period}", figures.pay_to_date, figures.tax_to_date,
            figures.this_pay, figures.this_tax, figures.student_loan, self.today,
        )  # fmt: skip
        document = self.env["police.pay.document"]._store(
            leaver.employee_id, "p45", period.tax_year, f"P45-{slip.payroll_reference}.pdf",
            tax_forms.p45_pdf(form), delivery="by_hand" if to.by_hand else "post",
        )  # fmt: skip
        self._tax_later_payments(slip)
        leaver.sudo().write({"p45_document_id": document.id, "p45_number": slip.payroll_reference,
                             "p45_made_on": self.today, "state": "papers"})  # fmt: skip
        return document

    def _tax_later_payments(self, slip):
        """Regulation 37: a payment after the P45 is taxed by 0T on week 1/month 1."""
        leaver = self.leaver
        since = max(slip.pay_date, leaver.leaving_date)
        position = after_leaving(TaxPosition(slip.tax_code, slip.tax_basis))
        values = {"tax_code": position.code, "tax_basis": position.basis}
        if band := self._pension_band(slip):
            values["pension_band_pay"] = band / 100
        profile_changes.from_day(
            self.env(su=True), leaver.employee_id, fields.Date.add(since, days=1),
            values,
            self.env._("P45 made on %s: payments after leaving", f"{self.today:%-d %b %Y}"),
        )  # fmt: skip

    def _pension_band(self, slip):
        """Yearly pay that chose the tier of the last contribution: there is no job to take it from later."""
        lines = slip.sudo().line_ids.filtered(
            lambda line: line.kind == "deduction" and line.code.startswith("pension_")
        )
        return json.loads(lines[:1].inputs or "{}").get("band_pay_pence", 0)

    def make_estate_letter(self):
        """The letter to the personal representative; nothing in it asks the dead for anything."""
        leaver, employee = self.leaver, self.leaver.employee_id.sudo()
        year = tax_year_of(leaver.leaving_date)
        address = tuple(line.strip() for line in leaver.representative_address.splitlines() if line.strip())
        by_hand = bool(
            cover.exposing_words((leaver.representative_name, *address), (leaver.company_id.name,))
        )
        to = cover.Addressee(leaver.representative_name, address, by_hand, "")
        letter = tax_forms.Letter(
            self.employer, to, self.today, f"The late {employee.name}", f"Dear {leaver.representative_name}",
            self._paragraphs(employee.name), f"{leaver.owner_id.name}\nPay and pensions", self._figures(year),
        )  # fmt: skip
        return self.env["police.pay.document"]._store(
            employee, "estate", year, f"letter-{leaver.id}.pdf", tax_forms.letter_pdf(letter),
            delivery="representative", released=False,
        )  # fmt: skip

    def _paragraphs(self, name):
        on = self.leaver.leaving_date
        contact = self.leaver.owner_id
        reach = contact.phone or contact.email or self.env._("the number you have been given")
        return (
            self.env._(
                "I am very sorry for your loss, and I write on behalf of everybody who worked with %s.", name
            ),
            self.env._(
                "Pay is due to %(on)s. It is paid to the account of the estate that you have confirmed. "
                "No National Insurance is taken from it, and nothing needs to be returned to us now.",
                on=f"{on:%-d %B %Y}",
            ),
            self.env._(
                "You may need the figures below for the estate's tax affairs. A P45 is not issued; "
                "HM Revenue "
                "and Customs has been told by us and will write to you if anything is needed."
            ),
            self.env._(
                "The pension administrator has been told, so that any pension or lump sum for the family can "
                "follow without a gap. They will write to you separately."
            ),
            self.env._(
                "You have one contact for all of this: %(who)s, %(reach)s.", who=contact.name, reach=reach
            ),
        )

    def _figures(self, year):
        slip = self.leaver.last_slip_id.sudo()
        if not slip or slip.tax_year != year:
            return ()
        ytd = slip.ytd or {}
        return (
            (self.env._("Tax year"), year),
            (self.env._("National Insurance number"), self.leaver.employee_id.sudo().nino or ""),
            (self.env._("Pay in the tax year"), ytd.get("taxable_pay", 0)),
            (self.env._("Tax deducted in the tax year"), ytd.get("tax", 0)),
            (self.env._("Tax code"), slip.tax_code or ""),
            (
                self.env._("Employer's PAYE reference"),
                f"{self.employer.paye_office}/{self.employer.paye_reference}",
            ),
        )
