"""Whoever approved an order does not sign for its delivery."""

from odoo import models
from odoo.exceptions import AccessError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        user = self.env.user
        for order in self.sudo().move_ids.purchase_line_id.order_id._preparers_kept():
            approvers = order.police_approval_ids.filtered(lambda p: p.decision == "approved").user_id
            if user in approvers:
                raise AccessError(
                    self.env._(
                        "%(user)s approved %(order)s and so cannot sign for its delivery.",
                        user=user.name,
                        order=order.name,
                    )
                )
        return super()._action_done()
