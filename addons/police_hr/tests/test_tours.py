"""Tour in Chromium: the HR officer changes hours from a date."""

from datetime import date

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import PoliceCase


@tagged("post_install", "-at_install", "police_tour")
class TestChangeTour(PoliceCase, TourCase):
    def test_hours_from_a_date(self):
        person = self.hire("Quartermain")
        self.start_tour("/odoo/people", "police_hr_changes_hours", login=self.officer_user.login)
        before = person._get_version(date(2026, 11, 30))
        after = person._get_version(date(2026, 12, 1))
        self.assertEqual((before.weekly_hours, after.weekly_hours), (40, 24))
