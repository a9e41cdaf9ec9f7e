"""What every member of the force may see of a colleague."""

from odoo import fields, models

from .police_rank import PERSON_TYPES


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    collar_number = fields.Char(string="Collar number", readonly=True)
    police_type = fields.Selection(PERSON_TYPES, string="Kind of person", readonly=True)
    rank_id = fields.Many2one("police.rank", string="Rank", readonly=True)
    station_id = fields.Many2one("police.station", string="Station", readonly=True)
    district = fields.Char(readonly=True)
    posting = fields.Char(readonly=True)
