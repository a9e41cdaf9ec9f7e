"""Payments out of turn: supplementary runs, payslips taken back, returned payments, two employments."""

from datetime import date

from odoo.addons.police_engine.money import pence
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.paye import nic
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import AFTER, NEW_ACCOUNT, MoversCase, tagged


def cents(value):
    return round(value * 100)


@tagged("post_install", "-at_install", "police")
class TestOffCycle(MoversCase):
    def test_a_late_claim_pays_only_itself_and_national_insurance_on_both(self):
        self.finish(self.calculated(), pay=True)
        regular = self.slip(self.september.run_ids, self.staff)
        self.bonus(self.staff, 2000)
        run = self.finish(self.off_cycle(self.staff), pay=True)
        slip = self.slip(run, self.staff)
        self.assertEqual(slip.earning_ids.mapped("code"), ["bonus"])
        self.assertEqual((run.people_count, run.kind, slip.tax_period), (1, "supplementary", 6))
        together = nic.compute(
            RuleSet.load(), self.september._to_engine(), "A", cents(regular.nicable_pay) + 2000_00
        )
        self.assertEqual(cents(regular.employee_nic) + cents(slip.employee_nic), together.employee)
        self.assertEqual(cents(regular.employer_nic) + cents(slip.employer_nic), together.employer)
        self.assertTrue(run.certificate_agreed)
        self.assertEqual(slip.ytd["taxable_pay"], cents(regular.taxable_pay) + cents(slip.taxable_pay))
        self.assertEqual(run.output_ids.filtered(lambda o: o.kind == "fps")._bytes().count(b"<Employee>"), 1)

    def test_the_next_regular_run_builds_on_it(self):
        self.finish(self.calculated(), pay=True)
        self.bonus(self.staff, 2000)
        self.finish(self.off_cycle(self.staff), pay=True)
        october = self.calendar.period_ids.filtered(lambda p: p.date_from == date(2026, 10, 1))
        run = self.calculated(october)
        slip = self.slip(run, self.staff)
        self.assertEqual(slip.earning_ids.mapped("code"), ["basic_pay"])
        before = sum(
            self.env["police.payslip"]
            .sudo()
            .search([("employee_id", "=", self.staff.id), ("run_id", "!=", run.id)])
            .mapped("taxable_pay")
        )
        self.assertEqual(slip.ytd["taxable_pay"], cents(before) + cents(slip.taxable_pay))
        self.assertEqual(run.previous_run_id.kind, "regular")

    def test_somebody_missed_is_paid_in_full_before_the_regular_run(self):
        run = self.finish(self.off_cycle(self.pcso, on=date(2026, 9, 15)), pay=True)
        self.assertEqual(self.slip(run, self.pcso).earning_ids.mapped("code"), ["basic_pay"])
        regular = self.calculated()
        self.assertFalse(self.slip(regular, self.pcso), "the month is paid")
        self.assertEqual(regular.people_count, 3)

    def test_overtime_is_priced_by_the_pay_of_the_month(self):
        self.finish(self.calculated(), pay=True)
        self.env["police.pay.element"].create(
            {
                "employee_id": self.sergeant.id,
                "code": "overtime_casual",
                "units": 4,
                "date_from": "2026-09-12",
            }
        )
        run = self.off_cycle(self.sergeant)
        line = self.slip(run, self.sergeant).earning_ids
        self.assertEqual(line.code, "overtime_casual")
        self.assertGreater(line.amount, 0)

    def test_whoever_has_nothing_to_come_is_named(self):
        self.finish(self.calculated(), pay=True)
        run = self.off_cycle(self.staff | self.pcso)
        self.assertEqual(set(run.problem_ids.mapped("code")), {"nothing_to_pay", "nobody"})
        self.assertFalse(run.people_count)

    def test_days_that_can_not_be(self):
        self.finish(self.calculated(), pay=True)
        for on, words in ((date(2026, 10, 4), "not a banking day"), (date(2026, 9, 29), "must come after")):
            with self.assertRaises(UserError, msg=words) as caught:
                self.off_cycle(self.staff, on=on)
            self.assertIn(words, str(caught.exception))
        self.bonus(self.staff, 10)
        self.off_cycle(self.staff)
        with self.assertRaises(ValidationError):
            self.off_cycle(self.pcso)
        with self.assertRaises(AccessError):
            self.env(user=self.approver)["police.off.cycle.wizard"].create(
                {
                    "period_id": self.september.id,
                    "pay_date": AFTER,
                    "employee_ids": self.staff.ids,
                    "reason": "x",
                }
            ).action_create()

    def reverse(self, slips, on=AFTER):
        wizard = self.clerk_env["police.reversal.wizard"].create(
            {"slip_ids": slips.ids, "pay_date": on, "reason": "Paid for the wrong person"}
        )
        run = self.clerk_env["police.pay.run"].browse(wizard.action_create()["res_id"])
        run._calculate_now()
        return run

    def test_ledger_year_to_date_and_hmrc_are_as_if_it_had_not_been(self):
        regular = self.finish(self.calculated(), pay=True)
        slip = self.slip(regular, self.sergeant)
        untouched = self.bonus(self.sergeant, 50)
        run = self.finish(self.reverse(slip), pay=True)
        back = self.slip(run, self.sergeant)
        self.assertEqual((back.gross, back.tax, back.employee_nic, back.net),
                         (-slip.gross, -slip.tax, -slip.employee_nic, 0))  # fmt: skip
        self.assertEqual(back.ytd["taxable_pay"], 0)
        self.assertTrue(all(row[1:] == [0, 0, 0, 0, 0, 0] for row in back.ytd["nic"]))
        self.assertTrue(run.certificate_agreed)
        self.assertTrue(slip.is_reversed)
        self.assertFalse(untouched.paid_run_id, "a reversal takes nothing in")
        accounts = self.env["police.pay.account.map"]._accounts_for(self.company)
        both = (regular.sudo().move_id | run.sudo().move_id).line_ids
        owed = {}
        for line in both.filtered(lambda line: line.account_id == accounts["net_pay_clearing"]):
            owed[line.move_id] = line.balance
        self.assertNotIn(run.sudo().move_id, owed, "no money moves")
        debt = run.sudo().move_id.line_ids.filtered(
            lambda line: line.account_id == accounts["deductions_creditor"]
        )
        self.assertEqual(cents(debt.balance), cents(slip.net))
        self.assertIn(b"no payments", run.output_ids.filtered(lambda o: o.kind == "bacs")._bytes().lower())
        fps = run.output_ids.filtered(lambda o: o.kind == "fps")._bytes()
        self.assertIn(f"<TaxablePay>-{pence(str(slip.taxable_pay)) // 100}".encode(), fps)

    def test_then_paid_rightly(self):
        slip = self.slip(self.finish(self.calculated(), pay=True), self.staff)
        self.finish(self.reverse(slip), pay=True)
        run = self.finish(self.off_cycle(self.staff, on=date(2026, 10, 7)), pay=True)
        again = self.slip(run, self.staff)
        self.assertEqual(
            (again.gross, again.tax, again.employee_nic, again.net),
            (slip.gross, slip.tax, slip.employee_nic, slip.net),
        )

    def test_taking_back_an_earlier_month_does_not_touch_this_months_contributions(self):
        august = self.slip(self.finish(self.calculated(self.august), pay=True), self.staff)
        self.finish(self.calculated(), pay=True)
        self.finish(self.reverse(august, on=date(2026, 10, 6)), pay=True)
        self.bonus(self.staff, 2000)
        late = self.slip(self.off_cycle(self.staff, on=date(2026, 10, 7)), self.staff)
        # tax month 7, monthly primary threshold 1,048: 8% of 952; the reversal of the 6th is August's affair
        self.assertEqual((late.tax_period, late.employee_nic), (7, 76.16))

    def test_once_only_and_of_closed_runs_only(self):
        run = self.calculated()
        with self.assertRaises(UserError):
            self.reverse(self.slip(run, self.staff))
        self.finish(run, pay=True)
        first = self.reverse(self.slip(run, self.staff))
        with self.assertRaises(UserError):
            self.reverse(self.slip(run, self.staff), on=date(2026, 10, 6))
        first.action_cancel()
        self.finish(self.reverse(self.slip(run, self.staff)))
        with self.assertRaises(UserError) as caught:
            self.reverse(self.slip(run, self.pcso), on=date(2027, 4, 7))
        self.assertIn("late FPS", str(caught.exception))

    def test_to_a_new_account_by_two_people(self):
        run = self.finish(self.calculated(), pay=True)
        slip = self.slip(run, self.staff)
        record = self.clerk_env["police.returned.payment"].create({"slip_id": slip.id, "method": "bacs",
                                                                   "pay_date": "2026-10-08"})  # fmt: skip
        approver = record.with_user(self.approver)
        with self.assertRaises(UserError):
            approver.action_approve()  # still the old account
        self.staff.bank_account_ids.write(
            {"clearing_number": NEW_ACCOUNT["sort_code"], "acc_number": NEW_ACCOUNT["account_number"]}
        )
        with self.assertRaises(AccessError):
            record.with_user(self.clerk).action_approve()
        approver.action_approve()
        approver.action_reissue()
        self.assertEqual((record.state, record.amount), ("reissued", slip.net))
        self.assertTrue(record.file)
        with self.assertRaises(UserError):
            approver.action_reissue()

    def test_only_of_what_was_sent(self):
        slip = self.slip(self.calculated(), self.staff)
        with self.assertRaises(UserError):
            self.clerk_env["police.returned.payment"].create({"slip_id": slip.id})

    def test_national_insurance_on_both_together(self):
        """Regulation 15: the second employment owes contributions on both less those of the first."""
        alone = self.calculated()
        separate = {p: cents(self.slip(alone, p).employee_nic) for p in (self.staff, self.pcso)}
        self.pcso.sudo().nino = self.staff.nino
        self.env["police.linked.employment"].create(
            {"first_id": self.staff.id, "second_id": self.pcso.id, "date_from": "2026-09-01"}
        )
        alone._calculate_now()
        first, second = self.slip(alone, self.staff), self.slip(alone, self.pcso)
        both = nic.compute(
            RuleSet.load(),
            self.september._to_engine(),
            "A",
            cents(first.nicable_pay) + cents(second.nicable_pay),
        )
        self.assertEqual(cents(first.employee_nic), separate[self.staff])
        self.assertEqual(cents(second.employee_nic), both.employee - separate[self.staff])
        self.assertGreater(cents(second.employee_nic), separate[self.pcso])
        fps = self.finish(alone).output_ids.filtered(lambda output: output.kind == "fps")._bytes()
        self.assertEqual(fps.count(b"<AggregatedEarnings>yes</AggregatedEarnings>"), 2)

    def test_only_of_one_person(self):
        with self.assertRaises(ValidationError):
            self.env["police.linked.employment"].create(
                {"first_id": self.staff.id, "second_id": self.pcso.id}
            )
