"""What goes out by e-mail: that something is ready, to whom asked for it, and nothing else."""

import re

from odoo.tests import tagged

from .common import SelfServiceCase

FIGURE = re.compile(r"£|\d+\.\d\d")


@tagged("post_install", "-at_install", "police")
class TestNotices(SelfServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_september = cls("setUpClass").approved(cls.september)

    def setUp(self):
        super().setUp()
        self.company.pay_notice_sender = "notices@example.org"
        self.constable.sudo().private_email = "joan@home.example"
        self.sergeant.sudo().work_email = "s@work.example"
        self.choose(self.constable, payslip="private", answer="private")

    def choose(self, person, **values):
        return self.env["police.pay.notice.choice"].create({"employee_id": person.id, **values})

    def mails(self):
        return self.env["mail.mail"].sudo().search([("email_from", "=", "notices@example.org")])

    def check_neutral(self, mail):
        text = f"{mail.subject} {mail.body_html} {mail.email_from}"
        self.assertFalse(FIGURE.search(re.sub(r"href='[^']*'", "", text)), text)
        for word in ("police", "officer", "pay", "salary", self.company.name, "constabulary"):
            self.assertNotIn(word.lower(), re.sub(r"href='[^']*'", "", text).lower())

    def test_a_paid_run_tells_those_who_chose_it(self):
        self.assertFalse(self.mails(), "approved is not yet paid")
        self.run_september.with_user(self.approver).action_pay()
        mail = self.mails()
        self.assertEqual(mail.email_to, "joan@home.example")
        self.check_neutral(mail)

    def test_without_a_neutral_sender_nothing_is_sent(self):
        self.company.pay_notice_sender = False
        self.run_september.with_user(self.approver).action_pay()
        self.assertFalse(self.mails())

    def test_an_answer_is_never_in_an_email(self):
        query = self.asked(self.run_september)
        query.message_subscribe(partner_ids=self.portal_user.partner_id.ids)
        before = self.env["mail.mail"].sudo().search([])
        query._answer("You are owed £123.45.")
        sent = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(len(sent), 1)
        self.assertEqual(sent.email_to, "joan@home.example")
        self.check_neutral(sent)
        self.assertIn(f"/my/pay/questions/{query.id}", sent.body_html)
        self.assertFalse(
            self.env["mail.notification"]
            .sudo()
            .search([("mail_message_id", "in", query.message_ids.ids), ("notification_type", "=", "email")])
        )
