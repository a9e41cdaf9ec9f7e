"""DVLA and DVSA through the stand-in: answers, refusals, silence; differences; MOT files."""

import base64
import importlib.util
import os
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo.addons.police_fleet.services import lookups
from odoo.addons.police_fleet.services.gateway import Client, GatewayError
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FleetCase

KEYS = {
    "CONSTABULARY_DVLA_API_KEY": "k1",
    "CONSTABULARY_DVSA_API_KEY": "k2",
    "CONSTABULARY_DVSA_CLIENT_ID": "us",
    "CONSTABULARY_DVSA_CLIENT_SECRET": "s",
}
PLACE = Path(__file__).resolve().parents[3] / "tests" / "standins" / "dvla_gateway.py"


def standins():
    """The stand-in of this checkout."""
    spec = importlib.util.spec_from_file_location("dvla_gateway", PLACE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@tagged("post_install", "-at_install", "police")
class TestGateway(FleetCase):
    def setUp(self):
        super().setUp()
        self.module = standins()
        self.standin = self.module.StandIn(late=0.05, today=self.today)
        serving = self.module.serving(self.standin)
        self.address = serving.__enter__()
        self.addCleanup(serving.__exit__, None, None, None)
        environment = patch.dict(os.environ, KEYS)
        environment.start()
        self.addCleanup(environment.stop)
        self.car = self.vehicle()
        self.ves = self.service("ves")

    def service(self, code):
        return self.env["police.fleet.lookup.service"].create(
            {
                "code": code,
                "company_id": self.force.id,
                "endpoint": self.address,
                "token_endpoint": f"{self.address}/oauth2/v2.0/token",
                "timeout": 0.5,
            }
        )

    def facts(self, **facts):
        self.standin.facts["AB12CDE"] = {
            "mot_due": self.car.mot_due,
            "ved_due": self.car.ved_due,
            "make": "PEUGEOT",
            "colour": "WHITE",
            **facts,
        }

    def test_what_agrees_opens_nothing(self):
        self.facts()
        lookup = lookups.run(self.ves)
        self.assertEqual((lookup.outcome, lookup.vehicle_id), ("answered", self.car))
        self.assertFalse(self.car.difference_ids)

    def test_a_difference_is_decided_by_a_person(self):
        theirs = self.car.ved_due - timedelta(days=31)
        self.facts(ved_due=theirs)
        lookups.run(self.ves)
        row = self.car.difference_ids
        self.assertEqual((row.fact, row.state, row.their_date), ("ved_due", "open", theirs))
        lookups.run(self.ves)
        self.assertEqual(self.car.difference_ids, row, "seen twice, opened once")
        with self.assertRaisesRegex(UserError, "why our record is right"):
            row.action_keep()
        row.with_user(self.manager).action_take()
        self.assertEqual((row.state, self.car.ved_due), ("taken", theirs))

    def test_a_police_exemption_is_no_lapse(self):
        self.car.write({"mot_exempt": True, "mot_exempt_reason": "Approved workshop"})
        self.facts(mot_due=self.today - timedelta(days=200))
        lookups.run(self.ves)
        self.assertFalse(self.car.difference_ids)

    def test_a_difference_that_goes_away_is_settled(self):
        self.facts(ved_due=self.today)
        lookups.run(self.ves)
        self.facts()
        lookups.run(self.ves)
        self.assertEqual(self.car.difference_ids.state, "settled")

    def test_each_refusal_is_told_and_nothing_is_lost(self):
        before = (self.car.mot_due, self.car.ved_due)
        for plate, outcome, words in (
            ("ER19NFD", "not_found", "HTTP 404: Record for vehicle not found"),
            ("ER19THR", "limited", "HTTP 429"),
            ("ER19ERR", "failed", "HTTP 500"),
            ("ER19BAD", "refused", "HTTP 400"),
            ("ER19TMO", "timeout", "No answer within 0.5 seconds"),
            ("ER19CUT", "failed", "cannot be reached"),
            ("ER19TXT", "failed", "no JSON"),
        ):
            with self.subTest(plate):
                self.car.license_plate = plate
                lookup = lookups.run(self.ves, self.car)
                self.assertEqual(lookup.outcome, outcome)
                self.assertIn(words, lookup.message)
        self.assertEqual((self.car.mot_due, self.car.ved_due), before)
        self.car.license_plate = "ER19LAT"  # late, but in time
        self.assertEqual(lookups.run(self.ves, self.car).outcome, "answered")

    def test_old_enquiries_go_but_the_latest_of_each_vehicle(self):
        self.facts()
        lookups.run(self.ves)
        lookups.run(self.ves)
        rows = self.env["police.fleet.lookup"].search([("vehicle_id", "=", self.car.id)], order="id")
        rows[0].asked_on, rows[1].asked_on = "2024-01-01", "2024-01-02"
        rows._gc_old()
        self.assertEqual(rows.exists(), rows[1])

    def test_a_limit_stops_the_night_and_the_rest_come_first_the_next(self):
        self.car.license_plate = "ER19THR"
        other = self.vehicle("AB12 CDF")
        self.assertEqual(lookups.run(self.ves).vehicle_id, self.car)
        self.assertIn("1 vehicles are asked next time", self.ves.last_message)
        self.assertEqual(self.ves._next_vehicles()[0], other)

    def test_a_service_that_is_down_is_left_alone(self):
        down = self.env["fleet.vehicle"].union(*[self.vehicle(f"AB1{n} CDH") for n in range(5)])
        self.ves.endpoint = "http://127.0.0.1:9"
        self.assertEqual(len(lookups.run(self.ves, down)), lookups.FAILURES)

    def test_covert_vehicles_are_not_asked_about(self):
        self.vehicle("AB12 CDF", police_role="covert")
        self.vehicle("AB12 CDG", livery="covert")
        self.assertEqual(self.ves._next_vehicles(), self.car)

    def test_without_keys_or_https_nothing_is_sent(self):
        with patch.dict(os.environ, {"CONSTABULARY_DVLA_API_KEY": ""}):
            self.assertFalse(lookups.run(self.ves))
            self.assertIn("CONSTABULARY_DVLA_API_KEY", self.ves.last_message)
        self.ves.endpoint = "http://example.test"
        with self.assertRaises(GatewayError) as caught:
            Client(self.ves._settings()).ask("AB12CDE")
        self.assertEqual(caught.exception.kind, "setup")
        self.assertEqual(self.standin.requests, [])

    def test_mot_history_with_token_feeds_ledger_and_dates(self):
        done, end = self.today - timedelta(days=30), self.today + timedelta(days=335)
        self.facts(
            tests=[
                self.module.test(
                    "501", done - timedelta(days=1), None, 41_000, passed=False, defects=["Tyre"]
                ),
                self.module.test("502", done, end, 41_010),
            ]
        )
        mot = self.service("mot")
        lookups.run(mot)
        lookups.run(mot)
        self.assertEqual(self.standin.requests.count(("token", "")), 2)
        tests = self.car.mot_test_ids.sorted("number")
        self.assertEqual(tests.mapped("result"), ["failed", "passed"])
        self.assertEqual((self.car.odometer, tests[0].defects), (41_010, "ADVISORY: Tyre"))
        row = self.car.difference_ids
        self.assertEqual((row.fact, row.their_date), ("mot_due", end))

    # -- DVSA's daily files --------------------------------------------------------------------

    def daily(self, *records, ago=0):
        self.standin.deltas[self.today - timedelta(days=ago)] = self.module.delta(*records)

    def record(self, plate, number, **more):
        """As in DVSA's documentation of the bulk file: OK for a reading, a number as number, small mi."""
        day = self.today - timedelta(days=3)
        return {
            "registration": plate, "make": "PEUGEOT", "model": "308", "primaryColour": "White",
            "motTests": [
                {
                    "completedDate": f"{day} 11:41:11", "motTestNumber": number, "dataSource": "dvsa",
                    "expiryDate": str(day + timedelta(days=365)), "regMarkTimeOfTest": plate,
                    "testResult": "PASSED", "odometerValue": "43210", "odometerUnit": "mi",
                    "odometerResultType": "OK", "defects": [],
                }
            ],
            "dataSource": "dvsa", **more,
        }  # fmt: skip

    def with_files(self):
        mot = self.service("mot")
        mot.use_delta = True
        return mot

    def test_a_daily_file_is_taken_once_and_only_our_vehicles(self):
        mot = self.with_files()
        self.daily(self.record("AB12CDE", 971577975522), self.record("ZZ99ZZZ", 5))
        lookups.take_deltas(mot)
        test = self.car.mot_test_ids
        self.assertEqual((test.number, test.odometer, self.car.odometer), ("971577975522", 43_210, 43_210))
        self.assertEqual(mot.delta_until, self.today)
        self.assertEqual(self.car.difference_ids.fact, "mot_due")
        lookups.take_deltas(mot)
        self.assertEqual((len(self.car.mot_test_ids), len(self.car.difference_ids)), (1, 1))

    def test_a_damaged_day_is_told_and_asked_for_again(self):
        mot = self.with_files()
        self.daily(self.record("AB12CDE", 1), ago=1)
        self.standin.deltas[self.today] = self.module.delta(self.record("AB12CDE", 2))[:-30]
        lookups.take_deltas(mot)
        self.assertEqual(mot.delta_until, self.today - timedelta(days=1))
        self.assertIn("damaged", mot.last_message)
        self.daily(self.record("AB12CDE", 2))
        lookups.take_deltas(mot)
        self.assertEqual(sorted(self.car.mot_test_ids.mapped("number")), ["1", "2"])

    def test_a_vehicle_deleted_there_adds_nothing(self):
        mot = self.with_files()
        self.daily(self.record("AB12CDE", 9, modification="DELETED"))
        lookups.take_deltas(mot)
        self.assertFalse(self.car.mot_test_ids)

    def test_days_that_are_gone_are_made_up_by_asking(self):
        mot = self.with_files()
        mot.delta_until = self.today - timedelta(days=20)
        self.daily(self.record("AB12CDE", 1))
        lookups.take_deltas(mot)
        self.assertFalse(mot.delta_until)
        self.assertIn("are gone", mot.last_message)
        self.assertEqual(mot._next_vehicles(), self.car)

    def test_with_the_files_only_new_vehicles_are_asked_about(self):
        mot = self.with_files()
        self.facts()
        lookups.run(mot)
        mot.delta_until = self.today
        other = self.vehicle("AB12 CDF")
        self.assertEqual(mot._next_vehicles(), other)


@tagged("post_install", "-at_install", "police")
class TestMotFile(FleetCase):
    head = (
        "registration,completedDate,testResult,expiryDate,odometerValue,odometerUnit,odometerResultType,"
        "motTestNumber\n"
    )

    def take(self, text):
        content = text if isinstance(text, bytes) else text.encode()
        wizard = self.env(user=self.manager)["police.fleet.feed.wizard"].create(
            {"kind": "mot", "file": base64.b64encode(content), "file_name": "bulk.csv"}
        )
        return self.env["police.fleet.feed"].browse(wizard.action_take()["res_id"])

    def test_a_good_file(self):
        car = self.vehicle()
        feed = self.take(
            self.head + "AB12CDE,2025-03-01,PASSED,2026-02-28,30100,MI,READ,1\n"
            "AB12CDE,2024-03-01,FAILED,,20000,MI,READ,2\nZZ99ZZZ,2024-03-01,PASSED,2025-02-28,,,UNREADABLE,3\n"
        )
        self.assertEqual((feed.rows, feed.added, feed.note), (3, 2, "Not ours: ZZ99ZZZ"))
        self.assertEqual((car.odometer, len(car.mot_test_ids)), (30_100, 2))

    def test_a_bad_file_is_refused_whole(self):
        car = self.vehicle()
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.take(
                self.head + "AB12CDE,2025-03-01,PASSED,2026-02-28,30100,MI,READ,1\n"
                "AB12CDE,2025-13-01,PASSED,,1,MI,READ,2\nAB12CDE,2024-03-01,MAYBE,,1,MI,READ,3\n"
                "AB12CDE,2024-03-01,PASSED,2023-01-01,1,MI,READ,4\n"
            )
        for words in ("Line 3: .*2025-13-01 is no date", "Line 4: .*MAYBE", "Line 5: .*expires before"):
            self.assertRegex(str(caught.exception), words)
        self.assertFalse(car.mot_test_ids)

    def test_dvsas_own_zipped_file_is_taken_through_the_same_door(self):
        car = self.vehicle()
        record = {
            "registration": "AB12CDE",
            "motTests": [
                {"completedDate": "2025-03-01 10:00:00", "motTestNumber": 77, "testResult": "PASSED",
                 "expiryDate": "2026-02-28", "odometerValue": "30100", "odometerUnit": "km",
                 "odometerResultType": "OK", "defects": []}
            ],
        }  # fmt: skip
        feed = self.take(standins().delta(record, {"registration": "ZZ99ZZZ", "motTests": []}))
        self.assertEqual((feed.rows, feed.added, car.mot_test_ids.odometer_unit), (1, 1, "km"))
        with self.assertRaisesRegex(UserError, "line 2 is no JSON"):
            self.take(b'{"registration": "AB12CDE", "motTests": []}\n{"registration": "AB12CDE", ')
