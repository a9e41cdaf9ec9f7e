"""What a run owes one payee, agreed to the payslip lines and to the ledger's creditor."""

import base64
from urllib.parse import quote

from odoo import Command, api, fields, models
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError

from ..services import schedules


class DeductionSchedule(models.Model):
    _name = "police.deduction.schedule"
    _description = "Payment Schedule of a Payee"
    _inherit = ["mail.thread"]
    _order = "pay_date desc, payee_id"
    _check_company_auto = True

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="restrict", readonly=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True, string="Force")
    currency_id = fields.Many2one(related="company_id.currency_id")
    pay_date = fields.Date(related="run_id.pay_date", store=True)
    payee_id = fields.Many2one("police.deduction.payee", string="Paid to", index=True, readonly=True)
    payee_kind = fields.Selection(related="payee_id.kind", store=True)
    display_payee = fields.Char(compute="_compute_display_payee", string="Payee")
    taken_ids = fields.One2many("police.deduction.taken", "schedule_id", string="Deductions")
    people = fields.Integer(compute="_compute_total", store=True)
    total = fields.Float(digits=(16, 2), compute="_compute_total", store=True)
    due_on = fields.Date(string="Pay by", required=True, readonly=True)
    state = fields.Selection(
        [("to_pay", "To pay"), ("payable", "Passed to finance"), ("paid", "Paid"),
         ("kept", "Kept by the force")], default="to_pay",
        required=True, readonly=True, index=True, tracking=True,
    )  # fmt: skip
    move_id = fields.Many2one("account.move", string="Bill", readonly=True, copy=False)
    csv_file = fields.Binary(attachment=True, readonly=True)
    pdf_file = fields.Binary(attachment=True, readonly=True)
    run_lines = fields.Float(
        "Payslip lines of the run", digits=(16, 2), compute="_compute_agreed", compute_sudo=True
    )
    run_ledger = fields.Float("Ledger creditor", digits=(16, 2), compute="_compute_agreed", compute_sudo=True)
    run_schedules = fields.Float(
        "All schedules", digits=(16, 2), compute="_compute_agreed", compute_sudo=True
    )
    agreed = fields.Boolean(compute="_compute_agreed", compute_sudo=True,
                            help="Schedules, payslip lines and ledger agree to the penny.")  # fmt: skip

    _once = models.Constraint("UNIQUE(run_id, payee_id)", "The payee has a schedule of this run.")

    @api.depends("payee_id", "pay_date")
    def _compute_display_name(self):
        for schedule in self:
            schedule.display_name = f"{schedule.display_payee}, {schedule.pay_date:%B %Y}"

    @api.depends("payee_id")
    def _compute_display_payee(self):
        for schedule in self:
            schedule.display_payee = schedule.payee_id.name or self.env._(
                "Kept by the force or entered by hand"
            )

    @api.depends("taken_ids.amount", "payee_id")
    def _compute_total(self):
        for schedule in self:
            if schedule.payee_id:
                schedule.total = sum(to_pence(row.amount) for row in schedule.taken_ids) / 100
                schedule.people = len(schedule.taken_ids.employee_id)
            else:
                others = self.search([("run_id", "=", schedule.run_id.id), ("payee_id", "!=", False)])
                rest = schedules.deducted(self.env, schedule.run_id) - sum(to_pence(o.total) for o in others)
                schedule.total, schedule.people = rest / 100, 0

    @api.depends("total", "run_id")
    def _compute_agreed(self):
        for run, own in self.grouped("run_id").items():
            lines = schedules.deducted(self.env, run)
            ledger = schedules.in_ledger(self.env, run)
            total = sum(to_pence(s.total) for s in self.search([("run_id", "=", run.id)]))
            own.update(
                {
                    "run_lines": lines / 100, "run_ledger": ledger / 100, "run_schedules": total / 100,
                    "agreed": lines == ledger == total,
                }
            )  # fmt: skip

    def action_csv(self):
        """Download as CSV."""
        return self._download(schedules.csv_bytes, "csv")

    def action_pdf(self):
        """Open as PDF."""
        return self._download(schedules.pdf_bytes, "pdf")

    def _download(self, make, suffix):
        self.ensure_one()
        if not self.payee_id:
            raise UserError(
                self.env._("Deductions without a payee are listed by element among the run's files.")
            )
        field = f"{suffix}_file"
        self.sudo()[field] = base64.b64encode(make(self.sudo()))
        name = f"{self.pay_date:%Y-%m}-{self.payee_id.name}.{suffix}".replace("/", "-")
        download = "true" if suffix == "csv" else "false"
        address = f"/web/content/{self._name}/{self.id}/{field}?filename={quote(name)}&download={download}"
        return {"type": "ir.actions.act_url", "target": "new", "url": address}

    def action_make_payable(self):
        """The accountant passes it to finance: a bill of the payee over the creditor, with due date."""
        if not self.env.user.has_group("police_core.group_force_accountant"):
            raise UserError(self.env._("The force accountant passes schedules to finance."))
        for schedule in self:
            if schedule.state != "to_pay" or not schedule.payee_id.partner_id or not schedule.total:
                raise UserError(
                    self.env._("%s was passed on already, or has no payee to pay.", schedule.display_name)
                )
            if not schedule.agreed:
                raise UserError(
                    self.env._("%s: schedules, payslips and ledger do not agree.", schedule.display_name)
                )
            bill = schedule.sudo()._make_bill()
            schedule.sudo().write({"state": "payable", "move_id": bill.id})
        return True

    def _make_bill(self):
        """A bill; a credit note when a reversal takes more back than was deducted."""
        self.ensure_one()
        sign = -1 if self.total < 0 else 1
        lines = [
            Command.create(
                {
                    "name": self.display_name, "quantity": 1, "price_unit": sign * amount / 100,
                    "account_id": account.id, "tax_ids": [Command.clear()],
                }
            )
            for account, amount in schedules.by_account(self.env, self).items()
        ]  # fmt: skip
        return self.env["account.move"].with_company(self.company_id).create(
            {
                "move_type": "in_refund" if sign < 0 else "in_invoice",
                "partner_id": self.payee_id.partner_id.id,
                "invoice_date": self.pay_date, "invoice_date_due": self.due_on,
                "ref": f"{self.run_id.name}, {self.payee_id.reference or self.payee_id.name}",
                "invoice_line_ids": lines,
            }
        )  # fmt: skip

    def action_paid(self):
        """The money has gone."""
        if not self.env.user.has_group("police_core.group_force_accountant"):
            raise UserError(self.env._("The force accountant says what is paid."))
        self.sudo().write({"state": "paid"})
        return True
