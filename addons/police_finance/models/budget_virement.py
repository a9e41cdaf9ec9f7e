"""Virement: money moved from one budget line to another, by two people, never more than there is."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import budget_room
from .budget import ACCOUNTANT


class BudgetVirement(models.Model):
    _name = "police.budget.virement"
    _description = "Virement"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "id desc"
    _approval_group = ACCOUNTANT
    _check_company_auto = True

    name = fields.Char(string="Reason", required=True, tracking=True)
    company_id = fields.Many2one(related="from_line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    from_line_id = fields.Many2one(
        "crossovered.budget.lines", string="From", required=True, index=True, ondelete="restrict",
        domain=[("crossovered_budget_id.state", "=", "validate")],
    )  # fmt: skip
    to_line_id = fields.Many2one(
        "crossovered.budget.lines", string="To", required=True, index=True, ondelete="restrict",
        domain="[('crossovered_budget_id.state', '=', 'validate'), ('company_id', '=', company_id)]",
    )  # fmt: skip
    amount = fields.Float(digits=(16, 2), required=True, tracking=True)
    from_available = fields.Float(related="from_line_id.police_available", string="Available there")
    state = fields.Selection(
        [("draft", "Waiting for approval"), ("approved", "Approved")], compute="_compute_state", store=True
    )

    _more_than_nought = models.Constraint("CHECK (amount > 0)", "A virement moves more than £0.00.")
    _two_lines = models.Constraint("CHECK (from_line_id <> to_line_id)", "A virement needs two budget lines.")

    @api.depends("approved_by_id")
    def _compute_state(self):
        for virement in self:
            virement.state = "approved" if virement.approved_by_id else "draft"

    @api.constrains("from_line_id", "to_line_id")
    def _check_lines(self):
        for virement in self:
            if virement.from_line_id.company_id != virement.to_line_id.company_id:
                raise ValidationError(self.env._("Money does not move from one force's budget to another's."))

    def write(self, vals):
        if {"from_line_id", "to_line_id", "amount", "name"} & vals.keys():
            for virement in self:
                if virement.approved_by_id:
                    raise UserError(self.env._("An approved virement stays as it is: make one back."))
            result = super().write(vals)
            self._mark_prepared()
            return result
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if self.filtered("approved_by_id"):
            raise UserError(self.env._("An approved virement stays on record."))

    def action_approve(self):
        """By an accountant who did not prepare it, while there is enough to move."""
        self._check_may_approve()
        for virement in self:
            lines = virement.from_line_id | virement.to_line_id
            for line in lines:
                if line.police_state != "validate":
                    raise UserError(
                        self.env._("%(line)s: the budget %(budget)s is not in force.", line=line.display_name,
                                   budget=line.crossovered_budget_id.name)
                    )  # fmt: skip
            found = budget_room.positions(self.env, lines.ids, locked=True)
            left = found[virement.from_line_id.id].available
            if round(virement.amount * 100) > left:
                raise UserError(
                    self.env._(
                        "%(line)s has %(left)s available, less than the %(amount)s to be moved.",
                        line=virement.from_line_id.display_name,
                        left=virement.currency_id.format(left / 100),
                        amount=virement.currency_id.format(virement.amount),
                    )
                )
            virement._mark_approved()
        lines.invalidate_recordset()
