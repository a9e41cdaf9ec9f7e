"""HR reads points and increments by the very law that the force is paid by."""

from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _pay_law(self):
        return self.env["police.pay.contributor"]._law(self, super()._pay_law())
