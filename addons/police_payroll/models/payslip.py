"""One person's payslip for one period. Written in bulk by the calculator, never through a form."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .pay_profile import TAX_BASES

PAYROLL = "police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor"
TOTALS = (
    "gross", "taxable_pay", "nicable_pay", "pensionable_pay", "tax", "employee_nic", "employer_nic",
    "student_loan", "postgraduate_loan", "pension_employee", "pension_employer", "other_deductions", "net",
)  # fmt: skip


def _money(label, **kwargs):
    return fields.Float(label, digits=(16, 2), readonly=True, **kwargs)


class Payslip(models.Model):
    _name = "police.payslip"
    _description = "Payslip"
    _order = "pay_date desc, payroll_reference, id"
    _rec_name = "employee_name"
    _rec_names_search = ["employee_name", "payroll_reference"]
    _log_access = False  # the run says who and when; two columns fewer on every row

    run_id = fields.Many2one("police.pay.run", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, ondelete="restrict")
    run_state = fields.Selection(related="run_id.state", string="Run state")
    period_id = fields.Many2one(related="run_id.period_id")
    payroll_reference = fields.Char(string="Payroll number", required=True, readonly=True)
    employee_name = fields.Char(string="Name", required=True, readonly=True)
    pay_date = fields.Date(required=True, readonly=True)
    tax_year = fields.Char(required=True, readonly=True)
    tax_period = fields.Integer(required=True, readonly=True, aggregator=None)
    person_type = fields.Char(string="Type", readonly=True)
    rank = fields.Char(readonly=True)
    pay_point = fields.Char(readonly=True)
    cost_centre = fields.Char(readonly=True)
    tax_code = fields.Char(readonly=True)
    tax_basis = fields.Selection(TAX_BASES, readonly=True)
    ni_category = fields.Char(string="NI letter", readonly=True)
    gross = _money("Gross pay")
    taxable_pay = _money("Taxable pay")
    nicable_pay = _money("NIC-able pay")
    pensionable_pay = _money("Pensionable pay")
    tax = _money("Income tax")
    employee_nic = _money("National Insurance")
    employer_nic = _money("Employer's NI")
    student_loan = _money("Student loan")
    postgraduate_loan = _money("Postgraduate loan")
    pension_employee = _money("Pension")
    pension_employer = _money("Employer's pension")
    other_deductions = _money("Other deductions")
    net = _money("Net pay")
    unverified = fields.Text(readonly=True, help="Sources of figures used that are not verified, one a line.")
    nic = fields.Json(
        readonly=True, help="This period's National Insurance by letter, pence.", groups=PAYROLL
    )
    ytd = fields.Json(readonly=True, help="Year to date after this payslip, pence.", groups=PAYROLL)
    person = fields.Json(readonly=True, help="Details as they were when calculated, for FPS.", groups=PAYROLL)
    sort_code = fields.Char(readonly=True, groups=PAYROLL)
    account_number = fields.Char(readonly=True, groups=PAYROLL)
    account_name = fields.Char(readonly=True, groups=PAYROLL)
    inputs_hash = fields.Char(readonly=True, help="SHA-256 over all facts that went in.")
    case = fields.Json(
        readonly=True, help="All facts the payslip was calculated from, to replay it.", groups=PAYROLL
    )
    line_ids = fields.One2many("police.payslip.line", "slip_id", string="Lines")
    earning_ids = fields.One2many("police.payslip.line", "slip_id", domain=[("kind", "=", "earning")])
    deduction_ids = fields.One2many("police.payslip.line", "slip_id", domain=[("kind", "=", "deduction")])
    employer_ids = fields.One2many("police.payslip.line", "slip_id", domain=[("kind", "=", "employer")])
    source_ids = fields.Many2many(
        "police.pay.source", compute="_compute_source_ids", string="Unverified figures used"
    )

    _one_per_person = models.Constraint("UNIQUE(run_id, employee_id)", "A person has one payslip in a run.")
    _of_person = models.Index("(employee_id, tax_year, pay_date)")

    @api.depends("employee_name", "pay_date")
    def _compute_display_name(self):
        for slip in self:
            slip.display_name = f"{slip.employee_name} – {slip.pay_date:%B %Y}" if slip.pay_date else ""

    @api.depends("unverified")
    def _compute_source_ids(self):
        sources = self.env["police.pay.source"].sudo()
        for slip in self:
            keys = (slip.unverified or "").splitlines()
            slip.source_ids = sources.search(
                [("source", "in", keys), ("rule_set_hash", "=", slip.sudo().run_id.rule_set_hash)]
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Only into a run that is still open; people use the run's Calculate button instead."""
        self.env["police.pay.run"].browse({vals["run_id"] for vals in vals_list})._check_open()
        return super().create(vals_list)

    def write(self, vals):
        """Refused for everybody: figures change by calculating the run again."""
        raise UserError(
            self.env._(
                "Payslips are not edited. Before approval, correct the facts and calculate the run again; "
                "after approval, enter a correcting element for the next period."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self.run_id._check_open()

    def action_open_pdf(self):
        """The payslip as PDF, made on request."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/police/payslip/{self.id}/pdf", "target": "new"}
