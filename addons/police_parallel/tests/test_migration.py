"""What the old system had ties to what is here, in count and hash total, or the gate stays shut."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ParallelCase


@tagged("post_install", "-at_install", "police")
class TestMigration(ParallelCase):
    def item(self, code):
        return self.project.object_ids.filtered(lambda row: row.code == code)

    def test_a_dropped_account_shuts_the_gate_until_it_is_listed(self):
        self.compared()
        self.assertEqual(self.open_codes(), set())
        account = self.sergeant.sudo().bank_account_ids[:1]
        number = account.acc_number
        self.sergeant.sudo().bank_account_ids = [(3, account.id)]
        check = self.checks()["migrated"]
        self.assertFalse(check.passed)
        self.assertEqual(check.found, "Bank accounts: 1 missing")
        item = self.item("bank_accounts")
        left = {"object_id": item.id, "reference": number, "reason": "Closed by the bank"}
        with self.assertRaisesRegex(UserError, "is agreed"):
            self.env["police.parallel.left"].with_user(self.clerk).create(left)
        item.with_user(self.clerk).action_reopen()
        self.env["police.parallel.left"].with_user(self.clerk).create(left)
        self.assertIn("not agreed by a second person", self.checks()["migrated"].found)
        item.with_user(self.approver).action_agree()
        self.assertEqual(self.open_codes(), set())

    def test_another_number_is_found_by_the_hash_total(self):
        self.compared()
        self.sergeant.sudo().payroll_reference = "999999"
        self.assertIn("the count ties, the hash total is out by", self.checks()["migrated"].found)

    def test_a_member_without_history_is_named_by_the_gate(self):
        self.compared()
        item = self.item("pension_history")
        item.with_user(self.clerk).action_reopen()
        item.left_ids.filtered(lambda row: row.reference == self.sergeant.payroll_reference).with_user(
            self.clerk
        ).unlink()
        item.with_user(self.clerk).source_count -= 1
        item.with_user(self.approver).action_agree()
        self.assertEqual(self.open_codes(), {"pension_reach"})

    def test_nobody_agrees_to_their_own_count_and_agreed_figures_stay(self):
        self.freeze()
        self.migrated()
        item = self.item("people")
        with self.assertRaises(UserError):
            item.with_user(self.clerk).write({"source_count": 1})
        item.with_user(self.clerk2).action_reopen()
        for user in (self.clerk2, self.clerk, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                item.with_user(user).action_agree()
        with self.assertRaisesRegex(ValidationError, "whole number"):
            item.with_user(self.clerk).source_total = "12.5"
        with self.assertRaises(AccessError):
            item.with_user(self.clerk).write({"approved_by_id": self.approver.id})
        with self.assertRaises(AccessError):
            item.with_user(self.auditor).write({"source_count": 1})

    def test_every_way_of_being_paid_is_counted(self):
        self.compared(september={(self.sergeant, "net"): 1})
        rows = (
            self.env["police.parallel.combination"]
            .with_user(self.approver)
            .search([("project_id", "=", self.project.id)])
        )
        people = {slip.employee_id for slip in self.run_september.sudo().slip_ids}
        self.assertTrue(all(rows.mapped("tested")))
        self.assertGreaterEqual(sum(rows.mapped("people")), len(people))
        sergeants = rows.filtered(lambda row: row.rank_id == self.sergeant.rank_id)
        self.assertTrue(sergeants)
        self.assertLess(sum(sergeants.mapped("equal")), sum(sergeants.mapped("compared")) + 1)
        self.assertTrue(any("Basic pay" in (row.elements or "") for row in rows))

    def test_one_that_nobody_compared_shuts_the_gate(self):
        self.compared()
        person = self.project.person_ids.filtered(lambda row: row.employee_id == self.sergeant)
        person.with_user(self.clerk)._leave_out("Paid elsewhere")
        person.with_user(self.approver).action_agree()
        self.project.with_user(self.clerk).action_compare()
        self.assertIn("combinations", self.open_codes())

    def test_without_a_part_of_the_payroll_there_is_no_going_live(self):
        self.compared()
        self.must_have("police_payroll", "police_nothing")
        self.assertEqual(self.checks()["features"].found, "police_nothing")
