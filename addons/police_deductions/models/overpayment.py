"""An overpayment on record: cause, periods and lines, what is owed and how it stands.

This file holds its facts and its balance; what people do with it is in ``overpayment_steps`` and
``overpayment_fairness`` (hardship, write-off, leavers).
"""

from odoo import api, fields, models
from odoo.addons.police_engine.deductions.recovery import Debt
from odoo.addons.police_engine.taxcalendar import tax_year_of
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError

from .mixin import APPROVER

STATES = [
    ("found", "Found"),
    ("assessed", "Assessed"),
    ("approved", "Approved"),
    ("told", "Person told"),
    ("recovering", "Being recovered"),
    ("cleared", "Cleared"),
    ("invoiced", "Invoiced"),
    ("written_off", "Written off"),
    ("cancelled", "No overpayment"),
]
NEXT = {
    "found": {"assessed", "cancelled"},
    "assessed": {"assessed", "approved", "found", "cancelled"},
    "approved": {"told", "invoiced", "written_off"},
    "told": {"recovering", "invoiced", "written_off"},
    "recovering": {"cleared", "invoiced", "written_off", "told"},
    "cleared": set(),
    "invoiced": set(),
    "written_off": set(),
    "cancelled": set(),
}
OWED = ("approved", "told", "recovering")
CAUSES = [
    ("leaver", "Leaver not ended in time"),
    ("absence", "Absence not recorded in time"),
    ("hours", "Change of hours not recorded in time"),
    ("rate", "Wrong salary, point or rate"),
    ("tax_code", "Wrong tax code"),
    ("double", "Paid twice"),
    ("keying", "Keying error"),
    ("reversal", "Payment could not be taken back"),
    ("other", "Other"),
]


def _money(label, **kwargs):
    return fields.Float(label, digits=(16, 2), **kwargs)


