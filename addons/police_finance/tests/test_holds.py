"""Duplicates and differences to order and receipt hold an invoice until put right or released."""

from datetime import date

from odoo import Command
from odoo.addons.police_finance.services import holds
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ForceCase


@tagged("post_install", "-at_install", "police")
class TestHolds(ForceCase):
    def kinds(self, bill):
        return sorted(bill.sudo().police_hold_ids.filtered(lambda h: h.state == "open").mapped("kind"))

    def test_same_reference_in_another_spelling_is_a_duplicate(self):
        first = self.bill(100, "INV-0042")
        second = self.bill(250, "inv 0042", invoice_date=date(2026, 9, 20))
        self.assertEqual((self.kinds(first), self.kinds(second)), ([], ["duplicate"]))
        self.assertEqual(second.sudo().police_hold_ids.other_move_id, first)
        with self.assertRaisesRegex(UserError, "same reference"):
            second.action_post()

    def test_same_date_and_total_is_a_duplicate_whatever_the_reference(self):
        self.bill(99.99, "A-1").action_post()
        self.assertEqual(self.kinds(self.bill(99.99, "Z-9")), ["duplicate"])
        self.assertEqual(self.kinds(self.bill(99.98, "Z-8")), [])
        self.assertEqual(self.kinds(self.bill(99.99, "Z-7", invoice_date=date(2026, 9, 2))), [])

    def test_another_suppliers_same_number_is_no_duplicate(self):
        other = self.supplier.copy({"name": "Wear Uniforms Ltd"})
        self.bill(100, "INV-7")
        self.assertEqual(self.kinds(self.bill(100, "INV-7", partner=other)), [])

    def test_a_branch_of_the_same_supplier_is_the_same_supplier(self):
        branch = self.env["res.partner"].create({"name": "Accounts", "parent_id": self.supplier.id})
        self.bill(100, "INV-8")
        self.assertEqual(self.kinds(self.bill(120, "INV-8", partner=branch)), ["duplicate"])

    def test_a_hold_goes_when_its_cause_goes(self):
        self.bill(100, "INV-9")
        second = self.bill(50, "INV-9")
        self.assertEqual(second.police_work_state, "held")
        second.ref = "INV-10"
        self.assertEqual((self.kinds(second), second.police_work_state), ([], "ready"))
        second.action_post()

    def test_release_needs_an_accountant_who_had_no_hand_in_it_and_a_reason(self):
        self.bill(100, "INV-11")
        second = self.bill(70, "INV-11")
        hold = second.sudo().police_hold_ids
        for user, error in (
            (self.clerk2, "may not release"),
            (self.env.ref("base.user_root"), "may not release"),
        ):
            with self.assertRaisesRegex(AccessError, error):
                hold.with_user(user)._release("fine")
        second.with_user(self.accountant2).invoice_line_ids.name = "Boots, size 9"
        with self.assertRaisesRegex(AccessError, "worked on"):
            hold.with_user(self.accountant2)._release("mine")
        with self.assertRaises(UserError):
            hold.with_user(self.accountant)._release("  ")
        window = (
            self.env["police.reason.wizard"]
            .with_user(self.accountant)
            .browse(hold.with_user(self.accountant).action_release()["res_id"])
        )
        window.reason = "Two deliveries on one number; checked with the supplier."
        window.action_confirm()
        self.assertEqual((hold.state, hold.released_by_id), ("released", self.accountant))
        second.action_post()
        self.assertEqual(second.state, "posted")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_holds_cannot_be_written_or_deleted(self):
        self.bill(100, "INV-12")
        hold = self.bill(70, "INV-12").sudo().police_hold_ids
        for user in (self.clerk, self.accountant):
            with self.assertRaises(AccessError):
                hold.with_user(user).write({"state": "cleared"})
            with self.assertRaises(AccessError):
                hold.with_user(user).unlink()
        wizard = (
            self.env["police.reason.wizard"]
            .with_user(self.clerk)
            .create(
                {"res_model": "account.move", "res_ids": hold.move_id.ids, "step": "unlink", "reason": "x"}
            )
        )
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def _order(self, qty=10, price=20.0, receive=0):
        product = self.env["product.product"].create(
            {"name": "Stab vest", "type": "consu", "purchase_method": "receive", "company_id": False}
        )
        order = (
            self.env["purchase.order"]
            .with_company(self.force)
            .create(
                {
                    "partner_id": self.supplier.id,
                    "company_id": self.force.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": qty,
                                "price_unit": price,
                                "tax_ids": [Command.clear()],
                                "analytic_distribution": {str(self.centre.id): 100},
                            }
                        )
                    ],
                }
            )
        )
        order.order_line.qty_received_manual = receive
        order.order_line.qty_received = receive
        return order

    def _order_bill(self, order, qty, price, ref):
        line = order.order_line
        return self.bill(
            price, ref, line={"product_id": line.product_id.id, "quantity": qty, "purchase_line_id": line.id}
        )

    def test_more_than_received_is_held_until_it_arrives(self):
        order = self._order(receive=4)
        bill = self._order_bill(order, 6, 20, "PO-1")
        self.assertEqual(self.kinds(bill), ["not_received"])
        order.order_line.qty_received = 6
        bill.action_police_recheck()
        self.assertEqual(self.kinds(bill), [])

    def test_more_than_ordered_and_dearer_than_ordered_are_held(self):
        order = self._order(receive=10)
        self.assertEqual(self.kinds(self._order_bill(order, 11, 20, "PO-2")), ["over_ordered"])
        order = self._order(receive=10)
        self.assertEqual(self.kinds(self._order_bill(order, 10, 20.01, "PO-3")), ["price"])

    def test_the_price_tolerance_is_the_forces(self):
        self.force.police_match_percent = 2.0
        order = self._order(receive=10)
        self.assertEqual(self.kinds(self._order_bill(order, 10, 20.40, "PO-4")), [])
        order = self._order(receive=10)
        self.assertEqual(self.kinds(self._order_bill(order, 10, 20.41, "PO-5")), ["price"])

    def test_no_order_no_pay(self):
        self.supplier.police_po_required = True
        bill = self.bill(10, "NP-1")
        self.assertEqual((self.kinds(bill), bill.police_work_state), (["no_order"], "to_match"))
        with self.assertRaisesRegex(UserError, "needs a purchase order"):
            bill.action_post()

    def test_the_number_of_queries_does_not_grow_with_the_batch(self):
        def queries(bills):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            holds.refresh(bills)
            return self.env.cr.sql_log_count - before

        few = self.env["account.move"].union(*[self.bill(10 + n, f"Q-{n}") for n in range(3)])
        many = self.env["account.move"].union(*[self.bill(50 + n, f"R-{n}") for n in range(12)])
        self.assertLessEqual(queries(many), queries(few) + 2)
