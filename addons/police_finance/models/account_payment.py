"""Payments by two people: one prepares, a force accountant who did not prepare releases."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .account_move import ACCOUNTANT

RELEASED = ("in_process", "paid")
TERMS = {"amount", "partner_id", "partner_bank_id", "journal_id", "currency_id", "payment_type", "company_id"}


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "police.preparer.mixin"]

    _preparer_fields = frozenset(
        {
            "amount",
            "partner_id",
            "partner_bank_id",
            "journal_id",
            "date",
            "memo",
            "payment_type",
            "currency_id",
            "payment_method_line_id",
            "invoice_ids",
        }
    )

    police_released_by_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)
    police_released_on = fields.Datetime(string="Released on", readonly=True, copy=False)
    police_needs_release = fields.Boolean(compute="_compute_police_needs_release")

    @api.depends_context("uid")
    @api.depends("state", "company_id.is_police_force", "preparer_ids")
    def _compute_police_needs_release(self):
        may = self.env.user.has_group(ACCOUNTANT)
        for payment in self:
            payment.police_needs_release = (
                may
                and payment.state == "draft"
                and payment._police_outgoing()
                and self.env.user not in payment.sudo().preparer_ids
            )

    def _police_outgoing(self):
        return self.company_id.is_police_force and self.payment_type == "outbound"

    def _preparers_kept(self):
        return self.filtered(lambda payment: payment.company_id.is_police_force)

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments.filtered(lambda p: p.state in RELEASED)._police_authorise_release()
        return payments

    def write(self, vals):
        if {"police_released_by_id", "police_released_on"} & vals.keys() and not self.env.su:
            raise AccessError(self.env._("Who released a payment is recorded by the system."))
        self._police_refuse_change(vals)
        if vals.get("state") not in RELEASED:
            return super().write(vals)
        if "move_id" in vals and self.filtered(lambda p: p._police_outgoing()):
            # Core attaches a draft journal entry and says "in process" in one go, also while
            # preparing: keep the entry, the state waits for the release.
            return super().write({name: value for name, value in vals.items() if name != "state"})
        waiting = self.filtered(lambda p: p.state not in RELEASED and p._police_outgoing())
        waiting._police_authorise_release()
        result = super().write(vals)
        waiting._police_reconcile()
        return result

    def _police_refuse_change(self, vals):
        """Whom and how much a released payment pays stays as it was released."""
        if self.env.su:
            return
        for payment in self.filtered(lambda p: p.state in RELEASED and p._police_outgoing()):
            if changed := {name for name in TERMS & vals.keys() if payment._police_differs(name, vals[name])}:
                raise UserError(
                    self.env._(
                        "The payment to %(supplier)s is released: %(fields)s cannot be changed. Cancel it.",
                        supplier=payment.partner_id.name,
                        fields=", ".join(sorted(changed)),
                    )
                )

    def _police_differs(self, name, value):
        return self._fields[name].convert_to_write(self[name], self) != value

    def _police_authorise_release(self):
        """Raise unless a force accountant who had no hand in these payments is at work."""
        user = self.env.user
        for payment in self.filtered(lambda p: p._police_outgoing()):
            if user._is_superuser() or not user.has_group(ACCOUNTANT):
                raise AccessError(
                    self.env._(
                        "%(user)s may not release the payment of %(amount)s to %(supplier)s: that is for a "
                        "force accountant.",
                        user=user.name,
                        supplier=payment.partner_id.name,
                        amount=payment.currency_id.format(payment.amount),
                    )
                )
            if payment.partner_bank_id and not payment.partner_bank_id.allow_out_payment:
                raise UserError(
                    self.env._(
                        "The bank details of %(supplier)s (%(account)s) are not verified. Verify them first "
                        "under Finance, Suppliers, Bank details to verify.",
                        supplier=payment.partner_id.name,
                        account=payment.partner_bank_id.acc_number,
                    )
                )
            if user in payment.sudo().preparer_ids or user in payment.sudo().invoice_ids.preparer_ids:
                raise AccessError(
                    self.env._(
                        "%(user)s prepared the payment to %(supplier)s or entered an invoice in it and so "
                        "cannot release it. Ask another accountant.",
                        user=user.name,
                        supplier=payment.partner_id.name,
                    )
                )
            payment.sudo().write(
                {"police_released_by_id": user.id, "police_released_on": fields.Datetime.now()}
            )

    def _police_reconcile(self):
        """Settle the invoices that the payment was prepared for, now that it is posted."""
        types = self._get_valid_payment_account_types()
        for payment in self.filtered("move_id"):
            lines = (payment.move_id.line_ids | payment.invoice_ids.line_ids).filtered(
                lambda line: (
                    line.account_id.account_type in types
                    and not line.reconciled
                    and line.parent_state == "posted"
                )
            )
            for account in lines.account_id:
                lines.filtered(lambda line, a=account: line.account_id == a).reconcile()
