"""Licences asked about with DVLA through the stand-in: taken, refused, never without a declaration."""

import os
from datetime import timedelta
from unittest.mock import patch

from odoo.addons.police_fleet.tests.test_gateway import standins
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RoadCase

KEYS = {
    "CONSTABULARY_DVLA_DRIVER_API_KEY": "k",
    "CONSTABULARY_DVLA_DRIVER_USER": "force",
    "CONSTABULARY_DVLA_DRIVER_PASSWORD": "p",
}
NUMBER = "OFFIC901010R99AB"


@tagged("post_install", "-at_install", "police")
class TestDriverCheck(RoadCase):
    def setUp(self):
        super().setUp()
        self.module = standins()
        self.standin = self.module.StandIn(today=self.today)
        serving = self.module.serving(self.standin)
        address = serving.__enter__()
        self.addCleanup(serving.__exit__, None, None, None)
        environment = patch.dict(os.environ, KEYS)
        environment.start()
        self.addCleanup(environment.stop)
        self.service = self.env["police.fleet.lookup.service"].create(
            {"code": "driver", "company_id": self.force.id, "endpoint": address, "timeout": 0.5}
        )
        self.pc.name = "Alex Officer"
        if "surname" in self.pc._fields:
            self.pc.surname = "Officer"
        self.driver.write(
            {
                "licence_number": NUMBER, "checked_on": self.today - timedelta(days=700),
                "declaration_on": self.today - timedelta(days=100),
            }
        )  # fmt: skip
        self.asked = self.driver.with_user(self.manager)

    def says(self, **facts):
        self.standin.drivers[NUMBER] = self.module.driver("OFFICER", **facts)

    def test_what_dvla_says_is_on_the_record_and_at_the_gate(self):
        obstacles = self.car._release_obstacles(driver=self.pc)
        self.assertTrue(any("check" in text for text in obstacles), obstacles)
        later = (self.today + timedelta(days=400)).isoformat()
        self.says(points=6, penaltyPointsExpiryDate=later, categories=("B", "C1"), until="2034-05-06")
        self.asked.action_ask_dvla()
        check = self.driver.dvla_check_ids
        self.assertEqual(
            (check.outcome, check.offences, check.asked_by_id), ("answered", "SP30", self.manager)
        )
        self.assertEqual((self.driver.checked_on, self.driver.points), (self.today, 6))
        self.assertEqual(self.driver.category_ids.mapped("code"), ["B", "C1"])
        self.assertEqual(str(self.driver.licence_until), "2034-05-06")
        self.assertFalse(self.car._release_obstacles(driver=self.pc))

    def test_points_that_have_run_out_do_not_count(self):
        self.says(points=3, penaltyPointsExpiryDate=(self.today - timedelta(days=1)).isoformat())
        self.asked.action_ask_dvla()
        self.assertEqual(self.driver.points, 0)

    def test_a_disqualified_driver_is_stopped_and_somebody_told(self):
        end = self.today + timedelta(days=200)
        self.says(
            status="Disqualified", points=6,
            disqualification={"startDate": str(self.before), "endDate": str(end)},
        )  # fmt: skip
        self.asked.action_ask_dvla()
        self.assertEqual((self.driver.disqualified_from, self.driver.disqualified_until), (self.before, end))
        self.assertIn("Disqualified", self.driver.activity_ids.summary)
        self.assertTrue(any("isqualified" in t for t in self.car._release_obstacles(driver=self.pc)))

    def test_a_revoked_licence_withdraws_the_authority(self):
        self.says(status="Revoked")
        self.asked.action_ask_dvla()
        self.assertEqual((self.driver.withdrawn_on, self.driver.blue_light), (self.today, False))
        self.assertIn("Revoked", self.driver.withdrawn_reason)

    def test_another_persons_licence_is_not_taken(self):
        self.standin.drivers[NUMBER] = self.module.driver("SOMEBODYELSE", points=9)
        self.asked.action_ask_dvla()
        self.assertEqual((self.driver.dvla_check_ids.outcome, self.driver.points), ("refused", 0))
        self.assertNotEqual(self.driver.checked_on, self.today)

    def test_unknown_late_or_without_keys_nothing_changes(self):
        before = self.driver.checked_on
        self.asked.action_ask_dvla()
        self.assertEqual(self.driver.dvla_check_ids.outcome, "not_found")
        self.service.endpoint = "http://127.0.0.1:9"
        self.asked.action_ask_dvla()
        self.assertEqual(self.driver.dvla_check_ids.sorted("id")[-1].outcome, "failed")
        with (
            patch.dict(os.environ, {"CONSTABULARY_DVLA_DRIVER_PASSWORD": ""}),
            self.assertRaisesRegex(UserError, "CONSTABULARY_DVLA_DRIVER_PASSWORD"),
        ):
            self.asked.action_ask_dvla()
        self.assertEqual(self.driver.checked_on, before)

    def test_nobody_is_asked_about_without_a_declaration(self):
        self.says()
        self.driver.declaration_on = self.today - timedelta(days=3 * 366)
        with self.assertRaisesRegex(UserError, "declaration in force"):
            self.asked.action_ask_dvla()
        self.service._cron_ask_drivers()
        self.assertFalse([kind for kind, _number in self.standin.requests if kind == "driver"])

    def test_at_night_those_whose_check_is_due(self):
        self.says()
        fresh = self._driver(
            self.employee_of_inspector, licence_number="INSPE801010R99AB", checked_on=self.today,
            declaration_on=self.before,
        )  # fmt: skip
        with self.enter_registry_test_mode():
            self.env.ref("police_fleet_road.cron_ask_drivers").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.driver.checked_on, self.today)
        self.assertFalse(fresh.dvla_check_ids)
