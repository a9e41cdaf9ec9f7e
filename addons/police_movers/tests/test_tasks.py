"""Scheduled payroll: the calculation starts at its time in somebody's name, and failure is told."""

from datetime import date

from odoo.exceptions import UserError

from .common import MoversCase, tagged


@tagged("post_install", "-at_install", "police")
class TestTasks(MoversCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tasks = cls.clerk_env["police.pay.task"]._plan(cls.september)
        cls.calculation = cls.tasks.filtered(lambda task: task.kind == "calculate")
        cls.calculation.owner_id = cls.clerk

    def test_steps_fall_on_banking_days_before_the_pay_date(self):
        days = {task.kind: task.planned_at.date() for task in self.tasks}
        self.assertEqual(days["fps"], date(2026, 9, 30))
        self.assertEqual(days["release"], date(2026, 9, 25))
        self.assertEqual(days["hmrc"], date(2026, 10, 22))
        self.assertTrue(all(day.weekday() < 5 for day in days.values()))
        self.assertFalse(self.clerk_env["police.pay.task"]._plan(self.september))

    def test_the_run_is_opened_and_calculated_in_the_owners_name(self):
        self.calculation._calculate()
        run = self.calculation.run_id
        self.assertEqual(
            (self.calculation.state, run.state, run.prepared_by_id), ("done", "review", self.clerk)
        )
        self.assertEqual(run.people_count, 4)
        self.assertEqual(self.calculation.activity_ids.user_id, self.clerk)
        with self.assertRaises(Exception):  # noqa: B017  (AccessError of the approval mixin)
            run.with_user(self.clerk).action_approve()

    def test_failure_is_told(self):
        self.calculation.owner_id = self.approver
        self.calculation._calculate()
        self.assertEqual(self.calculation.state, "failed")
        self.assertIn("payroll clerk", self.calculation.message)
        self.assertTrue(self.calculation.activity_ids)

    def test_only_the_calculation_runs_by_itself(self):
        with self.assertRaises(UserError):
            self.tasks.filtered(lambda task: task.kind == "approve").action_run_now()
