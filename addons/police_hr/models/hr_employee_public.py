"""What every member of the force may see of a colleague."""

from odoo import fields, models

from .police_rank import PERSON_TYPES


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    collar_number = fields.Char(readonly=True)
    police_type = fields.Selection(PERSON_TYPES, string="Kind of person", readonly=True)
    rank_id = fields.Many2one("police.rank", readonly=True)
    station_id = fields.Many2one("police.station", readonly=True)
    district = fields.Char(readonly=True)
    posting = fields.Char(readonly=True)
