"""Tour in Chromium: the fleet manager plans next month, moves a job by dragging, and sees the hint."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install", "police_tour")
class TestPlanTour(PlanCase, TourCase):
    def test_manager_plans_and_drags(self):
        self.minimum(3)
        plan = self.new_plan()
        self.start_tour(
            f"/odoo/workshop-plans/{plan.id}", "police_fleet_plan_drags", login=self.manager.login
        )
        plan.invalidate_recordset()
        line = self.line(plan, self.cars[0])
        self.assertEqual((plan.state, line.promised, line.bay_number), ("proposed", True, 2))
