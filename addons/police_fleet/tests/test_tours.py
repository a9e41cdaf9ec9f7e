"""Tour in Chromium: the fleet manager books a service that is due."""

from datetime import timedelta

from odoo.addons.police_fleet.services import bookings
from odoo.tests import HttpCase, tagged

from .common import FleetCase


@tagged("post_install", "-at_install", "police_tour")
class TestBookingTour(FleetCase, HttpCase):
    def test_manager_books(self):
        car = self.vehicle(acquisition_date=self.today - timedelta(days=500))
        self.read(car, (400, 1000), (1, 9000))
        bookings.refresh(self.env, self.force)
        due = self.env["police.fleet.service.due"].search([("vehicle_id", "=", car.id)])
        self.assertEqual(due.urgency, "overdue")
        self.start_tour("/odoo/services-due", "police_fleet_books", login=self.manager.login)
        due.invalidate_recordset()
        self.assertEqual((due.booking_id.state, due.booking_id.workshop_id), ("booked", self.workshop))
        self.assertEqual(due.booking_id.vehicle_id, car)
