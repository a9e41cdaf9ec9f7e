"""Tour in Chromium: a booking becomes a job card, the technician works on it, somebody else tests it."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import WorkshopCase


@tagged("post_install", "-at_install", "police_tour")
class TestJobTour(WorkshopCase, TourCase):
    def test_from_booking_to_done(self):
        self.money()
        self.on_shelf(self.pads, 2)
        booking = self.booking()
        self.start_tour(
            f"/odoo/service-bookings/{booking.id}", "police_workshop_card", login=self.manager.login
        )
        job = booking.job_id
        self.assertEqual(job.technician_id, self.ann)
        job.part_ids.create({"job_id": job.id, "product_id": self.pads.id})
        job.action_reserve_parts()
        self.browser_size = "390x844"
        self.start_tour("/odoo/my-jobs", "police_workshop_technician", login=self.ann.user_id.login)
        job.invalidate_recordset()
        self.assertEqual((job.state, job.part_ids.state, len(job.labour_ids)), ("test", "issued", 1))
        self.browser_size = "1366x768"
        self.start_tour(f"/odoo/job-cards/{job.id}", "police_workshop_test", login=self.manager.login)
        job.invalidate_recordset()
        self.assertEqual((job.state, booking.state, job.cost_state), ("done", "done", "posted"))
        self.assertEqual(self.car.service_due_ids.last_done_odometer, 21500)
