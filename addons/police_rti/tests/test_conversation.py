"""An FPS from the approved run to HMRC's answer, and everything that may go wrong on the way."""

import base64
import contextlib
import os
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.addons.police_engine.adapters.rti import corrections, fps, irmark
from odoo.addons.police_engine.adapters.rti.conversation import NoAnswer
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..services.courier import GRACE, Courier
from .common import NOW, RtiCase


@tagged("post_install", "-at_install", "police")
class TestConversation(RtiCase):
    def test_approving_a_run_prepares_its_fps(self):
        one = self.fps()
        self.assertEqual((one.state, one.kind, one.tax_month), ("ready", "fps", 6))
        self.assertEqual((one.payment_date, one.due_on), (date(2026, 9, 30), date(2026, 9, 30)))
        self.assertEqual((one.prepared_by_id, one.people_count), (self.clerk, 4))
        kept = one.run_id.sudo().output_ids.filtered(lambda output: output.kind == "fps")
        self.assertEqual(one.sudo()._document_bytes(), kept._bytes())
        run = one.run_id.sudo()
        self.assertAlmostEqual(one.tax_total, run.tax_total, 2)
        self.assertAlmostEqual(one.employee_nic_total, run.employee_nic_total, 2)

    def test_accepted_and_closed_with_every_message_kept(self):
        one = self.sent("accept")
        self.assertEqual(one.state, "accepted")
        self.assertEqual(self.gateway.requests, ["submit", "poll", "delete"])
        self.assertTrue(one.closed_on and one.correlation and one.receipt)
        self.assertEqual(one.receipt_irmark, one.irmark)
        self.assertIn("NOT HMRC", one.receipt)
        self.assertEqual(len(one.message_line_ids), 6)
        sent = one.message_line_ids[0].sudo()._bytes()
        self.assertTrue(irmark.verify(sent))
        self.assertNotIn(b"stand-in</", sent)  # the password
        self.assertIn("<Qualifier>acknowledgement</Qualifier>", one.message_line_ids[1].xml)

    def test_answer_on_the_third_look(self):
        one = self.sent("delay:3")
        self.assertEqual(one.state, "acknowledged")
        self.cron(self.later(hours=1))
        self.assertEqual(one.state, "acknowledged")
        self.cron(self.later(hours=1))
        self.assertEqual(one.state, "accepted")
        self.assertEqual(self.gateway.requests, ["submit", "poll", "poll", "poll", "delete"])

    def test_nothing_is_asked_before_its_time(self):
        self.gateway.interval = 600
        self.addCleanup(setattr, self.gateway, "interval", 0)
        one = self.sent("delay:9")
        looks = self.gateway.requests.count("poll")
        self.cron(self.later(seconds=30))
        self.assertEqual(self.gateway.requests.count("poll"), looks)
        self.assertGreaterEqual(one.next_check, NOW + timedelta(seconds=600))

    def test_rejection_is_an_owned_exception_with_person_rule_and_date(self):
        one = self.sent("reject:7826:2:BirthDate")
        self.assertEqual(one.state, "rejected")
        error = one.error_ids
        self.assertEqual((error.number, error.field_name, error.source), ("7826", "BirthDate", "hmrc"))
        self.assertEqual(error.employee_id.id, self.constable.id)
        self.assertEqual((error.owner_id, error.on_date, error.state), (self.clerk, NOW.date(), "open"))
        self.assertTrue(error.rule and error.next_action)
        self.assertEqual(one.activity_ids.user_id, self.clerk)
        self.assertTrue(one.closed_on)
        run = one.run_id.sudo()
        self.assertEqual(run.state, "approved")  # nothing half-posted: the run and its journal stand
        self.assertEqual(run.move_id.state, "posted")

    def test_correct_and_resend_takes_the_facts_of_today(self):
        one = self.sent("reject:7826:2:BirthDate", "accept")
        self.constable.sudo().birthday = date(1991, 5, 6)
        action = one.action_correct()
        fresh = self.at(self.env["police.rti.submission"].browse(action["res_id"]))
        self.assertEqual((one.state, fresh.state, fresh.corrects_id.id), ("cancelled", "draft", one.id))
        fresh.action_ready()
        fresh.action_send()
        self.assertEqual(fresh.state, "accepted")
        self.assertIn(b"<BirthDate>1991-05-06</BirthDate>", fresh.sudo()._document_bytes())
        before, after = one.sudo()._document_bytes(), fresh.sudo()._document_bytes()
        self.assertEqual(fps.read_totals(after), fps.read_totals(before))
        self.assertEqual(set(one.error_ids.mapped("state")), {"solved"})

    def test_each_error_of_the_gateway(self):
        for number in ("1001", "1002", "1020", "1042", "1046", "2001", "2002"):
            with self.subTest(number=number):
                self.gateway.script = [f"fatal:{number}"]
                one = self.fps()
                one.action_send()
                self.assertEqual(one.state, "failed")
                self.assertEqual(one.error_ids.filtered(lambda e: e.state == "open").number, number)
                self.assertTrue(one.error_ids[:1].meaning)
                one.action_retry()
                self.assertEqual(one.state, "ready")

    def test_department_failure_may_be_sent_again(self):
        one = self.sent("department", "accept")
        self.assertEqual((one.state, one.error_ids.number), ("failed", "3000"))
        one.action_retry()
        one.action_send()
        self.assertEqual(one.state, "accepted")

    def test_lost_acknowledgement_is_found_and_nothing_sent_twice(self):
        one = self.sent("drop_after")
        self.assertEqual((one.state, one.lost), ("sent", True))
        self.cron(self.later(minutes=5))
        self.assertEqual(one.state, "accepted")
        self.assertEqual(self.gateway.requests.count("submit"), 1)
        self.assertEqual(len(self.gateway.submissions), 1)

    def test_garbage_instead_of_an_acknowledgement(self):
        one = self.sent("garbage", "accept")
        self.assertEqual((one.state, one.lost), ("sent", True))
        self.cron(self.later(minutes=5))
        self.assertEqual(one.state, "accepted")
        self.assertEqual(len(self.gateway.submissions), 1)

    def test_what_never_arrived_is_sent_again_after_the_grace_only(self):
        one = self.sent("drop_before", "accept")
        self.cron(self.later(minutes=2))
        self.assertEqual((one.state, self.gateway.requests.count("submit")), ("sent", 1))
        self.cron(self.later(seconds=GRACE.total_seconds()))
        self.assertEqual(one.state, "accepted")
        self.assertEqual(len(self.gateway.submissions), 1)

    def test_killed_between_sending_and_storing(self):
        """The attempt was written down and committed; the process died before the answer was stored."""
        self.gateway.script = ["accept"]
        one = self.fps()
        one._transition("sent", mode="stand_in", transaction_id="AB" * 16, sent_on=NOW, next_check=NOW)
        courier = Courier(self.env(su=True))

        def die(url, body):
            self.gateway.handle(url, body)
            raise KeyboardInterrupt

        courier.post = die
        with contextlib.suppress(KeyboardInterrupt):  # assertRaises would roll back what was written down
            courier.advance(one)
        self.assertTrue(one.attempted_on)
        self.cron(self.later(minutes=1))
        self.assertEqual(one.state, "accepted")
        self.assertEqual(self.gateway.requests, ["submit", "list", "poll", "delete"])

    def test_what_is_written_down_is_committed_before_the_line_is_used(self):
        one = self.fps()
        one._transition("sent", mode="stand_in", transaction_id="AB" * 16, sent_on=NOW, next_check=NOW)
        order = []

        def post(url, body):
            order.append("post")
            raise NoAnswer("cut")

        Courier(self.env(su=True), commit=lambda: order.append("commit"), post=post).advance(one)
        self.assertEqual(order, ["commit", "post"])

    def test_nobody_there_waits_longer_each_time(self):
        self.company.rti_endpoint = "http://127.0.0.1:9/submission"
        one = self.fps()
        one.action_send()
        self.assertEqual((one.state, one.attempted_on, one.lost), ("sent", False, False))
        waits = []
        for _ in range(4):
            waits.append(one.next_check - self.clock)
            type(self).clock = one.next_check
            self.cron()
        self.assertEqual(waits, sorted(waits))
        self.assertGreater(waits[-1], waits[0])

    def test_receipt_for_another_document_is_no_acceptance(self):
        one = self.sent("wrong_mark")
        self.assertEqual(one.state, "failed")
        self.assertIn("another IRmark", one.error_ids.message)

    def test_held_no_longer_and_no_answer_is_for_a_person(self):
        one = self.sent("delay:9")
        self.gateway.held.clear()
        self.cron(self.later(hours=1))
        self.assertEqual(one.state, "failed")
        self.assertIn("PAYE Online", one.error_ids.next_action)
        self.assertEqual(self.gateway.requests.count("submit"), 1)

    def test_after_pay_day_a_reason_is_wanted_and_goes_in(self):
        one = self.fps()
        late = self.at(one, datetime(2026, 10, 2, 9))
        with self.assertRaisesRegex(UserError, "late reporting reason"):
            late.action_send()
        self.assertEqual(one.state, "ready")
        late.late_reason = "G"
        self.assertEqual(one.state, "draft")
        late.action_ready()
        late.action_send()
        self.assertEqual((one.state, one.due_status), ("accepted", "late"))
        self.assertEqual(one.sudo()._document_bytes().count(b"<LateReason>G</LateReason>"), 4)

    def test_live_needs_somebody_else(self):
        self.company.write({"rti_mode": "live", "rti_endpoint": False})
        one = self.fps()
        variables = {f"CONSTABULARY_RTI_{name}": "1234" for name in ("SENDER_ID", "PASSWORD", "VENDOR_ID")}
        with patch.dict(os.environ, variables):
            with self.assertRaisesRegex(UserError, "somebody else"):
                one.action_send()
            with self.assertRaises(AccessError):
                one.action_approve()
            self.at(one, user=self.approver).action_approve()
            self.assertEqual(one.approved_by_id, self.approver)
            one._check_sendable()

    def test_missing_connection_and_credentials_are_named(self):
        one = self.fps()
        self.company.rti_mode = False
        with self.assertRaisesRegex(UserError, "no connection to HMRC"):
            one.action_send()
        self.company.write({"rti_mode": "test", "rti_endpoint": False})
        with patch.dict(os.environ, clear=False) as environment:
            environment.pop("CONSTABULARY_RTI_PASSWORD", None)
            with self.assertRaisesRegex(UserError, "CONSTABULARY_RTI_PASSWORD"):
                one.action_send()
        self.company.write({"rti_mode": "live", "rti_endpoint": "http://example.org/submission"})
        with self.assertRaisesRegex(UserError, "https alone"):
            one.action_send()
        self.company.write({"rti_mode": "stand_in", "rti_endpoint": "https://example.org/submission"})
        with self.assertRaisesRegex(UserError, "127.0.0.1"):
            one.action_send()

    def test_sent_once(self):
        one = self.sent("accept")
        with self.assertRaisesRegex(UserError, "not ready"):
            one.action_send()
        with self.assertRaisesRegex(UserError, "nothing to ask"):
            one.action_check()

    def test_states_and_answers_are_not_typed_in(self):
        one = self.fps()
        for values in ({"state": "accepted"}, {"receipt": "ok"}, {"document": base64.b64encode(b"x")}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                one.write(values)
        with self.assertRaises(UserError):
            one.sudo().unlink()
        with self.assertRaises(UserError):
            self.sent_message(one).sudo().write({"summary": "x"})

    def sent_message(self, one):
        one.action_send()
        return one.message_line_ids[0]

    def test_what_hmrc_was_told_is_what_the_slips_add_up_to(self):
        one = self.fps()
        told = corrections.told(one.sudo()._document_bytes())
        for slip in one.run_id.sudo().slip_ids:
            with self.subTest(person=slip.employee_name):
                both = self.env["police.payslip"].sudo().search([("employee_id", "=", slip.employee_id.id)])
                own = told[slip.payroll_reference].ytd
                self.assertEqual(own.taxable_pay, round(100 * sum(both.mapped("taxable_pay"))))
                self.assertEqual(own.tax, round(100 * sum(both.mapped("tax"))))
                employee = round(100 * sum(both.mapped("employee_nic")))
                self.assertEqual(sum(row.employee for row in own.nic), employee)
