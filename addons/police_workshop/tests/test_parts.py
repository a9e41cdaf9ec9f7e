"""Parts: reserved, short, received, fitted at cost, returned; deposits and warranty."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WorkshopCase


@tagged("post_install", "-at_install", "police")
class TestParts(WorkshopCase):
    def part(self, job, product=None, quantity=1.0):
        return job.part_ids.create(
            {"job_id": job.id, "product_id": (product or self.pads).id, "quantity": quantity}
        )

    def shelf(self, product=None):
        product = (product or self.pads).with_context(location=self.stores.id)
        product.invalidate_recordset()
        return product.qty_available, product.free_qty

    def test_a_reserved_part_is_not_promised_twice(self):
        self.on_shelf(self.pads, 3)
        first, second = self.part(self.job(), quantity=2), self.part(self.job(), quantity=2)
        (first | second).action_reserve()
        self.assertEqual((first.state, second.state), ("reserved", "short"))
        self.assertEqual(self.shelf(), (3, 0))
        first.unlink()
        second.action_reserve()
        self.assertEqual(second.state, "reserved")

    def test_a_fitted_part_leaves_the_stores_and_costs_the_vehicle(self):
        self.on_shelf(self.pads, 5)
        job = self.job()
        part = self.part(job, quantity=2)
        with self.assertRaisesRegex(UserError, "is not in work"):
            part.action_issue()
        job.action_start()
        part.with_user(self.ann.user_id).action_issue()
        self.assertEqual((part.state, part.cost, job.parts_cost), ("issued", 80.0, 80.0))
        self.assertEqual(self.shelf(), (3, 3))
        with self.assertRaisesRegex(UserError, "fitted already"):
            part.action_issue()
        with self.assertRaisesRegex(UserError, "stays on the card"):
            part.unlink()
        part.action_return()
        self.assertEqual((part.state, job.parts_cost, self.shelf()), ("returned", 0.0, (5, 5)))

    def test_what_is_not_there_is_not_fitted_and_the_job_waits(self):
        job = self.job()
        part = self.part(job)
        job.action_reserve_parts()
        self.assertEqual((part.state, job.state), ("short", "waiting_parts"))
        self.assertIn("Brake pads not in the stores", job.waiting_text)
        with self.assertRaisesRegex(UserError, "not in the stores"):
            job.action_start()

    def test_missing_parts_are_below_the_minimum_of_the_reordering_rule(self):
        self.on_shelf(self.pads, 4)
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.pads.id,
                "location_id": self.stores.id,
                "company_id": self.force.id,
                "product_min_qty": 4,
                "product_max_qty": 10,
            }
        )
        self.assertEqual(rule.qty_to_order, 0)
        self.part(self.job(), quantity=3).action_reserve()
        rule.invalidate_recordset()
        self.assertEqual(rule.qty_to_order, 9, "1 left after the reservation, up to 10")

    def test_the_old_unit_goes_back_for_its_deposit(self):
        starter = self._part("Starter motor", 150.0, core_charge=35.0, core_days=14, warranty_months=24)
        self.on_shelf(starter, 2)
        self.money()
        job = self.job()
        part = self.part(job, starter)
        job.action_start()
        part.action_issue()
        core = self.env["police.fleet.core.return"].search([("part_id", "=", part.id)])
        self.assertEqual(
            (core.partner_id, core.amount, core.state, (core.due_on - self.today).days),
            (self.supplier, 35.0, "owed", 14),
        )
        core = core.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "not been sent"):
            core.action_credit()
        core.action_send()
        core.action_credit()
        refund = core.refund_id.sudo()
        self.assertEqual(
            (refund.move_type, refund.state, refund.amount_untaxed), ("in_refund", "draft", 35.0)
        )
        self.assertEqual(refund.invoice_line_ids.vehicle_id, self.car)

    def test_a_part_that_fails_under_warranty_is_claimed(self):
        pump = self._part("Water pump", 90.0, warranty_months=12)
        self.on_shelf(pump, 2)
        self.money()
        first, second = self.job(), self.job()
        old = self.part(first, pump)
        first.action_start()
        old.action_issue()
        new = self.part(second, pump)
        self.assertEqual(new.earlier_id, old)
        self.assertTrue(second.claimable)
        second.action_claim()
        claim = second.claim_ids
        self.assertEqual((claim.part_id, claim.partner_id, claim.amount), (old, self.supplier, 90.0))
        self.assertFalse(second.claimable)
        claim.action_send()
        claim.accepted_amount = 200
        with self.assertRaisesRegex(UserError, "more is accepted"):
            claim.action_accept()
        claim.accepted_amount = 60
        claim.action_accept()
        claim.action_credit()
        self.assertEqual((claim.state, claim.refund_id.sudo().amount_untaxed), ("credited", 60.0))
        with self.assertRaisesRegex(UserError, "stays on record"):
            claim.unlink()

    def test_a_refusal_needs_their_answer(self):
        claim = self.env["police.fleet.claim"].create(
            {"job_id": self.job().id, "partner_id": self.supplier.id, "fault": "x", "amount": 5}
        )
        claim.action_send()
        with self.assertRaisesRegex(UserError, "enter their answer"):
            claim.action_refuse()
