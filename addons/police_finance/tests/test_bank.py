"""Supplier bank details: possible by modulus, verified by a second person."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ForceCase


@tagged("post_install", "-at_install", "police")
class TestBank(ForceCase):
    # 08-99-99 / 66374958 is the worked example of VocaLink's modulus-checking specification (MOD 10).
    GOOD, BAD = "66374958", "66374959"

    def _bank(self, number, user=None):
        return (
            self.env["res.partner.bank"]
            .with_user(user or self.clerk)
            .create({"partner_id": self.supplier.id, "acc_number": number, "clearing_number": "08-99-99"})
        )

    def test_an_impossible_account_is_refused(self):
        self.assertEqual(self._bank(self.GOOD).partner_id, self.supplier)
        self.assertEqual(self.supplier.police_bank_state, "waiting")
        with self.assertRaisesRegex(ValidationError, "Bank details of Tees Uniforms Ltd"):
            self._bank(self.BAD)

    def test_whoever_entered_the_details_cannot_verify_them(self):
        bank = self._bank(self.GOOD, self.accountant)
        with self.assertRaisesRegex(AccessError, "somebody else must verify"):
            bank.with_user(self.accountant).allow_out_payment = True
        bank.with_user(self.accountant2).allow_out_payment = True
        self.assertEqual(self.supplier.police_bank_state, "verified")

    def test_changed_details_are_somebodys_again(self):
        bank = self._bank(self.GOOD)
        bank.with_user(self.accountant).acc_holder_name = "Tees Uniforms"
        with self.assertRaises(AccessError):
            bank.with_user(self.accountant).allow_out_payment = True
        with self.assertRaises(AccessError):
            bank.with_user(self.accountant).write({"police_changed_by_id": self.clerk.id})
        with self.assertRaises(AccessError):
            bank.with_user(self.accountant2).write({"acc_holder_name": "X", "allow_out_payment": True})

    def test_a_clerk_cannot_verify(self):
        with self.assertRaises(UserError):
            self._bank(self.GOOD, self.accountant).with_user(self.clerk).allow_out_payment = True
