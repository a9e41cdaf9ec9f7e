"""Tours in Chromium: clerk and approver with an order; a predicted overpayment explained."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import DeductionCase


@tagged("post_install", "-at_install", "police_tour")
class TestDeductionTours(DeductionCase, TourCase):
    def test_order_by_two_people_then_a_prediction(self):
        self.start_tour("/odoo/earnings-orders", "police_deductions_clerk", login=self.clerk.login)
        order = self.env["police.deduction.order"].search([("authority_reference", "=", "CT/26/771")])
        self.assertEqual((order.state, order.table, order.prepared_by_id), ("waiting", "england", self.clerk))
        order.with_user(self.clerk).date_from = "2026-08-01"
        self.start_tour("/odoo/earnings-orders", "police_deductions_approver", login=self.approver.login)
        order.invalidate_recordset()
        self.assertEqual((order.state, order.approved_by_id), ("running", self.approver))
        self.env["police.overpayment.report"].create(
            {"employee_id": self.pcso.id, "date_from": "2026-09-15", "reported_by": "Sgt Bell"}
        )
        run = self.calculated()
        self.assertGreater(self.line(run, self.pcso, "order_council_tax"), 0)
        self.start_tour("/odoo/predicted-overpayments", "police_deductions_predicted", login=self.clerk.login)
        prediction = self.env["police.overpayment.prediction"].search([("run_id", "=", run.id)])
        prediction.invalidate_recordset()
        self.assertEqual((prediction.state, prediction.reason), ("dismissed", "Came back on the 16th"))
        problem = run.problem_ids.filtered(lambda p: p.code == "overpayment_left")
        problem.invalidate_recordset()
        self.assertTrue(problem.acknowledged)
