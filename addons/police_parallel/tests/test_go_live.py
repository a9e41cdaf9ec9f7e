"""The first live run: refused without the gate, approved through it, or by a signed decision."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ParallelCase


@tagged("post_install", "-at_install", "police")
class TestGoLive(ParallelCase):
    def approve(self, run=None):
        (run or self.run_september).with_user(self.approver).action_approve()

    def decision(self, **values):
        return (
            self.env["police.parallel.exemption"]
            .with_user(self.accountant)
            .create(
                {
                    "company_id": self.company.id,
                    "date_from": "2026-04-01",
                    "reason": "A new force without an old payroll",
                    **values,
                }
            )
        )

    def test_no_gate_no_first_run(self):
        with self.assertRaisesRegex(UserError, "no parallel run with frozen criteria"):
            self.approve()
        self.assertEqual(self.run_september.state, "review")
        shown = self.run_september.with_user(self.approver).go_live_obstacle
        self.assertIn("no parallel run with frozen criteria", shown, "the run's form says so beforehand")

    def test_a_closed_gate_says_what_is_open(self):
        self.compared(september={(self.sergeant, "net"): 1})
        with self.assertRaisesRegex(UserError, r"(?s)go-live gate is not open.*1 of 1 variances"):
            self.approve()

    def test_through_the_open_gate_once_and_for_all(self):
        self.sign(self.compared(september={(self.sergeant, "net"): 1}))
        self.assertFalse(self.run_september.go_live_obstacle)
        self.approve()
        self.assertEqual(self.run_september.state, "approved")
        self.project.variance_ids.with_user(self.approver).action_back()
        october = self.calculated(self.calendar.period_ids.filtered(lambda p: p.date_from.month == 10))
        self.assertFalse(october._go_live_obstacle(), "live is live: the gate is for the first run")

    def test_a_gate_of_long_ago_does_not_count(self):
        self.compared()
        december = self.calendar.period_ids.filtered(lambda p: p.date_from.month == 12)
        self.assertIn("too old", self.project._gate_obstacle(december))
        october = self.calendar.period_ids.filtered(lambda p: p.date_from.month == 10)
        self.assertEqual(self.project._gate_obstacle(october), "")

    def test_a_decision_not_to_migrate_takes_two(self):
        decision = self.decision()
        with self.assertRaisesRegex(UserError, "gate is not open"):
            self.approve()
        with self.assertRaises(AccessError):
            decision.with_user(self.accountant).action_approve()
        with self.assertRaises(AccessError):
            decision.with_user(self.clerk).action_approve()
        decision.with_user(self.approver2).action_approve()
        self.approve()
        self.assertEqual(self.run_september.state, "approved")

    def test_only_the_chief_finance_officer_decides_and_with_a_reason(self):
        for user in (self.clerk, self.approver, self.hr_officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["police.parallel.exemption"].with_user(user).sudo().create(
                    {
                        "company_id": self.company.id,
                        "date_from": "2026-04-01",
                        "reason": "Because I say so, I do",
                    }
                )
        with self.assertRaisesRegex(ValidationError, "in a sentence"):
            self.decision(reason="No")

    def test_a_decision_of_another_day_force_or_state_does_not_count(self):
        later = self.decision(date_from="2026-12-01")
        later.with_user(self.approver2).action_approve()
        with self.assertRaisesRegex(UserError, "gate is not open"):
            self.approve()
        now = self.decision()
        now.with_user(self.approver2).action_approve()
        now.with_user(self.accountant).action_revoke()
        with self.assertRaisesRegex(UserError, "gate is not open"):
            self.approve()
        other = self._force("Otherton Police", "95")
        self.assertFalse(self.env["police.parallel.exemption"]._holds(other, self.september.pay_date))

    def test_a_signed_decision_is_not_rewritten(self):
        decision = self.decision()
        decision.with_user(self.approver2).action_approve()
        for values in (
            {"state": "draft"},
            {"date_from": "2020-01-01"},
            {"reason": "Something else entirely"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                decision.with_user(self.accountant).write(values)
        with self.assertRaises(UserError):
            decision.sudo().unlink()
