"""What a force says about its absences as a whole."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    small_employer_relief = fields.Boolean(
        string="Small employers' relief",
        help="Class 1 contributions of the last tax year were at or below the limit: statutory family pay is "
        "recovered in full with compensation. No police force is that small; its charity or trust may be.",
    )
