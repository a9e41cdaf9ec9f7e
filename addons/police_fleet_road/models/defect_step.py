"""The times of a defect: one row for each spell in a state."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .defect import STATES


class PoliceFleetDefectStep(models.Model):
    _name = "police.fleet.defect.step"
    _description = "Step of a defect"
    _order = "began_on, id"

    defect_id = fields.Many2one("police.fleet.defect", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="defect_id.company_id", store=True, index=True)
    vehicle_id = fields.Many2one(related="defect_id.vehicle_id", store=True, index=True)
    station_id = fields.Many2one(related="defect_id.station_id", string="Base", store=True)
    severity = fields.Selection(related="defect_id.severity", store=True)
    state = fields.Selection(STATES, required=True, index=True)
    began_on = fields.Datetime(string="From", required=True)
    ended_on = fields.Datetime(string="Until", index=True)
    minutes = fields.Integer(compute="_compute_minutes", store=True, help="Empty while it lasts.")
    user_id = fields.Many2one("res.users", string="By", required=True, default=lambda self: self.env.user)

    _in_order = models.Constraint(
        "CHECK (ended_on IS NULL OR ended_on >= began_on)", "A step ends after it begins."
    )
    _one_open = models.UniqueIndex(
        "(defect_id) WHERE ended_on IS NULL", "The defect is in one state at a time."
    )

    @api.depends("began_on", "ended_on")
    def _compute_minutes(self):
        for step in self:
            step.minutes = int((step.ended_on - step.began_on).total_seconds() // 60) if step.ended_on else 0

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The times of a defect are kept on record."))
