"""Who sees the fleet, and that forces do not see each other's."""

from odoo.addons.police_fleet.services import bookings
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FleetCase

MODELS = (
    "police.fleet.service.plan",
    "police.fleet.service.due",
    "police.fleet.service.booking",
    "police.fleet.workshop",
    "police.fleet.off.road",
    "police.fleet.equipment",
    "police.fleet.component",
    "police.fleet.checklist",
    "police.fleet.disposal",
    "police.fleet.recall",
    "police.fleet.programme",
    "police.fleet.lookup.service",
    "police.fleet.difference",
    "police.fleet.mot.test",
    "police.fleet.feed",
    "police.fleet.hours",
    "fleet.vehicle.odometer",
    "fleet.vehicle",
)


@tagged("post_install", "-at_install", "police")
class TestAccess(FleetCase):
    def test_the_auditor_reads_and_cannot_write(self):
        for model in MODELS:
            records = self.env[model].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{model}: {operation}")

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_forces_do_not_see_each_other(self):
        vehicle = self.vehicle()
        vehicle._take_off_road("defect", "x")
        bookings.refresh(self.env, self.force, self.today)
        outsider = self._user("f.outsider", "police_core.group_fleet_manager", self.other_force)
        for model in MODELS:
            seen = self.env[model].with_user(outsider).search([])
            self.assertNotIn(self.force, seen.company_id, model)
        with self.assertRaises(AccessError):
            vehicle.with_user(outsider).read(["license_plate"])

    def test_the_app_is_shown_to_its_roles_only(self):
        root = self.env.ref("police_fleet.menu_root").id
        clerk = self._user("f.clerk", "police_core.group_hr_officer")
        for user, sees in ((self.manager, True), (self.auditor, True), (clerk, False)):
            self.assertEqual(
                root in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids(), sees, user.login
            )
        self.assertFalse(self.env["police.fleet.service.booking"].with_user(clerk).has_access("read"))

    def test_accountant_and_force_manager_find_sales_and_certificates(self):
        self.vehicle().action_decommission()
        self.env["police.fleet.disposal"].create({"vehicle_id": self.vehicle("AB12 CDF").id})
        menus = self.env["ir.ui.menu"]
        for group, menu in (("force_accountant", "disposal_post"), ("force_manager", "checklist_certify")):
            user = self._user(f"f.{group}", f"police_core.group_{group}")
            seen = menus.with_user(user)._visible_menu_ids()
            self.assertIn(self.env.ref(f"police_fleet.menu_{menu}").id, seen, group)
            for hidden in ("config", "vehicles", "due"):
                self.assertNotIn(self.env.ref(f"police_fleet.menu_{hidden}").id, seen, group)
            self.assertFalse(self.env["fleet.vehicle"].with_user(user).has_access("write"), group)
            action = self.env.ref(f"police_fleet.action_{menu.split('_')[0]}")
            env = self.env(user=user, context={"allowed_company_ids": self.force.ids})
            views = env[action.res_model].get_views([(False, "list"), (False, "form")])["views"]
            for kind in ("list", "form"):
                names = [name for name in views[kind].get("fields", env[action.res_model].fields_get())]
                self.assertTrue(env[action.res_model].search_read([], names))

    def test_every_menu_opens_for_its_roles(self):
        self.vehicle()
        bookings.refresh(self.env, self.force, self.today)
        for user in (self.manager, self.auditor):
            self.assertGreaterEqual(self.assert_menus_open("police_fleet.menu_root", user), 28, user.login)
