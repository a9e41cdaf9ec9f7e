"""An absence entered after its period was paid does not vanish."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AbsenceCase


@tagged("post_install", "-at_install", "police")
class TestClosedPeriods(AbsenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paid_run = cls.env["police.pay.run"].with_user(cls.clerk).create({"period_id": cls.august.id})
        cls.paid_run._calculate_now()
        warnings = cls.paid_run.problem_ids.filtered(lambda p: p.severity == "warning")
        if warnings:
            warnings.with_user(cls.clerk)._acknowledge("Looked at")
        cls.paid_run.with_user(cls.approver).action_approve()

    def changes(self):
        return self.env["police.absence.change"].search([("company_id", "=", self.company.id)])

    def test_late_unpaid_leave_stands_on_the_worklist_and_the_next_run(self):
        self.absent(self.staff, "2026-08-24", "2026-08-28", kind="unpaid_leave")
        change = self.changes()
        self.assertEqual(
            (change.state, change.employee_id, change.period_ids), ("open", self.staff, self.august)
        )
        self.assertEqual(change.effect, "August 2026: 31 days were paid, 26 are due")
        run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "absence_in_closed_period")
        self.assertEqual((problem.severity, problem.employee_id), ("warning", self.staff))
        self.assertNotIn(
            "unpaid_absence", self.amounts(run, self.staff)
        )  # August's days are retro's, not September's
        with self.refused(UserError, "settled by payroll"):
            change.with_user(self.hr_officer).action_settle_by_hand()
        change.with_user(self.clerk).action_settle_by_hand()
        self.assertEqual(change.state, "settled")

    def test_an_overpayment_handed_over_settles_it(self):
        self.absent(self.staff, "2026-08-24", "2026-08-28", kind="unpaid_leave")
        self.env["police.pay.contributor"]._overpaid(
            self.company, [(self.staff, "retro", self.august, 41_787)]
        )
        self.assertEqual(self.changes().state, "settled")
        self.assertIn("overpayment", self.changes().reason)

    def test_sickness_on_full_pay_has_no_effect(self):
        self.absent(self.sergeant, "2026-08-10", "2026-08-14")
        self.assertEqual(self.changes().state, "no_effect")

    def test_a_correction_brings_the_same_fact_up_to_date(self):
        leave = self.absent(self.staff, "2026-08-24", "2026-08-28", kind="unpaid_leave")
        leave.date_to = "2026-08-25"
        self.assertEqual(len(self.changes()), 1)
        self.assertEqual(self.changes().effect, "August 2026: 31 days were paid, 29 are due")
        leave.action_cancel()
        self.assertEqual(self.changes().state, "no_effect")

    def test_half_pay_of_a_closed_month_is_named(self):
        self.absent(self.sergeant, "2026-02-10", average_entered=900, average_evidence="Old system")
        self.assertIn(
            "August 2026: Sick leave: half pay not due (20 days, from 12 Aug) is due", self.changes().effect
        )

    def test_absence_in_an_open_period_is_no_such_change(self):
        self.absent(self.staff, "2026-09-07", "2026-09-11", kind="unpaid_leave")
        self.assertFalse(self.changes())
