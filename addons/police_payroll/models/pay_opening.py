"""Figures of the tax year brought in from a former payroll system or a P45, before our first payslip."""

from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..services import engine_facts
from ..services.money_fields import to_pence

MONEY = (
    "taxable_pay", "tax", "previous_pay", "previous_tax", "gross", "net", "student_loan",
    "postgraduate_loan", "pension_employee", "pension_employer",
)  # fmt: skip
NIC_KEYS = ("gross", "at_lel", "lel_to_pt", "pt_to_uel", "employer", "employee")
NIC_HEADS = (
    "Letter", "Gross", "At the LEL", "LEL to PT", "PT to UEL", "Employer's NI", "Employee's NI",
)  # fmt: skip


def _money(label, **kwargs):
    return fields.Float(label, digits=(16, 2), **kwargs)


def _nic_row(row):
    """One category letter's figures as a table row."""
    cells = [row.get("letter", ""), *(f"£{to_pence(row.get(key, '0.00')) / 100:,.2f}" for key in NIC_KEYS)]
    return Markup("<tr>%s</tr>") % Markup().join(Markup("<td>%s</td>") % cell for cell in cells)


class PayOpening(models.Model):
    _name = "police.pay.opening"
    _description = "Opening Year-to-date Figures"
    _inherit = ["mail.thread"]
    _order = "tax_year desc, employee_id"
    _rec_name = "employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tax_year = fields.Char(required=True, help="Such as 2026-27.")
    taxable_pay = _money("Taxable pay this employment")
    tax = _money("Tax this employment")
    previous_pay = _money("Pay in previous employment (P45)")
    previous_tax = _money("Tax in previous employment (P45)")
    gross = _money("Gross pay")
    net = _money("Net pay")
    student_loan = _money("Student loan deducted")
    postgraduate_loan = _money("Postgraduate loan deducted")
    pension_employee = _money("Employee's pension")
    pension_employer = _money("Employer's pension")
    nic = fields.Json(
        string="National Insurance by letter",
        help="A list with, for every letter used: letter, gross, at_lel, lel_to_pt, pt_to_uel, employer, "
        "employee. Pounds as text, such as '1048.00'.",
    )
    nic_table = fields.Html(
        string="National Insurance figures", compute="_compute_nic_table", sanitize=False,
        help="Earnings between the lower earnings limit (LEL), the primary threshold (PT) and the upper "
        "earnings limit (UEL), and the contributions, of each category letter.",
    )  # fmt: skip
    source = fields.Char(help="Where the figures came from: former system's P11, P45, reference.")

    _one_per_year = models.Constraint(
        "UNIQUE(employee_id, tax_year)", "This person already has opening figures for that tax year."
    )

    @api.depends("nic")
    def _compute_nic_table(self):
        head = Markup().join(Markup("<th>%s</th>") % label for label in NIC_HEADS)
        for opening in self:
            rows = Markup().join(_nic_row(row) for row in opening.nic or [])
            opening.nic_table = rows and Markup(
                '<table class="table table-sm mb-0"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
            ) % (head, rows)

    @api.constrains("nic", *MONEY)
    def _check_figures(self):
        for opening in self:
            self._check_money(opening)
            for row in opening.nic or []:
                self._check_nic_row(opening, row)

    def _check_money(self, opening):
        for name in MONEY:
            if name not in ("tax", "net") and opening[name] < 0:
                raise ValidationError(
                    self.env._(
                        "Opening figures of %(who)s: %(what)s may not be negative.",
                        who=opening.employee_id.name,
                        what=opening._fields[name].string,
                    )
                )

    def _check_nic_row(self, opening, row):
        letters = dict(engine_facts.ni_letters())
        if not isinstance(row, dict) or row.get("letter") not in letters or set(row) - {"letter", *NIC_KEYS}:
            raise ValidationError(
                self.env._(
                    "Opening figures of %(who)s: each NI row needs a known letter and only %(keys)s.",
                    who=opening.employee_id.name,
                    keys=", ".join(NIC_KEYS),
                )
            )
        for key in NIC_KEYS:
            to_pence(row.get(key, "0.00"))
