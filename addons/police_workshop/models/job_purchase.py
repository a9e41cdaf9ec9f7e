"""Buying for a job: outside repairs and parts that are short, by core purchase orders."""

from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .job import OVER


class PoliceFleetJobPurchase(models.Model):
    _inherit = "police.fleet.job"

    repairer_id = fields.Many2one(
        "res.partner",
        string="Outside repairer",
        compute="_compute_repairer_id",
        store=True,
        readonly=False,
        tracking=True,
    )
    repair_estimate = fields.Monetary(string="Repairer's price", copy=False)
    purchase_line_ids = fields.One2many("purchase.order.line", "police_job_id", string="Orders", copy=False)
    order_count = fields.Integer(compute="_compute_order_count")

    @api.depends("workshop_id")
    def _compute_repairer_id(self):
        for job in self:
            job.repairer_id = job.workshop_id.partner_id or job.repairer_id

    @api.depends("purchase_line_ids.order_id")
    def _compute_order_count(self):
        for job in self:
            job.order_count = len(job.sudo().purchase_line_ids.order_id)

    def _waiting_for(self):
        found = super()._waiting_for()
        for line in self.sudo().purchase_line_ids.filtered(lambda ln: ln.product_id.type == "service"):
            order = line.order_id
            if order.state == "cancel":
                continue
            if order.state != "purchase":
                found.append(self.env._("Order %s is not approved yet.", order.name))
            elif line.qty_received < line.product_qty:
                found.append(
                    self.env._("Order %(order)s: %(what)s has not been received.",
                               order=order.name, what=line.name.splitlines()[0])
                )  # fmt: skip
        return found

    def action_order_repair(self):
        """A draft purchase order to the outside repairer, tied to this card and the vehicle."""
        self.ensure_one()
        self._refuse_over()
        if not self.repairer_id or self.repair_estimate <= 0:
            raise UserError(self.env._("%s: enter the outside repairer and their price first.", self.name))
        product = self.env.ref("police_workshop.product_outside_repair")
        line = {
            "product_id": product.id,
            "name": f"{self.display_name}: {self.fault or self.plan_id.name or product.name}",
            "product_qty": 1,
            "price_unit": self.repair_estimate,
            "police_job_id": self.id,
            **self._analytic(),
        }
        return self._open_orders(self._new_order(self.repairer_id, [line]))

    def action_order_parts(self):
        """Draft purchase orders, one a supplier, for the parts this card is short of."""
        self.ensure_one()
        self._refuse_over()
        ordered = self.sudo().purchase_line_ids.filtered(lambda ln: ln.order_id.state != "cancel").product_id
        wanted = defaultdict(list)
        for part in self.part_ids.filtered(lambda p: p.state == "short" and p.product_id not in ordered):
            product = part.product_id
            seller = product.sudo()._select_seller(quantity=part.quantity) or product.sudo().seller_ids[:1]
            if not seller:
                raise UserError(
                    self.env._(
                        "%s has no supplier: enter one with its price on the part.", product.display_name
                    )
                )
            wanted[seller.partner_id].append(
                {
                    "product_id": product.id,
                    "product_qty": max(part.quantity - part.move_id.quantity, 0) or part.quantity,
                    "price_unit": seller.price,
                    "police_job_id": self.id,
                }
            )
        if not wanted:
            raise UserError(self.env._("%s: no part is short, or it is on order already.", self.name))
        orders = self.env["purchase.order"]
        for partner, lines in wanted.items():
            orders |= self._new_order(partner, lines)
        return self._open_orders(orders)

    def _new_order(self, partner, lines):
        Order = self.env["purchase.order"].with_company(self.company_id)
        values = {
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "order_line": [Command.create(line) for line in lines],
        }
        if "police_purpose" in Order._fields:  # forces that say in public what they buy
            values["police_purpose"] = self.env._(
                "Workshop: %s", self.plan_id.name or self.fault or self.name
            )
        order = Order.create(values)
        self.message_post(
            body=self.env._("Order %(order)s to %(partner)s.", order=order.name, partner=partner.name)
        )
        return order

    def _analytic(self):
        centre = self.vehicle_id.cost_centre_id
        return {"analytic_distribution": {str(centre.id): 100}} if centre else {}

    def _refuse_over(self):
        if self.state in OVER:
            raise UserError(self.env._("%s is closed.", self.name))

    def _open_orders(self, orders):
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        action |= {"domain": [("id", "in", orders.ids)], "context": {}}
        if len(orders) == 1:
            action |= {"res_id": orders.id, "view_mode": "form", "views": [(False, "form")]}
        return action

    def action_view_orders(self):
        """The purchase orders of this card."""
        return self._open_orders(self.purchase_line_ids.order_id)
