"""The second person gives the reason for overriding the gate."""

from odoo import fields, models


class PoliceFleetReleaseOverride(models.TransientModel):
    _name = "police.fleet.release.override"
    _description = "Override the release gate"

    release_id = fields.Many2one("police.fleet.release", required=True, ondelete="cascade")
    obstacles = fields.Text(related="release_id.obstacles")
    reason = fields.Text(required=True)

    def action_override(self):
        """Release against the gate; checked and kept for good."""
        for wizard in self:
            wizard.release_id._override(wizard.reason)
        return {"type": "ir.actions.act_window_close"}
