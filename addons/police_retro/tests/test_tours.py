"""The main story in Chromium: the clerk finds, understands and approves a change to closed pay."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import AUGUST, RetroCase


@tagged("post_install", "-at_install", "police_tour")
class TestRetroTour(RetroCase, TourCase):
    def test_clerk_decides_and_reviews(self):
        self.changed(self.constable, AUGUST, pay_point="6")
        self.check()
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.start_tour("/odoo/retro", "police_retro_clerk", login=self.clerk.login)
        self.assertEqual(self.change(self.sergeant).state, "approved")
        run = self.calculated()
        self.start_tour(f"/odoo/pay-runs/{run.id}", "police_retro_review", login=self.clerk.login)
        self.assertTrue(any(run.comparison_ids.mapped("checked")))
