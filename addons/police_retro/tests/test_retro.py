"""Closed pay changed afterwards: found, decided, paid exactly once, and never edited."""

from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.records import ElementInput, EmploymentSlice
from odoo.addons.police_retro.services import lines_store
from odoo.addons.police_retro.services.now_known import _with_job
from odoo.exceptions import AccessError

from .common import AUGUST, RetroCase, tagged

# Sergeant from 1 September 2025: point 3 is £54,660, point 4 is £56,208 a year (law files, cited there).
# The sergeant of the test force is full time on point 3; a month is a twelfth: 4,555.00 and 4,684.00.
POINT_4_MORE = 4_684_00 - 4_555_00


@tagged("post_install", "-at_install", "police")
class TestRetro(RetroCase):
    def test_a_backdated_point_is_found_approved_and_paid_once(self):
        before = self.august_run.result_hash
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.assertEqual(self.check(), 1)
        change = self.change(self.sergeant)
        self.assertEqual((change.state, change.periods, round(change.gross * 100)), ("open", 1, POINT_4_MORE))
        self.assertEqual(change.cause, "job")
        self.assertIn("3 → 4", change.causes)
        self.assertEqual(change.changed_by, self.hr_officer.name)
        basic = change.line_ids.filtered(lambda line: line.code == "basic_pay")
        self.assertEqual((basic.before, basic.after), (4555.00, 4684.00))
        self.assertIn("should be £4,684.00", basic.explanation)
        self.assertIn("Police Regulations 2003", basic.explanation)

        run = self.calculated()
        self.assertEqual(self.arrears(run, self.sergeant), [])
        warning = run.problem_ids.filtered(lambda p: p.code == "retro_undecided")
        self.assertEqual((warning.employee_id, warning.on_date), (self.sergeant, AUGUST))

        change.with_user(self.clerk).action_approve()
        run._calculate_now()
        paid = dict(self.arrears(run, self.sergeant))
        self.assertEqual(paid["basic_pay"], POINT_4_MORE)
        self.assertEqual(paid["pension_pps_2015"], 17_34)  # 129.00 x 13.44 % = 17.34
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        self.assertEqual((change.state, change.run_id), ("paid", run))

        self.assertEqual(self.check(full=True), 4)
        self.assertFalse(self.env["police.retro.change"].search([("open", "=", True)]))
        self.assertEqual(self.august_run.result_hash, before)

    def test_the_order_of_changes_does_not_matter(self):
        """retro(a then b) = retro(b then a), checked and paid between them or not."""
        hours = {"weekly_hours": 30}
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        self.changed(self.sergeant, date(2026, 8, 15), **hours)
        self.check()
        one = self.change(self.sergeant)
        self.changed(self.constable, date(2026, 8, 15), **hours)
        first = (round(one.gross * 100), one.lines_hash)

        other = self.sergeant.version_ids
        self.changed(self.sergeant, date(2026, 8, 15), weekly_hours=40)
        self.changed(self.sergeant, AUGUST, pay_point="3")
        self.check()
        self.assertFalse(self.change(self.sergeant))
        self.assertTrue(other)
        self.changed(self.sergeant, date(2026, 8, 15), **hours)
        self.check()
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        two = self.change(self.sergeant)
        self.assertEqual((round(two.gross * 100), two.lines_hash), first)

    def test_paid_in_two_months_or_in_one_comes_to_the_same(self):
        """a paid with September, then b: both together are what b and a would have been at once."""
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        self.change(self.sergeant).with_user(self.clerk).action_approve()
        self._approved_run(self.september)
        self.changed(self.sergeant, AUGUST, pay_region="london")
        self.check()
        second = self.change(self.sergeant, "open")
        months = {line.period for line in second.line_ids}
        self.assertEqual(months, {"August 2026", "September 2026"})
        codes = set(second.line_ids.filtered(lambda ln: ln.kind == "earning").mapped("code"))
        self.assertEqual(codes, {"london_weighting"})

    def test_only_touched_people_are_looked_at(self):
        self.changed(self.sergeant, date(2026, 9, 1), pay_point="4")  # not in closed pay
        self.assertEqual(self.check(), 0)
        self.changed(self.constable, date(2026, 8, 20), pay_point="6")
        self.assertEqual(self.check(), 1)
        self.assertEqual(self.check(), 0)

    def test_a_standing_allowance_entered_late_and_stopped_late(self):
        clerk2 = self._user("payroll_clerk")
        elements = self.env["police.pay.element"].with_user(clerk2)
        element = elements.create(
            {"employee_id": self.staff.id, "code": "first_aid_allowance", "amount": 20, "recurrence":
            "every_period",
             "date_from": "2026-08-01"}
        )  # fmt: skip
        self.check()
        change = self.change(self.staff)
        self.assertEqual((round(change.gross * 100), change.cause), (2000, "element"))
        self.assertEqual(change.associated, 20)
        with self.assertRaisesRegex(AccessError, "made a change"):
            change.with_user(clerk2).action_approve()
        change.with_user(self.clerk).action_approve()
        run = self._approved_run(self.september)
        self.assertIn(("first_aid_allowance", 2000), self.arrears(run, self.staff))
        element.date_to = "2026-08-31"
        self.check()
        after = self.change(self.staff, "overpaid")
        self.assertEqual(
            (round(after.gross * 100), set(after.line_ids.mapped("period"))), (-2000, {"September 2026"})
        )

    def test_facts_restored_take_the_difference_away_and_the_decision_with_it(self):
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        self.change(self.sergeant).with_user(self.clerk).action_approve()
        self.changed(self.sergeant, AUGUST, pay_point="2")
        self.check()
        self.assertEqual(self.change(self.sergeant).state, "overpaid")
        self.changed(self.sergeant, AUGUST, pay_point="3")
        self.check()
        self.assertFalse(self.change(self.sergeant))

    def test_a_held_difference_is_not_paid_and_keeps_its_reason(self):
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        change = self.change(self.sergeant)
        wizard = self.env["police.retro.decide"].with_user(self.clerk).create(
            {"change_ids": [(6, 0, change.ids)], "decision": "hold", "reason": "Appeal pending"}
        )  # fmt: skip
        wizard.action_confirm()
        run = self.calculated()
        self.assertEqual(self.arrears(run, self.sergeant), [])
        self.assertIn("Appeal pending", run.problem_ids.filtered(lambda p: p.code == "retro_held").message)
        self.assertEqual((change.state, change.decided_by_id), ("held", self.clerk))

    def test_lines_come_back_equal_from_the_store(self):
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        text = self.change(self.sergeant).lines
        self.assertEqual(lines_store.to_json(lines_store.read(text)), text)

    def test_a_late_claim_is_priced_by_the_job_of_its_day_as_now_known(self):
        """Duty of a day before the period carries the job of that day; retro looks it up again."""
        was, now = (
            EmploymentSlice(day, day, "officer", "sergeant", "sergeant", point)
            for day, point in ((date(2026, 7, 3), "3"), (AUGUST, "4"))
        )
        now = now._replace(date_from=date(2026, 7, 1), date_to=date(2026, 7, 31))
        claim = ElementInput("overtime_casual", units=Decimal(4), on=date(2026, 7, 3), held=was)
        self.assertEqual(_with_job(claim, (now,)).held, was._replace(pay_point="4"))
        self.assertEqual(_with_job(claim, ()), claim)
