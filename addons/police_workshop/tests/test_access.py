"""Who sees and does what on the workshop floor."""

from odoo.addons.police_fleet.tests.common import FleetCase
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WorkshopCase

MODELS = (
    "police.fleet.skill",
    "police.fleet.technician",
    "police.fleet.technician.absence",
    "police.fleet.technician.rota",
    "police.fleet.bay",
    "police.fleet.workshop.hours",
    "police.fleet.job",
    "police.fleet.job.task",
    "police.fleet.job.spell",
    "police.fleet.job.labour",
    "police.fleet.job.part",
    "police.fleet.core.return",
    "police.fleet.claim",
    "police.workshop.rate",
    "police.workshop.agreement",
    "police.workshop.ledger",
    "police.workshop.statement",
    "police.workshop.statement.line",
)


@tagged("post_install", "-at_install", "police")
class TestAccess(WorkshopCase):
    def test_the_auditor_reads_and_cannot_write(self):
        for model in MODELS:
            records = self.env[model].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{model}: {operation}")

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_forces_do_not_see_each_other(self):
        job = self.job()
        self.work_on(job)
        outsider = self._user("w.outsider", "police_core.group_fleet_manager", self.other_force)
        for model in MODELS[1:]:
            seen = self.env[model].with_user(outsider).search([])
            self.assertNotIn(self.force, seen.company_id, model)
        with self.assertRaises(AccessError):
            job.with_user(outsider).read(["name"])

    def work_on(self, job):
        job.action_start()
        return self.work(job)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_technicians_see_their_workshop_and_write_their_own_labour(self):
        hill = self.env["police.fleet.workshop"].create({"name": "Hill", "company_id": self.force.id})
        here, there = self.job(), self.job(workshop_id=hill.id, technician_id=False)
        ann = self.ann.user_id
        self.assertEqual(self.env["police.fleet.job"].with_user(ann).search([]), here.with_user(ann))
        with self.assertRaises(AccessError):
            there.with_user(ann).read(["name"])
        row = self.work_on(here)
        row.with_user(ann).note = "Pads changed"
        with self.assertRaises(AccessError):
            row.with_user(self.ben.user_id).note = "not mine"
        for model in ("police.workshop.agreement", "police.workshop.statement", "police.workshop.ledger"):
            self.assertFalse(self.env[model].with_user(ann).has_access("read"), model)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_other_employees_see_nothing(self):
        clerk = self._user("w.clerk", "police_core.group_employee")
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(clerk).has_access("read"), model)

    def test_every_menu_opens_for_its_roles(self):
        self.work_on(self.job())
        for root, user, least in (
            ("police_workshop.menu_workshop", self.manager, 9),
            ("police_workshop.menu_workshop", self.auditor, 9),
            ("police_workshop.menu_my_jobs_root", self.ann.user_id, 4),
            ("police_workshop.menu_accountant", self.accountant, 5),
        ):
            self.assertGreaterEqual(
                FleetCase.assert_menus_open(self, root, user), least, f"{root} {user.login}"
            )
