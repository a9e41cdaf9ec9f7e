"""Loans through pay: schedule, balance, shortfall, leavers, the note on beneficial loans, the ledger."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DeductionCase


@tagged("post_install", "-at_install", "police")
class TestLoans(DeductionCase):
    def test_repaid_by_the_schedule_until_clear(self):
        loan = self.loan(self.staff, principal=100.01, count=2)
        self.assertEqual(loan.instalment_ids.mapped("amount"), [50.0, 50.01])
        self.approved(self.august)
        loan.invalidate_recordset()
        self.assertEqual((loan.repaid, loan.balance), (50, 50.01))
        self.assertEqual(loan.instalment_ids.mapped("status")[0], "paid")
        run = self.approved()
        self.assertEqual(self.line(run, self.staff, "season_ticket_loan"), 50_01)
        loan.invalidate_recordset()
        self.assertEqual((loan.balance, loan.state), (0, "ended"))

    def test_a_leaver_repays_from_the_last_pay(self):
        loan = self.loan(self.pcso, principal=600, count=6)
        self.pcso.sudo().version_id.contract_date_end = "2026-09-25"
        self.approved(self.august)
        run = self.approved()
        self.assertEqual(self.line(run, self.pcso, "season_ticket_loan"), 500_00)
        self.assertEqual(loan.state, "ended")

    def test_low_pay_leaves_some_for_later(self):
        loan = self.loan(self.pcso, principal=9000, count=2)
        run = self.calculated(self.august)
        row = loan.taken_ids
        self.assertEqual(row.due, 4500)
        self.assertEqual(self.slip(run, self.pcso).net, 0)
        self.assertGreater(row.short, 0)
        self.assertIn("loan_not_met", self.codes(run, "warning"))

    def test_loans_above_ten_thousand_together_are_noted(self):
        first = self.loan(self.staff, principal=6000, count=24)
        self.assertFalse(first.benefit_note)
        self.loan(self.staff, principal=4000.01, count=24, kind="hardship")
        first.invalidate_recordset()
        self.assertIn("£10,000.01", first.benefit_note)

    def test_the_ledger_owes_what_the_records_say(self):
        loan = self.loan(self.staff, principal=600, count=6)
        with self.assertRaises(UserError):
            loan.with_user(self.clerk).action_pay_out()
        loan.with_user(self.accountant).action_pay_out()
        self.approved(self.august)
        posting = self.env["police.deduction.posting"].search([("role", "=", "staff_loans")])
        self.assertEqual((posting.records, posting.ledger, posting.difference), (500, 500, 0))
        loan.with_user(self.approver).action_invoice()
        posting.invalidate_recordset()
        self.assertEqual((posting.records, posting.ledger), (0, 0))

    def test_an_approved_loan_is_fixed(self):
        loan = self.loan(self.staff)
        with self.assertRaises(UserError):
            loan.with_user(self.clerk).principal = 5
        with self.assertRaises(UserError):
            loan.with_user(self.clerk).unlink()
        with self.assertRaisesRegex(UserError, "signed loan agreement"):
            self.loan(self.pcso, signed_on=False)
