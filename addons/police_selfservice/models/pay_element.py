"""A correcting element made from a query is tied to it."""

from odoo import api, models


class PayElement(models.Model):
    _inherit = "police.pay.element"

    @api.model_create_multi
    def create(self, vals_list):
        elements = super().create(vals_list)
        query = (
            self.env["police.pay.query"].browse(self.env.context.get("police_correct_query_id", ())).exists()
        )
        if query and len(elements) == 1 and elements.employee_id == query.employee_id:
            query.correction = elements
        return elements
