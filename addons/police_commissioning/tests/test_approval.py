"""Orders go to a second person, within a dated limit, and leave a proof that cannot be changed."""

from datetime import date, timedelta

from odoo import fields
from odoo.addons.police_commissioning.services import orders
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OrderCase


@tagged("post_install", "-at_install", "police")
class TestApproval(OrderCase):
    def test_confirming_sends_for_approval_whatever_the_amount(self):
        order = self.order(price=1, quantity=1)
        self.assertEqual((order.state, order.police_submitted_by_id), ("to approve", self.buyer))

    def test_a_manager_approves_within_the_limit_and_the_proof_says_all(self):
        order = self.order()  # 2 × £100.00 + 20 % VAT
        proof = orders.approve(order, self.manager)
        self.assertEqual(order.state, "purchase")
        self.assertEqual(
            (proof.user_id, proof.limit_ids, proof.decision), (self.manager, self.limit, "approved")
        )
        self.assertEqual(f"{proof.amount_total:.2f}", "240.00")
        self.assertIn("C.12", proof.authority)
        self.assertIn("t.buyer", proof.preparers)
        self.assertEqual(proof.standing, "stands")

    def test_the_limit_is_of_the_total_with_vat_to_the_penny(self):
        self.assertEqual(
            orders.approve(self.order(price=833333, quantity=1), self.manager).amount_total, 10000.00
        )
        with self.assertRaisesRegex(AccessError, "above the limit"):
            orders.approve(self.order(price=833334, quantity=1), self.manager)

    def test_an_ended_limit_approves_nothing(self):
        order = self.order()
        self.limit.with_user(self.accountant).date_to = fields.Date.today() - timedelta(days=1)
        with self.assertRaisesRegex(AccessError, "no delegated limit"):
            orders.approve(order, self.manager)

    def test_a_personal_limit_for_one_cost_centre_covers_no_other(self):
        self._limit("purchase_order", 500, user=self.manager, cost_centre=self.centre)
        orders.approve(self.order(), self.manager)
        with self.assertRaisesRegex(AccessError, "above the limit"):
            orders.approve(self.order(centre=self.centre2), self.manager)

    def test_nobody_approves_what_they_had_a_hand_in(self):
        self.manager.group_ids += self.env.ref("police_commissioning.group_buyer")
        own = self.order(user=self.manager)
        with self.assertRaisesRegex(AccessError, "asked for or prepared"):
            orders.approve(own, self.manager)
        edited = self.order(send=False)
        edited.with_user(self.manager).order_line.product_qty = 3
        edited.with_user(self.buyer).button_confirm()
        with self.assertRaisesRegex(AccessError, "asked for or prepared"):
            orders.approve(edited, self.manager)
        orders.approve(edited, self.manager2)
        sent = self.order(send=False)
        sent.with_user(self.manager).button_confirm()
        with self.assertRaisesRegex(AccessError, "asked for or prepared"):
            orders.approve(sent, self.manager)

    def test_only_force_managers_approve(self):
        order = self.order()
        for user in (self.buyer, self.accountant, self.admin_user, self.clerk, self.auditor):
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "not a force manager"):
                orders.approve(order, user)
        with self.assertRaisesRegex(AccessError, "named person"):
            order.sudo().with_user(self.env.ref("base.user_root")).button_approve()

    def test_refusal_needs_a_reason_and_goes_back_to_the_buyer(self):
        order = self.order()
        with self.assertRaises(UserError):
            orders.refuse(order, self.manager, " ")
        with self.assertRaises(AccessError):
            orders.refuse(order, self.buyer, "no")
        window = (
            self.env["police.reason.wizard"]
            .with_user(self.manager)
            .browse(order.with_user(self.manager).action_police_refuse()["res_id"])
        )
        window.reason = "Stock in hand"
        window.action_confirm()
        proof = order.sudo().police_approval_ids
        self.assertEqual((order.state, proof.decision, proof.reason), ("draft", "refused", "Stock in hand"))
        order.with_user(self.buyer).order_line.product_qty = 1
        order.with_user(self.buyer).button_confirm()
        orders.approve(order, self.manager)
        self.assertEqual(order.state, "purchase")

    def test_approving_twice_is_refused(self):
        order = self.order()
        orders.approve(order, self.manager)
        with self.assertRaisesRegex(UserError, "not waiting"):
            orders.approve(order, self.manager2)

    def test_to_approve_shows_only_what_i_may_approve(self):
        small, big = self.order(), self.order(price=900000)
        mine = self.env["purchase.order"].with_user(self.manager).search([("police_may_approve", "=", True)])
        self.assertIn(small, mine)
        self.assertNotIn(big, mine)
        self.assertIn("above the limit", big.with_user(self.manager).police_obstacle)

    def test_an_ended_contract_and_a_foreign_currency_are_refused(self):
        contract = self.env["agreement"].create(
            {
                "code": "C-1",
                "name": "Footwear",
                "partner_id": self.supplier.id,
                "company_id": self.force.id,
                "start_date": date(2020, 1, 1),
                "end_date": date(2021, 1, 1),
            }
        )
        with self.assertRaisesRegex(UserError, "ended on"):
            self.order(contract=contract)
        order = self.order(send=False)
        order.currency_id = self.env.ref("base.EUR")
        with self.assertRaisesRegex(UserError, "is in EUR"):
            order.button_confirm()

    def test_an_order_without_a_cost_centre_is_not_sent(self):
        order = self.order(send=False)
        order.order_line.analytic_distribution = False
        with self.assertRaises(UserError):
            order.button_confirm()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_another_force_neither_sees_nor_approves(self):
        order = self.order()
        outsider = self._user("t.outsider", "police_core.group_force_manager", self.other_force)
        self.assertNotIn(order, self.env["purchase.order"].with_user(outsider).search([]))
        with self.assertRaises(AccessError):
            orders.approve(order, outsider)
        self.assertFalse(self.env["police.purchase.approval"].with_user(outsider).search([]))
