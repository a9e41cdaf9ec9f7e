"""Who sees and changes workshop plans."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install", "police")
class TestAccess(PlanCase):
    def test_auditor_reads_and_changes_nothing(self):
        plan = self.made().with_user(self.auditor)
        board = plan.board()
        self.assertEqual((len(board["bars"]), board["plan"]["can_drag"]), (4, False))
        line = plan.line_ids[0]
        with self.assertRaises(AccessError):
            plan.move_job(line.id, self.workshop.id, 1, line.slot)
        with self.assertRaises(AccessError):
            plan.write({"seconds": 9})

    def test_other_forces_see_nothing(self):
        plan = self.made()
        stranger = self._user("f.stranger", "police_core.group_fleet_manager", self.other_force)
        self.assertFalse(self.env["police.fleet.plan"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            plan.with_user(stranger).board()

    def test_every_menu_opens(self):
        self.made()
        for user in (self.manager, self.auditor):
            self.assertGreaterEqual(self.assert_menus_open("police_fleet_plan.menu_plan", user), 3)
