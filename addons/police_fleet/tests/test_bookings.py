"""Bookings: a vehicle and a bay are in one place at a time; the service is recorded when done."""

from datetime import timedelta

from odoo.addons.police_fleet.services import bookings
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import FleetCase


@tagged("post_install", "-at_install", "police")
class TestBookings(FleetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cars = cls.env["fleet.vehicle"].union(*[cls.vehicle(f"AB12 CD{letter}") for letter in "EFGH"])
        bookings.refresh(cls.env, cls.force, cls.today)
        cls.monday = cls.today + timedelta(days=7 - cls.today.weekday())

    def due(self, car):
        return car.service_due_ids

    def book(self, car, day=None, hour=8, user=None):
        env = self.env(user=user or self.manager)
        return bookings.book(
            env, self.due(car).with_env(env), self.workshop, self.at(day or self.monday, hour), 4
        )

    def test_overdue_services_are_found_until_booked(self):
        found = bookings.due_services(self.env, self.force, self.today)
        self.assertEqual(found.vehicle_id, self.cars)
        self.book(self.cars[0])
        self.assertEqual(bookings.due_services(self.env, self.force, self.today).vehicle_id, self.cars[1:])
        with self.assertRaisesRegex(UserError, "booked already"):
            self.book(self.cars[0])

    def test_a_vehicle_is_not_booked_twice_at_a_time(self):
        first = self.book(self.cars[0])
        twin = first.copy({"due_id": False})
        self.assertEqual(twin.state, "planned")
        with self.assertRaisesRegex(ValidationError, "is booked already"), self.env.cr.savepoint():
            twin.action_book()
        self.env.invalidate_all()  # the refused write was rolled back, as the whole request would be
        twin.write({"start": self.at(self.monday, 12), "stop": self.at(self.monday, 13)})
        twin.action_book()  # it begins as the first one ends
        with self.assertRaises(ValidationError):
            twin.start = self.at(self.monday, 11)

    def test_a_workshop_takes_as_many_as_it_has_bays(self):
        self.book(self.cars[0])
        self.book(self.cars[1])
        with self.assertRaisesRegex(ValidationError, "has 2 bays"), self.env.cr.savepoint():
            self.book(self.cars[2], hour=11)
        self.env.invalidate_all()
        self.book(self.cars[2], hour=12)

    def test_cancelling_frees_vehicle_and_bay(self):
        self.book(self.cars[0]).action_cancel()
        again = self.book(self.cars[0])
        self.assertEqual(self.due(self.cars[0]).booking_id, again)

    def test_from_booked_to_done(self):
        car = self.cars[0].with_user(self.manager)
        booking = self.book(car)
        with self.assertRaises(UserError):
            booking.action_done()
        booking.action_start()
        self.assertEqual((car.road_state, car.off_road_ids.reason), ("off", "service"))
        with self.assertRaisesRegex(UserError, "enter the odometer"):
            booking.action_done()
        booking.write({"odometer": 15_000, "cost": 240.50})
        booking.action_done()
        due = self.due(car)
        self.assertEqual((booking.state, car.road_state, due.urgency), ("done", "on", "later"))
        self.assertEqual(
            (due.last_done_on, due.last_done_odometer, due.due_odometer), (self.today, 15_000, 27_000)
        )
        self.assertEqual((booking.log_id.amount, booking.log_id.odometer), (240.50, 15_000))
        with self.assertRaises(UserError):
            booking.action_cancel()
        with self.assertRaises(UserError):
            booking.unlink()

    def test_a_slip_at_the_service_does_not_move_the_next_one(self):
        car = self.cars[0]
        self.read(car, *((60 - n * 6, 14_000 + n * 100) for n in range(10)))
        booking = self.book(car)
        booking.action_start()
        booking.odometer = 149_500  # 14,950 with a digit too many
        booking.action_done()
        self.assertEqual(booking.log_id.odometer_id.state, "queried")
        self.assertEqual(self.due(car).last_done_odometer, 14_900)
        self.assertIn("is queried", booking.message_ids[0].body)

    def test_booking_all_due_services_fills_bays_on_weekdays(self):
        made = bookings.book_due(
            self.env(user=self.manager), self.force, self.today, self.monday + timedelta(days=4)
        )
        self.assertEqual(len(made), 4)
        days = sorted(booking.start.date() for booking in made)
        friday, next_monday = self.monday + timedelta(days=4), self.monday + timedelta(days=7)
        self.assertEqual(days, [friday, friday, next_monday, next_monday])
        self.assertEqual(set(made.mapped("state")), {"booked"})

    def test_workshops_of_another_force_are_refused(self):
        foreign = self.env["police.fleet.workshop"].create(
            {"name": "South", "company_id": self.other_force.id}
        )
        with self.assertRaisesRegex(ValidationError, "different forces"):
            bookings.book(self.env, self.due(self.cars[0]), foreign, self.at(self.monday), 4)
