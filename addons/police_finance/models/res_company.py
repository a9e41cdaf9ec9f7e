"""Matching tolerances of a force."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    police_match_percent = fields.Float(
        string="Price tolerance (%)",
        digits=(5, 2),
        help="A supplier's unit price may be this much above the order before the invoice is held.",
    )
    police_match_amount = fields.Monetary(
        string="Price tolerance (£ per line)",
        help="A line may cost this much more than ordered before the invoice is held.",
    )
    police_po_required = fields.Boolean(
        string="No order, no pay",
        help="New suppliers are marked as needing a purchase order behind every invoice.",
    )

    _police_tolerance = models.Constraint(
        "CHECK (coalesce(police_match_percent, 0) BETWEEN 0 AND 100 "
        "AND coalesce(police_match_amount, 0) >= 0)",
        "A price tolerance is 0 to 100 per cent and not a negative amount.",
    )
