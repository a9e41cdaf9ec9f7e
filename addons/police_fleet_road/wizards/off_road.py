"""Taken off the road for a defect: the defect itself is recorded, so that its repair is timed and tested."""

from odoo import models


class PoliceFleetOffRoadWizard(models.TransientModel):
    _inherit = "police.fleet.off.road.wizard"

    def action_confirm(self):
        """With the reason “defect” each vehicle gets a defect; its passed test ends the spell."""
        result = super().action_confirm()
        if self.reason == "defect":
            self.env["police.fleet.defect"].create(
                [
                    {"vehicle_id": vehicle.id, "title": self.note, "severity": "safety"}
                    for vehicle in self.vehicle_ids
                ]
            )
        return result
