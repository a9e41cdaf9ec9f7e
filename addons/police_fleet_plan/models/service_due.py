"""Parts for a service that is due."""

from odoo import fields, models


class PoliceFleetServiceDue(models.Model):
    _inherit = "police.fleet.service.due"

    parts_ready_on = fields.Date(
        string="Parts here on", help="The planner never places the work before this day."
    )
