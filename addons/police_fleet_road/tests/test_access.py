"""Crews see what they need and no covert vehicle; auditors write nothing; forces are apart; menus open."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RoadCase

MODELS = (
    "police.fleet.shift", "police.fleet.minimum", "police.fleet.requirement", "police.fleet.driver",
    "police.fleet.defect",
    "police.fleet.defect.step", "police.fleet.release", "police.fleet.check", "police.fleet.check.line",
    "police.fleet.check.template", "police.fleet.check.template.line",
    "police.fleet.availability", "police.fleet.board",
)  # fmt: skip


@tagged("post_install", "-at_install", "police")
class TestAccess(RoadCase):
    def test_the_auditor_reads_and_cannot_write(self):
        for model in MODELS:
            records = self.env[model].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{model}: {operation}")

    def test_forces_do_not_see_each_other(self):
        self.check_of(self.car)
        self.report(self.car)
        outsider = self._user("r.outsider", "police_core.group_fleet_manager", self.other_force)
        for model in MODELS:
            self.assertNotIn(self.force, self.env[model].with_user(outsider).search([]).company_id, model)

    def test_crews_see_their_own_and_no_covert_vehicle(self):
        covert = self.vehicle("CD34 EFG", police_role="covert")
        vehicles = self.env["fleet.vehicle"].with_user(self.officer).search([])
        self.assertIn(self.car, vehicles)
        self.assertNotIn(covert, vehicles)
        self.assertIn(covert, self.env["fleet.vehicle"].with_user(self.auditor).search([]))
        self.assertTrue(self.car.with_user(self.officer).display_name)
        self.check_of(self.car)
        for model in ("police.fleet.check", "police.fleet.driver"):
            self.assertFalse(self.env[model].with_user(self.other_officer).search([]), model)
            self.assertTrue(self.env[model].with_user(self.officer).search([]), model)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_crews_do_not_change_their_own_authority(self):
        for vals in ({"points": 0}, {"grade": "advanced"}):
            with self.assertRaises(AccessError):
                self.driver.with_user(self.officer).write(vals)
        with self.assertRaises(AccessError):
            self.car.with_user(self.officer).mot_due = self.later

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_crews_do_not_put_a_vehicle_back_on_the_road(self):
        self.car._take_off_road("service", "Full service")
        with self.assertRaises(AccessError):
            self.car.with_user(self.officer).action_back_in_service()
        self.assertEqual(self.car.road_state, "off")

    def test_menus_open(self):
        self.check_of(self.car)
        self.report(self.car)
        for user in (self.manager, self.auditor):
            self.assertGreaterEqual(self.assert_menus_open("police_fleet.menu_root", user), 15)
        self.assertGreaterEqual(self.assert_menus_open("police_fleet_road.menu_crew", self.officer), 5)
