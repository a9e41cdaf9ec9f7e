"""Issue a key by hand."""

from odoo import fields, models


class PoliceFleetKeyWizard(models.TransientModel):
    _name = "police.fleet.key.wizard"
    _description = "Issue a key"

    key_id = fields.Many2one(
        "police.fleet.key", required=True, default=lambda self: self.env.context.get("active_id")
    )
    employee_id = fields.Many2one("hr.employee", string="To", required=True)

    def action_issue(self):
        """The cabinet's entitlements and the release gate decide."""
        self.key_id._issue(self.employee_id)
        return {"type": "ir.actions.act_window_close"}
