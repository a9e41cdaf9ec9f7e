"""Lines of bills: their cost centres, and who changed them."""

from odoo import api, models

from .account_move import BILLS

PLAN = "police_core.analytic_plan_cost_centre"
CONTENT = {
    "product_id",
    "name",
    "quantity",
    "price_unit",
    "discount",
    "tax_ids",
    "account_id",
    "analytic_distribution",
    "purchase_line_id",
}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._police_bills()._note_preparer()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if CONTENT & vals.keys():
            self._police_bills()._note_preparer()
        return result

    def unlink(self):
        self._police_bills()._note_preparer()
        return super().unlink()

    def _police_bills(self):
        return self.move_id.filtered(lambda move: move.move_type in BILLS and move.company_id.is_police_force)

    def _police_cost_centres(self):
        """Analytic accounts of the cost-centre plan that these lines are charged to."""
        plan = self.env.ref(PLAN)
        ids = {
            int(part)
            for line in self
            for key in (line.analytic_distribution or {})
            for part in key.split(",")
        }
        accounts = self.env["account.analytic.account"].sudo().browse(ids).exists()
        return accounts.filtered(lambda account: account.root_plan_id == plan)
