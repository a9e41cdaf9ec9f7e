"""Programmes, engine hours, services done together, components, and forecasting a whole fleet at once."""

from datetime import timedelta

from odoo import Command
from odoo.addons.police_fleet.services import bookings, forecasting
from odoo.addons.police_fleet.services.due import add_months
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import FleetCase


@tagged("post_install", "-at_install", "police")
class TestProgrammes(FleetCase):
    def programme(self, *tasks):
        kind = self.env.ref("police_fleet.service_type_full").id
        rows = [Command.create({"service_type_id": kind, **task}) for task in tasks]
        return self.env["police.fleet.programme"].create(
            {
                "name": "308",
                "model_ids": [Command.set(self.model.ids)],
                "source": "Handbook (test)",
                "company_id": self.force.id,
                "task_ids": rows,
            }
        )

    def due(self, vehicle, plan):
        return vehicle.service_due_ids.filtered(lambda row: row.plan_id == plan)

    def test_a_programme_makes_plans_and_keeps_them_up_to_date(self):
        self.vehicle()
        programme = self.programme(
            {"name": "Oil", "interval_months": 12, "interval_distance": 10_000},
            {"name": "Belt", "interval_months": 60, "skill_code": "heavy"},
        )
        oil, belt = programme.task_ids
        belt.with_task_ids = oil
        programme.action_apply()
        plans = {plan.programme_task_id: plan for plan in programme.plan_ids}
        self.assertEqual((plans[belt].with_plan_ids, plans[belt].skill_code), (plans[oil], "heavy"))
        self.assertEqual(plans[oil].vehicle_count, 1)
        oil.interval_months = 6
        programme.action_apply()
        self.assertEqual((plans[oil].interval_months, len(programme.plan_ids)), (6, 2))
        with self.assertRaisesRegex(UserError, "has no tasks"):
            self.programme().action_apply()

    @mute_logger("odoo.sql_db")
    def test_a_zero_interval_is_refused(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.programme({"name": "Nothing", "interval_months": 0})
        with self.assertRaisesRegex(ValidationError, "together with itself"):
            self.plan.with_plan_ids = self.plan

    def test_by_engine_hours(self):
        boat = self.vehicle("MARINE ONE", police_role="boat")
        self.plan.write({"interval_hours": 200, "interval_months": 0, "interval_distance": 0})
        self.env["police.fleet.hours"].create(
            [
                {"vehicle_id": boat.id, "date": self.today - timedelta(days=90), "hours": 10},
                {"vehicle_id": boat.id, "date": self.today, "hours": 190},
            ]
        )
        bookings.refresh(self.env, self.force, self.today)
        row = self.due(boat, self.plan)
        self.assertEqual(
            (row.due_by, row.due_on), ("hours", self.today + timedelta(days=5))
        )  # 10 left at 2 a day

    def test_together(self):
        tyres = self.plan.copy({"name": "Tyres", "interval_months": 13, "interval_distance": 0, "hours": 1})
        tyres.with_plan_ids = self.plan
        far = self.plan.copy({"name": "Belt", "interval_months": 60, "interval_distance": 0})
        far.with_plan_ids = self.plan
        car = self.vehicle(acquisition_date=self.today - timedelta(days=300))
        bookings.refresh(self.env, self.force, self.today)
        main, along = self.due(car, self.plan), self.due(car, tyres)
        self.assertTrue(main.together_group)
        self.assertEqual(main.together_group, along.together_group)
        self.assertFalse(self.due(car, far).together_group)
        booking = bookings.book(
            self.env(user=self.manager), main, self.workshop, self.at(self.today + timedelta(days=7))
        )
        self.assertEqual((booking.along_ids, booking._hours(), along.booking_id), (along, 5, booking))
        booking.action_start()
        booking.odometer = 12_000
        booking.action_done()
        self.assertEqual((main.last_done_on, along.last_done_on), (self.today, self.today))

    def test_a_new_dial_moves_no_due_date(self):
        car = self.vehicle()
        self.read(car, *((100 - n * 10, 20_000 + n * 1_000) for n in range(10)))
        bookings.refresh(self.env, self.force, self.today)
        row = self.due(car, self.plan)
        row.write({"last_done_on": self.today - timedelta(days=60), "last_done_odometer": 24_000})
        row._refresh(self.today)
        before = row.due_on
        self.assertEqual(row.due_by, "distance")
        self.env["fleet.vehicle.odometer"].create(
            {"vehicle_id": car.id, "date": self.today - timedelta(days=9), "value": 0, "new_dial": True,
             "old_dial": 29_100, "source": "workshop"}
        )  # fmt: skip
        self.read(car, (0, 900))
        row._refresh(self.today)
        self.assertLessEqual(abs((row.due_on - before).days), 2)

    def test_one_row_alone_is_forecast_as_with_the_whole_fleet(self):
        cars = [self.vehicle(f"AB{20 + n} CDE") for n in range(4)]
        for number, car in enumerate(cars):
            self.read(car, *((200 - n * 10, 1_000 + n * (700 + 100 * number)) for n in range(20)))
        bookings.refresh(self.env, self.force, self.today)
        row = self.due(cars[3], self.plan)
        before = (row.due_on, row.due_low, row.due_high)
        row.with_user(self.manager).action_refresh()
        self.assertEqual((row.due_on, row.due_low, row.due_high), before)

    def test_what_is_not_known_says_so(self):
        car = self.vehicle(acquisition_date=False)
        bookings.refresh(self.env, self.force, self.today)
        row = self.due(car, self.plan)
        self.assertEqual((row.urgency, row.due_on), ("unknown", False))
        self.assertIn("Neither a last service", row.due_why)

    def test_the_date_limit_holds_exactly(self):
        bought = self.today - timedelta(days=100)
        car = self.vehicle(acquisition_date=bought)
        bookings.refresh(self.env, self.force, self.today)
        row = self.due(car, self.plan)
        self.assertEqual((row.due_on, row.due_low, row.due_high), (add_months(bought, 12),) * 3)


@tagged("post_install", "-at_install", "police")
class TestComponents(FleetCase):
    def setUp(self):
        super().setUp()
        self.one, self.two = self.vehicle(), self.vehicle("AB12 CDF")
        self.read(self.one, *((90 - n * 9, 10_000 + n * 900) for n in range(11)))  # 100 a day, 19,000 today
        self.read(self.two, *((90 - n * 9, 50_000 + n * 450) for n in range(11)))  # 50 a day
        self.tyre = self.env["police.fleet.component"].create(
            {
                "name": "Tyre",
                "kind": "tyre",
                "serial": "DOT1",
                "company_id": self.force.id,
                "life_miles": 20_000,
            }
        )

    def ago(self, days):
        return self.today - timedelta(days=days)

    def test_its_miles_go_with_it(self):
        self.tyre._fit(self.one, "fl", self.ago(90))
        self.assertEqual((self.tyre.miles, self.tyre.worn), (9_000, 45))
        self.tyre._take_off(self.ago(45))
        self.assertEqual(self.tyre.miles, 4_500)
        self.tyre._fit(self.two, "rl", self.ago(45))
        self.assertEqual(self.tyre.miles, 4_500 + 2_250)
        self.assertEqual(self.tyre.vehicle_id, self.two)
        left = 20_000 - 6_750
        likely = (self.tyre.due_on - self.today).days
        self.assertAlmostEqual(likely, left / 50, delta=left / 50 * 0.15)
        self.assertLess(self.tyre.due_low, self.tyre.due_on)

    def test_one_place_at_a_time(self):
        self.tyre._fit(self.one, "fl", self.ago(10))
        with self.assertRaisesRegex(UserError, "take it off first"):
            self.tyre._fit(self.two, "fl")
        twin = self.tyre.copy({"serial": "DOT2"})
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            twin._fit(self.one, "fl")
            self.env.flush_all()
        self.env.invalidate_all()
        self.tyre.action_scrap()
        self.assertEqual((self.tyre.state, self.tyre.vehicle_id.id), ("scrapped", False))
        with self.assertRaises(ValidationError):
            twin._fit(self.one, "fl", self.today + timedelta(days=1))

    def test_forecasting_components_takes_few_queries(self):
        parts = self.tyre
        for number in range(12):
            part = self.tyre.copy({"serial": f"N{number}"})
            part._fit(self.one if number % 2 else self.two, False, self.ago(30))
            parts |= part
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        forecasting.refresh_components(parts, self.today)
        self.assertLess(self.env.cr.sql_log_count - before, 20)
