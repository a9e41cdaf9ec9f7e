"""Tour in Chromium: the clerk types a week, the supervisor approves it, expected pay has it at once."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install", "police_tour")
class TestDutyTour(DutyCase, TourCase):
    def test_from_sheet_to_expected_pay(self):
        self.approved(self.august)
        self.start_tour("/odoo/duty-sheets", "police_duty_clerk", login=self.clerk.login)
        entry = self.env["police.duty.entry"].search([("employee_id", "=", self.sergeant.id)])
        self.assertEqual((entry.worked_text, entry.state), ("07:00-17:30", "draft"))
        self.start_tour("/odoo/duty-sheets", "police_duty_supervisor", login=self.supervisor.login)
        entry.invalidate_recordset()
        self.assertEqual((entry.state, entry.approved_by_id), ("approved", self.supervisor))
        self.start_tour("/odoo/expected-pay", "police_duty_expected", login=self.clerk.login)
