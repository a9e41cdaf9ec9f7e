"""Lines of a force's orders follow the order: frozen while it is decided on and afterwards."""

from odoo import api, models

CONTENT = {
    "order_id",
    "product_id",
    "name",
    "product_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "analytic_distribution",
    "purchase_request_lines",
    "display_type",
}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        orders = self.env["purchase.order"].browse(
            {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        )
        orders._preparers_kept()._police_refuse_frozen()
        lines = super().create(vals_list)
        lines.order_id._note_preparer()
        return lines

    def write(self, vals):
        if not CONTENT & vals.keys():
            return super().write(vals)
        orders = self.order_id | self.env["purchase.order"].browse(vals.get("order_id") or [])
        orders._preparers_kept()._police_refuse_frozen()
        result = super().write(vals)
        orders._note_preparer()
        return result

    def unlink(self):
        self.order_id._preparers_kept()._police_refuse_frozen()
        self.order_id._note_preparer()
        return super().unlink()

    def _police_content(self):
        """The line as plain data, numbers as text."""
        return {
            "type": self.display_type or "item",
            "product": self.product_id.id or None,
            "text": self.name,
            "quantity": f"{self.product_qty:.6f}",
            "unit": self.product_uom_id.id or None,
            "price": f"{self.price_unit:.6f}",
            "discount": f"{self.discount:.4f}",
            "taxes": sorted(self.tax_ids.ids),
            "cost_centres": self.analytic_distribution or {},
        }

    def _police_cost_centres(self):
        """Cost centres charged by these lines."""
        plan = self.env.ref("police_core.analytic_plan_cost_centre")
        ids = {int(i) for line in self for key in (line.analytic_distribution or {}) for i in key.split(",")}
        accounts = self.env["account.analytic.account"].sudo().browse(ids).exists()
        return accounts.filtered(lambda account: account.root_plan_id == plan)
