"""Tour in Chromium: the clerk sends, HMRC refuses one person, the clerk corrects and sends again."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import RtiCase


@tagged("post_install", "-at_install", "police_tour")
class TestRtiTour(RtiCase, TourCase):
    def test_refused_corrected_accepted(self):
        self.gateway.script = ["reject:7826:2:BirthDate", "accept"]
        one = self.fps()
        # The tour lives today, after the demonstration month's pay day, so HMRC wants a reason.
        one.late_reason = "G"
        one.action_ready()
        self.start_tour("/odoo/hmrc-submissions", "police_rti_submission", login=self.clerk.login)
        states = self.env["police.rti.submission"].search([("run_id", "=", one.run_id.id)]).mapped("state")
        self.assertEqual(sorted(states), ["accepted", "cancelled"])
