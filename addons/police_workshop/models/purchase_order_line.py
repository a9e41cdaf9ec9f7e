"""Order lines that belong to a job card: outside repairs and parts bought for it."""

from odoo import fields, models

RECEIPT = {"qty_received", "qty_received_manual"}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    police_job_id = fields.Many2one(
        "police.fleet.job", string="Job card", index="btree_not_null", copy=False, ondelete="restrict"
    )

    def write(self, vals):
        result = super().write(vals)
        if RECEIPT & vals.keys():
            self.sudo().police_job_id._parts_may_have_come()
        return result

    def _prepare_account_move_line(self, move=False):
        """The supplier's bill costs the vehicle for outside work; stored parts cost it when fitted."""
        values = super()._prepare_account_move_line(move)
        if self.police_job_id and self.product_id.type == "service":
            values["vehicle_id"] = self.police_job_id.vehicle_id.id
        return values
