"""Tick off changes of pay with a note."""

from odoo import fields, models
from odoo.exceptions import UserError


class ComparisonCheck(models.TransientModel):
    _name = "police.comparison.check"
    _description = "Tick off Changes of Pay"

    comparison_ids = fields.Many2many("police.pay.comparison", string="Changes", required=True)
    reason = fields.Char(string="Note", required=True)

    def action_confirm(self):
        """Record who looked, when, and the note."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write a note: what was looked at and why it is right."))
        self.comparison_ids._tick(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
