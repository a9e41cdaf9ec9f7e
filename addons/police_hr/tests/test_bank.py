"""Where pay goes: sort code in the clearing number, checked, read in one query."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..services.bank import bank_accounts
from .common import ACCOUNT, PoliceCase


@tagged("post_install", "-at_install", "police")
class TestBank(PoliceCase):
    def test_account_of_a_loaded_person(self):
        person = self.hire(bank=ACCOUNT)
        self.assertEqual(bank_accounts(self.env, person)[person.id], ("089999", "66374958", "A TESTER"))
        self.assertEqual(person._bank_details(), bank_accounts(self.env, person))
        self.assertEqual(person.primary_bank_account_id.clearing_number, "089999")

    def test_a_person_without_account_or_sort_code_is_left_out(self):
        nobody, foreign = self.hire(), self.hire("Foreign")
        foreign.bank_account_ids = self.env["res.partner.bank"].create(
            {"acc_number": "NL91ABNA0417164300", "partner_id": foreign.work_contact_id.id}
        )
        self.assertEqual(bank_accounts(self.env, nobody + foreign), {})

    def test_first_account_by_sequence_and_active_only(self):
        person = self.hire(bank=ACCOUNT)
        second = self.env["res.partner.bank"].create(
            {
                "acc_number": "63748472",
                "clearing_number": "202959",
                "acc_holder_name": "B",
                "sequence": 1,
                "partner_id": person.work_contact_id.id,
            }
        )
        person.bank_account_ids |= second
        self.assertEqual(bank_accounts(self.env, person)[person.id].sort_code, "202959")
        second.active = False
        self.assertEqual(bank_accounts(self.env, person)[person.id].sort_code, "089999")

    def test_wrong_account_is_refused_on_the_screen(self):
        person = self.hire(bank=ACCOUNT)
        with self.assertRaises(ValidationError):
            person.bank_account_ids.acc_number = "66374959"
        with self.assertRaises(ValidationError):
            self.env["res.partner.bank"].create(
                {"acc_number": "123", "clearing_number": "08-99-99", "partner_id": person.work_contact_id.id}
            )
