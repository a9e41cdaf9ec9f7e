"""Pool cars and keys: own bookings, no clashes, the release gate, entitlements, and the log."""

from datetime import timedelta

import psycopg2
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CostCase


class PoolCase(CostCase):
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


@tagged("post_install", "-at_install", "police")
class TestPool(PoolCase):
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


@tagged("post_install", "-at_install", "police")
class TestPoolOverride(PoolCase):
    """The real gate: the officer's licence check is overdue: a rank may override it, an offence nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        today = fields.Date.today()
        cls.force.fleet_driver_check_from = today - timedelta(days=30)
        cls.inspector = cls._user("p.inspector", "police_fleet_road.group_duty_supervisor")
        rank = cls.env["police.rank"].search([("code", "=", "chief_inspector")], limit=1)
        cls.env["hr.employee"].create(
            {"name": "Insp", "user_id": cls.inspector.id, "company_id": cls.force.id, "rank_id": rank.id}
        )
        cls.driver = cls.env["police.fleet.driver"].create(
            {
                "employee_id": cls.people[cls.officer].id,
                "company_id": cls.force.id,
                "category_ids": ref("police_fleet_road.category_b").ids,
                "class_ids": ref("police_fleet_road.class_car").ids,
                "licence_until": today + timedelta(days=500),
                "checked_on": today - timedelta(days=800),
                "grade": "standard",
                "grade_until": today + timedelta(days=500),
            }
        )

    def held(self):
        booking = self.book(ask_override=True)
        self.assertEqual(booking.state, "held")
        self.assertIn("check", booking.obstacles)
        return booking

    def decide(self, booking, user, reason="Witness must be fetched tonight; licence seen"):
        action = booking.with_user(user).action_ask_override()
        wizard = (
            self.env["police.fleet.release.override"]
            .with_user(user)
            .create({"release_id": action["context"]["default_release_id"], "reason": reason})
        )
        wizard.action_override()
        return booking.sudo().release_id

    def test_without_asking_it_is_refused_as_ever(self):
        with self.assertRaisesRegex(ValidationError, "cannot be booked"):
            self.book()

    def test_a_second_person_of_rank_releases_it_with_the_reason_on_record(self):
        booking = self.held()
        release = self.decide(booking, self.inspector)
        self.assertEqual(booking.state, "booked")
        self.assertEqual(
            (release.state, release.requested_by_id, release.overridden_by_id, release.purpose),
            ("overridden", self.officer, self.inspector, "pool"),
        )
        self.assertIn("Witness", booking.sudo().override_reason)
        self.assertTrue(booking.sudo().message_ids.filtered(lambda m: "override" in (m.body or "").lower()))
        booking.action_take()
        self.assertEqual(booking.state, "out")
        booking.dial = 5000
        booking.action_return()
        self.assertEqual(release.state, "returned")

    def test_neither_the_driver_nor_who_asked_nor_without_rank(self):
        booking = self.held()
        with self.assertRaises(AccessError):
            self.decide(booking, self.officer)
        sergeant = self._user("p.sergeant", "police_fleet_road.group_duty_supervisor")
        with self.assertRaisesRegex(AccessError, "or above is needed"):
            self.decide(booking, sergeant)
        with self.assertRaisesRegex(ValidationError, "reason"):
            self.decide(booking, self.inspector, "ok")
        self.assertEqual(booking.state, "held")

    def test_an_offence_is_overridden_by_nobody(self):
        today = fields.Date.today()
        self.driver.write({"disqualified_from": today, "disqualified_until": today + timedelta(days=90)})
        with self.assertRaisesRegex(AccessError, "Nobody may override"):
            self.decide(self.held(), self.inspector)

    def test_a_new_obstacle_after_the_override_stops_the_car(self):
        booking = self.held()
        self.decide(booking, self.inspector)
        self.car._take_off_road("accident", "Wing")
        with self.assertRaisesRegex(ValidationError, "[Oo]ff the road"):
            booking.action_take()

    def test_another_time_is_another_question(self):
        booking = self.held()
        release = self.decide(booking, self.inspector)
        booking.stop = booking.stop + timedelta(hours=3)
        self.assertEqual((booking.state, release.state), ("held", "returned"))

    def test_held_takes_no_car_from_anybody(self):
        booking = self.held()
        self.driver.checked_on = fields.Date.today()
        other = self.book(ask_override=False)
        self.assertEqual(other.state, "booked")
        self.driver.checked_on = fields.Date.today() - timedelta(days=800)
        with self.assertRaisesRegex(ValidationError, "is taken"):
            self.decide(booking, self.inspector)

    def test_the_key_goes_with_the_override(self):
        cabinet = self.env["police.fleet.cabinet"].create({"name": "Desk", "company_id": self.force.id})
        key = self.env["police.fleet.key"].create(
            {"cabinet_id": cabinet.id, "slot": 1, "vehicle_id": self.car.id}
        )
        booking = self.held()
        self.decide(booking, self.inspector)
        booking.action_take()
        self.assertEqual(key.holder_id, self.people[self.officer])

    def test_no_state_by_remote_call(self):
        self.driver.checked_on = fields.Date.today()
        self.assertEqual(self.book(state="out").state, "booked")
