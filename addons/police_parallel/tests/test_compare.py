"""Comparing and deciding: every line counted, proposals by rule, decisions by two people."""

from odoo.addons.police_engine.parallel.legacy_csv import write_legacy
from odoo.addons.police_parallel.services.importer import LegacyLoader
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ParallelCase


@tagged("post_install", "-at_install", "police")
class TestCompare(ParallelCase):
    def amount(self, run, person, code):
        return self.amounts[run.period_id][person][code]

    def test_equal_payslips_have_no_variance_and_every_line_counts(self):
        self.assertFalse(self.compared())
        for comparison in self.project.comparison_ids:
            lines = sum(len(codes) for codes in self.amounts[comparison.period_id].values())
            self.assertEqual((comparison.equal, comparison.differing), (lines, 0))
            self.assertEqual((comparison.people, comparison.compared), (4, 4))

    def test_unmapped_elements_are_named(self):
        self.freeze()
        self.take(self.run_august)
        self.project.mapping_ids.filtered(lambda row: row.code == "income_tax").sudo().unlink()
        with self.assertRaisesRegex(UserError, "not mapped yet: OLD-income_tax"):
            self.project.with_user(self.clerk).action_compare()

    def test_proposals(self):
        basic = self.amount(self.run_september, self.sergeant, "basic_pay")
        pension = self.amount(self.run_september, self.constable, "pension_pps_2015")
        tax = self.amount(self.run_september, self.sergeant, "income_tax")
        found = self.compared(
            september={
                (self.sergeant, "basic_pay"): basic - 12_345,
                (self.sergeant, "income_tax"): tax - 2_469,
                (self.constable, "pension_pps_2015"): pension + 1,
                (self.staff, "nic_employee"): None,
            }
        )
        proposals = {(row.employee_id, row.code): row.proposed for row in found}
        self.assertEqual(
            proposals,
            {
                (self.sergeant, "basic_pay"): False,
                (self.sergeant, "income_tax"): "consequence",
                (self.constable, "pension_pps_2015"): "rounding",
                (self.staff, "nic_employee"): False,
            },
        )
        row = found.filtered(lambda variance: variance.code == "basic_pay")
        self.assertEqual((row.difference, row.in_legacy, row.label), (123.45, True, "Basic pay"))
        self.assertIn("Worked out from", row.line_explanation)

    def test_the_sum_of_variances_is_the_difference_of_the_totals(self):
        changes = {(self.sergeant, "basic_pay"): 100, (self.pcso, "net"): 5, (self.staff, "income_tax"): None}
        found = self.compared(september=changes)
        comparison = found.comparison_id
        self.assertEqual(
            round(sum(found.mapped("difference")), 2),
            round(comparison.ours_total - comparison.legacy_total, 2),
        )

    def test_deciding_takes_a_reason_and_a_second_person(self):
        row = self.compared(september={(self.sergeant, "basic_pay"): 1})
        with self.assertRaisesRegex(UserError, "somebody has to look"):
            row.with_user(self.clerk).action_accept_proposal()
        with self.assertRaisesRegex(UserError, "reason"):
            row.with_user(self.clerk)._decide("timing", " ")
        with self.assertRaisesRegex(UserError, "belongs to a defect"):
            row.with_user(self.clerk)._decide("our_error", "We are wrong here")
        row.with_user(self.approver)._decide("timing", "Paid in October by the old system")
        self.assertEqual((row.state, row.decided_by_id), ("decided", self.approver))
        with self.assertRaisesRegex(UserError, "yourself"):
            row.with_user(self.approver).action_agree()
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).action_agree()
        row.with_user(self.accountant).action_agree()
        self.assertEqual(row.state, "agreed")
        with self.assertRaisesRegex(UserError, "agreed by two people"):
            row.with_user(self.clerk)._decide("rounding", "No, rounding")

    def test_decisions_stay_where_nothing_changed_and_go_where_it_did(self):
        changes = {(self.sergeant, "basic_pay"): 1, (self.pcso, "basic_pay"): 2}
        self.sign(self.compared(september=changes))
        batch = self.project.import_ids.filtered(lambda row: row.period_id == self.september)
        batch.with_user(self.clerk)._withdraw("The old system was run again")
        self.take(self.run_september, {**changes, (self.pcso, "basic_pay"): 3}, name="again.csv")
        self.project.with_user(self.clerk).action_compare()
        states = {row.employee_id: row.state for row in self.current()}
        self.assertEqual(states, {self.sergeant: "agreed", self.pcso: "open"})

    def test_a_past_comparison_is_not_decided_any_more(self):
        old = self.compared(september={(self.sergeant, "basic_pay"): 1})
        self.project.with_user(self.clerk).action_compare()
        with self.assertRaisesRegex(UserError, "past comparison"):
            old.with_user(self.clerk)._decide("timing", "Too late for this")

    def test_somebody_only_here_has_to_be_explained(self):
        self.freeze()
        rows = [row for row in self.old_rows(self.run_august) if row.employee != self.pcso.payroll_reference]
        LegacyLoader(self.project.with_user(self.clerk)).load("old.csv", write_legacy(rows))
        self.project.with_user(self.clerk).action_compare()
        person = self.project.person_ids.filtered(lambda row: row.employee_id == self.pcso)
        self.assertEqual((person.how, person.state), ("only_ours", "open"))
        self.assertIn("people", self.open_codes())
        person.with_user(self.clerk)._leave_out("Joined after the old payroll was closed")
        person.with_user(self.approver).action_agree()
        self.project.with_user(self.clerk).action_compare()
        self.assertNotIn("people", self.open_codes())
        self.assertNotIn("matched", self.open_codes())
