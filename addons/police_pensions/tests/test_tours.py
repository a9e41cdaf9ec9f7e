"""Tour in Chromium: history, a return drawn up by the clerk and approved by the approver."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.addons.police_payroll.tests.common import PayrollCase
from odoo.tests import tagged


@tagged("post_install", "-at_install", "police_tour")
class TestPensionTour(PayrollCase, TourCase):
    def test_history_to_approved_return(self):
        self.approved()
        self.env["police.pension.return"].with_user(self.clerk).create(
            {"company_id": self.company.id, "date_from": "2026-09-01", "date_to": "2026-09-30"}
        )
        self.start_tour("/odoo/pension-history", "police_pensions_clerk", login=self.clerk.login)
        self.start_tour("/odoo/pension-returns", "police_pensions_draw_up", login=self.clerk.login)
        self.start_tour("/odoo/pension-returns", "police_pensions_approve", login=self.approver.login)
        entry = self.env["police.pension.return"].search([("company_id", "=", self.company.id)])
        self.assertEqual((entry.state, entry.member_count, entry.difference), ("approved", 2, 0))
