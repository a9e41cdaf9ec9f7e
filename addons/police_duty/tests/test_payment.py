"""From duty to payslip: paid exactly once, late claims by the job of the day, corrections both ways."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install", "police")
class TestPayment(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.close_august()

    def test_paid_once_and_only_once(self):
        entry = self.approve(self.late_tour())
        waiting = self.late_tour(self.constable)
        run = self.calculated()
        self.assertEqual(len(self.lines(run, self.sergeant, "overtime_casual")), 1)
        self.assertFalse(self.lines(run, self.constable, "overtime_casual"))
        problem = run.problem_ids.filtered(lambda p: p.code == "duty_not_approved")
        self.assertEqual((problem.severity, problem.employee_id), ("warning", self.constable))
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        self.assertEqual((entry.state, waiting.state), ("paid", "draft"))
        self.assertEqual((entry.piece_ids.state, entry.piece_ids.run_id), ("paid", run))
        october = self.calculated(self.october)
        self.assertFalse(self.lines(october, self.sergeant, "overtime_casual"))

    @property
    def october(self):
        return self.calendar.period_ids.filtered(lambda p: str(p.date_from) == "2026-10-01")

    def test_the_amount_is_that_of_the_regulations(self):
        self.approve(self.late_tour())
        run = self.calculated()
        slip = self.slip(run, self.sergeant)
        basic = sum(line.amount for line in slip.line_ids if line.code == "basic_pay")
        # 2.5 hours at 4/3 of annual x 6/12520; annual is twelve months' pay
        expected = round(basic * 12 * 6 / 12520 * 4 / 3 * 2.5, 2)
        self.assertEqual(self.lines(run, self.sergeant, "overtime_casual"), [expected])

    def test_a_late_claim_is_paid_next_at_the_rank_of_the_day(self):
        self.approved()
        self.sergeant.sudo().create_version(
            {
                "date_version": "2026-10-01",
                "rank_id": self.env.ref("police_hr.rank_inspector").id,
                "pay_point": "0",
            }
        )
        entry = self.approve(self.late_tour(day="2026-09-02"))
        run = self.calculated(self.october)
        paid = self.lines(run, self.sergeant, "overtime_casual")
        self.assertEqual(len(paid), 1, run.problem_ids.mapped("message"))
        line = self.slip(run, self.sergeant).line_ids.filtered(lambda x: x.code == "overtime_casual")
        self.assertEqual(
            (str(line.date_from), '"pay_point":"3"' in line.inputs.replace(" ", "")), ("2026-09-02", True)
        )
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        self.assertTrue(entry.piece_ids.late)

    def test_a_correction_takes_back_and_pays_anew(self):
        entry = self.approve(self.late_tour())
        self.approved()
        with self.assertRaisesRegex(UserError, "paid"):
            entry.with_user(self.clerk).write({"worked_text": "0700-1600"})
        action = entry.with_user(self.clerk).action_correct()
        draft = self.env["police.duty.entry"].browse(action["res_id"])
        draft.with_user(self.clerk).write({"worked_text": "0700-1600"})
        self.assertEqual(entry.state, "paid")
        self.approve(draft)
        self.assertEqual(entry.state, "reversed")
        run = self.calculated(self.october)
        amounts = self.lines(run, self.sergeant, "overtime_casual")
        september = self.lines(self.september.run_ids, self.sergeant, "overtime_casual")
        self.assertEqual(len(amounts), 2)
        self.assertAlmostEqual(min(amounts), -september[0], 2)
        self.assertAlmostEqual(max(amounts), september[0] / 2.5, 2)
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        self.assertIn(("overtime_casual", 2.5, "taken_back"), self.earned(entry))
        self.assertEqual(draft.state, "paid")
        november = self.calendar.period_ids.filtered(lambda p: str(p.date_from) == "2026-11-01")
        self.assertFalse(self.lines(self.calculated(november), self.sergeant, "overtime_casual"))

    def test_what_was_not_worked_is_taken_back_altogether(self):
        entry = self.approve(self.late_tour())
        self.approved()
        draft = self.env["police.duty.entry"].browse(entry.with_user(self.clerk).action_correct()["res_id"])
        draft.with_user(self.clerk).void = True
        self.approve(draft)
        amounts = self.lines(self.calculated(self.october), self.sergeant, "overtime_casual")
        self.assertEqual(amounts, [-self.lines(self.september.run_ids, self.sergeant, "overtime_casual")[0]])

    def test_another_late_duty_changes_what_the_week_earned(self):
        """The first four casual occasions of a week lose 30 minutes: a late entry can move the fifth."""
        days = ["2026-08-31", "2026-09-01", "2026-09-02", "2026-09-04", "2026-09-05"]
        entries = self.env["police.duty.entry"]
        for day in days:
            entries |= self.duty(
                self.sergeant,
                day,
                "0700-1600",
                "0700-1500",
                told_at=f"{day} 13:30:00",
                kind="public_holiday" if day == "2026-08-31" else "rostered",
            )
        self.approve(entries)
        self.assertEqual(self.earned(entries[4]), [("overtime_casual", 0.5, "open")])
        self.approved()
        late = self.duty(self.sergeant, "2026-09-03", "0700-1600", "0700-1500", told_at="2026-09-03 13:30:00")
        self.approve(late)
        self.assertEqual(
            [(p.code, p.units, p.state, p.taken_back) for p in entries[4].piece_ids.sorted("id")],
            [
                ("overtime_casual", 0.5, "paid", False),
                ("overtime_casual", 1.0, "open", False),
                ("overtime_casual", 0.5, "open", True),
            ],
        )

    def test_an_approved_duty_that_cannot_be_paid_stops_the_run(self):
        self.approve(self.late_tour(day="2026-09-05"))
        self.sergeant.sudo().version_id.contract_date_end = "2026-09-03"  # looked at again at once
        run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "duty_not_payable")
        self.assertEqual((problem.severity, problem.employee_id), ("blocking", self.sergeant))
        self.assertFalse(self.lines(run, self.sergeant, "overtime_casual"))

    def test_a_duty_is_charged_to_the_cost_centres_that_share_it(self):
        entry = self.late_tour(
            split_ids=[
                (0, 0, {"cost_centre_id": self.centre.id, "parts": 2}),
                (0, 0, {"cost_centre_id": self.other_centre.id, "parts": 1}),
            ]
        )
        self.approve(entry)
        run = self.calculated()
        lines = self.slip(run, self.sergeant).line_ids.filtered(lambda x: x.code == "overtime_casual")
        self.assertEqual(lines.mapped("cost_centre"), ["RES", "FIN"])
        self.assertAlmostEqual(lines[0].amount, 2 * lines[1].amount, delta=0.02)

    def test_leave_earns_the_average_of_overtime_before(self):
        self.approve(self.late_tour(until="2030"))
        self.approved()
        sheet = self.sheet.copy({"week_start": "2026-10-05"})
        self.approve(self.duty(self.sergeant, "2026-10-06", kind="annual_leave", sheet_id=sheet.id))
        run = self.calculated(self.october)
        september = self.slip(self.september.run_ids, self.sergeant)
        counted = sum(x.amount for x in september.line_ids if x.code in ("overtime_casual", "unsocial_hours"))
        self.assertEqual(
            self.lines(run, self.sergeant, "holiday_pay_overtime"), [round(counted * 6 / 260, 2)]
        )  # two closed months of twelve

    def test_miles_above_ten_thousand_are_paid_at_the_lower_rate(self):
        entries = self.duty(self.sergeant, "2026-09-01", miles=5000)
        for day in ("2026-09-02", "2026-09-03"):
            entries |= self.duty(self.sergeant, day, miles=3000)
        self.approve(entries)
        run = self.calculated()
        self.assertEqual(sum(self.lines(run, self.sergeant, "mileage_first")), 4500.0)
        self.assertEqual(sum(self.lines(run, self.sergeant, "mileage_further")), 250.0)
