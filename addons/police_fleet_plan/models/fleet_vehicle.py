"""When a vehicle off the road is expected back: the plan counts on it."""

from odoo import fields, models


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"

    back_expected_on = fields.Date(
        string="Expected back", copy=False, tracking=True,
        help="While off the road: the workshop plan counts on the vehicle from this day.",
    )  # fmt: skip
