"""The gate follows the rows, opens only when all of them allow it, and prints what it counted."""

import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ParallelCase


@tagged("post_install", "-at_install", "police")
class TestGate(ParallelCase):
    def test_it_opens_when_everything_is_explained_and_signed(self):
        self.assertIn("frozen", self.open_codes())
        self.sign(self.compared(september={(self.sergeant, "basic_pay"): 1}))
        self.assertEqual(self.open_codes(), set())
        self.project.invalidate_recordset()
        self.assertTrue(self.project.gate_open)
        self.assertIn("OPEN", self.project.gate_found)

    def test_one_unexplained_penny_shuts_it(self):
        found = self.compared(september={(self.sergeant, "net"): 1, (self.pcso, "net"): 1})
        self.sign(found[0])
        self.assertEqual(self.open_codes(), {"unexplained"})
        found[1].with_user(self.clerk)._decide("timing", "Paid in October")
        self.assertEqual(self.open_codes(), {"signed"})
        found[1].with_user(self.approver).action_agree()
        self.assertEqual(self.open_codes(), set())
        found[0].with_user(self.approver).action_back()
        self.assertEqual(self.open_codes(), {"unexplained"})

    def test_one_period_is_not_two(self):
        self.freeze()
        self.migrated()
        self.take(self.run_september)
        self.project.with_user(self.clerk).action_compare()
        self.assertEqual(self.open_codes(), {"periods"})

    def test_a_run_calculated_again_makes_the_comparison_stale(self):
        self.compared()
        self.env["police.pay.element"].create(
            {"employee_id": self.sergeant.id, "code": "bonus", "amount": 50, "date_from": "2026-09-03"}
        )
        self.run_september.with_user(self.clerk)._calculate_now()
        self.assertIn("current", self.open_codes())

    def test_large_accepted_and_rounding_beyond_the_limit(self):
        found = self.compared(september={(self.sergeant, "net"): 1, (self.pcso, "net"): 1})
        self.sign(found[0], "by_design")
        self.sign(found[1], "rounding")
        self.assertEqual(self.open_codes(), {"accepted"})
        self.assertIn("called rounding above 2p", self.checks()["accepted"].found)

    def test_own_errors_and_defects(self):
        row = self.compared(september={(self.sergeant, "net"): 1})
        defect = (
            self.env["police.parallel.defect"]
            .with_user(self.clerk)
            .create({"name": "Net of sergeants", "project_id": self.project.id, "severity": "2"})
        )
        row.with_user(self.clerk)._decide("our_error", "Our net is wrong", defect)
        row.with_user(self.approver).action_agree()
        self.assertEqual(self.open_codes(), {"our_errors", "defects"})
        self.assertEqual((defect.people_count, defect.amount), (1, row.size))
        with self.assertRaisesRegex(UserError, "still explains"):
            defect.with_user(self.approver).action_close()
        batch = self.project.import_ids.filtered(lambda b: b.period_id == self.september)
        batch.with_user(self.clerk)._withdraw("The old system was run again")
        self.take(self.run_september, name="again.csv")
        self.project.with_user(self.clerk).action_compare()
        with self.assertRaises(AccessError):
            defect.with_user(self.clerk).action_close()
        defect.with_user(self.approver).action_close()
        self.assertEqual(self.open_codes(), set())

    def test_a_desk_that_cannot_bear_it(self):
        self.project.with_user(self.approver).write(
            {"criteria_desk_clerks": 0, "criteria_desk_daily_per_thousand": 900}
        )
        self.compared()
        self.assertEqual(self.open_codes(), {"desk"})

    def test_freezing_takes_two_people_and_roles(self):
        with self.assertRaisesRegex(UserError, "not been proposed"):
            self.project.with_user(self.accountant).action_freeze()
        self.project.with_user(self.accountant).action_propose()
        with self.assertRaises(AccessError):
            self.project.with_user(self.accountant).action_freeze()
        with self.assertRaises(AccessError):
            self.project.with_user(self.clerk).action_freeze()

    def test_the_report_is_evidence_with_its_pdf(self):
        self.compared(september={(self.sergeant, "net"): 1})
        self.project.with_user(self.approver).action_report()
        report = self.project.report_ids
        self.assertIn("CLOSED", report.found)
        self.assertEqual(base64.b64decode(report.content)[:5], b"%PDF-")
        self.assertEqual(len(report.sha256), 64)
        with self.assertRaises(AccessError):
            report.with_user(self.approver).sudo().write({"found": "OPEN"})

    def test_new_criteria_show_both_sets_and_both_results(self):
        self.freeze()
        with self.assertRaisesRegex(ValidationError, "Say why"):
            self._project(name="Second", replaces_id=self.project.id)
        second = self._project(
            name="Second",
            replaces_id=self.project.id,
            replace_reason="One month is enough, says the board",
            criteria_periods=1,
        )
        lines = " ".join(second._under_former_criteria())
        self.assertIn("CRITERIA CHANGED", lines)
        self.assertIn("Consecutive periods compared: 2 became 1", lines)
        self.assertIn("would be closed", lines)
