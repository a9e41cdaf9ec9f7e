"""The scheme of delegation also says who may approve purchase orders."""

from odoo import fields, models


class PoliceDelegationLimit(models.Model):
    _inherit = "police.delegation.limit"

    activity = fields.Selection(
        selection_add=[("purchase_order", "Approve a purchase order")],
        ondelete={"purchase_order": "cascade"},
    )
