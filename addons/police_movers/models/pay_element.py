"""A third kind of element: a benefit that is taxed but not paid."""

from odoo import fields, models


class PayElement(models.Model):
    _inherit = "police.pay.element"

    allowed_after_leaving = fields.Boolean(
        readonly=True, copy=False, help="A claim dated after the last day that was looked at and is right."
    )
    kind = fields.Selection(selection_add=[("benefit", "Taxed benefit")])
