"""The vehicle record: marks, law, odometer, on and off the road."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import FleetCase


@tagged("post_install", "-at_install", "police")
class TestVehicle(FleetCase):
    def test_registration_marks_are_checked_and_kept_as_printed(self):
        self.assertEqual(self.vehicle("ab12cde").license_plate, "AB12 CDE")
        with self.assertRaises(ValidationError):
            self.vehicle("ABCDEFGH12")
        self.assertTrue(self.vehicle("MARINE ONE", police_role="boat"))

    @mute_logger("odoo.sql_db")
    def test_one_registration_one_vehicle_in_a_force(self):
        self.vehicle("AB12 CDE")
        with self.assertRaises(IntegrityError):
            self.vehicle("ab12 cde")
        self.assertTrue(self.vehicle("AB12 CDE", company_id=self.other_force.id, station_id=False))

    def test_mot_and_tax(self):
        days = timedelta
        cases = {
            "legal": {},
            "soon": {"mot_due": self.today + days(30)},
            "overdue": {"ved_due": self.today - days(1)},
            "unknown": {"mot_due": False},
        }
        vehicles = {}
        for number, (state, vals) in enumerate(cases.items()):
            vehicles[state] = self.vehicle(f"AB12 CD{'EFGH'[number]}", **vals)
            self.assertEqual(vehicles[state].legal_state, state)
            found = self.env["fleet.vehicle"].search(
                [("legal_state", "=", state), ("company_id", "=", self.force.id)]
            )
            self.assertEqual(found, vehicles[state])
        exempt = self.vehicle(
            "AB12 CDJ", mot_due=False, mot_exempt=True, mot_exempt_reason="Own approved workshop"
        )
        self.assertEqual(exempt.legal_state, "legal")
        with self.assertRaisesRegex(ValidationError, "why the vehicle is exempt"):
            exempt.mot_exempt_reason = False

    def test_the_odometer_is_the_latest_reading_not_the_highest(self):
        vehicle = self.vehicle()
        self.read(vehicle, (20, 10_000), (10, 105_000), (1, 10_600))
        self.assertEqual(vehicle.odometer, 10_600)
        for value, date in ((-1, self.today), (10_700, self.today + timedelta(days=1))):
            with self.assertRaises(ValidationError):
                self.env["fleet.vehicle.odometer"].create(
                    {"vehicle_id": vehicle.id, "value": value, "date": date}
                )

    def test_off_and_on_the_road_leaves_a_record(self):
        vehicle = self.vehicle().with_user(self.manager)
        wizard = (
            self.env["police.fleet.off.road.wizard"]
            .with_user(self.manager)
            .create({"vehicle_ids": vehicle.ids, "reason": "accident", "note": "Nearside wing"})
        )
        wizard.action_confirm()
        self.assertEqual((vehicle.road_state, vehicle.off_road_reason), ("off", "Accident: Nearside wing"))
        with self.assertRaisesRegex(UserError, "off the road already"):
            wizard.action_confirm()
        vehicle.action_back_in_service()
        spell = vehicle.off_road_ids
        self.assertEqual((vehicle.road_state, spell.ended_by_id), ("on", self.manager))
        with self.assertRaises(UserError):
            vehicle.write({"road_state": "off"})
        with self.assertRaises(UserError):
            spell.sudo().unlink()

    def test_no_vehicle_goes_back_without_mot_or_tax(self):
        vehicle = self.vehicle(mot_due=self.today - timedelta(days=1)).with_user(self.manager)
        vehicle._take_off_road("legal", "MOT")
        with self.assertRaisesRegex(UserError, "may not go back on the road"):
            vehicle.action_back_in_service()
        vehicle.mot_due = self.today + timedelta(days=365)
        vehicle.action_back_in_service()
        self.assertEqual(vehicle.road_state, "on")

    def test_who_may_only_read_puts_no_vehicle_back(self):
        vehicle = self.vehicle()
        vehicle._take_off_road("other", "tyre")
        reader = self._user("v.auditor", "police_core.group_auditor")
        with self.assertRaises(AccessError):
            vehicle.with_user(reader).action_back_in_service()
        self.assertEqual(vehicle.road_state, "off")
