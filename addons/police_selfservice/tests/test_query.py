"""The life of a query: promise, answer, cause, correction, asking again, and what nobody may write."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import SelfServiceCase


@tagged("post_install", "-at_install", "police")
class TestQuery(SelfServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_august, cls.run_september = cls.months()

    def right(self):
        return self.env.ref("police_selfservice.cause_right")

    def test_the_line_its_reason_and_last_month_come_with_the_question(self):
        query = self.asked(self.run_september)
        self.assertTrue(query.name.startswith("PQ"))
        self.assertEqual(query.line_label, "Income tax")
        self.assertIn("Worked out from", query.line_explanation)
        self.assertEqual(query.previous_line_id, self.line(self.run_august, self.constable, "income_tax"))
        self.assertIn("August 2026", query.comparison)
        first = self.asked(self.run_august)
        self.assertFalse(first.previous_line_id)
        self.assertIn("nothing to compare", first.comparison)

    def test_answer_close_and_measures(self):
        query = self.asked(self.run_september)
        query.action_take()
        self.assertEqual((query.state, query.assigned_id), ("in_progress", self.clerk))
        wizard = query.env["police.pay.query.answer"].create(
            {"query_id": query.id, "canned_id": self.env.ref("police_selfservice.canned_tax_cumulative").id}
        )
        self.assertIn("Joan", wizard.body)
        self.assertIn("SI 2003/2682", wizard.citation, "PAYE Regulations 2003")
        wizard.action_send_and_close()
        self.assertEqual((query.state, query.cause_id, query.answer_count), ("closed", self.right(), 1))
        self.assertTrue(query.first_contact)
        self.assertTrue(query.answered_in_time)
        self.assertIn("SI 2003/2682", query._public_messages().body)

    def test_asking_again_is_no_first_contact_resolution(self):
        query = self.asked(self.run_september)
        query._answer("Because.")
        query._say("I still do not see it.")
        self.assertEqual((query.state, query.reopen_count), ("reopened", 1))
        query._answer("Because of the code.")
        query.cause_id = self.right()
        query.action_close()
        self.assertEqual(query.state, "closed")
        self.assertFalse(query.first_contact)

    def test_no_closing_without_answer_or_cause(self):
        query = self.asked(self.run_september)
        with self.assertRaisesRegex(UserError, "not been answered"):
            query.action_close()
        query._answer("Because.")
        with self.assertRaisesRegex(UserError, "which cause"):
            query.action_close()

    def test_wrong_pay_names_its_correction(self):
        query = self.asked(self.run_september, code="basic_pay", category="too_little")
        query._answer("We are sorry.")
        query.cause_id = self.env.ref("police_selfservice.cause_payroll_input")
        with self.assertRaisesRegex(UserError, "puts PQ.* right"):
            query.action_close()
        action = query.action_correct()
        element = (
            query.env["police.pay.element"]
            .with_context(**action["context"])
            .create({"code": "bonus", "amount": 100, "date_from": "2026-10-01"})
        )
        self.assertEqual((query.correction, element.employee_id), (element, self.constable))
        self.assertEqual(element.reference, query.name)
        query.action_close()
        self.assertEqual(query.state, "closed")

    def test_states_and_dates_are_not_written_by_hand(self):
        query = self.asked(self.run_september)
        for values in (
            {"state": "closed"},
            {"due_on": "2030-01-01"},
            {"asked_on": "2020-01-01"},
            {"question": "Nothing"},
            {"answer_count": 1},
            {"line_id": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                query.write(values)
            with self.subTest(forged=values), self.assertRaises(AccessError):
                query.with_context(police_query_write=True).write(values)
        with self.assertRaises(AccessError):
            query.create(
                {"employee_id": self.constable.id, "category": "tax", "question": "x", "state": "closed"}
            )
        with self.assertRaisesRegex(UserError, "is kept"):
            query.sudo().unlink()

    def test_nobody_answers_their_own_question(self):
        self.pcso.sudo().user_id = self.clerk
        query = self.asked(self.run_september, person=self.pcso)
        self.assertFalse(query.search([("id", "=", query.id)]), "the own question is not on the own desk")
        with self.assertRaises(AccessError):
            query.sudo().with_user(self.clerk).sudo()._answer("I am right.")
        other = query.with_user(self.clerk2)
        other._answer("Let us see.")
        self.assertEqual(other.state, "answered")

    def test_other_roles_do_not_answer(self):
        query = self.asked(self.run_september)
        for user in (self.hr_officer, self.accountant, self.employee_user, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                query.with_user(user).sudo()._answer("Hello")

    def test_a_line_of_somebody_else_is_refused(self):
        line = self.line(self.run_september, self.sergeant, "income_tax")
        with self.assertRaisesRegex(ValidationError, "is not a payslip of"):
            self.env["police.pay.query"]._ask(self.constable, "tax", "Why?", line.slip_id, line)
        own = self.slip(self.run_september, self.constable)
        with self.assertRaisesRegex(ValidationError, "not on the payslip"):
            self.env["police.pay.query"]._ask(self.constable, "tax", "Why?", own, line)
        with self.assertRaisesRegex(ValidationError, "few words"):
            self.env["police.pay.query"]._ask(self.constable, "tax", "   ", own)

    def test_quiet_answers_close_themselves(self):
        query = self.asked(self.run_september)
        query._answer("Because.")
        self.env["police.pay.query"]._cron_close_answered()
        self.assertEqual(query.state, "answered")
        long_ago = fields.Datetime.now() - timedelta(days=15)
        query._public_messages().write({"date": long_ago})
        self.env["police.pay.query"]._cron_close_answered()
        self.assertEqual(query.state, "closed")


@tagged("post_install", "-at_install", "police")
class TestPromise(SelfServiceCase):
    def setUp(self):
        super().setUp()
        self.levels = self.env["police.pay.service.level"]

    def level(self, **values):
        return self.levels.create(
            {"company_id": self.company.id, "priority": "1", "amount": 2, "unit": "working_days",
             "date_from": "2026-01-01", "source": "Joint meeting", **values}
        )  # fmt: skip

    def test_the_forces_own_promise_goes_before_the_general_one_from_its_day(self):
        own = self.level(date_from="2026-09-10")
        general = self.env.ref("police_selfservice.service_level_normal")
        self.assertEqual(self.levels._in_force(self.company, "1", datetime(2026, 9, 9).date()), general)
        self.assertEqual(self.levels._in_force(self.company, "1", datetime(2026, 9, 10).date()), own)

    def test_a_query_keeps_the_promise_of_its_day(self):
        self.level(date_to="2026-12-31")
        query = self.env["police.pay.query"]._ask(self.constable, "other", "Where is my P60?")
        query._guarded().write({"asked_on": "2026-09-04 11:00:00"})
        query._promise()
        self.assertEqual(query.due_on, datetime(2026, 9, 8, 16, 0), "Friday noon: Tuesday 17:00 in London")

    def test_not_paid_is_urgent_and_counts_in_hours(self):
        query = self.env["police.pay.query"]._ask(self.constable, "not_paid", "Nothing came.")
        self.assertEqual(query.priority, "2")
        self.assertEqual(query.due_on - query.asked_on, timedelta(hours=4))

    def test_overdue_is_seen_and_found(self):
        query = self.env["police.pay.query"]._ask(self.constable, "not_paid", "Nothing came.")
        self.assertFalse(query.overdue)
        query._guarded().write({"due_on": fields.Datetime.now() - timedelta(minutes=1)})
        self.assertTrue(query.overdue)
        self.assertIn(query, query.search([("overdue", "=", True)]))
        self.assertNotIn(query, query.search([("overdue", "=", False)]))

    def test_two_promises_for_one_day_are_refused(self):
        self.level()
        with self.assertRaisesRegex(ValidationError, "already in force"):
            self.level(date_from="2026-06-01")

    def test_without_a_promise_the_query_says_so(self):
        self.levels.search([]).write({"date_to": "2026-01-31"})
        query = self.env["police.pay.query"]._ask(self.constable, "other", "Hello?")
        self.assertFalse(query.due_on)
        self.assertIn("No service level", str(query.message_ids.mapped("body")))

    def test_prepared_answers_with_unknown_words_or_rules_are_refused(self):
        answers = self.env["police.pay.canned.answer"].with_user(self.clerk)
        with self.assertRaisesRegex(ValidationError, "placeholder"):
            answers.create({"name": "Bad", "body": "Dear {person}"})
        with self.assertRaisesRegex(ValidationError, "no rule of the rule book"):
            answers.create({"name": "Bad", "body": "Dear {name}", "rule": "made_up"})
