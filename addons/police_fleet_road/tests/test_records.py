"""Legal register, driver records, shifts and minimums: they agree with the vehicle and refuse nonsense."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Date
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import RoadCase

to_date = Date.to_date


@tagged("post_install", "-at_install", "police")
class TestRecords(RoadCase):
    def row(self, kind):
        return self.car.requirement_ids.filtered(lambda r: r.kind == kind)

    def test_the_register_and_the_vehicle_say_the_same(self):
        self.assertEqual(sorted(self.car.requirement_ids.mapped("kind")), ["insurance", "mot", "ved"])
        self.car.mot_due = self.later
        self.assertEqual(self.row("mot").due_on, self.later)
        self.row("ved").due_on = self.later
        self.assertEqual(self.car.ved_due, self.later)
        self.assertEqual(self.row("insurance").due_on, self.force.fleet_insured_until)
        self.force.write({"fleet_self_insured": True, "fleet_self_insured_note": "s.144"})
        self.assertEqual(self.row("insurance").basis, "exempt")

    def test_law_and_confidence_are_shown(self):
        self.assertIn("s.144", self.row("insurance").law)
        self.assertEqual(self.row("insurance").confidence, "verified")
        self.assertEqual(self.row("mot").confidence, "recalled")

    def test_loler_is_proposed_six_or_twelve_months_on(self):
        with Form(
            self.env["police.fleet.requirement"].with_context(
                default_vehicle_id=self.car.id, default_kind="loler"
            )
        ) as form:
            form.done_on = self.today - timedelta(days=10)
            year = form.due_on
            form.lifts_people = True
            half = form.due_on
        self.assertIn((to_date(year) - to_date(form.done_on)).days, (365, 366))
        self.assertIn((to_date(half) - to_date(form.done_on)).days, range(181, 185))

    def test_one_row_a_kind_and_no_tests_in_the_future(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["police.fleet.requirement"].create({"vehicle_id": self.car.id, "kind": "mot"})
        with self.assertRaisesRegex(ValidationError, "day to come"):
            self.row("mot").done_on = self.today + timedelta(days=1)

    def test_driver_dates(self):
        driver = self.driver
        self.assertEqual((driver.check_due - driver.checked_on).days // 30, 12)
        driver.points = 9
        self.assertEqual((driver.check_due - driver.checked_on).days // 30, 3)
        self.assertTrue(driver.blue_light)
        driver.disqualified_from = self.before
        self.assertFalse(driver.blue_light)
        driver.disqualified_from = False
        driver.grade = "basic"
        self.assertFalse(driver.blue_light)
        driver.with_user(self.manager).action_checked_today()
        self.assertEqual((driver.checked_on, driver.checked_by_id), (self.today, self.manager))
        with self.assertRaisesRegex(ValidationError, "future"):
            driver.checked_on = self.today + timedelta(days=1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            driver.write({"withdrawn_on": self.today, "withdrawn_reason": False})
            driver.flush_recordset()

    def shift(self, name="Early", start=7.0, stop=15.0):
        return self.env["police.fleet.shift"].create(
            {"name": name, "hour_from": start, "hour_to": stop, "company_id": self.force.id}
        )

    def minimum(self, shift, **vals):
        return self.env["police.fleet.minimum"].create(
            {"station_id": self.station.id, "police_role": "response", "shift_id": shift.id, "vehicles": 1}
            | vals
        )

    def test_minimum(self):
        row = self.minimum(self.shift(), sat=False, sun=False, vehicles=2)
        self.assertEqual((row.weekdays, row._weekdays()), ("01234", {0, 1, 2, 3, 4}))
        self.assertEqual((row.owned, row.feasible), (1, False))
        self.vehicle("CD34 EFG")
        row.invalidate_recordset(["owned", "feasible"])
        self.assertTrue(row.feasible)

    def test_one_figure_a_day(self):
        shift = self.shift()
        self.minimum(shift, sat=False, sun=False)
        week_end = {day: False for day in ("mon", "tue", "wed", "thu", "fri")}
        self.minimum(shift, **week_end)
        with self.assertRaisesRegex(ValidationError, "already"):
            self.minimum(shift, **week_end)
        with self.assertRaisesRegex(ValidationError, "at least one day"):
            self.minimum(self.shift("Late", 15, 23), **week_end, sat=False, sun=False)

    def test_shift_hours(self):
        self.assertEqual(self.shift("Night", 23, 7)._length(), 8)
        for start, stop in ((7, 7), (24, 8), (-1, 8), (8, 25)):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.shift(f"{start}-{stop}", start, stop)
