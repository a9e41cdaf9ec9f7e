"""Taking vehicles off the road: why."""

from odoo import fields, models

from ..models.vehicle_off_road import REASONS


class PoliceFleetOffRoadWizard(models.TransientModel):
    _name = "police.fleet.off.road.wizard"
    _description = "Take off the road"

    vehicle_ids = fields.Many2many(
        "fleet.vehicle", required=True, default=lambda self: self.env.context.get("active_ids", [])
    )
    reason = fields.Selection(REASONS, required=True, default="defect")
    note = fields.Char(string="What is wrong", required=True)

    def action_confirm(self):
        """Record the spell from this minute."""
        self.vehicle_ids._take_off_road(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
