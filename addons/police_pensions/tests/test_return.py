"""Returns: from the rows, to the penny with the ledger, by two people."""

from odoo.addons.police_payroll.tests.common import PayrollCase
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged


@tagged("post_install", "-at_install", "police")
class TestPensionReturn(PayrollCase):
    def _return(self, family="pps", **facts):
        values = {
            "family": family,
            "date_from": "2026-09-01",
            "date_to": "2026-09-30",
            "company_id": self.company.id,
        }
        entry = self.env["police.pension.return"].with_user(self.clerk).create({**values, **facts})
        entry.action_make()
        return entry

    def test_a_month_agrees_with_ledger_and_payslips(self):
        run = self.approved()
        for family, people in (("pps", self.sergeant | self.constable), ("lgps", self.staff)):
            entry = self._return(family)
            slips = [self.slip(run, person) for person in people]
            self.assertEqual(entry.member_count, len(people))
            self.assertEqual(
                round(entry.employee_amount, 2), round(sum(s.pension_employee for s in slips), 2)
            )
            self.assertEqual(
                round(entry.employer_amount, 2), round(sum(s.pension_employer for s in slips), 2)
            )
            self.assertEqual(entry.difference, 0)
            self.assertGreater(entry.ledger_amount, 0)
            lines = entry.attachment_id.raw.decode("utf-8-sig").splitlines()
            self.assertEqual(len(lines), len(people) + 2, "heading, members, total")
            self.assertIn(f"{entry.employer_amount:.2f}", lines[-1])

    def test_a_changed_ledger_is_found_and_not_approved(self):
        run = self.approved()
        entry = self._return()
        creditor = self.env["police.pay.account.map"].search(
            [("company_id", "=", self.company.id), ("role", "=", "pension_creditor_pps_2015")]
        )
        line = run.sudo().move_id.line_ids.filtered(lambda row: row.account_id == creditor.account_id)[:1]
        self.env.cr.execute("UPDATE account_move_line SET balance = balance - 0.01 WHERE id = %s", [line.id])
        entry.action_make()
        self.assertEqual(round(entry.difference, 2), -0.01)
        with self.assertRaisesRegex(UserError, "differs from the ledger"):
            entry.with_user(self.approver).action_approve()

    def test_two_people_and_then_it_stays(self):
        self.approved()
        entry = self._return()
        with self.assertRaises(AccessError):
            entry.action_approve()
        entry.with_user(self.approver).action_approve()
        entry.action_sent()
        self.assertEqual((entry.state, entry.approved_by_id), ("sent", self.approver))
        for attempt in (entry.action_make, entry.unlink, lambda: entry.write({"state": "draft"})):
            with self.assertRaises(UserError):
                attempt()

    def test_figures_are_not_entered_by_hand(self):
        entry = self._return()
        for attempt in (
            lambda: entry.write({"difference": 0}),
            lambda: self.env["police.pension.return"].with_user(self.clerk).create({"state": "approved"}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_a_scheme_year_is_a_scheme_year(self):
        with self.assertRaisesRegex(ValidationError, "1 April to 31 March"):
            self._return(kind="year")
        self.approved()
        entry = self._return(kind="year", date_from="2026-04-01", date_to="2027-03-31")
        self.assertEqual((entry.member_count, entry.difference), (2, 0))
