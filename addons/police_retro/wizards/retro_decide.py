"""Hold, record or limit changes to closed periods, with a reason that stays on them."""

from odoo import fields, models
from odoo.exceptions import UserError


class RetroDecide(models.TransientModel):
    _name = "police.retro.decide"
    _description = "Decide on Changes to Closed Periods"

    change_ids = fields.Many2many("police.retro.change", string="Changes", required=True)
    decision = fields.Selection(
        [
            ("hold", "Hold: do not pay for now"),
            ("record", "Put the overpayment on record for recovery"),
            ("from_first", "Work out from the first period kept; earlier pay is agreed by hand"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Carry out the decision."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Give the reason; it stays on the change."))
        steps = {"hold": "_hold", "record": "_record_overpayment", "from_first": "_work_from_first"}
        getattr(self.change_ids, steps[self.decision])(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