class Overpayment(models.Model):
    _name = "police.overpayment"
    _description = "Overpayment"
    _inherit = ["mail.thread", "mail.activity.mixin", "police.approval.mixin", "police.deduction.steps"]
    _next_states = NEXT
    _order = "known_on desc, id desc"
    _check_company_auto = True
    _approval_group = APPROVER

    name = fields.Char(string="Number", readonly=True, copy=False, default="New", index=True)
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict", tracking=True,
    )  # fmt: skip
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True, string="Force")
    currency_id = fields.Many2one(related="company_id.currency_id")
    payroll_reference = fields.Char(related="employee_id.payroll_reference", string="Payroll number")
    has_left = fields.Boolean(compute="_compute_has_left", compute_sudo=True)
    state = fields.Selection(
        STATES, default="found", required=True, readonly=True, index=True, tracking=True, copy=False,
        group_expand="_expand_states",
    )  # fmt: skip
    cause = fields.Selection(CAUSES, required=True, default="other", tracking=True)
    cause_note = fields.Text(string="What happened")
    known_on = fields.Date(string="Known on", required=True, default=fields.Date.context_today, tracking=True)
    stopped_on = fields.Date(
        string="Stopped on", tracking=True, help="First pay day on which pay was right again."
    )
    estimate = _money("Estimate", readonly=True)
    line_ids = fields.One2many("police.overpayment.line", "overpayment_id", string="Periods and lines")
    periods = fields.Integer(string="Pay periods", compute="_compute_totals", store=True,
                             help="Number of pay days on which too much was paid.")  # fmt: skip
    first_pay = fields.Date(string="First overpaid", compute="_compute_totals", store=True)
    last_pay = fields.Date(string="Last overpaid", compute="_compute_totals", store=True)
    gross_total = _money("Overpaid before tax", compute="_compute_totals", store=True)
    net_total = _money("Overpaid after tax", compute="_compute_totals", store=True)
    treatment = fields.Selection(
        [("gross", "Before tax, in the same tax year"), ("net", "After tax, in a later tax year")],
        readonly=True, tracking=True, copy=False,
        help="In the tax year of the overpayment pay is put right before tax; later the person repays "
        "the net amount and the force corrects its returns to HMRC.",
    )  # fmt: skip
    to_recover = _money("To recover", readonly=True, tracking=True, copy=False)
    good_faith = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")], string="In good faith",
        default="unknown", required=True,
        tracking=True,
        help="Could the person have noticed? Considered with hardship and write-off.",
    )  # fmt: skip
    agreed_faster_on = fields.Date(string="Faster repayment agreed on", tracking=True)
    agreed_on = fields.Date(string="Plan agreed on", readonly=True, tracking=True, copy=False)
    told_on = fields.Date(readonly=True, tracking=True, copy=False)
    instalment_ids = fields.One2many("police.overpayment.instalment", "overpayment_id", string="Plan")
    taken_ids = fields.One2many("police.deduction.taken", "overpayment_id", string="Recovered through pay")
    writeoff_ids = fields.One2many("police.overpayment.writeoff", "overpayment_id", string="Write-offs")
    recovered = _money("Recovered", compute="_compute_balance", compute_sudo=True)
    written_off = _money("Written off", compute="_compute_balance", compute_sudo=True)
    invoiced = _money("Invoiced", readonly=True, copy=False)
    balance = _money("Still owed", compute="_compute_balance", compute_sudo=True)
    on_hold = fields.Boolean(
        string="Recovery on hold", tracking=True, help="Disputed, or a decision is awaited."
    )
    move_id = fields.Many2one("account.move", string="Recognised by", readonly=True, copy=False)
    invoice_id = fields.Many2one("account.move", string="Invoice", readonly=True, copy=False)
    letter = fields.Binary(attachment=True, readonly=True, copy=False)
    active = fields.Boolean(default=True)

    @api.depends("name", "employee_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.name} – {record.employee_id.name or ''}"

    @api.depends("employee_id")
    def _compute_has_left(self):
        for record in self:
            record.has_left = bool(record.employee_id.leaving_date)

    @api.model
    def _expand_states(self, states, _domain):
        shown = (*states, "found", "assessed", "approved", "told", "recovering")
        return [key for key, _label in STATES if key in shown]

    @api.depends("line_ids.gross", "line_ids.net", "line_ids.pay_date")
    def _compute_totals(self):
        for record in self:
            days = [day for day in record.line_ids.mapped("pay_date") if day]
            record.periods = len({(day.year, day.month) for day in days})
            record.first_pay, record.last_pay = min(days, default=False), max(days, default=False)
            record.gross_total = sum(to_pence(line.gross) for line in record.line_ids) / 100
            record.net_total = sum(to_pence(line.net) for line in record.line_ids) / 100

    @api.depends("to_recover", "taken_ids.state", "taken_ids.amount", "writeoff_ids.state", "invoiced")
    def _compute_balance(self):
        amounts = self.env["police.deduction.taken"]._amounts("overpayment_id", self.ids)
        for record in self:
            recovered = amounts.get(record._origin.id, 0)
            given_up = sum(to_pence(row.amount) for row in record.writeoff_ids if row.state == "approved")
            record.recovered, record.written_off = recovered / 100, given_up / 100
            left = to_pence(record.to_recover) - recovered - given_up - to_pence(record.invoiced)
            record.balance = left / 100

    # -- guards ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_state(vals)
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.overpayment") or "New"
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._refuse_state(vals)
        fixed = {"line_ids", "employee_id", "to_recover", "treatment", "invoiced"} & vals.keys()
        if fixed and not self._may_set_state():
            for record in self:
                if record.state not in ("found", "assessed"):
                    raise UserError(self.env._("%s is approved; its amounts are fixed.", record.display_name))
        done = super().write(vals)
        if {"state", "on_hold", "instalment_ids"} & vals.keys():
            for record in self:
                self.env["police.pay.contributor"]._touched(
                    record.employee_id, fields.Date.context_today(self)
                )
        return done

    def _refuse_state(self, vals):
        if vals.get("state", "found") != "found" and not self._may_set_state():
            raise UserError(self.env._("The state of an overpayment changes by the buttons only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_found(self):
        if any(record.state not in ("found", "cancelled") for record in self):
            raise UserError(self.env._("An overpayment that was assessed stays on record."))

    # -- for the engine and the ledger -------------------------------------------------------------

    def _to_engine(self):
        """The debt that pay recovers, as the engine's record: what is written off or invoiced is not."""
        self.ensure_one()
        total = to_pence(self.to_recover) - to_pence(self.written_off) - to_pence(self.invoiced)
        granted = (self.hardship_state == "granted" and to_pence(self.hardship_most)) or None
        return Debt(
            self.name, self.sudo().employee_id.payroll_reference or "", total, max(1, self.periods),
            bool(self.agreed_faster_on), granted,
        )  # fmt: skip

    def _pensionable_weights(self):
        """Pence overpaid of pensionable and of other pay."""
        pensionable = sum(to_pence(line.gross) for line in self.line_ids if line.pensionable)
        return [pensionable, to_pence(self.gross_total) - pensionable]

    def _pay_role(self):
        kind = self.line_ids.slip_id.sorted("pay_date")[-1:].person_type
        kind = kind or self.employee_id.sudo().version_id.police_type
        return {"staff": "pay_staff", "pcso": "pay_pcso"}.get(kind, "pay_officers")

    def _tax_years(self):
        return {tax_year_of(line.pay_date) for line in self.line_ids}

    @api.model
    def _line_of(self, employee, cause, period, amount):
        """Values of a line for what was too much in a period: with its payslip, where there is one."""
        pay_date = period.pay_date if period else fields.Date.context_today(self)
        slip = self.env["police.payslip"].sudo().search(
            [("employee_id", "=", employee.id), ("pay_date", "=", pay_date),
             ("run_id.state", "in", ("approved", "paid"))], limit=1,
        )  # fmt: skip
        return {"pay_date": pay_date, "slip_id": slip.id, "label": cause[:120], "gross": amount / 100}

    @api.model
    def _cause_of(self, text):
        return text if text in dict(CAUSES) else "other"

    @api.model
    def _outstanding(self, company):
        """Pence still owed on all approved records: what the ledger account must hold."""
        records = (
            self.sudo()
            .with_context(active_test=False)
            .search([("company_id", "=", company.id), ("state", "in", OWED)])
        )
        return sum(to_pence(record.balance) for record in records)


class OverpaymentInstalment(models.Model):
    _name = "police.overpayment.instalment"
    _description = "Instalment of a Recovery"
    _inherit = ["police.deduction.instalment"]
    _order = "overpayment_id, due_on"

    overpayment_id = fields.Many2one("police.overpayment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="overpayment_id.company_id", store=True)
    currency_id = fields.Many2one(related="overpayment_id.currency_id")


class OverpaymentLine(models.Model):
    _name = "police.overpayment.line"
    _description = "Line of an Overpayment"
    _order = "overpayment_id, pay_date, id"
    _rec_name = "label"

    overpayment_id = fields.Many2one("police.overpayment", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="overpayment_id.company_id", store=True)
    currency_id = fields.Many2one(related="overpayment_id.currency_id")
    employee_id = fields.Many2one(related="overpayment_id.employee_id")
    slip_id = fields.Many2one(
        "police.payslip", domain="[('employee_id', '=', employee_id)]", ondelete="restrict", string="Payslip"
    )
    pay_date = fields.Date(
        string="Pay day",
        compute="_compute_pay_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    tax_year = fields.Char(compute="_compute_tax_year", store=True)
    label = fields.Char(string="What was overpaid", required=True, default="Basic pay")
    gross = fields.Float(string="Too much before tax", digits=(16, 2), required=True)
    pensionable = fields.Boolean(default=True)
    net = fields.Float(string="Too much after tax", digits=(16, 2),
                       help="Worked out from the payslip; by hand only where there is none.")  # fmt: skip
    tax = fields.Float(digits=(16, 2), readonly=True)
    employee_nic = fields.Float(string="NI", digits=(16, 2), readonly=True)
    student_loan = fields.Float(string="Student loans", digits=(16, 2), readonly=True)
    pension = fields.Float(digits=(16, 2), readonly=True)
    employer_nic = fields.Float(string="Employer's NI", digits=(16, 2), readonly=True)
    employer_pension = fields.Float(string="Employer's pension", digits=(16, 2), readonly=True)
    scheme = fields.Char(string="Pension scheme", readonly=True)

    _positive = models.Constraint("CHECK (gross > 0)", "Too much was paid, or it is no overpayment.")

    @api.depends("slip_id")
    def _compute_pay_date(self):
        for line in self:
            line.pay_date = line.slip_id.pay_date or line.pay_date

    @api.depends("pay_date")
    def _compute_tax_year(self):
        for line in self:
            line.tax_year = tax_year_of(line.pay_date) if line.pay_date else False
