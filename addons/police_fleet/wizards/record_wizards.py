"""Small questions: why a reading is void, where a component goes."""

from odoo import fields, models

from ..models.component import POSITIONS


class PoliceFleetOdometerVoid(models.TransientModel):
    _name = "police.fleet.odometer.void"
    _description = "Void odometer readings"

    reading_ids = fields.Many2many("fleet.vehicle.odometer", required=True)
    reason = fields.Char(string="What was wrong", required=True)

    def action_void(self):
        """Void the readings for this reason."""
        self.reading_ids._void(self.reason)
        return {"type": "ir.actions.act_window_close"}


class PoliceFleetComponentFit(models.TransientModel):
    _name = "police.fleet.component.fit"
    _description = "Fit a component"

    component_id = fields.Many2one("police.fleet.component", required=True)
    company_id = fields.Many2one(related="component_id.company_id")
    vehicle_id = fields.Many2one("fleet.vehicle", required=True, domain="[('company_id', '=', company_id)]")
    position = fields.Selection(POSITIONS, required=True)
    fitted_on = fields.Date(required=True, default=fields.Date.context_today)

    def action_fit(self):
        """Fit it."""
        self.component_id._fit(self.vehicle_id, self.position, self.fitted_on)
        return {"type": "ir.actions.act_window_close"}
