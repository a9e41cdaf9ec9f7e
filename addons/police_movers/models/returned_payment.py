"""Pay that the bank sent back, and its payment anew to the right account."""

import base64

from odoo import api, fields, models
from odoo.addons.police_hr.services.bank import bank_accounts
from odoo.exceptions import UserError

from ..services.emergency_payment import EmergencyPayment


class ReturnedPayment(models.Model):
    _name = "police.returned.payment"
    _description = "Returned Payment"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "returned_on desc, id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_payroll_approver"

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    slip_id = fields.Many2one(
        "police.payslip", string="Payslip", required=True, ondelete="restrict", index=True
    )
    employee_id = fields.Many2one(related="slip_id.employee_id", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", string="Force", related="slip_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Float(digits=(16, 2), compute="_compute_amount", store=True)
    returned_on = fields.Date(required=True, default=fields.Date.context_today)
    reason = fields.Selection(
        [("0", "Invalid details"), ("2", "Payee deceased"), ("3", "Account transferred"), ("5", "No account"),
         ("B", "Account closed"), ("C", "Account transferred elsewhere")],
        string="BACS return reason", required=True, default="B",
    )  # fmt: skip
    pay_date = fields.Date(string="Paid again on")
    method = fields.Selection(
        [("faster", "Faster Payment, same day"), ("bacs", "BACS file")], required=True, default="faster"
    )
    state = fields.Selection(
        [
            ("returned", "Returned"),
            ("approved", "Approved"),
            ("reissued", "Paid again"),
            ("reversed", "Not to be paid"),
        ],
        default="returned",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        copy=False,
    )
    old_account = fields.Char(compute="_compute_accounts", string="Account that sent it back")
    new_account = fields.Char(compute="_compute_accounts", string="Account now")
    file = fields.Binary(string="Bank file", attachment=True, readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    note = fields.Text()

    _once = models.UniqueIndex(
        "(slip_id) WHERE state <> 'reissued'", "The return of this payment is already being dealt with."
    )

    @api.depends("slip_id")
    def _compute_amount(self):
        for record in self:
            record.amount = record.slip_id.net

    @api.depends("slip_id", "state")
    def _compute_accounts(self):
        for record in self:
            slip = record.slip_id.sudo()
            record.old_account = _hint(slip.sort_code, slip.account_number)
            account = bank_accounts(self.env(su=True), slip.employee_id).get(slip.employee_id.id)
            record.new_account = _hint(account.sort_code, account.account_number) if account else False

    @api.model_create_multi
    def create(self, vals_list):
        """Numbered; only what was released to the bank can come back."""
        for vals in vals_list:
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.returned.payment") or "/"
        records = super().create(vals_list)
        for record in records:
            if record.slip_id.run_state != "paid" or record.amount <= 0:
                raise UserError(
                    self.env._(
                        "%s was not sent to the bank, so nothing can come back.", record.slip_id.display_name
                    )
                )
        return records

    def action_approve(self):
        """A second person agrees that the account is right now."""
        for record in self:
            if record.state != "returned":
                raise UserError(self.env._("%s is approved already.", record.name))
            if record.slip_id.sudo().is_reversed:
                raise UserError(self.env._("The payslip was taken back: there is nothing to pay again."))
            slip = record.slip_id.sudo()
            account = bank_accounts(self.env(su=True), slip.employee_id).get(slip.employee_id.id)
            if account is None or (account.sort_code, account.account_number) == (
                slip.sort_code,
                slip.account_number,
            ):
                raise UserError(
                    self.env._(
                        "The account of %s is still the one that sent the money back. Enter the new "
                        "one on the "
                        "person first.",
                        record.employee_id.name,
                    )
                )
            record._check_may_approve()
            record._mark_approved()
            record.sudo().state = "approved"
        return True

    def action_reissue(self):
        """Pay again. The return lies in net pay clearing and goes out from there: no other entry is
        needed."""
        for record in self:
            if record.state != "approved":
                raise UserError(self.env._("%s must be approved first.", record.name))
            if not self.env.user.has_group("police_core.group_payroll_approver"):
                raise UserError(self.env._("Only a payroll approver releases payments."))
            if obstacle := record._approval_obstacle():
                raise UserError(obstacle)
            values = {"state": "reissued", "pay_date": record.pay_date or fields.Date.context_today(self)}
            record.sudo().write(values)
            if record.method == "bacs":
                data = EmergencyPayment(record.sudo()).bank_file()
                record.sudo().write(
                    {"file": base64.b64encode(data), "file_name": f"BACS-{record.name.replace('/', '-')}.txt"}
                )
        return True

    def action_reverse(self):
        """The money is not due at all: take the payslip back instead."""
        self.ensure_one()
        self.sudo().state = "reversed"
        return self.slip_id.action_reverse()


def _hint(sort_code, number):
    return (
        f"{sort_code[:2]}-{sort_code[2:4]}-{sort_code[4:]} ····{number[-4:]}"
        if sort_code and number
        else False
    )
