"""Absence on payslips: September 2026 worked out by hand from regulations and rates."""

from odoo.tests import tagged

from .common import AbsenceCase


@tagged("post_install", "-at_install", "police")
class TestPay(AbsenceCase):
    def test_half_pay_from_the_184th_day(self):
        """Sick from 14 March: 183 days to 12 September. From the 13th, 18 of 30 days at half pay."""
        self.absent(self.sergeant, "2026-03-14", average_entered=900, average_evidence="Old system")
        self.tell(self.sergeant, "2026-09-13", "half", "2026-08-10")
        run = self.calculated()
        paid = self.amounts(run, self.sergeant)
        self.assertAlmostEqual(
            paid["sick_half_pay"], -round(paid["basic_pay"] * 18 / 30 / 2 + 1e-9, 2), places=2
        )
        self.assertNotIn("statutory_sick_pay_half", paid)  # half pay of a sergeant is more than SSP
        line = self.slip(run, self.sergeant).line_ids.filtered(lambda line: line.code == "sick_half_pay")
        self.assertEqual((str(line.date_from), str(line.date_to)), ("2026-09-13", "2026-09-30"))
        self.assertEqual(line.rule_id.rule, "officer_sick_reduction")
        self.assertIn("regulation/28", line.explanation)
        self.assertNotIn("drop_not_announced", self.codes(run))

    def test_a_drop_that_nobody_announced_blocks_the_run(self):
        self.absent(self.sergeant, "2026-03-14", average_entered=900, average_evidence="Old system")
        run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "drop_not_announced")
        self.assertEqual((problem.severity, problem.employee_id), ("blocking", self.sergeant))
        self.assertEqual(str(problem.on_date), "2026-09-13")

    def test_the_chief_officer_extends_full_pay(self):
        sick = self.absent(self.sergeant, "2026-03-14", average_entered=900, average_evidence="Old system")
        decision = self.hr_env["police.absence.decision"].create(
            {"absence_id": sick.id, "date_from": "2026-09-13", "date_to": "2026-10-31", "reference": "R28/1"}
        )
        decision.with_user(self.manager).action_approve()
        run = self.calculated()
        self.assertNotIn("sick_half_pay", self.amounts(run, self.sergeant))
        self.assertFalse({"drop_not_announced"} & self.codes(run))

    def test_staff_without_entitlement_receive_ssp(self):
        """The PCSO's scheme gives 183 + 182 days after five years; the part-time month at nil pay brings SSP.

        Sick from 1 August 2025: nil from 1 August 2026. September has 22 weekdays at 24.65 (123.25 / 5) but
        28 weeks of SSP ended long ago, so nothing at all is due.
        """
        self.absent(self.pcso, "2025-08-01", average_entered=500, average_evidence="Old system")
        run = self.calculated()
        self.assertEqual(self.amounts(run, self.pcso).get("statutory_sick_pay"), None)
        paid = self.amounts(run, self.pcso)
        self.assertEqual(paid["staff_sick_nil_pay"], -paid["basic_pay"])
        sick = self.env["police.absence"].search([("employee_id", "=", self.pcso.id)])
        sick.with_user(self.hr_officer).action_statement()
        self.assertEqual(sick.statement_ids.form, "SSP1")
        # 28 weeks of five days after three waiting days: from Wednesday 6 August 2025 to 17 February 2026
        self.assertIn("ended on 17 February 2026", sick.statement_ids.reasons)

    def test_new_staff_fall_to_ssp_at_once(self):
        """First step of the scheme: 30 days' full pay. Joined in January 2026, sick from 1 August 2026.

        Full pay to 30 August, nothing from the 31st; September: SSP for 22 weekdays at 24.65 = 542.30.
        """
        self.pcso.sudo().service_date = "2026-01-05"
        self.absent(self.pcso, "2026-08-01", average_entered=500, average_evidence="Payslips May to June")
        run = self.calculated()
        paid = self.amounts(run, self.pcso)
        self.assertEqual(paid["staff_sick_nil_pay"], -paid["basic_pay"])
        self.assertEqual(paid["statutory_sick_pay"], 542.30)
        line = self.slip(run, self.pcso).line_ids.filtered(lambda line: line.code == "statutory_sick_pay")
        self.assertIn("hmrc/statutory_sick_pay@2026-04-06#flat_weekly", line.sources)

    def test_a_leaver_receives_ssp_to_the_last_day(self):
        """Employment ends on 11 September: nine weekdays of SSP from the 1st, 9 x 24.65."""
        self.pcso.sudo().service_date = "2026-01-05"
        self.absent(self.pcso, "2026-08-01", average_entered=500, average_evidence="Payslips May to June")
        self.pcso.sudo().version_id.contract_date_end = "2026-09-11"
        paid = self.amounts(self.calculated(), self.pcso)
        self.assertEqual(paid["statutory_sick_pay"], 221.85)
        self.assertEqual(paid["staff_sick_nil_pay"], -paid["basic_pay"])

    def test_low_earnings_after_the_reform(self):
        """80% of an average of 100.00 is 80.00 a week: 16.00 a day; 22 days = 352.00."""
        self.pcso.sudo().service_date = "2026-01-05"
        self.absent(self.pcso, "2026-08-01", average_entered=100, average_evidence="Payslips")
        self.assertEqual(self.amounts(self.calculated(), self.pcso)["statutory_sick_pay"], 352.00)

    def test_an_average_that_is_missing_blocks_by_name(self):
        self.pcso.sudo().service_date = "2026-01-05"
        self.absent(self.pcso, "2026-08-01")
        run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "average_earnings_missing")
        self.assertEqual(problem.severity, "blocking")
        self.assertIn("Pat Beat", problem.message)

    def test_staff_without_a_scheme_block(self):
        self.scheme.sudo().with_context(active_test=False).write({"date_to": "2020-12-31"})
        self.absent(self.staff, "2026-09-07")
        run = self.calculated()
        self.assertEqual(
            run.problem_ids.filtered(lambda p: p.code == "sick_pay_unknown").severity, "blocking"
        )

    def test_sickness_on_full_pay_changes_nothing(self):
        run = self.calculated()
        before = self.amounts(run, self.staff)
        self.absent(self.staff, "2026-09-07", "2026-09-11")
        run.with_user(self.clerk)._calculate_now()
        self.assertEqual(self.amounts(run, self.staff), before)

    def test_strike_career_break_and_hours(self):
        """Staff: a strike day takes 1/30 of September; two hours of 37 take 7 x 2 / 37 of a day's pay."""
        self.absent(self.staff, "2026-09-09", "2026-09-09", kind="strike")
        self.absent(self.pcso, "2026-09-14", "2026-09-14", kind="strike", hours_lost=2)
        self.absent(self.constable, "2026-09-01", None, kind="career_break")
        run = self.calculated()
        month = 31086 / 12
        self.assertAlmostEqual(
            self.amounts(run, self.staff)["basic_pay"], round(month * 29 / 30, 2), places=2
        )
        lost = self.amounts(run, self.pcso)["unpaid_hours"]
        self.assertAlmostEqual(lost, -round(month / 30 * 0.38, 2), places=2)
        self.assertFalse(self.slip(run, self.constable))

    def test_phased_return_by_hours(self):
        """Half the hours for two weeks of September, paid by the hour: seven of fourteen days' pay."""
        sick = self.absent(self.staff, "2026-08-10", "2026-09-06")
        self.hr_env["police.absence.phase"].create(
            {
                "absence_id": sick.id,
                "date_from": "2026-09-07",
                "date_to": "2026-09-20",
                "weekly_hours": 18.5,
                "pay": "hours",
            }
        )
        lost = self.amounts(self.calculated(), self.staff)["unpaid_hours"]
        self.assertAlmostEqual(lost, -round(31086 / 12 / 30 * 7, 2), places=2)
