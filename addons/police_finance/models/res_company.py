"""Matching tolerances of a force; a force with a ledger stays a force."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
    police_budget_required = fields.Boolean(
        string="No budget, no order",
        help="Requisitions and orders for a cost centre without a budget in force are refused.",
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

    @api.constrains("is_police_force")
    def _check_stays_a_force(self):
        """Every authority check asks for this flag: clearing it would switch them all off."""
        for company in self.filtered(lambda c: not c.is_police_force):
            if self.env["police.ledger.role"].sudo().search_count([("company_id", "=", company.id)], limit=1):
                raise ValidationError(
                    self.env._("%s keeps a force's ledger and stays a police force.", company.name)
                )
