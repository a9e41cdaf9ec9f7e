"""Parts for a service that is due: when they are here, by a person or reckoned from stores and orders."""

from odoo import fields, models


class PoliceFleetServiceDue(models.Model):
    _inherit = "police.fleet.service.due"

    parts_ready_on = fields.Date(
        string="Parts here on",
        help="Entered by hand, it counts before what is reckoned from stores and orders. "
        "The planner never places the work before this day.",
    )
    parts_expected_on = fields.Date(
        string="Parts expected on",
        readonly=True,
        help="Reckoned when a plan is made: shelf, then orders by their promised day, "
        "then the supplier's days. Empty: on the shelf, or no parts are entered for the service.",
    )
    parts_why = fields.Char(string="Parts it waits for", readonly=True)
