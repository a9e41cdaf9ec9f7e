"""Suppliers: whether an order must stand behind their invoices, and their bank at a glance."""

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    police_po_required = fields.Boolean(
        string="Order required",
        default=lambda self: self.env.company.police_po_required,
        help="Invoices from this supplier must name a purchase order before they can be posted.",
    )
    police_bank_state = fields.Selection(
        [
            ("none", "No bank details"),
            ("invalid", "Fails the bank check"),
            ("waiting", "Not verified"),
            ("verified", "Verified"),
        ],
        string="Bank details",
        compute="_compute_police_bank_state",
    )

    @api.depends("bank_ids.allow_out_payment", "bank_ids.acc_number", "bank_ids.clearing_number")
    def _compute_police_bank_state(self):
        for partner in self:
            banks = partner.sudo().bank_ids
            if not banks:
                partner.police_bank_state = "none"
            elif any(bank.police_check_failed for bank in banks):
                partner.police_bank_state = "invalid"
            elif any(bank.allow_out_payment for bank in banks):
                partner.police_bank_state = "verified"
            else:
                partner.police_bank_state = "waiting"
