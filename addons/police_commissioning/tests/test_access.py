"""Roles see their part of Commissioning, auditors change nothing."""

from odoo.tests import tagged

from .common import OrderCase


@tagged("post_install", "-at_install", "police")
class TestAccess(OrderCase):
    def test_the_auditor_reads_and_cannot_write(self):
        for model in (
            "police.purchase.approval",
            "purchase.order",
            "purchase.request",
            "agreement",
            "purchase.request.allocation",
            "stock.picking",
        ):
            records = self.env[model].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{model}: {operation}")

    def test_managers_decide_and_write_no_orders(self):
        orders = self.env["purchase.order"].with_user(self.manager)
        self.assertTrue(orders.has_access("read"))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(orders.has_access(operation), operation)

    def test_menus_by_role(self):
        employee = self._user("t.employee", "police_core.group_employee")
        for xmlid, users in {
            "menu_root": {self.manager, self.buyer, self.requester, self.receiver, self.auditor},
            "menu_to_approve": {self.manager},
            "menu_orders": {self.manager, self.buyer, self.auditor},
            "menu_receipts": {self.buyer, self.receiver, self.auditor},
        }.items():
            menu = self.env.ref(f"police_commissioning.{xmlid}").id
            for user in {
                self.manager,
                self.buyer,
                self.requester,
                self.receiver,
                self.auditor,
                employee,
                self.clerk,
            }:
                visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                self.assertEqual(menu in visible, user in users, f"{xmlid} {user.login}")

    def test_a_requester_sees_their_own_requisitions_only(self):
        mine, theirs = (
            self.env["purchase.request"]
            .with_user(user)
            .with_company(self.force)
            .create({"company_id": self.force.id})
            for user in (self.requester, self.buyer)
        )
        seen = self.env["purchase.request"].with_user(self.requester).search([])
        self.assertIn(mine, seen)
        self.assertNotIn(theirs, seen)

    def test_every_menu_opens_for_its_roles(self):
        self.order()
        for user, least in ((self.manager, 8), (self.buyer, 9), (self.requester, 1), (self.auditor, 9)):
            opened = self.assert_menus_open("police_commissioning.menu_root", user)
            self.assertGreaterEqual(opened, least, user.login)
