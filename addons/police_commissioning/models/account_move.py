"""Whoever raised or approved an order does not post its invoice."""

from odoo import models
from odoo.exceptions import AccessError


class AccountMove(models.Model):
    _inherit = "account.move"

    def _police_check_limit(self):
        super()._police_check_limit()
        user = self._police_poster()
        for order in self.sudo().invoice_line_ids.purchase_line_id.order_id:
            approvers = order.police_approval_ids.filtered(lambda p: p.decision == "approved").user_id
            if not user._is_superuser() and user in order._police_people() | approvers:
                raise AccessError(
                    self.env._(
                        "%(user)s raised or approved %(order)s, so another clerk must post its invoice.",
                        user=user.name,
                        order=order.name,
                    )
                )
