"""Requisitions: a manager who did not ask agrees; who asked cannot approve the order either."""

from odoo import Command
from odoo.addons.police_commissioning.services import orders
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OrderCase


@tagged("post_install", "-at_install", "police")
class TestRequisition(OrderCase):
    def request(self, user=None, **kw):
        user = user or self.requester
        request = (
            self.env["purchase.request"]
            .with_user(user)
            .with_company(self.force)
            .create(
                {
                    "company_id": self.force.id,
                    "description": "Boots for the new intake",
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": self.products["supplies_uniform"].id,
                                "name": "Boots",
                                "product_qty": 4,
                                "estimated_cost": 400,
                                "analytic_distribution": {str(self.centre.id): 100},
                                "product_uom_id": self.products["supplies_uniform"].uom_id.id,
                            }
                        )
                    ],
                }
                | kw
            )
        )
        request.button_to_approve()
        return request

    def test_a_manager_agrees_and_is_recorded(self):
        request = self.request()
        request.with_user(self.manager).button_approved()
        self.assertEqual((request.state, request.police_decided_by_id), ("approved", self.manager))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_agrees_their_own_and_no_way_round(self):
        own = self.request(user=self.manager)
        with self.assertRaisesRegex(AccessError, "asked for"):
            own.with_user(self.manager).button_approved()
        request = self.request()
        attacks = {
            "own button": lambda: request.button_approved(),
            "write": lambda: request.write({"state": "approved"}),
            "further on": lambda: request.write({"state": "done"}),
            "in progress": lambda: request.button_in_progress(),
            "done": lambda: request.button_done(),
            "hide the force": lambda: request.write({"company_id": False, "state": "approved"}),
            "forge": lambda: request.write({"police_decided_by_id": self.manager.id}),
            "create agreed": lambda: self.request(state="approved"),
            "change while waiting": lambda: request.write({"description": "More boots"}),
            "change a line while waiting": lambda: request.line_ids.write({"product_qty": 40}),
        }
        for name, attack in attacks.items():
            with self.subTest(name), self.assertRaises(UserError):
                attack()
            self.env.invalidate_all()
        self.assertEqual(request.state, "to_approve")

    def test_who_asked_cannot_approve_the_order_that_follows(self):
        request = self.request(user=self.manager)
        request.with_user(self.manager2).button_approved()
        wizard = (
            self.env["purchase.request.line.make.purchase.order"]
            .with_user(self.buyer)
            .with_context(active_model="purchase.request.line", active_ids=request.line_ids.ids)
            .create({"supplier_id": self.supplier.id})
        )
        wizard.make_purchase_order()
        order = request.sudo().line_ids.purchase_lines.order_id
        order.order_line.write({"price_unit": 90})
        order.with_user(self.buyer).button_confirm()
        with self.assertRaisesRegex(AccessError, "asked for or prepared"):
            orders.approve(order, self.manager)
        orders.approve(order, self.manager2)

    def test_refusal_is_recorded_with_its_reason(self):
        request = self.request()
        request.with_user(self.manager)._police_refuse("Enough in the stores")
        self.assertEqual((request.state, request.police_decided_by_id), ("rejected", self.manager))
