"""In Chromium: the clerk explains what differs, the approver agrees, the gate opens by itself."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import ParallelCase


@tagged("post_install", "-at_install", "police_tour")
class TestGateTour(ParallelCase, TourCase):
    def test_from_closed_to_open(self):
        self.compared(september={(self.sergeant, "net"): 1, (self.pcso, "net"): 2})
        self.start_tour("/odoo/parallel-runs", "police_parallel_clerk", login=self.clerk.login)
        self.env.invalidate_all()
        self.assertEqual(set(self.current().mapped("state")), {"decided"})
        self.assertFalse(self.project.gate_open)
        self.start_tour("/odoo/parallel-runs", "police_parallel_approver", login=self.approver.login)
        self.env.invalidate_all()
        self.assertTrue(self.project.gate_open)
