"""Absences where other rooms meet them: HMRC, retro pay of closed months, awards, leavers."""

from datetime import date

from odoo.addons.police_absence.tests.common import AbsenceCase
from odoo.addons.police_duty.tests.common import DutyCase
from odoo.addons.police_movers.tests.common import MoversCase
from odoo.addons.police_payroll.services.preview import Preview
from odoo.addons.police_retro.tests.common import RetroCase
from odoo.tests import tagged

OCTOBER = date(2026, 10, 1)


def pence(value):
    return round(value * 100)


@tagged("post_install", "-at_install", "police")
class TestAbsenceMeetsPay(AbsenceCase, DutyCase, MoversCase, RetroCase):
    def october(self):
        return self.calendar.period_ids.filtered(lambda p: p.date_from == OCTOBER)

    def worklist(self, person):
        """The absence changes to closed months of a person."""
        return self.env["police.absence.change"].search([("employee_id", "=", person.id)])

    def fps(self, run):
        return run.sudo().output_ids.filtered(lambda output: output.kind == "fps")._bytes()

    def earned(self, run, person):
        """{code: pence} of the earnings of a payslip."""
        found = {}
        for line in self.slip(run, person).earning_ids:
            found[line.code] = found.get(line.code, 0) + pence(line.amount)
        return found

    def test_a_strike_is_on_the_fps(self):
        self.absent(self.staff, "2026-09-09", "2026-09-09", kind="strike")
        message = self.fps(self.finish(self.calculated()))
        self.assertEqual(message.count(b"<OnStrike>yes</OnStrike>"), 1)

    def test_statutory_pay_to_date_is_in_the_certified_fps(self):
        self.maternity(self.sergeant)
        run = self.finish(self.calculated())
        paid = self.earned(run, self.sergeant)["statutory_maternity_pay"]
        message = self.fps(run)
        self.assertIn(f"<SMPYTD>{paid / 100:.2f}</SMPYTD>".encode(), message)
        submission = self.env["police.rti.submission"].search([("run_id", "=", run.id), ("kind", "=", "fps")])
        self.assertEqual(submission.sudo()._document_bytes(), message, "byte for byte what was certified")

    def test_a_leaver_on_maternity_pay_is_paid_on_without_pension(self):
        self.maternity(self.sergeant)
        self.sergeant.sudo().version_id.contract_date_end = "2026-09-10"
        self.finish(self.calculated())
        run = self.calculated(self.october())
        self.assertFalse(run.problem_ids.filtered(lambda p: p.severity == "blocking").mapped("message"))
        slip = self.slip(run, self.sergeant)
        self.assertEqual(set(slip.earning_ids.mapped("code")), {"statutory_maternity_pay"})
        self.assertEqual((slip.pension_employee, slip.pension_employer), (0, 0))

    def test_unpaid_days_entered_late_are_taken_back_once(self):
        """31,086 a year: August's month is 2,590.50; five of its 31 days come to 417.82."""
        leave = self.absent(self.staff, "2026-08-24", "2026-08-28", kind="unpaid_leave")
        run = self.calculated()
        change = self.change(self.staff)
        self.assertEqual((change.state, change.periods), ("overpaid", 1))
        due = pence(-change.gross)
        self.assertEqual(due, 417_82)
        self.assertEqual(self.worklist(self.staff).state, "open")
        change.with_user(self.approver2)._record_overpayment("Taken back over two months")
        self.assertEqual(self.worklist(self.staff).state, "settled")
        debt = self.env["police.overpayment"].search([("employee_id", "=", self.staff.id)])
        self.assertEqual((len(debt), pence(debt.gross_total)), (1, due))
        run._calculate_now()
        self.assertNotIn("unpaid_absence", self.earned(run, self.staff))
        self.assertFalse(self.arrears(run, self.staff))
        codes = set(run.problem_ids.filtered(lambda p: p.employee_id == self.staff).mapped("code"))
        self.assertFalse(codes & {"absence_in_closed_period", "retro_overpaid", "retro_undecided"})
        self.finish(run)
        self.check(full=True)
        self.assertFalse(self.env["police.retro.change"].search([("open", "=", True)]))
        leave.sudo().with_user(self.hr_officer).action_cancel()  # it was no leave at all: owed again, once
        self.check()
        owed = self.change(self.staff)
        self.assertEqual((owed.state, pence(owed.gross)), ("open", due))

    def test_sickness_entered_late_drops_a_closed_month_once(self):
        """183 days of full pay from 1 February end on 2 August: 29 days of August are on half pay."""
        facts = {"average_entered": 597.00, "average_evidence": "Payslips of the old system"}
        sick = self.absent(self.staff, "2026-02-01", "2026-08-31", **facts)
        self.check()
        first = self.change(self.staff)
        self.assertEqual((first.state, first.periods), ("overpaid", 1))
        self.assertEqual(
            pence(first.gross), self._fresh(self.staff, self.august) - self._paid(self.staff, self.august)
        )
        half = round(2_590_50 * 29 / 31 / 2)
        self.assertAlmostEqual(pence(-first.gross), half, delta=2)
        first.with_user(self.approver2)._record_overpayment("In one sum")
        sick.with_user(self.hr_officer).date_to = "2026-08-12"  # back at work sooner: 10 days on half pay
        run = self.calculated()
        again = self.change(self.staff)
        self.assertEqual((again.state, again.periods), ("open", 1))
        self.assertAlmostEqual(pence(again.gross), round(2_590_50 * 19 / 31 / 2), delta=2)
        again.with_user(self.approver2).action_approve()
        run._calculate_now()
        back = [amount for code, amount in self.arrears(run, self.staff) if "pension" not in code]
        self.assertEqual(sum(back), pence(again.gross))
        self.finish(run)
        self.assertEqual(set(self.worklist(self.staff).mapped("state")), {"settled"})
        self.check(full=True)
        self.assertFalse(self.env["police.retro.change"].search([("open", "=", True)]))
        self.assertFalse(self.arrears(self.calculated(self.october()), self.staff))

    def test_changes_over_overtime_unpaid_days_and_an_award_are_as_if_known_before(self):
        """Everything known late adds up, to the penny, to what the same facts give when known in time."""
        self.absent(self.constable, "2026-09-14", "2026-09-18", kind="unpaid_leave")
        self.approve(self.late_tour(self.constable))
        self.finish(self.calculated())
        self.changed(self.constable, date(2026, 8, 1), weekly_hours=30)
        self.check()
        change = self.change(self.constable)
        self.assertEqual(change.periods, 2)
        change.with_user(self.approver2).action_approve()
        run = self.finish(self.calculated(self.october()))
        arrears = sum(amount for code, amount in self.arrears(run, self.constable) if "pension" not in code)
        self.assertEqual(arrears, pence(change.gross))
        fresh = sum(self._fresh(self.constable, period) for period in (self.august, self.september))
        self.assertEqual(arrears, fresh - self._paid(self.constable, self.september))
        self._award_on_top()

    def _award_on_top(self):
        """Then 5 % from 1 September: over overtime, unpaid days, and a month that paid arrears itself."""
        award = self.env["police.award"].with_user(self.clerk).create(
            {"name": "Award 2026", "company_id": self.company.id, "date_from": "2026-09-01",
             "citation": "Circular 1/2026", "line_ids": [(0, 0, {"who": "officer", "percent": 5})]}
        )  # fmt: skip
        award.action_cost()
        award.with_user(self.accountant).action_apply()
        due = self.change(self.constable)
        self.assertEqual((due.state, due.periods), ("approved", 2))
        self.assertGreater(due.associated, 0, "overtime is worth more too")
        months = (self.august, self.september, self.october())
        fresh = sum(self._fresh(self.constable, period) for period in months)
        owed = fresh - self._paid(self.constable, self.october())
        self.assertEqual(pence(due.gross), owed)
        november = self.calendar.period_ids.filtered(lambda p: p.date_from == date(2026, 11, 1))
        run = self.finish(self.calculated(november))
        paid = sum(amount for code, amount in self.arrears(run, self.constable) if "pension" not in code)
        self.assertEqual(paid, owed)
        self.check(full=True)
        self.assertFalse(self.env["police.retro.change"].search([("open", "=", True)]))

    def _paid(self, person, until):
        """Gross pay of the payslips to the pay day of a period, pence."""
        slips = self.env["police.payslip"].sudo().search([("employee_id", "=", person.id)])
        return sum(pence(slip.gross) for slip in slips if slip.pay_date <= until.pay_date)

    def _fresh(self, person, period):
        """Gross pay of a closed month calculated afresh from the facts as they are, pence."""
        return Preview(self.env, self.company, period).results(person.ids)[person.id][1].totals.gross
