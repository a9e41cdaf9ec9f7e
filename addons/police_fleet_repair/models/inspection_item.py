"""Which skill mends what a daily check finds."""

from odoo import fields, models


class FleetVehicleInspectionItem(models.Model):
    _inherit = "fleet.vehicle.inspection.item"

    skill_id = fields.Many2one(
        "police.fleet.skill", string="Skill that mends it", help="Empty: light vehicle work."
    )
