"""In Chromium: an officer on a phone reads, opens why and asks; payroll answers; the officer sees it."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import SelfServiceCase


@tagged("post_install", "-at_install", "police_tour")
class TestMyPayTour(SelfServiceCase, TourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_ask_answer_read(self):
        self.months()
        self.start_tour("/my/pay", "police_my_pay_ask", login=self.portal_user.login)
        query = self.env["police.pay.query"].search([("employee_id", "=", self.constable.id)])
        self.assertEqual((query.state, query.line_id.code, query.category), ("new", "income_tax", "tax"))
        self.browser_size, self.touch_enabled = "1366x768", False
        self.start_tour("/odoo/pay-queries", "police_query_desk", login=self.clerk.login)
        self.assertEqual((query.state, query.assigned_id), ("answered", self.clerk))
        self.browser_size, self.touch_enabled = "390x844", True
        self.start_tour("/my/pay", "police_my_pay_answer", login=self.portal_user.login)
        self.assertEqual(query.state, "closed")
        self.assertTrue(query.first_contact)
