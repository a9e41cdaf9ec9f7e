"""Tours in Chromium: an officer's daily check on a phone; the fleet manager signs a car back in."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import RoadCase


@tagged("post_install", "-at_install", "police_tour")
class TestDailyCheckTour(RoadCase, TourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_officer_checks_on_a_phone(self):
        self.start_tour("/odoo/daily-check", "police_fleet_road_daily_check", login=self.officer.login)
        check = self.env["police.fleet.check"].search([("vehicle_id", "=", self.car.id)])
        self.assertEqual((check.state, check.result, check.odometer), ("done", "off_road", 41250))
        self.assertEqual(self.car.road_state, "off")
        self.assertEqual(
            self.env["police.fleet.defect"].search([("check_id", "=", check.id)]).severity, "safety"
        )


@tagged("post_install", "-at_install", "police_tour")
class TestSignBackTour(RoadCase, TourCase):
    def test_manager_signs_the_car_back_in(self):
        defect = self.report(self.car).with_user(self.manager)
        defect.action_diagnosed()
        defect.action_work()
        defect.work_done = "Pads and discs replaced"
        self.start_tour("/odoo/fleet-defects", "police_fleet_road_sign_back", login=self.manager.login)
        defect.invalidate_recordset()
        self.assertEqual((defect.state, self.car.road_state), ("closed", "on"))
        self.assertEqual(defect.closed_by_id, self.manager)
