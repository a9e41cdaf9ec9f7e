"""Expected pay is always current: every change that decides pay, at once, for the person and the force."""

import time
from unittest.mock import patch

from odoo.addons.police_duty.services.expected import ExpectedPay
from odoo.addons.police_engine.exceptions import MissingParameter
from odoo.addons.police_payroll.services.preview import Preview
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install", "police")
class TestExpected(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.close_august()
        cls.worker = ExpectedPay(cls.env, cls.company)

    def net(self, person):
        person.invalidate_recordset()
        return person.with_user(self.clerk).expected_net

    def test_the_open_period_follows_the_last_one_paid(self):
        self.assertEqual(self.worker.period(), self.september)

    def test_expected_is_what_the_run_then_pays(self):
        self.approve(self.late_tour())
        total = self.env["police.pay.expected"].with_user(self.clerk).with_company(self.company).force_total()
        expected = {person: self.net(person) for person in self.people}
        run = self.calculated()
        for person in self.people:
            self.assertEqual(round(expected[person], 2), round(self.slip(run, person).net, 2), person.name)
        self.assertEqual(
            (round(total["net"], 2), round(total["employer_cost"], 2), total["people"]),
            (round(run.net_total, 2), round(run.employer_cost_total, 2), run.people_count),
        )
        row = self.env["police.pay.expected"].search([("employee_id", "=", self.sergeant.id)])
        august = self.slip(self.august.run_ids, self.sergeant)
        self.assertEqual(round(row.net_before, 2), round(august.net, 2))
        self.assertEqual(round(row.net_change, 2), round(row.net - august.net, 2))

    def test_a_duty_shows_in_the_expected_net_when_it_is_approved(self):
        before = self.net(self.sergeant)
        entry = self.late_tour()
        self.assertEqual(self.net(self.sergeant), before)
        self.approve(entry)
        begun = time.perf_counter()
        after = self.net(self.sergeant)
        self.assertLess(time.perf_counter() - begun, 2)
        self.assertGreater(after, before)
        entry.with_user(self.supervisor).action_withdraw()
        self.assertEqual(self.net(self.sergeant), before)

    def test_every_record_that_decides_pay_is_heard(self):
        changes = (
            lambda: self.sergeant.version_id.write({"weekly_hours": 20}),
            lambda: self.profile(self.sergeant).write({"tax_code": "BR"}),
            lambda: self.env["police.pay.element"].create(
                {"employee_id": self.sergeant.id, "code": "bonus", "date_from": "2026-09-02", "amount": 100}
            ),
            lambda: self.sergeant.create_version({"date_version": "2026-09-10", "paid": False}),
            lambda: (
                self.env["police.pay.contributor"]._touched(self.sergeant, None)
                or self.env["police.pay.element"].search([("code", "=", "bonus")]).write({"amount": 300})
            ),
        )
        for change in changes:
            before = self.net(self.sergeant)
            change()
            self.assertNotEqual(self.net(self.sergeant), before)

    def test_writes_only_leave_a_note(self):
        self.net(self.sergeant)
        rows = self.env["police.pay.expected"].search([("employee_id", "=", self.sergeant.id)])
        stamp = rows.computed_at
        self.profile(self.sergeant).write({"tax_code": "BR"})
        self.assertEqual(self.env["police.pay.touch"].search([]).employee_id, self.sergeant)
        self.assertEqual(rows.computed_at, stamp)
        self.sergeant.write({"mobile_phone": "07700 900123"})  # decides no pay
        self.assertEqual(self.worker.refresh(), 1)
        self.assertFalse(self.env["police.pay.touch"].search([("company_id", "=", self.company.id)]))

    def test_a_law_that_lacks_what_all_need_stores_nothing_and_says_so(self):
        before = self.net(self.sergeant)
        self.env["police.pay.touch"]._note(self.sergeant)
        with patch.object(Preview, "computation", side_effect=MissingParameter("No scales in force.")):
            self.assertEqual(self.net(self.sergeant), before)
            total = self.env["police.pay.expected"].with_user(self.clerk).force_total()
        self.assertEqual(total["failure"], "No scales in force.")
        self.assertTrue(self.env["police.pay.touch"].search([("company_id", "=", self.company.id)]))

    def test_a_leaver_with_running_mandates_is_not_expected_to_be_paid(self):
        self.env["police.pay.element"].create(
            {
                "employee_id": self.sergeant.id, "code": "federation_subscription", "date_from": "2026-04-01",
                "recurrence": "every_period", "amount": 25.9,
            }
        )  # fmt: skip
        self.assertTrue(self.net(self.sergeant))
        self.sergeant.version_id.write({"contract_date_end": "2026-08-31"})
        self.assertFalse(self.net(self.sergeant))
        self.assertFalse(self.env["police.pay.expected"].search([("employee_id", "=", self.sergeant.id)]))

    def test_problems_are_told_by_person(self):
        self.profile(self.sergeant).ni_category = False
        self.net(self.sergeant)
        row = self.env["police.pay.expected"].search([("employee_id", "=", self.sergeant.id)])
        self.assertTrue(row.blocking_count)
        self.assertIn("National Insurance", row.problems)
        self.assertEqual((row.net, row.net_change), (0, 0))

    def test_the_month_moves_on_when_a_run_is_approved(self):
        self.net(self.sergeant)
        self.approved()
        self.net(self.sergeant)
        rows = self.env["police.pay.expected"].search([("company_id", "=", self.company.id)])
        self.assertEqual(rows.period_id.mapped("name"), ["October 2026"])

    def test_nobody_writes_expected_pay_and_supervisors_do_not_see_it(self):
        self.net(self.sergeant)
        row = self.env["police.pay.expected"].search([("employee_id", "=", self.sergeant.id)])
        with self.assertRaises(UserError):
            row.sudo().write({"net": 1})
        with self.assertRaises(AccessError):
            self.env["police.pay.expected"].with_user(self.supervisor).force_total()
        self.assertFalse(self.env["police.pay.expected"].with_user(self.supervisor).search([]))
        self.constable.sudo().user_id = self.employee_user
        mine = self.env["police.pay.expected"].with_user(self.employee_user).search([])
        self.assertEqual(mine.employee_id.sudo(), self.constable)

    def test_the_lines_say_what_and_why(self):
        self.approve(self.late_tour())
        action = self.sergeant.with_user(self.clerk).action_expected()
        html = self.env["police.pay.expected"].with_user(self.clerk).browse(action["res_id"]).lines
        self.assertIn("Overtime at time and a third", html)
        self.assertIn("Annex G", html)
