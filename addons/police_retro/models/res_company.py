"""What a force remembers about its checks of closed pay."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    retro_law_hash = fields.Char(
        readonly=True, copy=False, help="The law under which all closed pay has been checked."
    )
