"""The ledger of a force: every part has an account of the right kind; running it again changes nothing."""

from odoo.addons.police_finance.services import chart
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ForceCase

PARTS = {
    "pay_officers",
    "pay_staff",
    "pay_pcso",
    "pay_specials",
    "overtime",
    "allowances",
    "employer_nic",
    "employer_pension",
    "paye_creditor",
    "nic_creditor",
    "student_loan_creditor",
    "pension_creditor_pps_2015",
    "pension_creditor_lgps",
    "deductions_creditor",
    "net_pay_clearing",
}


@tagged("post_install", "-at_install", "police")
class TestChart(ForceCase):
    def test_every_part_of_the_pay_journal_has_an_account(self):
        self.assertFalse(PARTS - self.roles.keys())
        self.assertEqual(self.roles["pay_officers"].account_type, "expense")
        self.assertEqual(self.roles["paye_creditor"].account_type, "liability_current")
        self.assertTrue(self.roles["net_pay_clearing"].reconcile)

    def test_running_it_again_keeps_the_accountants_choice(self):
        row = self.env["police.ledger.role"].search(
            [("company_id", "=", self.force.id), ("role", "=", "overtime")]
        )
        row.account_id = self.roles["allowances"]
        before = self.env["account.account"].search_count([("company_ids", "in", self.force.id)])
        again = chart.prepare_force_ledger(self.env, self.force)
        self.assertEqual(again["overtime"], self.roles["allowances"])
        self.assertEqual(
            self.env["account.account"].search_count([("company_ids", "in", self.force.id)]), before
        )

    def test_a_force_without_a_ledger_is_told_what_is_missing(self):
        with self.assertRaisesRegex(UserError, "Thin Test South has no account for: pay_officers"):
            chart.ledger_map(self.env, self.other_force)

    def test_the_payroll_journal_exists_once(self):
        journal = chart.payroll_journal(self.env, self.force)
        self.assertEqual((journal.type, journal.company_id), ("general", self.force))

    def test_forces_do_not_share_accounts(self):
        other = chart.prepare_force_ledger(self.env, self.other_force)
        self.assertNotEqual(other["pay_officers"], self.roles["pay_officers"])
        self.assertEqual(other["pay_officers"].company_ids, self.other_force)

    def test_a_force_with_a_ledger_stays_a_force(self):
        with self.assertRaisesRegex(ValidationError, "stays a police force"):
            self.force.is_police_force = False
