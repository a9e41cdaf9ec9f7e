"""The odometer ledger in the database: what counts, what is queried, what people decide, what feeds bring."""

import base64
from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import FleetCase


@tagged("post_install", "-at_install", "police")
class TestOdometer(FleetCase):
    def setUp(self):
        super().setUp()
        self.car = self.vehicle()
        self.read(self.car, *((100 - n * 5, 20_000 + n * 400) for n in range(20)))  # 80 a day, to 27,600

    def add(self, ago, value, source="fuel_card", **vals):
        day = self.today - timedelta(days=ago)
        return self.env["fleet.vehicle.odometer"].create(
            {"vehicle_id": self.car.id, "date": day, "value": value, "source": source, **vals}
        )

    def test_a_digit_too_many_is_queried_with_what_was_meant(self):
        slip = self.add(3, 277_600)
        self.assertEqual((slip.state, slip.likely), ("queried", 27_760))
        self.assertIn("a digit too many", slip.slip)
        self.assertEqual(self.car.odometer, 27_600)
        slip.action_take_likely()
        self.assertEqual((slip.state, slip.voided_by_id), ("voided", self.env.user))
        self.assertEqual(self.car.odometer, 27_760)

    def test_swapped_digits_go_backwards_and_are_queried(self):
        slip = self.add(2, 22_770)  # 27,720 with two digits swapped would be 22,770's neighbour
        self.assertEqual(slip.state, "queried")
        self.assertIn("lower than", slip.why)

    def test_a_true_reading_after_mutual_aid_is_never_blocked(self):
        far = self.add(1, 31_000)
        self.assertEqual(far.state, "queried")  # 3,400 miles in four days
        self.add(0, 31_090)
        self.assertEqual((far.state, self.car.odometer), ("counted", 31_090))

    def test_a_person_decides_and_the_rest_is_judged_again(self):
        wrong = self.add(4, 35_000)
        wrong.action_confirm()
        self.assertEqual((wrong.state, self.car.odometer), ("counted", 35_000))
        right = self.add(1, 27_900)
        self.assertEqual(right.state, "queried")
        wrong._void("Read from the wrong car")
        self.assertEqual((wrong.state, right.state), ("voided", "counted"))
        self.assertEqual(self.car.odometer, 27_900)

    def test_a_void_needs_a_reason_and_facts_do_not_change(self):
        reading = self.add(1, 27_900)
        with self.assertRaisesRegex(UserError, "what was wrong"):
            reading._void(" ")
        with self.assertRaisesRegex(UserError, "void it with a reason"):
            reading.value = 28_000
        with self.assertRaisesRegex(UserError, "kept on record"):
            reading.unlink()
        with self.assertRaisesRegex(UserError, "who decided is recorded"):
            reading.with_user(self.manager).write({"state": "voided"})

    def test_readings_of_the_future_and_impossible_ones_are_refused(self):
        for ago, value in ((-1, 27_900), (0, -5), (0, 9_000_000)):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.add(ago, value)
        self.env.invalidate_all()

    def test_the_mot_tester_outranks_the_pump(self):
        pump = self.add(2, 27_990)
        self.assertEqual(pump.state, "counted")
        tester = self.add(1, 27_851, "mot")
        self.assertEqual((tester.state, pump.state), ("counted", "queried"))

    def test_a_new_dial_runs_on(self):
        dial = self.add(1, 0, "workshop", new_dial=True, old_dial=27_900)
        self.assertEqual((dial.state, self.car.odometer, self.car.distance), ("counted", 0, 27_900))
        self.add(0, 90)
        self.assertEqual((self.car.odometer, self.car.distance), (90, 27_990))

    def test_writing_a_lower_odometer_is_queried_not_refused(self):
        self.car.with_user(self.manager).write({"odometer": 2_760})
        self.assertEqual(self.car.odometer, 27_600)
        self.assertEqual(self.car.queried_count, 1)

    def test_kilometres_dial(self):
        van = self.vehicle("AB12 CDF", odometer_unit="kilometers")
        self.env["fleet.vehicle.odometer"].create({"vehicle_id": van.id, "value": 100_000})
        self.assertEqual((van.odometer, van.distance), (100_000, 62_137))


@tagged("post_install", "-at_install", "police")
class TestFeeds(FleetCase):
    def setUp(self):
        super().setUp()
        self.car = self.vehicle()
        self.feeds = self.env(user=self.manager)["police.fleet.feed"]
        self.day = (self.today - timedelta(days=1)).isoformat()

    def take(self, kind, text):
        wizard = self.env(user=self.manager)["police.fleet.feed.wizard"].create(
            {"kind": kind, "file": base64.b64encode(text.encode()), "file_name": "june.csv"}
        )
        return self.env["police.fleet.feed"].browse(wizard.action_take()["res_id"])

    def test_a_fuel_file_sent_twice_is_told_and_adds_nothing(self):
        text = f"registration,date,odometer,unit,reference\nAB12CDE,{self.day},10000,mi,T1\n"
        feed = self.take("fuel_card", text)
        self.assertEqual((feed.rows, feed.added, feed.known), (1, 1, 0))
        with self.assertRaisesRegex(UserError, "received on .* nothing was added"):
            self.take("fuel_card", text)
        again = self.take("fuel_card", text + f"AB12CDE,{self.today},10050,mi,T2\n")
        self.assertEqual((again.added, again.known), (1, 1))
        self.assertEqual(
            self.env["fleet.vehicle.odometer"].search_count([("vehicle_id", "=", self.car.id)]), 2
        )

    def test_one_bad_row_refuses_all_and_every_bad_row_is_named(self):
        tomorrow = self.today + timedelta(days=1)
        text = (
            f"registration,date,odometer\nAB12CDE,{self.day},10000\nXX99 XXX,{self.day},1\n"
            f"AB12CDE,{tomorrow},2\n"
            f"AB12CDE,{self.day},ten\n"
        )
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            self.take("telematics", text)
        for words in (
            "Row 3: XX99XXX is not a vehicle",
            "Row 4: .*in the future",
            "Row 5: .*ten is no number",
        ):
            self.assertRegex(str(caught.exception), words)
        self.assertFalse(self.env["fleet.vehicle.odometer"].search([("vehicle_id", "=", self.car.id)]))

    def test_the_api_is_idempotent(self):
        rows = [{"registration": "ab12 cde", "date": self.day, "odometer": 16_093, "unit": "km"}]
        first = self.feeds.receive_readings("telematics", rows)
        self.assertEqual([row["outcome"] for row in first], ["counted"])
        self.assertEqual(self.car.odometer, 10_000)
        self.assertEqual(
            [row["outcome"] for row in self.feeds.receive_readings("telematics", rows)], ["known"]
        )
        with self.assertRaisesRegex(ValidationError, "no source mot"):
            self.feeds.receive_readings("mot", rows)

    def test_engine_hours_that_contradict_are_queried(self):
        hours = self.env["police.fleet.hours"]
        old = self.today - timedelta(days=10)
        hours.create({"vehicle_id": self.car.id, "date": old, "hours": 500})
        low, fast = hours.create(
            [{"vehicle_id": self.car.id, "hours": 400}, {"vehicle_id": self.car.id, "hours": 900}]
        )
        self.assertEqual((low.state, fast.state), ("queried", "queried"))
        self.assertEqual(hours._latest(self.car), 500)
        low.action_confirm()
        with self.assertRaisesRegex(UserError, "what was wrong"):
            fast.action_void()
