"""NINO Verification Request: from selected people to HMRC's numbers on their records."""

import base64

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import RtiCase


@tagged("post_install", "-at_install", "police")
class TestNvr(RtiCase):
    @classmethod
    def _periods(cls):
        return ()  # nobody needs to be paid here

    def request(self, people=None):
        self.pcso.sudo().nino = False
        wizard = self.at(
            self.env["police.rti.nino.request"].with_context(
                active_model="hr.employee", active_ids=(people or self.pcso | self.staff).ids
            )
        ).create({})
        return self.at(self.env["police.rti.submission"].browse(wizard.action_create()["res_id"]))

    def test_asked_sent_and_accepted(self):
        one = self.request()
        self.assertEqual((one.state, one.kind, one.people_count), ("ready", "nvr", 2))
        document = one.sudo()._document_bytes()
        self.assertIn(b"<NINO>AB200001C</NINO>", document)
        self.assertEqual(document.count(b"<NINO>"), 1)
        one.action_send()
        self.assertEqual(one.state, "accepted")

    def test_everybody_without_a_number_is_proposed(self):
        self.pcso.sudo().nino = False
        wizard = self.at(self.env["police.rti.nino.request"]).with_company(self.company).create({})
        self.assertEqual(wizard.employee_ids.ids, self.pcso.ids)

    def answers(self, *rows):
        text = "\n".join(["payroll_number,reply,nino,notice_date", *rows])
        return self.at(self.env["police.rti.nino.reply"]).create(
            {"file": base64.b64encode(text.encode()), "file_name": "answers.csv"}
        )

    def test_answers_go_to_the_record_when_taken_over(self):
        one = self.request()
        self.answers(
            "200002,corrected,AB200009D,2026-10-06", "200001,verified,AB 20 00 01 C,2026-10-06"
        ).action_import()
        checks = self.at(one.nino_check_ids)
        self.assertEqual(set(checks.mapped("reply")), {"verified", "corrected"})
        self.assertFalse(self.pcso.nino)
        checks.action_take_over()
        self.assertEqual((self.pcso.nino, self.staff.nino), ("AB200009D", "AB200001C"))
        with self.assertRaisesRegex(UserError, "already on the person's record"):
            checks[0].reply = "not_traced"

    def test_a_bad_file_changes_nothing_and_lists_every_row(self):
        one = self.request()
        bad = self.answers(
            "200002,corrected,QQ123456C,2026-10-06", "999999,verified,AB200009D,2026-10-06",
            "200001,maybe,AB200001C,2026-10-06", "200001,verified,AB200001C,6 October",
        )  # fmt: skip
        with self.assertRaises(UserError) as caught:
            bad.action_import()
        self.assertEqual(str(caught.exception).count("Row"), 4)
        self.assertEqual(set(one.nino_check_ids.mapped("reply")), {"waiting"})

    def test_replies_typed_in_are_checked(self):
        check = self.at(self.request().nino_check_ids[0])
        for values in (
            {"reply": "verified", "nino_returned": "nonsense", "replied_on": "2026-10-06"},
            {"reply": "not_traced", "nino_returned": "AB200001C", "replied_on": "2026-10-06"},
            {"reply": "not_traced"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                check.write(values)

    def test_faults_are_exceptions_of_the_person(self):
        self.pcso.sudo().private_street = False
        one = self.request(self.pcso)
        self.assertEqual(one.state, "draft")
        self.assertEqual((one.error_ids.number, one.error_ids.employee_id.id), ("7823", self.pcso.id))
