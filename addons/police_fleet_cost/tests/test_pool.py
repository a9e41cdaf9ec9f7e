"""Pool cars and keys: own bookings, no clashes, the release gate, entitlements, and the log."""

from datetime import timedelta

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CostCase


@tagged("post_install", "-at_install", "police")
class TestPool(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.force.write({"fleet_self_insured": True, "fleet_self_insured_note": "RTA 1988 s144(2)"})
        cls.car = cls.vehicle(police_role="pool")
        cls.pool_car = cls.env["police.fleet.pool.car"].create({"vehicle_id": cls.car.id})
        cls.officer, cls.colleague = (
            cls._user("p.one", "police_core.group_employee"),
            cls._user("p.two", "police_core.group_employee"),
        )
        cls.people = {
            user: cls.env["hr.employee"].create(
                {"name": user.login, "user_id": user.id, "company_id": cls.force.id}
            )
            for user in (cls.officer, cls.colleague)
        }

    def book(self, start=1, hours=4, user=None, **vals):
        user = user or self.officer
        begins = fields.Datetime.now() + timedelta(hours=start)
        values = {
            "car_id": self.pool_car.id,
            "start": begins,
            "stop": begins + timedelta(hours=hours),
            "purpose": "Court",
            "employee_id": self.people[user].id,
        }
        return self.env["police.fleet.pool.booking"].with_user(user).create(values | vals)

    def gate(self, *sentences):
        """The fleet's gate says so; other addons add to it (drivers, licences), which is not tested here."""
        self.patch(
            type(self.env["fleet.vehicle"]), "_release_obstacles", lambda *_args, **_named: list(sentences)
        )

    def test_two_people_do_not_have_the_car_at_once(self):
        self.gate()
        self.book()
        with self.assertRaisesRegex(ValidationError, "is taken from .* by p.one"):
            self.book(2, user=self.colleague)
        self.book(5.5, user=self.colleague)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_it_too(self):
        self.gate()
        booking = self.book()
        self.env.flush_all()
        with self.assertRaises(psycopg2.errors.ExclusionViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                """INSERT INTO police_fleet_pool_booking (car_id, employee_id, start, stop, purpose, state)
                   SELECT car_id, employee_id, start, stop, 'x', 'booked'
                     FROM police_fleet_pool_booking WHERE id = %s""",
                [booking.id],
            )

    def test_a_car_that_the_gate_keeps_is_neither_offered_nor_booked(self):
        self.gate("The vehicle tax ends on 01/01/2026.")
        with self.assertRaisesRegex(ValidationError, "vehicle tax ends"):
            self.book()
        now = fields.Datetime.now()
        draft = (
            self.env["police.fleet.pool.booking"]
            .with_user(self.officer)
            .new({"start": now + timedelta(hours=1), "stop": now + timedelta(hours=2)})
        )
        self.assertFalse(draft.free_ids)

    def test_a_real_gate_keeps_a_car_off_the_road(self):
        self.car._take_off_road("defect", "brakes")
        with self.assertRaisesRegex(ValidationError, "[Oo]ff the road"):
            self.book()

    def test_nobody_books_for_others_or_sees_their_bookings(self):
        self.gate()
        booking = self.book()
        self.assertFalse(self.env["police.fleet.pool.booking"].with_user(self.colleague).search([]))
        with self.assertRaises(AccessError):
            self.book(10, user=self.colleague, employee_id=self.people[self.officer].id)
        with self.assertRaises(AccessError):
            booking.with_user(self.colleague).action_cancel()
        vehicles = self.env["fleet.vehicle"].with_user(self.officer)
        self.assertFalse(vehicles.has_access("write"))
        self.car.police_role = "covert"
        if vehicles.has_access("read"):  # with police_fleet_road crews see vehicles, but not these
            self.assertFalse(vehicles.search([("id", "=", self.car.id)]))

    def test_out_with_the_key_and_back_with_the_mileage(self):
        self.gate()
        cabinet = self.env["police.fleet.cabinet"].create({"name": "Desk", "company_id": self.force.id})
        key = self.env["police.fleet.key"].create(
            {"cabinet_id": cabinet.id, "slot": 1, "vehicle_id": self.car.id}
        )
        booking = self.book(0.1)
        booking.action_take()
        self.assertEqual((booking.state, key.holder_id), ("out", self.people[self.officer]))
        with self.assertRaisesRegex(UserError, "is with"):
            key.with_user(self.manager)._issue(self.people[self.colleague])
        with self.assertRaisesRegex(UserError, "Enter the odometer"):
            booking.action_return()
        booking.dial = 4321
        booking.action_return()
        self.assertFalse(key.holder_id)
        self.assertTrue(key.log_ids.returned_on)
        reading = self.env["fleet.vehicle.odometer"].search([("vehicle_id", "=", self.car.id)])
        self.assertRecordValues(reading, [{"value": 4321.0, "source": "booking"}])

    def test_keys_need_an_entitlement(self):
        self.gate()
        cabinet = self.env["police.fleet.cabinet"].create({"name": "Desk", "company_id": self.force.id})
        key = self.env["police.fleet.key"].create(
            {"cabinet_id": cabinet.id, "slot": 1, "vehicle_id": self.car.id}
        )
        person = self.people[self.officer]
        with self.assertRaisesRegex(UserError, "not entitled"):
            key._issue(person)
        right = {
            "cabinet_id": cabinet.id,
            "employee_id": person.id,
            "date_from": self.day(9),
            "date_to": self.day(1),
        }
        entitlement = self.env["police.fleet.key.entitlement"].create(right)
        with self.assertRaisesRegex(UserError, "not entitled"):
            key._issue(person)  # it ended yesterday
        entitlement.date_to = False
        self.gate("Off the road: brakes")
        with self.assertRaisesRegex(UserError, "stays on its hook: Off the road"):
            key._issue(person)
        self.gate()
        key._issue(person)
        self.assertEqual(key.holder_id, person)
