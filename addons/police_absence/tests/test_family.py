"""Family leave: entitlement, evidence, averages from closed payslips, schedule, pay, recovery, statements."""

import base64

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..services import recovery
from .common import AbsenceCase


@tagged("post_install", "-at_install", "police")
class TestFamily(AbsenceCase):
    def test_maternity_on_full_pay_shows_smp_for_hmrc(self):
        """From Sunday 2 August: weeks 5 and 6 (to 12 September) at 869.40, then 194.32; all within full pay.

        September: 5/7 of week 5 (30 August to 5 September) less what August took, week 6, two weeks, 4/7.
        """
        self.maternity(self.sergeant)
        run = self.calculated()
        paid = self.amounts(run, self.sergeant)
        week5 = 869.40 - 248.40  # two sevenths, up to the penny, fell in August
        self.assertAlmostEqual(
            paid["statutory_maternity_pay"], week5 + 869.40 + 2 * 194.32 + 111.04, places=2
        )
        self.assertAlmostEqual(sum(paid.values()), paid["basic_pay"], places=2)
        self.assertIn("family_leave_unchecked", self.codes(run))

    def test_payroll_checks_what_hr_entered(self):
        leave = self.maternity(self.sergeant)
        with self.assertRaises(UserError):
            leave.action_check()
        leave.with_user(self.clerk).action_check()
        self.assertEqual(leave.checked_by_id, self.clerk)
        self.assertNotIn("family_leave_unchecked", self.codes(self.calculated()))
        leave.average_entered = 970
        self.assertFalse(leave.checked_by_id)

    def test_spread_over_half_pay(self):
        """Thirteen weeks full from 10 May to 8 August, then ten at half: September, with SMP on top."""
        leave = self.maternity(
            self.sergeant, "2026-05-10", expected_date="2026-06-01", spread_half_pay=True,
            notice_on="2026-03-01", matb1_signed="2026-02-10", evidence_on="2026-03-01",
        )  # fmt: skip
        paid = self.amounts(self.calculated(), self.sergeant)
        self.assertAlmostEqual(paid["maternity_half_pay"], -round(paid["basic_pay"] / 2, 2), places=1)
        self.assertGreater(sum(paid.values()), paid["basic_pay"] / 2 + 700)
        self.assertIn("Half pay and statutory pay, up to full pay", leave.schedule)

    def test_average_from_closed_payslips(self):
        """Without payslips of the relevant period there is no average, and the reason is said."""
        leave = self.absent(
            self.sergeant, "2026-12-20", kind="maternity", expected_date="2027-01-20", notice_on="2026-10-01",
            matb1_signed="2026-09-10", evidence_on="2026-09-12",
        )  # fmt: skip
        with self.refused(UserError, "enter the average with its evidence"):
            leave.action_confirm()
        for number in (5, 6, 7, 8, 9):
            period = self.calendar.period_ids.filtered(lambda p, n=number: p.date_from.month == n)
            self.approved(period)
        leave.action_confirm()
        self.assertEqual(leave.state, "confirmed")
        slips = self.env["police.payslip"].search([("employee_id", "=", self.sergeant.id)])
        paid = {slip.pay_date.month: slip.nicable_pay for slip in slips}
        # the qualifying week ends on 10 October; pay days of August and September, the last of July being
        # at least eight weeks before 30 September
        self.assertEqual(leave.average_periods, 2)
        self.assertAlmostEqual(leave.average_weekly, (paid[8] + paid[9]) * 12 / 2 / 52, places=3)
        self.assertIn("× 12 ÷ 2 months ÷ 52", leave.average_working)

    def test_refusal_brings_the_form(self):
        leave = self.maternity(self.staff, average_entered=120)
        self.assertFalse(leave.entitled)
        self.assertIn("lower earnings limit of £129.00", leave.finding)
        paid = self.amounts(self.calculated(), self.staff)
        self.assertNotIn("statutory_maternity_pay", paid)
        self.assertEqual(paid["family_nil_pay"], -paid["basic_pay"])
        leave.action_statement()
        statement = leave.statement_ids
        self.assertEqual(statement.form, "SMP1")
        self.assertTrue(base64.b64decode(statement.document).startswith(b"%PDF"))
        with self.refused(UserError, "nothing to state"):
            self.maternity(self.sergeant).action_statement()

    def test_bad_dates_in_words(self):
        with self.refused(ValidationError, "at the earliest"):
            self.maternity(self.sergeant, "2026-06-01")
        with self.refused(ValidationError, "does not count"):
            self.maternity(self.sergeant, matb1_signed="2026-04-01")
        leave = self.maternity(self.sergeant, evidence_on="2026-11-20")
        self.assertIn("last day for it was 22 August 2026", leave.finding)
        with self.refused(ValidationError, "Say where the average"):
            leave.average_evidence = False

    def test_evidence_is_needed_to_confirm(self):
        leave = self.absent(self.sergeant, "2026-08-02", kind="maternity", expected_date="2026-09-02")
        self.assertEqual(leave.state, "draft")
        with self.refused(UserError, "MATB1 has not been received"):
            leave.action_confirm()

    def test_keeping_in_touch_days(self):
        leave = self.maternity(self.sergeant)
        kit = self.hr_env["police.absence.kit"]
        kit.create([{"absence_id": leave.id, "day": f"2026-09-{day:02d}"} for day in range(1, 11)])
        with self.refused(ValidationError, "the law allows 10"):
            kit.create({"absence_id": leave.id, "day": "2026-09-20"})
        with self.refused(ValidationError, "no keeping-in-touch days"):
            kit.create({"absence_id": self.absent(self.staff, "2026-08-03").id, "day": "2026-08-04"})

    def test_paternity_pay_of_staff_by_scheme(self):
        """One week at full pay by the scheme, a second at 194.32; 7 and 14 September are Mondays."""
        self._scheme("paternity", [(0, 1, 0)])
        leave = self.absent(
            self.staff, "2026-09-07", "2026-09-20", kind="paternity", expected_date="2026-09-01",
            born_on="2026-09-03", notice_on="2026-05-01", evidence_on="2026-05-01", average_entered=597.81,
            average_evidence="Payslips", weeks_wanted=2,
        )  # fmt: skip
        leave.action_confirm()
        paid = self.amounts(self.calculated(), self.staff)
        basic = paid["basic_pay"]
        self.assertEqual(paid["statutory_paternity_pay"], 388.64)
        self.assertEqual(paid["statutory_in_full_pay"], -194.32)
        self.assertAlmostEqual(paid["family_nil_pay"], -round(basic * 7 / 30, 2), places=2)

    def test_smp_goes_on_after_the_employment_has_ended(self):
        self.maternity(self.sergeant)
        self.sergeant.sudo().version_id.contract_date_end = "2026-08-31"
        self.profile(self.sergeant).pension_scheme = "none"  # membership ended with the employment
        run = self.calculated()
        blocking = run.problem_ids.filtered(lambda p: p.severity == "blocking").mapped("message")
        self.assertFalse(blocking)
        self.assertEqual(set(self.amounts(run, self.sergeant)), {"statutory_maternity_pay"})

    def test_recovery_for_the_eps(self):
        """92% of the statutory pay of the month's closed payslips; the months add up to 92% of the year."""
        self.maternity(self.sergeant)
        contributor = self.env["police.pay.contributor"]
        paid = 0
        for month, period in ((5, self.august), (6, self.september)):
            run = self.approved(period)
            paid += round(self.amounts(run, self.sergeant)["statutory_maternity_pay"] * 100)
            found = contributor._statutory_recovery(self.company, "2026-27", month)
            self.assertEqual(set(found), {"SMP"})
        parts = [contributor._statutory_recovery(self.company, "2026-27", m)["SMP"] for m in (5, 6)]
        self.assertEqual(sum(parts), (paid * 92 + 50) // 100)
        self.assertEqual(contributor._statutory_recovery(self.company, "2026-27", 4), {})
        self.assertEqual(contributor._statutory_recovery(self.company, "2026-27", 7), {})
        self.company.small_employer_relief = True
        whole = sum(contributor._statutory_recovery(self.company, "2026-27", m)["SMP"] for m in (5, 6))
        more = sum(recovery.compensation(self.env, self.company, "2026-27", m)["SMP"] for m in (5, 6))
        self.assertEqual((whole, more), (paid, (paid * 109 + 50) // 100 - paid))

    def test_shared_parental_leave_by_weeks_claimed(self):
        """Three weeks claimed of a month's leave: 3 x 194.32, all from Monday 31 August to 20 September."""
        leave = self.absent(
            self.staff, "2026-08-31", "2026-09-27", kind="shared_parental", expected_date="2026-06-01",
            born_on="2026-06-03", notice_on="2026-05-01", evidence_on="2026-05-01", average_entered=600,
            average_evidence="Payslips", weeks_wanted=3,
        )  # fmt: skip
        leave.action_confirm()
        paid = self.amounts(self.calculated(), self.staff)
        self.assertEqual(paid["shared_parental_pay"], round(3 * 194.32 - 27.76, 2))
        self.assertAlmostEqual(paid["family_nil_pay"], -round(paid["basic_pay"] * 27 / 30, 2), places=2)

    def test_adoption_by_an_approved_scheme_of_the_force(self):
        """Eighteen weeks at full pay by the force's own policy: September in full, SAP shown within it."""
        self._scheme("adoption", [(12, 18, 0)], applies_to="officer")
        leave = self.absent(
            self.constable, "2026-08-10", kind="adoption", matched_on="2026-07-06", evidence_on="2026-07-08",
            notice_on="2026-07-08", average_entered=483, average_evidence="Payslips",
        )  # fmt: skip
        leave.action_confirm()
        paid = self.amounts(self.calculated(), self.constable)
        self.assertAlmostEqual(sum(paid.values()), paid["basic_pay"], places=2)
        # weeks 4 to 6 at 434.70 (90% of 483.00) end on Sunday 20 September: 6/7 of week 4 and two whole weeks
        self.assertAlmostEqual(
            paid["statutory_adoption_pay"], 434.70 - 62.10 + 2 * 434.70 + 194.32 + 83.28, places=2
        )
