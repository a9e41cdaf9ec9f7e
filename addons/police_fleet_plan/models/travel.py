"""How long a vehicle drives from its base to a workshop."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PoliceFleetTravel(models.Model):
    _name = "police.fleet.travel"
    _description = "Travel to a workshop"
    _order = "station_id, workshop_id"
    _rec_name = "station_id"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    station_id = fields.Many2one(
        "police.station", string="Base", required=True, index=True, ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
    )  # fmt: skip
    workshop_id = fields.Many2one(
        "police.fleet.workshop", required=True, index=True, ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
    )  # fmt: skip
    minutes = fields.Integer(string="Minutes one way", required=True, aggregator="avg")

    _once = models.UniqueIndex("(station_id, workshop_id)", "This way is entered already.")
    _possible = models.Constraint(
        "CHECK (minutes >= 0 AND minutes <= 480)", "Travel takes between 0 minutes and 8 hours."
    )

    @api.constrains("station_id", "workshop_id", "company_id")
    def _check_one_force(self):
        for row in self:
            if (row.station_id.company_id | row.workshop_id.company_id) - row.company_id:
                raise ValidationError(self.env._("Base and workshop belong to different forces."))
