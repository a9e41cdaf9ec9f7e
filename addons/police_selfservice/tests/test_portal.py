"""The pages of My pay over HTTP, as an officer with the portal alone, as staff, and as the curious."""

from odoo.addons.police_engine.money import display
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.addons.police_selfservice.controllers.my_pay import MyPay
from odoo.addons.police_selfservice.controllers.my_queries import MyQueries
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SelfServiceCase


@tagged("post_install", "-at_install", "police")
class TestMyPay(SelfServiceCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        _august, cls.run_september = cls.months()

    def setUp(self):
        super().setUp()
        self.own = self.slip(self.run_september, self.constable)
        self.theirs = self.slip(self.run_september, self.sergeant)

    def sign_in(self, user):
        self.authenticate(user.login, user.login)

    def page(self, path, status=200):
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, status, path)
        return answer.text

    def test_list_slip_year_and_pdf_for_a_portal_user(self):
        self.sign_in(self.portal_user)
        net = display(to_pence(self.own.net))
        page = self.page("/my/pay")
        self.assertIn(net, page)
        self.assertIn("August 2026", page)
        slip = self.page(f"/my/pay/slip/{self.own.id}")
        self.assertIn(net, slip)
        self.assertIn(
            "than in August 2026", slip + "than in August 2026" * ("same as in August 2026" in slip)
        )
        for label in self.own.line_ids.mapped("label"):
            self.assertIn(label.replace("'", "&#39;"), slip)
        self.assertIn("The law behind it", slip)
        self.assertIn("Police Regulations 2003", slip)
        year = self.page("/my/pay/year/2026-27")
        self.assertIn("<svg", year)
        self.assertIn(net, year)
        answer = self.url_open(f"/my/pay/slip/{self.own.id}/pdf")
        self.assertEqual(answer.content[:5], b"%PDF-")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_the_differences_add_up_on_the_page(self):
        self.env["police.pay.element"].create(
            {
                "employee_id": self.constable.id,
                "code": "overtime_casual",
                "units": 3,
                "date_from": "2026-10-03",
            }
        )
        october = self.approved(self.calendar.period_ids.filtered(lambda p: p.date_from.month == 10))
        self.sign_in(self.portal_user)
        page = self.page(f"/my/pay/slip/{self.slip(october, self.constable).id}")
        self.assertIn("Overtime at time and a third is new", page)

    def test_nobody_elses_is_found_whatever_the_number(self):
        line = self.theirs.line_ids[0].id
        query = self.asked(self.run_september, person=self.sergeant)
        for user in (self.portal_user, self.clerk, self.auditor):
            self.sign_in(user)
            for path in (
                f"/my/pay/slip/{self.theirs.id}",
                f"/my/pay/slip/{self.theirs.id}/pdf",
                f"/my/pay/ask?line={line}",
                f"/my/pay/ask?slip={self.theirs.id}",
                f"/my/pay/questions/{query.id}",
                "/my/pay/slip/999999999",
                "/my/pay/year/2019-20",
                "/my/pay/documents/1",
            ):
                with self.subTest(user=user.login, path=path):
                    self.page(path, 404)

    def test_a_run_under_review_is_not_shown(self):
        october = self.calculated(self.calendar.period_ids.filtered(lambda p: p.date_from.month == 10))
        self.sign_in(self.portal_user)
        self.assertNotIn("October 2026", self.page("/my/pay"))
        self.page(f"/my/pay/slip/{self.slip(october, self.constable).id}", 404)

    def test_a_portal_user_reaches_no_payroll_model(self):
        for name in ("police.payslip", "police.payslip.line", "police.pay.query", "police.pay.run"):
            with self.subTest(model=name):
                self.assertFalse(self.env[name].with_user(self.portal_user).has_access("read"))

    def test_no_sign_in_no_page(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/pay").url)

    def test_old_address_and_first_page(self):
        self.sign_in(self.portal_user)
        self.assertTrue(self.url_open("/my/payslips").url.endswith("/my/pay"))
        home = self.page("/my")
        self.assertIn('href="/my/pay"', home)
        self.assertNotIn("/my/payslips", home)

    def test_someone_without_payslips(self):
        self.sign_in(self.hr_officer)
        for path in ("/my/pay", "/my/pay/year", "/my/pay/questions", "/my/pay/notices", "/my/pay/ask"):
            self.page(path)

    def test_pages_are_read_with_a_read_only_cursor(self):
        """So that reading can leave no receipt, even by mistake."""
        for controller in (MyPay, MyQueries):
            for name in vars(controller):
                routing = getattr(getattr(controller, name), "original_routing", None)
                if routing and "POST" not in (routing.get("methods") or ()) and routing.get("routes"):
                    with self.subTest(page=name):
                        self.assertTrue(routing["readonly"])

    # -- questions ----------------------------------------------------------------------------------

    def post(self, path, **values):
        return self.url_open(path, {"csrf_token": Request.csrf_token(self), **values})

    def test_ask_and_read_the_answer(self):
        self.sign_in(self.portal_user)
        line = self.line(self.run_september, self.constable, "income_tax")
        self.assertIn("Income tax", self.page(f"/my/pay/ask?line={line.id}"))
        answer = self.post("/my/pay/ask/send", line=line.id, category="tax", question="Why <b>so</b> much?")
        query = self.env["police.pay.query"].search([("line_id", "=", line.id)])
        self.assertTrue(answer.url.endswith(f"/my/pay/questions/{query.id}"))
        self.assertIn("Why &lt;b&gt;so&lt;/b&gt; much?", answer.text)
        desk = query.with_user(self.clerk)
        desk.message_post(body="Ask the sergeant about him", subtype_xmlid="mail.mt_note")
        desk._answer("Because of your code.", "Regulation 12")
        page = self.page(f"/my/pay/questions/{query.id}")
        self.assertIn("Because of your code.", page)
        self.assertIn("Regulation 12", page)
        self.assertNotIn("Ask the sergeant", page)
        self.assertNotIn("In progress", page)
        self.post(f"/my/pay/questions/{query.id}/say", text="And August?")
        self.assertEqual((query.state, query.reopen_count), ("reopened", 1))
        self.assertIn("And August?", self.page(f"/my/pay/questions/{query.id}"))
        desk._answer("August too.")
        self.post(f"/my/pay/questions/{query.id}/solved")
        self.assertEqual(query.state, "closed")

    def test_faults_come_back_with_what_was_typed(self):
        self.sign_in(self.portal_user)
        count = self.env["police.pay.query"].search_count([])
        self.assertIn("Choose what", self.post("/my/pay/ask/send", category="", question="My words").text)
        self.assertIn("My words", self.post("/my/pay/ask/send", category="", question="My words").text)
        self.assertIn("few words", self.post("/my/pay/ask/send", category="tax", question=" ").text)
        self.assertIn(
            "4000 is the most", self.post("/my/pay/ask/send", category="tax", question="x" * 4001).text
        )
        self.assertEqual(self.env["police.pay.query"].search_count([]), count)

    def test_without_the_token_of_the_page_nothing_is_kept(self):
        self.sign_in(self.portal_user)
        with mute_logger("odoo.http"):
            answer = self.url_open("/my/pay/ask/send", {"category": "tax", "question": "x"})
        self.assertEqual(answer.status_code, 400)

    def test_choice_of_notices(self):
        self.sign_in(self.portal_user)
        self.post("/my/pay/notices/save", payslip="private", answer="none")
        choice = self.env["police.pay.notice.choice"]._of(self.constable)
        self.assertEqual((choice.payslip, choice.answer), ("private", "none"))
        self.assertEqual(self.post("/my/pay/notices/save", payslip="everybody").status_code, 404)
