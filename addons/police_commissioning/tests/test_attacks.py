"""Ways round the approval that a determined user with RPC would try; each must fail and change nothing."""

from odoo import Command
from odoo.addons.police_commissioning.services import orders
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OrderCase

# AccessError is a UserError too: refused is refused.
REFUSED = UserError


@tagged("post_install", "-at_install", "police")
class TestAttacks(OrderCase):
    def _refused(self, attacks, order):
        for name, attack in attacks.items():
            with (
                self.subTest(name),
                self.assertRaises(REFUSED),
                mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"),
            ):
                attack(order)
            self.env.invalidate_all()
            self.assertNotEqual(order.sudo().state, "purchase", name)

    def test_into_purchase_without_approval(self):
        draft = self.order(send=False).with_user(self.buyer)
        values = {
            "partner_id": self.supplier.id,
            "company_id": self.force.id,
            "state": "purchase",
            "order_line": [
                Command.create(
                    {"product_id": self.products["supplies_it"].id, "product_qty": 1, "price_unit": 5}
                )
            ],
        }
        Order = self.env["purchase.order"].with_user(self.buyer).with_company(self.force)
        self._refused(
            {
                "write": lambda o: o.write({"state": "purchase"}),
                "write while waiting": lambda o: (o.button_confirm(), o.write({"state": "purchase"})),
                "create": lambda o: Order.create(values),
                "default in context": lambda o: Order.with_context(default_state="purchase").create(
                    {k: v for k, v in values.items() if k != "state"}
                ),
                "copy": lambda o: o.copy({"state": "purchase"}),
                "import": lambda o: self._import(Order),
                "approve a draft": lambda o: o.with_user(self.manager).button_approve(force=True),
                "context flag": lambda o: o.with_context(police_approving=True).button_approve(),
                "context flag and write": lambda o: o.with_context(police_approving=True).write(
                    {"state": "purchase"}
                ),
                "forge a submission": lambda o: o.write({"police_submitted_by_id": self.manager2.id}),
                "forge the preparers": lambda o: o.write({"preparer_ids": [Command.clear()]}),
                "nested from the supplier": lambda o: o.order_line.write({"order_id": self._approved().id}),
            },
            draft,
        )

    def _import(self, Order):
        result = Order.load(
            ["partner_id/.id", "company_id/.id", "state"],
            [[str(self.supplier.id), str(self.force.id), "purchase"]],
        )
        if not result["ids"]:
            raise UserError(str(result["messages"]))

    def _approved(self):
        order = self.order()
        orders.approve(order, self.manager)
        return order

    def test_proofs_cannot_be_made_changed_or_deleted(self):
        order = self._approved()
        proof = order.sudo().police_approval_ids
        Proof = self.env["police.purchase.approval"]
        values = proof.copy_data()[0] | {"order_id": self.order().id, "decided_on": proof.decided_on}
        for user in (self.buyer, self.manager, self.accountant, self.admin_user):
            with self.subTest(user.login), mute_logger("odoo.addons.base.models.ir_model"):
                with self.assertRaises(REFUSED):
                    Proof.with_user(user).create(values)
                with self.assertRaises(REFUSED):
                    proof.with_user(user).write({"user_id": self.manager2.id})
                with self.assertRaises(REFUSED):
                    proof.with_user(user).unlink()
        with self.assertRaises(REFUSED):
            proof.sudo().write({"amount_total": 1})
        with self.assertRaises(REFUSED):
            proof.sudo().unlink()
        with self.assertRaises(REFUSED):
            order.with_user(self.buyer).unlink()

    def test_an_approved_order_stays_what_was_approved(self):
        order = self._approved().with_user(self.buyer)
        line = order.order_line
        draft_line = self.order(send=False).order_line.with_user(self.buyer)
        attacks = {
            "dearer": lambda: line.write({"price_unit": 999}),
            "more": lambda: line.write({"product_qty": 999}),
            "other cost centre": lambda: line.write({"analytic_distribution": {str(self.centre2.id): 100}}),
            "through the order": lambda: order.write(
                {"order_line": [Command.update(line.id, {"price_unit": 999})]}
            ),
            "another line": lambda: order.write(
                {
                    "order_line": [
                        Command.create({"product_id": line.product_id.id, "product_qty": 1, "price_unit": 1})
                    ]
                }
            ),
            "another line by itself": lambda: (
                self.env["purchase.order.line"]
                .with_user(self.buyer)
                .create(
                    {
                        "order_id": order.id,
                        "product_id": line.product_id.id,
                        "product_qty": 1,
                        "price_unit": 1,
                    }
                )
            ),
            "a line moved in": lambda: draft_line.write({"order_id": order.id}),
            "another supplier": lambda: order.write({"partner_id": self.supplier.copy().id}),
            "back to draft": lambda: order.button_draft(),
            "back to draft by write": lambda: order.write({"state": "draft"}),
            "a section deleted": lambda: line.unlink(),
        }
        for name, attack in attacks.items():
            with self.subTest(name), self.assertRaises(REFUSED):
                attack()
        self.assertEqual(order.sudo().police_approval_ids.standing, "stands")

    def test_a_change_while_waiting_needs_withdrawal_and_a_new_decision(self):
        order = self.order().with_user(self.buyer)
        with self.assertRaisesRegex(UserError, "Withdraw it first"):
            order.order_line.price_unit = 1
        order.action_police_withdraw()
        order.order_line.price_unit = 1
        with self.assertRaises(REFUSED):
            order.with_user(self.manager).button_approve()
        order.button_confirm()
        orders.approve(order, self.manager)

    def test_a_cancelled_order_does_not_keep_its_approval(self):
        order = self._approved().with_user(self.buyer)
        order.button_cancel()
        order.button_draft()
        self.assertEqual(order.sudo().police_approval_ids.standing, "superseded")
        order.order_line.price_unit = 50000
        with self.assertRaises(REFUSED):
            order.write({"state": "purchase"})

    def test_a_changed_buyer_does_not_hide_who_prepared(self):
        self.manager.group_ids += self.env.ref("police_commissioning.group_buyer")
        order = self.order(user=self.manager)
        order.with_user(self.buyer).write({"user_id": self.buyer.id})
        with self.assertRaisesRegex(UserError, "asked for or prepared"):
            orders.approve(order, self.manager)
