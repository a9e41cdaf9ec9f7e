"""In Chromium: booking a service, deciding about a queried reading. Over HTTP: a telematics system posts."""

import json
from datetime import datetime, timedelta

from odoo.addons.police_core.tests.tours import TourCase
from odoo.addons.police_fleet.services import bookings
from odoo.tests import tagged

from .common import FleetCase


@tagged("post_install", "-at_install", "police_tour")
class TestBookingTour(FleetCase, TourCase):
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

    def test_manager_decides_about_a_queried_reading(self):
        car = self.vehicle()
        self.read(car, *((60 - n * 6, 14_000 + n * 100) for n in range(10)), (0, 149_500))
        self.assertEqual(car.queried_count, 1)
        self.start_tour("/odoo/odometer-ledger", "police_fleet_decides", login=self.manager.login)
        self.env.invalidate_all()
        self.assertEqual((car.queried_count, car.odometer), (0, 14_950))

    def test_a_telematics_system_posts_with_its_key(self):
        car = self.vehicle()
        keys = self.env["res.users.apikeys"].with_user(self.manager)
        key = keys._generate("rpc", "telematics", datetime.now() + timedelta(days=1))
        row = {
            "registration": "AB12CDE",
            "date": self.today.isoformat(),
            "odometer": 12_345,
            "reference": "T-1",
        }
        for outcome in ("counted", "known"):
            answer = self.url_open(
                "/json/2/police.fleet.feed/receive_readings",
                data=json.dumps({"source": "telematics", "readings": [row]}),
                headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            )
            self.assertEqual(answer.json(), [{"registration": "AB12CDE", "outcome": outcome, "why": ""}])
        self.assertEqual(car.odometer, 12_345)
