"""Who sees what; every menu opens for its roles."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CARDS, CostCase

MODELS = (
    "fuel",
    "fuel.card",
    "fuel.finding",
    "tank",
    "tank.move",
    "supplier.file",
    "accident",
    "accident.party",
    "insurance.claim",
    "insurance.entry",
    "day",
    "utilisation",
    "cost",
    "tieout",
    "vehicle.cost",
    "pool.car",
    "pool.booking",
    "cabinet",
    "key",
    "key.entitlement",
    "key.log",
    "cost.account",
    "cost.share",
    "rate",
    "rate.line",
    "scenario",
    "scenario.year",
    "scenario.line",
)


@tagged("post_install", "-at_install", "police")
class TestAccess(CostCase):
    def test_the_auditor_reads_and_cannot_write(self):
        for name in MODELS:
            records = self.env[f"police.fleet.{name}"].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), name)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{name}: {operation}")

    def test_an_employee_sees_pool_cars_and_bookings_alone(self):
        employee = self._user("f.employee", "police_core.group_employee")
        seen = [n for n in MODELS if self.env[f"police.fleet.{n}"].with_user(employee).has_access("read")]
        self.assertEqual(seen, ["pool.car", "pool.booking"])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_forces_do_not_see_each_other(self):
        self.vehicle(fuel_type="diesel")
        file = self.receive("card", CARDS + f"T1,,AB12 CDE,{self.day(1)},08:00,Harbour,Diesel,60,60,,\n")
        stranger = self._user("s.manager", "police_core.group_fleet_manager", self.other_force)
        for record in (file, file.fuel_ids, file.fuel_ids.finding_ids):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["display_name"])

    def test_menus_open(self):
        for user in (self.manager, self.auditor):
            self.assertGreater(self.assert_menus_open("police_fleet.menu_root", user), 20)
        self.assertEqual(
            self.assert_menus_open("police_fleet_cost.menu_fleet_accounting", self.accountant), 6
        )
        employee = self._user("f.employee2", "police_core.group_employee")
        self.assertEqual(self.assert_menus_open("police_fleet_cost.menu_book_root", employee), 1)
