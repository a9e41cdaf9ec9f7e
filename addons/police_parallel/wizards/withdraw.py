"""The reason why old payslips are withdrawn."""

from odoo import fields, models


class Withdraw(models.TransientModel):
    _name = "police.parallel.withdraw"
    _description = "Withdraw Old Payslips"

    import_id = fields.Many2one("police.parallel.import", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_withdraw(self):
        """The rows stay as evidence and no longer count."""
        self.ensure_one()
        self.import_id._withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
