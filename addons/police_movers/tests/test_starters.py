"""Starters: HR's joiners appear, the P45 and the checklist decide the code, faults are said."""

from datetime import date

from odoo.addons.police_hr.services.people_loader import load_people
from odoo.exceptions import AccessError, UserError

from .common import MoversCase, tagged


@tagged("post_install", "-at_install", "police")
class TestStarters(MoversCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        facts = cls._person(
            200009,
            "Nova",
            "Starter",
            "staff",
            "police_staff",
            local_salary_id=cls.salary.id,
            weekly_hours=37,
            full_time_hours=37,
            contract_date_start="2026-09-14",
            appointed_on=False,
        )
        cls.joiner = load_people(cls.env(su=True), cls.company, [facts])
        cls.starter = cls.env["police.starter"]._find_new(cls.company).with_user(cls.clerk)

    def test_joiners_appear_once(self):
        self.assertEqual(self.starter.employee_id, self.joiner)
        self.assertEqual(
            (self.starter.joined_on, self.starter.first_pay_date), (date(2026, 9, 14), date(2026, 9, 30))
        )
        self.assertFalse(self.env["police.starter"]._find_new(self.company))

    def test_without_papers_0t_and_a_warning(self):
        self.assertEqual((self.starter.tax_code, self.starter.tax_basis), ("0T", "Week 1 / month 1"))
        self.assertIn("No starter declaration", self.starter.problems)
        run = self.calculated()
        self.assertIn("starter_declaration", run.problem_ids.mapped("code"))
        self.starter.action_apply()
        run._calculate_now()
        self.assertNotIn("starter_declaration", run.problem_ids.mapped("code"))
        fps = self.finish(run).output_ids.filtered(lambda output: output.kind == "fps")._bytes()
        self.assertIn(b"<StartDec>C</StartDec>", fps)

    def test_declaration_and_loans(self):
        self.starter.write({"declaration": "B", "student_loan_plan": "plan_5", "postgraduate_loan": True})
        self.starter.action_apply()
        profile = self.profile(self.joiner)
        self.assertEqual(
            (profile.tax_code, profile.tax_basis, profile.student_loan_plan, profile.postgraduate_loan,
             profile.starter_declaration, profile.pension_scheme, profile.date_from),
            ("1257L", "week1month1", "plan_5", True, "B", "lgps", date(2026, 9, 14)),
        )  # fmt: skip
        slip = self.slip(self.calculated(), self.joiner)
        self.assertEqual(slip.tax_code, "1257L")
        with self.assertRaises(UserError):
            self.starter.action_apply()

    def test_a_p45_of_this_year_brings_code_and_figures(self):
        self.starter.write(
            {"declaration": "B", "has_p45": True, "p45_code": "1100L", "p45_leaving_date": "2026-09-11",
             "p45_pay": 9000, "p45_tax": 800}
        )  # fmt: skip
        self.starter.action_apply()
        opening = self.env["police.pay.opening"].search([("employee_id", "=", self.joiner.id)])
        self.assertEqual(
            (opening.tax_year, opening.previous_pay, opening.previous_tax), ("2026-27", 9000, 800)
        )
        slip = self.slip(self.calculated(), self.joiner)
        self.assertEqual((slip.tax_code, slip.ytd["previous_pay"]), ("1100L", 900000))

    def test_faults_of_a_p45_are_said_and_stop_it(self):
        self.starter.write({"declaration": "A", "has_p45": True, "p45_code": "11OOL",
                            "p45_leaving_date": "2026-09-20", "p45_pay": 100, "p45_tax": 900})  # fmt: skip
        for words in ("tax code", "after starting here", "swapped"):
            self.assertIn(words, self.starter.problems)
        with self.assertRaises(UserError):
            self.starter.action_apply()
        self.starter.write(
            {
                "p45_code": "1257L",
                "p45_leaving_date": "2026-09-01",
                "p45_pay": 900,
                "p45_tax": 100,
                "p45_student_loan": True,
            }
        )
        self.assertIn("ask for the plan", self.starter.problems)
        self.assertTrue(self.starter.is_blocked)

    def test_only_clerks(self):
        with self.assertRaises(AccessError):
            self.starter.with_user(self.approver).action_apply()

    def test_a_rejoiner_in_the_same_year_needs_a_new_number(self):
        self.finish(self.calculated(self.august), pay=True)
        leaver = self.leave(self.staff, date(2026, 8, 31))
        leaver.with_user(self.clerk).action_p45()
        self.env["police.rejoin.wizard"].create(
            {"employee_id": self.staff.id, "date": "2026-09-14", "rank_id": self.staff.rank_id.id,
             "weekly_hours": 37, "local_salary_id": self.salary.id}
        ).action_rejoin()  # fmt: skip
        starter = self.env["police.starter"]._find_new(self.company).with_user(self.clerk)
        self.assertEqual((starter.employee_id, starter.is_rejoiner), (self.staff, True))
        run = self.calculated()
        self.assertIn(
            "rejoiner_number", run.problem_ids.filtered(lambda p: p.severity == "blocking").mapped("code")
        )
        old = self.slip(self.august.run_ids, self.staff)
        starter.write(
            {
                "declaration": "B",
                "has_p45": True,
                "p45_code": "1257L",
                "p45_leaving_date": "2026-08-31",
                "p45_pay": old.ytd["taxable_pay"] / 100,
                "p45_tax": old.ytd["tax"] / 100,
            }
        )
        with self.assertRaises(UserError) as caught:
            starter.action_apply()
        self.assertIn("200001-2", str(caught.exception))
        starter.new_payroll_reference = "200001-2"
        starter.action_apply()
        self.assertEqual(self.staff.payroll_reference, "200001-2")
        run._calculate_now()
        self.assertNotIn("rejoiner_number", run.problem_ids.mapped("code"))
        slip = self.slip(run, self.staff)
        self.assertEqual(slip.ytd["previous_pay"], old.ytd["taxable_pay"], "as the P45 says")
        self.assertEqual(slip.ytd["taxable_pay"], round(slip.taxable_pay * 100), "of the new number only")
        self.assertEqual([row[1] for row in slip.ytd["nic"]], [round(slip.nicable_pay * 100)])

    def test_a_number_put_right_in_a_running_job_takes_its_figures_along(self):
        self.finish(self.calculated(self.august), pay=True)
        old = self.slip(self.august.run_ids, self.staff)
        self.staff.sudo().payroll_reference = "200099"
        slip = self.slip(self.calculated(), self.staff)
        self.assertEqual(slip.ytd["taxable_pay"], old.ytd["taxable_pay"] + round(slip.taxable_pay * 100))
