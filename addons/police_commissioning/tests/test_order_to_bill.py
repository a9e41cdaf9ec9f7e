"""An order from approval to receipt to matched and posted invoice, by four different people."""

from datetime import date

from odoo.addons.police_commissioning.services import orders
from odoo.addons.police_finance.services import invoices
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install", "police")
class TestOrderToBill(OrderCase):
    def _bill(self, order, user, ref="B-1", **kw):
        return invoices.enter_and_post(
            self.env(user=user),
            self.force,
            [
                {
                    "supplier": self.supplier,
                    "reference": ref,
                    "invoice_date": date(2026, 9, 9),
                    "received_on": date(2026, 9, 10),
                    "order": order,
                }
            ],
            **kw,
        )

    def test_goods(self):
        order = self.order()
        orders.approve(order, self.manager)
        with self.assertRaisesRegex(UserError, "nothing of .* is received"):
            self._bill(order, self.clerk)
        orders.receive(order, self.receiver)
        self.assertEqual(order.order_line.qty_received, 2)
        bill = self._bill(order, self.clerk)
        self.assertEqual((bill.state, bill.amount_untaxed), ("posted", 200.00))
        self.assertEqual(bill.invoice_line_ids.account_id, self.roles["supplies_uniform"])
        self.assertEqual(order.invoice_status, "invoiced")

    def test_part_delivery_bills_what_came(self):
        order = self.order(quantity=10)
        orders.approve(order, self.manager)
        orders.receive(order, self.receiver, {order.order_line: 4})
        bill = self._bill(order, self.clerk)
        self.assertEqual(bill.amount_untaxed, 400.00)

    def test_services_are_billed_on_the_order(self):
        order = self.order(role="supplies_training")
        orders.approve(order, self.manager)
        self.assertEqual(self._bill(order, self.clerk).state, "posted")

    def test_who_raised_or_approved_the_order_posts_no_invoice_of_it(self):
        self.buyer.group_ids += self.env.ref("police_core.group_finance_clerk")
        order = self.order(role="supplies_training")
        orders.approve(order, self.manager)
        with self.assertRaisesRegex(AccessError, "raised or approved"):
            self._bill(order, self.buyer)

    def test_the_approver_does_not_sign_for_the_delivery(self):
        self.manager.group_ids += self.env.ref("police_commissioning.group_receiver")
        order = self.order()
        orders.approve(order, self.manager)
        with self.assertRaisesRegex(AccessError, "cannot sign"):
            orders.receive(order, self.manager)
