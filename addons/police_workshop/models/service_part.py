"""Parts that a service takes: put on the card when it is made, and known to the planner before."""

from odoo import fields, models


class PoliceFleetServicePart(models.Model):
    _name = "police.fleet.service.part"
    _description = "Part of a service"
    _order = "plan_id, id"
    _rec_name = "product_id"

    plan_id = fields.Many2one("police.fleet.service.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.product", string="Part", required=True, index=True, ondelete="restrict",
        domain="[('is_fleet_part', '=', True)]",
    )  # fmt: skip
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id")
    model_ids = fields.Many2many(
        "fleet.vehicle.model",
        string="Only for models",
        help="Empty: for every vehicle that has this service.",
    )

    _positive = models.Constraint("CHECK (quantity > 0)", "The quantity of a part is more than nothing.")


class PoliceFleetServicePlan(models.Model):
    _inherit = "police.fleet.service.plan"

    part_ids = fields.One2many("police.fleet.service.part", "plan_id", string="Parts it takes")

    def _parts_for(self, vehicle):
        """``[(product, quantity)]`` that this service of ``vehicle`` takes."""
        return [
            (part.product_id, part.quantity)
            for part in self.part_ids
            if not part.model_ids or vehicle.model_id in part.model_ids
        ]
