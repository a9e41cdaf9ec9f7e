"""Leavers before and after the run, payments after the P45, and a death in service."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import ACCOUNT, NEW_ACCOUNT, MoversCase, tagged


@tagged("post_install", "-at_install", "police")
class TestLeavers(MoversCase):
    def test_before_the_run_pay_stops_on_the_day(self):
        leaver = self.leave(self.staff, date(2026, 9, 15))
        self.assertEqual(leaver.timing, "before")
        slip = self.slip(self.finish(self.calculated(), pay=True), self.staff)
        # 31,086 / 12 x 15/30
        self.assertEqual(slip.gross, 1295.25)
        leaver.with_user(self.clerk).action_p45()
        document = leaver.p45_document_id
        self.assertEqual((document.kind, document.tax_year, leaver.state), ("p45", "2026-27", "papers"))
        with self.assertRaises(UserError):
            leaver.with_user(self.clerk).action_p45()
        with self.assertRaises(UserError):
            document.sudo().write({"name": "x"})

    def test_after_the_p45_0t_month_1_and_a_week_for_national_insurance(self):
        leaver = self.leave(self.staff, date(2026, 9, 15))
        self.finish(self.calculated(), pay=True)
        leaver.with_user(self.clerk).action_p45()
        self.env["police.pay.element"].create(
            [
                {
                    "employee_id": self.staff.id,
                    "code": "unison_subscription",
                    "amount": 15,
                    "recurrence": "every_period",
                    "date_from": "2026-04-01",
                }
            ]
        )
        self.bonus(self.staff, 600, date_from="2026-09-14", reference="Overtime found late")
        october = self.calendar.period_ids.filtered(lambda p: p.date_from == date(2026, 10, 1))
        run = self.calculated(october)
        self.assertFalse(run.problem_ids.filtered(lambda p: p.severity == "blocking").mapped("message"))
        slip = self.slip(run, self.staff)
        self.assertEqual((slip.tax_code, slip.tax_basis, slip.gross), ("0T", "week1month1", 600))
        self.assertEqual((slip.pension_employee, slip.tax), (39, 112.2))  # 6.5% of 600; 20% of 561
        self.assertFalse(slip.other_deductions, "a standing deduction ends with the job")
        # 2026-27, weekly primary threshold 242: 8% of 358
        self.assertEqual(slip.employee_nic, 28.64)
        self.finish(run)
        fps = run.output_ids.filtered(lambda o: o.kind == "fps")._bytes()
        self.assertIn(b"<PmtAfterLeaving>yes</PmtAfterLeaving>", fps)

    def test_known_after_the_run_the_overpayment_is_listed(self):
        self.finish(self.calculated(), pay=True)
        leaver = self.leave(self.staff, date(2026, 9, 15))
        leaver.known_on = "2026-10-02"
        self.assertEqual(leaver.timing, "after")
        over = leaver.matter_ids.filtered(lambda m: m.kind == "overpaid")
        self.assertEqual(over.amount, 1295.25)
        with self.assertRaises(UserError):
            leaver.with_user(self.clerk).action_close()

    def test_a_claim_after_the_last_day_blocks_and_has_an_owner(self):
        claim = self.env["police.pay.element"].create(
            {
                "employee_id": self.staff.id,
                "code": "staff_overtime_half",
                "units": 3,
                "date_from": "2026-09-20",
            }
        )
        leaver = self.leave(self.staff, date(2026, 9, 15))
        leaver.owner_id = self.clerk
        run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "claim_after_leaving")
        self.assertEqual((problem.severity, problem.employee_id), ("blocking", self.staff))
        self.assertIn("20 September 2026", problem.message)
        self.assertIn(self.clerk.name, problem.message)
        self.assertEqual(self.slip(run, self.staff).earning_ids.mapped("code"), ["basic_pay"])
        matter = leaver.matter_ids.with_user(self.clerk)
        self.assertEqual((matter.kind, matter.element_id), ("claim", claim))
        with self.assertRaises(UserError):
            matter.action_settle()
        matter.settled_how = "Worked on the 20th as agreed with HR"
        matter.action_settle()
        run._calculate_now()
        self.assertFalse(run.problem_ids.filtered(lambda p: p.code == "claim_after_leaving"))
        self.assertIn("staff_overtime_half", self.slip(run, self.staff).earning_ids.mapped("code"))

    def test_leave_due_is_worth_a_days_pay_a_day(self):
        leaver = self.leave(self.sergeant, date(2026, 9, 30)).with_user(self.clerk)
        leaver.leave_days = 3
        leaver.action_pay_in_lieu()
        element = leaver.leave_element_id
        self.assertEqual((element.code, element.amount), ("pay_in_lieu_of_leave", leaver.leave_amount))
        salary = self.slip(self.calculated(), self.sergeant).earning_ids.filtered(
            lambda x: x.code == "basic_pay"
        )
        yearly = round(salary.amount * 12 / 3) * 3  # published points are multiples of three pounds
        expected = round(3 * yearly * 6 / 313 / 7, 2)
        self.assertAlmostEqual(element.amount, expected, delta=0.02)
        with self.assertRaises(UserError):
            leaver.action_pay_in_lieu()

    def test_no_p45_before_the_last_pay(self):
        leaver = self.leave(self.staff, date(2026, 9, 15))
        self.calculated()
        with self.assertRaises(UserError) as caught:
            leaver.with_user(self.clerk).action_p45()
        self.assertIn("not approved", str(caught.exception))

    def test_the_envelope_says_nothing(self):
        self.staff.sudo().private_street = "The Old Police House"
        to, exposing = self.staff._addressee()
        self.assertEqual((to.by_hand, exposing), (True, ("Police",)))
        self.assertTrue(self.sergeant._addressee()[0].address)
        self.sergeant.sudo().post_by_hand = True
        self.assertTrue(self.sergeant._addressee()[0].by_hand)

    def died(self, on=date(2026, 9, 15)):
        leaver = self.leave(self.constable, on)
        leaver.with_user(self.hr_officer).write({"reason": "death", "owner_id": self.hr_officer.id})
        return leaver

    def test_no_letters_no_login_no_p45_but_a_task(self):
        """Q-30: nothing goes out by itself and a named person has a task."""
        leaver = self.died()
        self.assertTrue(self.constable.sudo().letters_stopped)
        self.assertFalse(self.employee_user.active)
        self.assertEqual(leaver.activity_ids.user_id, self.hr_officer)
        self.assertIn("pension", leaver.matter_ids.mapped("kind"))
        with self.assertRaises(UserError) as caught:
            leaver.with_user(self.clerk).action_p45()
        self.assertIn("personal representative", str(caught.exception))
        partner = self.constable.sudo().work_contact_id
        partner.email = "joan@example.org"
        message = leaver.message_post(body="Reminder", partner_ids=partner.ids, message_type="comment",
                                      subtype_xmlid="mail.mt_comment")  # fmt: skip
        mails = self.env["mail.mail"].sudo().search([("mail_message_id", "=", message.id)])
        self.assertNotIn(partner, mails.recipient_ids)

    def test_pay_is_held_until_two_people_confirmed_the_estate(self):
        leaver = self.died()
        run = self.calculated()
        self.assertFalse(self.slip(run, self.constable))
        self.assertIn("estate_not_confirmed", run.problem_ids.mapped("code"))
        with self.assertRaises(UserError):
            leaver.with_user(self.approver).action_confirm_estate()
        leaver.with_user(self.clerk).write(
            {
                "representative_name": "Robin Half",
                "representative_relation": "executor",
                "representative_address": "9 Sea View\nTestford\nTS1 3AA",
                "representative_evidence": "Grant of probate of 1 October 2026",
                "estate_sort_code": NEW_ACCOUNT["sort_code"],
                "estate_account_number": NEW_ACCOUNT["account_number"],
                "estate_account_name": "Estate of J Half",
            }
        )
        with self.assertRaises(AccessError):
            leaver.with_user(self.clerk).action_confirm_estate()
        leaver.with_user(self.approver).action_confirm_estate()
        run._calculate_now()
        slip = self.slip(run, self.constable)
        self.assertEqual((slip.account_number, slip.tax_code), (NEW_ACCOUNT["account_number"], "1257L"))
        self.assertEqual((slip.ni_category, slip.employee_nic, slip.employer_nic), ("X", 0, 0))
        self.assertNotEqual(slip.account_number, ACCOUNT["account_number"])
        with self.assertRaises(UserError):
            leaver.sudo().estate_account_number = "11111111"
        self.finish(run)
        leaver.with_user(self.clerk).action_estate_letter()
        letter = leaver.sudo().estate_document_id
        self.assertEqual((letter.kind, letter.delivery, letter.released), ("estate", "representative", False))

    def test_bad_account_of_the_estate(self):
        leaver = self.died()
        with self.assertRaises(UserError), self.cr.savepoint():
            leaver.write({"estate_sort_code": "12", "estate_account_number": "34"})

    def test_the_form_opens_for_hr(self):
        with Form(self.died().with_user(self.hr_officer)) as form:
            form.note = "Family visited"
