"""Due services in the database: made from plans, readings and the last service."""

from datetime import timedelta

from odoo.addons.police_fleet.services import bookings
from odoo.addons.police_fleet.services.due import add_months
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import FleetCase


@tagged("post_install", "-at_install", "police")
class TestDue(FleetCase):
    def row(self, vehicle):
        bookings.refresh(self.env, self.force, self.today)
        return self.env["police.fleet.service.due"].search([("vehicle_id", "=", vehicle.id)])

    def test_by_date_and_by_distance(self):
        bought = self.today - timedelta(days=100)
        vehicle = self.vehicle(acquisition_date=bought)
        row = self.row(vehicle)
        self.assertEqual((row.due_on, row.due_by, row.urgency), (add_months(bought, 12), "date", "later"))
        self.read(vehicle, (51, 5_900), (1, 10_900))  # 100 a day, so 11,000 by today and 1,000 left
        row = self.row(vehicle)
        self.assertEqual(
            (row.due_on, row.due_by, row.due_odometer), (self.today + timedelta(days=10), "distance", 12_000)
        )
        self.assertEqual((row.urgency, vehicle.next_service_on), ("soon", row.due_on))
        self.assertLess(row.due_low, row.due_on)
        self.assertGreater(row.due_high, row.due_on)
        self.env["fleet.vehicle.odometer"].create(
            {"vehicle_id": vehicle.id, "value": 12_001}
        ).action_confirm()
        self.assertEqual(self.row(vehicle).urgency, "overdue")

    def test_plans_reach_the_vehicles_they_are_for(self):
        dog = self.vehicle("AB12 CDF", police_role="dog")
        car = self.vehicle("AB12 CDG")
        self.plan.police_role = "dog"
        self.assertTrue(self.row(dog))
        self.assertFalse(self.row(car))
        self.plan.police_role = False
        self.assertTrue(self.row(car))
        self.plan.active = False
        self.assertFalse(self.row(car))

    @mute_logger("odoo.sql_db")
    def test_a_plan_without_an_interval_is_refused(self):
        for vals in (
            {"interval_months": 0, "interval_distance": 0},
            {"interval_months": -6, "interval_distance": 9},
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.plan.write(vals)
                self.env.flush_all()

    def test_refreshing_costs_the_same_queries_for_many_vehicles(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            bookings.refresh(self.env, self.force, self.today)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        for letter in "EFG":
            self.read(self.vehicle(f"AB12 CD{letter}"), (30, 100), (0, 900))
        queries()
        few = queries()
        for number in range(15):
            self.read(self.vehicle(f"AB{20 + number} CDE"), (30, 100), (0, 900))
        queries()
        self.assertLessEqual(queries(), few + 15)
