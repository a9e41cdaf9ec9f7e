"""Prompt payment: days from a valid invoice's receipt to its payment."""

from odoo import api, fields, models

from ..services.law import prompt_payment_days


class AccountMove(models.Model):
    _inherit = "account.move"

    police_received_on = fields.Date(
        string="Valid invoice received",
        copy=False,
        tracking=True,
        help="The day a valid, undisputed invoice arrived: the clock for prompt payment starts here.",
    )
    police_paid_on = fields.Date(string="Paid on", compute="_compute_police_paid_on", store=True)
    police_days_to_pay = fields.Integer(
        string="Days to pay",
        compute="_compute_police_paid_on",
        store=True,
        aggregator="avg",
    )
    police_payment_speed = fields.Selection(
        [("in_time", "In time"), ("late", "Late"), ("open", "Not paid yet")],
        string="Prompt payment",
        compute="_compute_police_paid_on",
        store=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        for move in moves._preparers_kept().filtered(lambda m: not m.police_received_on):
            move.police_received_on = fields.Date.context_today(move)
        return moves

    @api.depends("payment_state", "state", "police_received_on", "move_type", "company_id.is_police_force")
    def _compute_police_paid_on(self):
        for move in self:
            paid = move._police_payment_date()
            received = move.police_received_on
            move.police_paid_on = paid
            move.police_days_to_pay = (paid - received).days if paid and received else 0
            move.police_payment_speed = move._police_speed(received, paid)

    def _police_payment_date(self):
        """Date of the last payment when nothing is left to pay, else False."""
        if self.move_type != "in_invoice" or self.payment_state not in ("paid", "in_payment"):
            return False
        lines = self.line_ids.filtered(lambda line: line.account_id.account_type == "liability_payable")
        partials = lines.matched_debit_ids
        dates = partials.debit_move_id.mapped("date") + self.matched_payment_ids.mapped("date")
        return max(dates, default=False)

    def _police_speed(self, received, paid):
        if self.move_type != "in_invoice" or self.state != "posted" or not self.company_id.is_police_force:
            return False
        if not paid:
            return "open"
        limit = prompt_payment_days(received or self.invoice_date or paid)
        return "in_time" if (paid - (received or self.invoice_date or paid)).days <= limit else "late"
