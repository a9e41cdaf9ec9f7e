"""Tours in Chromium: the force manager approves an order; the finance clerk matches and posts its invoice."""

from odoo.addons.police_commissioning.services import orders
from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install", "police_tour")
class TestOrderTours(OrderCase, TourCase):
    def test_force_manager_approves(self):
        order = self.order()
        self.assertEqual(order.state, "to approve")
        self.start_tour("/odoo/orders-to-approve", "police_force_manager_approves", login=self.manager.login)
        order.invalidate_recordset()
        self.assertEqual(order.state, "purchase")
        proof = order.sudo().police_approval_ids
        self.assertEqual(
            (proof.decision, proof.user_id, proof.amount_total),
            ("approved", self.manager, order.amount_total),
        )

    def test_finance_clerk_enters_matches_and_posts(self):
        order = self.order()
        orders.approve(order, self.manager)
        orders.receive(order, self.receiver)
        self.start_tour("/odoo/invoice-worklist", "police_finance_clerk_posts", login=self.clerk.login)
        order.invalidate_recordset()
        bill = order.sudo().invoice_ids
        self.assertEqual((bill.state, bill.ref, bill.amount_untaxed), ("posted", "TU-2026-0917", 200.0))
        self.assertEqual(bill.police_posted_by_id, self.clerk)
        self.assertEqual(order.invoice_status, "invoiced")
