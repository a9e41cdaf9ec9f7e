"""Outside repairers and missing parts: core purchase orders tied to the card; the job waits for them."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WorkshopCase


@tagged("post_install", "-at_install", "police")
class TestPurchase(WorkshopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.money()

    def approved(self, order):
        """The order approved: by a manager within a limit where the force has a scheme of delegation."""
        if "police.delegation.limit" in self.env:
            self.set_limit()
        order.button_confirm()
        if order.state == "to approve":
            order.with_user(self._user("w.force", "police_core.group_force_manager")).button_approve()
        self.assertEqual(order.state, "purchase")

    def set_limit(self):
        admin = self._user("w.admin", "police_core.group_administrator")
        limit = (
            self.env["police.delegation.limit"]
            .with_user(admin)
            .create(
                {
                    "company_id": self.force.id,
                    "activity": "purchase_order",
                    "amount": 5000,
                    "source": "test",
                    "date_from": "2020-01-01",
                    "group_id": self.env.ref("police_core.group_force_manager").id,
                }
            )
        )
        limit.with_user(self.accountant).action_approve()

    def test_an_outside_repair_is_ordered_and_waited_for(self):
        job = self.job(repairer_id=self.supplier.id)
        with self.assertRaisesRegex(UserError, "their price"):
            job.action_order_repair()
        job.repair_estimate = 250
        job.action_order_repair()
        line = job.purchase_line_ids
        self.assertEqual(
            (line.order_id.partner_id, line.price_unit, line.order_id.state), (self.supplier, 250, "draft")
        )
        self.assertEqual(line.analytic_distribution, {str(self.response.id): 100})
        self.assertIn("is not approved yet", job.waiting_text)
        job.action_start()
        self.work(job)
        with self.assertRaisesRegex(UserError, "is not approved yet"):
            job.action_test()
        job.action_wait_parts()
        self.approved(line.order_id)
        job.invalidate_recordset()
        self.assertEqual(job.vendor_cost, 250)
        with self.assertRaisesRegex(UserError, "has not been received"):
            job.action_start()
        line.qty_received = 1
        self.assertEqual(job.state, "open", "the receipt wakes the job")
        self.assertEqual(line._prepare_account_move_line()["vehicle_id"], self.car.id)

    def test_short_parts_are_ordered_once_and_serve_the_job_when_they_come(self):
        job = self.job()
        job.part_ids.create({"job_id": job.id, "product_id": self.pads.id, "quantity": 2})
        job.action_reserve_parts()
        self.assertEqual(job.state, "waiting_parts")
        job.action_order_parts()
        line = job.purchase_line_ids
        self.assertEqual((line.product_id, line.product_qty, line.price_unit), (self.pads, 2, 40))
        self.assertNotIn("vehicle_id", line._prepare_account_move_line(), "stored parts cost when fitted")
        with self.assertRaisesRegex(UserError, "on order already"):
            job.action_order_parts()
        self.approved(line.order_id)
        receipt = line.order_id.picking_ids.sudo()
        receipt.move_ids.write({"quantity": 2, "picked": True})
        receipt.with_context(skip_sms=True).button_validate()
        self.assertEqual((job.part_ids.state, job.state), ("reserved", "open"))

    def test_a_part_without_a_supplier_is_named(self):
        nut = self._part("Wheel nut", 2.0)
        nut.seller_ids.unlink()
        job = self.job()
        job.part_ids.create({"job_id": job.id, "product_id": nut.id})
        job.action_reserve_parts()
        with self.assertRaisesRegex(UserError, "Wheel nut has no supplier"):
            job.action_order_parts()
