"""What a clerk types in a second time, with a slip, is held on the screen (goal G-F2)."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ForceCase


@tagged("post_install", "-at_install", "police")
class TestDuplicateHolds(ForceCase):
    def duplicate_of(self, bill):
        holds = bill.sudo().police_hold_ids.filtered(lambda h: h.state == "open" and h.kind == "duplicate")
        return holds.other_move_id

    def test_slips_of_keys_and_scanner_are_held(self):
        first = self.bill(834.56, "INV-10234")
        first.action_post()
        for ref, day in (
            ("lNV-1O234", 1),
            ("10234", 1),
            ("INV-12034", 1),
            ("INV-10234 copy", 1),
            ("INV-10234", 9),
        ):
            with self.subTest(ref=ref, day=day):
                bill = self.bill(834.56, ref, invoice_date=date(2026, 9, day))
                self.assertEqual(self.duplicate_of(bill), first)
                with self.assertRaisesRegex(UserError, "Looks like .*INV-10234"):
                    bill.action_post()
                bill.unlink()

    def test_the_draft_is_the_later_one_even_when_it_was_entered_first(self):
        draft = self.bill(880.40, "INV-70001")
        posted = self.bill(880.40, "INV-700O1")
        self.assertEqual(self.duplicate_of(posted), draft)
        draft.unlink()
        posted.action_police_recheck()
        posted.action_post()
        self.assertEqual(self.duplicate_of(self.bill(880.40, "70001")), posted)

    def test_two_suppliers_with_one_bank_account(self):
        twin = self.env["res.partner"].create({"name": "Tees Uniform Supplies", "is_company": True})
        for partner in (self.supplier, twin):
            self.env["res.partner.bank"].create(
                {"partner_id": partner.id, "acc_number": "66374958", "clearing_number": "089999"}
            )
        first = self.bill(410.10, "T-8801")
        self.assertEqual(self.duplicate_of(self.bill(410.10, "T-88O1", partner=twin)), first)

    def test_parts_of_a_posted_whole(self):
        whole = self.bill(900.0, "INV-5050")
        whole.action_post()
        parts = self.bill(500.0, "INV-5050/1") | self.bill(400.0, "INV-5050/2")
        parts.action_police_recheck()
        self.assertEqual([self.duplicate_of(part) for part in parts], [whole, whole])

    def test_a_credited_invoice_may_be_billed_again_once(self):
        self.bill(640.0, "INV-6060").action_post()
        note = self.bill(640.0, "CN-6060", invoice_date=date(2026, 9, 8), move_type="in_refund")
        note.with_user(self.clerk2).action_post()
        again = self.bill(640.0, "INV-6060R", invoice_date=date(2026, 9, 10))
        self.assertFalse(self.duplicate_of(again))
        twice = self.bill(640.0, "INV-6O60R", invoice_date=date(2026, 9, 10))
        self.assertEqual(self.duplicate_of(twice), again)

    def test_monthly_bills_in_sequence_are_not_held(self):
        bills = [
            self.bill(250.0, f"INV-{9100 + month}", invoice_date=date(2026, month, 1))
            for month in range(4, 9)
        ]
        self.assertFalse(self.env["account.move"].union(*map(self.duplicate_of, bills)))

    def test_a_released_duplicate_stays_released_when_looked_at_again(self):
        self.bill(77.0, "INV-7788")
        second = self.bill(77.0, "INV 7788")
        hold = second.sudo().police_hold_ids
        hold.with_user(self.accountant)._release("Two deliveries; the supplier confirmed both.")
        second.action_police_recheck()
        self.assertEqual(second.sudo().police_hold_ids.mapped("state"), ["released"])

    def test_another_force_is_another_ledger(self):
        self.bill(321.09, "INV-3210")
        other = self.env["account.move"].new({"company_id": self.other_force.id})
        self.assertFalse(other.police_hold_ids)
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.other_force.id), ("type", "=", "purchase")], limit=1
        )
        if journal:
            elsewhere = (
                self.env["account.move"]
                .with_company(self.other_force)
                .create(
                    {
                        "move_type": "in_invoice",
                        "partner_id": self.supplier.id,
                        "ref": "INV-3210",
                        "invoice_date": date(2026, 9, 1),
                        "invoice_line_ids": [Command.create({"name": "Boots", "price_unit": 321.09})],
                    }
                )
            )
            self.assertFalse(self.duplicate_of(elsewhere))
