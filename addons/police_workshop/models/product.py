"""What the workshop must know of a part: deposit on the old unit and warranty."""

from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    is_fleet_part = fields.Boolean(string="Vehicle part", index=True)
    core_charge = fields.Monetary(
        string="Deposit on the old unit", help="The supplier pays this back for the old unit."
    )
    core_days = fields.Integer(string="Return within (days)", default=30)
    warranty_months = fields.Integer(string="Warranty (months)")

    _core_positive = models.Constraint(
        "CHECK (coalesce(core_charge, 0) >= 0 AND coalesce(core_days, 0) >= 0 "
        "AND coalesce(warranty_months, 0) >= 0)",
        "Deposit, days and months are not negative.",
    )
