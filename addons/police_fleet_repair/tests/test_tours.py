"""Tour in Chromium: an unsafe car, its job card, the repair on a phone, the test, back in service."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import RepairCase


@tagged("post_install", "-at_install", "police_tour")
class TestRepairTour(RepairCase, TourCase):
    def test_from_defect_to_back_in_service(self):
        self.on_shelf(self.pads, 2)
        defect = self.report()
        self.start_tour("/odoo/fleet-defects", "police_fleet_repair_give", login=self.manager.login)
        card = defect.job_id
        self.assertEqual(card.technician_id, self.ann)
        card.part_ids.create({"job_id": card.id, "product_id": self.pads.id})
        card.action_reserve_parts()
        self.browser_size = "390x844"
        self.start_tour("/odoo/my-jobs", "police_fleet_repair_work", login=self.ann.user_id.login)
        card.invalidate_recordset()
        self.assertEqual((card.state, card.part_ids.state, defect.state), ("test", "issued", "test"))
        self.browser_size = "1366x768"
        self.start_tour(f"/odoo/job-cards/{card.id}", "police_fleet_repair_sign", login=self.manager.login)
        defect.invalidate_recordset()
        self.car.invalidate_recordset()
        self.assertEqual((defect.state, self.car.road_state), ("closed", "on"))
