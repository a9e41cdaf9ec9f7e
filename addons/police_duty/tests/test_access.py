"""Who sees and does what."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DutyCase

MODELS = (
    "police.duty.sheet", "police.duty.entry", "police.duty.split", "police.duty.piece", "police.duty.finding",
    "police.time.event", "police.pay.local.rate", "police.pay.touch", "police.pay.expected",
)  # fmt: skip


@tagged("post_install", "-at_install", "police")
class TestAccess(DutyCase):
    def test_supervisors_keep_their_own_teams_only(self):
        entry = self.late_tour()
        mine = self.env["police.duty.entry"].with_user(self.supervisor)
        self.assertIn(entry, mine.search([]))
        others = self.env["police.duty.entry"].with_user(self.supervisor2)
        self.assertFalse(others.search([]))
        self.assertFalse(self.env["police.duty.sheet"].with_user(self.supervisor2).search([]))
        self.assertFalse(self.env["police.duty.piece"].with_user(self.supervisor2).search([]))
        with self.assertRaises(AccessError):
            entry.with_user(self.supervisor2).read(["worked_text"])

    def test_people_see_their_own_duties_and_write_none(self):
        entry = self.late_tour(self.constable)
        self.late_tour()
        self.constable.sudo().user_id = self.employee_user
        mine = self.env["police.duty.entry"].with_user(self.employee_user)
        self.assertEqual(mine.search([]), entry)
        self.assertEqual(mine.env["police.duty.piece"].search([]), entry.piece_ids)
        with self.assertRaises(AccessError):
            entry.with_user(self.employee_user).write({"worked_text": "0700-2000"})

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_auditor_reads_everything_and_writes_nothing(self):
        self.approve(self.late_tour(time_off=True))
        for name in MODELS:
            model = self.env[name].with_user(self.auditor)
            self.assertTrue(model.has_access("read"), name)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(model.has_access(operation), f"{name} {operation}")
        self.assertTrue(self.env["police.duty.entry"].with_user(self.auditor).search([]))

    def test_another_force_sees_nothing(self):
        self.approve(self.late_tour(time_off=True))
        other = self._force("Otherford Police", "97")
        self.clerk.sudo().write({"company_ids": [(4, other.id)]})
        env = self.env(user=self.clerk, context={"allowed_company_ids": other.ids})
        for name in MODELS:
            self.assertFalse(env[name].search([]), name)
