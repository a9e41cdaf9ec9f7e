"""What stands between a bill and its posting: the clerk's worklist."""

from odoo import api, fields, models
from odoo.fields import Domain

from .account_move import BILLS


class AccountMove(models.Model):
    _inherit = "account.move"

    police_work_state = fields.Selection(
        [("to_code", "To code"), ("to_match", "To match"), ("held", "Held"), ("ready", "Ready to post")],
        string="Next step",
        compute="_compute_police_work_state",
        store=True,
        index=True,
        group_expand="_police_expand_work_state",
    )
    police_over_limit = fields.Boolean(
        string="Above my limit",
        compute="_compute_police_over_limit",
        search="_search_police_over_limit",
    )

    @api.model
    def _police_expand_work_state(self, states, domain):
        return [key for key, _label in self._fields["police_work_state"].selection]

    @api.depends(
        "state",
        "move_type",
        "company_id.is_police_force",
        "police_hold_ids.state",
        "police_hold_ids.kind",
        "invoice_line_ids.account_id",
        "invoice_line_ids.analytic_distribution",
    )
    def _compute_police_work_state(self):
        for move in self:
            move.police_work_state = move._police_next_step()

    def _police_next_step(self):
        if self.state != "draft" or self.move_type not in BILLS or not self.company_id.is_police_force:
            return False
        lines = self.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        if not lines or any(line._police_uncoded() for line in lines):
            return "to_code"
        kinds = self.sudo().police_hold_ids.filtered(lambda hold: hold.state == "open").mapped("kind")
        if "no_order" in kinds:
            return "to_match"
        return "held" if kinds else "ready"

    @api.depends_context("uid", "company")
    @api.depends("amount_total_signed", "preparer_ids")
    def _compute_police_over_limit(self):
        for move in self:
            activity = "bill_own" if self.env.user in move.sudo().preparer_ids else "bill_other"
            move.police_over_limit = move.move_type in BILLS and abs(
                move.amount_total_signed
            ) > self._police_my_limit(activity, move.company_id)

    @api.model
    def _police_my_limit(self, activity, company):
        held = self.env["police.delegation.limit"]._held_by(
            self.env.user, activity, company, fields.Date.context_today(self)
        )
        return max(held.mapped("amount"), default=0.0)

    def _search_police_over_limit(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = self._police_my_limit("bill_own", self.env.company)
        other = self._police_my_limit("bill_other", self.env.company)
        mine = Domain("preparer_ids", "in", self.env.uid)
        above = Domain("move_type", "in", BILLS) & (
            (mine & (Domain("amount_total_signed", "<", -own) | Domain("amount_total_signed", ">", own)))
            | (
                ~mine
                & (Domain("amount_total_signed", "<", -other) | Domain("amount_total_signed", ">", other))
            )
        )
        return above if True in value else ~above


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _police_uncoded(self):
        """True when an expense line has no account or no cost centre."""
        if not self.account_id:
            return True
        if not self.account_id.account_type.startswith("expense"):
            return False
        return not self._police_cost_centres()
