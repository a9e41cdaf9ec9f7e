"""A payment has a preparer and a releaser, and they are different people."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ForceCase


@tagged("post_install", "-at_install", "police")
class TestPayments(ForceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["account.journal"].search(
            [("company_id", "=", cls.force.id), ("type", "=", "bank")], limit=1
        )

    def _prepared(self, amount=300.0, ref="PAY-1"):
        bill = self.bill(amount, ref)
        bill.action_post()
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.clerk)
            .with_company(self.force)
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": self.bank.id, "payment_date": date(2026, 9, 20)})
        )
        wizard.action_create_payments()
        payment = self.env["account.payment"].search([("invoice_ids", "in", bill.ids)])
        return bill, payment

    def test_pay_prepares_and_an_accountant_releases(self):
        bill, payment = self._prepared()
        self.assertEqual((len(payment), payment.state, bill.payment_state), (1, "draft", "not_paid"))
        self.assertEqual(payment.preparer_ids, self.clerk)
        payment.with_user(self.accountant).action_post()
        self.assertEqual(payment.police_released_by_id, self.accountant)
        self.assertIn(bill.payment_state, ("paid", "in_payment"))
        self.assertEqual(bill.amount_residual, 0)

    def test_clerks_and_preparers_release_nothing(self):
        _bill, payment = self._prepared()
        attacks = [
            lambda p: p.with_user(self.clerk).action_post(),
            lambda p: p.with_user(self.clerk2).action_post(),
            lambda p: p.with_user(self.clerk).write({"state": "paid"}),
            lambda p: p.with_user(self.clerk).action_validate(),
            lambda p: p.with_user(self.clerk).move_id.action_post() or p.with_user(self.clerk).action_post(),
            lambda p: p.with_user(self.clerk).write({"police_released_by_id": self.accountant.id}),
        ]
        for n, attack in enumerate(attacks):
            with self.subTest(n), self.assertRaises(AccessError):
                attack(payment)
        payment.with_user(self.accountant).amount = 299
        with self.assertRaisesRegex(AccessError, "prepared the payment"):
            payment.with_user(self.accountant).action_post()
        payment.with_user(self.accountant2).action_post()
        self.assertEqual(payment.police_released_by_id, self.accountant2)

    def test_a_payment_cannot_be_created_released(self):
        with self.assertRaises(UserError):
            self.env["account.payment"].with_user(self.accountant).with_company(self.force).create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": self.supplier.id,
                    "amount": 10,
                    "journal_id": self.bank.id,
                    "state": "paid",
                }
            )

    def test_days_to_pay_run_from_receipt_to_payment(self):
        bill, payment = self._prepared(ref="PAY-2")
        bill.police_received_on = date(2026, 8, 20)
        self.assertEqual(bill.police_payment_speed, "open")
        payment.with_user(self.accountant).action_post()
        self.assertEqual((bill.police_paid_on, bill.police_days_to_pay), (date(2026, 9, 20), 31))
        self.assertEqual(bill.police_payment_speed, "late")
        bill.police_received_on = date(2026, 8, 21)
        self.assertEqual((bill.police_days_to_pay, bill.police_payment_speed), (30, "in_time"))

    def test_a_released_payment_stays_as_it_was_released(self):
        bank = (
            self.env["res.partner.bank"]
            .with_user(self.clerk)
            .create({"partner_id": self.supplier.id, "acc_number": "66374958", "clearing_number": "08-99-99"})
        )
        _bill, payment = self._prepared(ref="PAY-3")
        payment.with_user(self.clerk).partner_bank_id = bank
        with self.assertRaisesRegex(UserError, "not verified"):
            payment.with_user(self.accountant).action_post()
        bank.with_user(self.accountant).allow_out_payment = True
        payment.with_user(self.accountant).action_post()
        for vals in ({"partner_bank_id": False}, {"amount": 1}, {"partner_id": self.clerk.partner_id.id}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "is released"):
                payment.with_user(self.clerk).write(vals)
        self.assertEqual((payment.partner_bank_id, payment.amount), (bank, 300))
