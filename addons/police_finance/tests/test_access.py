"""Roles: what each sees, and that an auditor changes nothing."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ForceCase

MODELS = ("police.delegation.limit", "police.ledger.role", "police.bill.hold")


@tagged("post_install", "-at_install", "police")
class TestAccess(ForceCase):
    def test_the_auditor_reads_and_cannot_write(self):
        for model in (*MODELS, "account.move", "account.payment", "crossovered.budget.lines"):
            records = self.env[model].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{model}: {operation}")

    def test_the_auditor_opens_the_ledger_reports(self):
        wizard = self.env["trial.balance.report.wizard"].with_user(self.auditor).with_company(self.force)
        self.assertTrue(wizard.has_access("create"))

    def test_budget_lines_are_for_accountants(self):
        lines = self.env["crossovered.budget.lines"]
        self.assertFalse(lines.with_user(self.clerk).has_access("write"))
        self.assertTrue(lines.with_user(self.accountant).has_access("write"))

    def test_the_finance_app_is_shown_to_its_roles_only(self):
        root = self.env.ref("police_finance.menu_root").id
        employee = self._user("t.employee", "police_core.group_employee")
        for user, sees in (
            (self.clerk, True),
            (self.accountant, True),
            (self.auditor, True),
            (self.manager, False),
            (employee, False),
        ):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertEqual(root in visible, sees, user.login)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_only_accountants_close_periods_and_only_forward(self):
        with self.assertRaises(AccessError):
            self.env["police.period.lock"].with_user(self.clerk).create({})
        lock = (
            self.env["police.period.lock"]
            .with_user(self.accountant)
            .with_company(self.force)
            .create({"company_id": self.force.id, "purchase_lock_date": "2026-08-31"})
        )
        lock.action_lock()
        self.assertEqual(str(self.force.purchase_lock_date), "2026-08-31")
        back = lock.create({"company_id": self.force.id, "purchase_lock_date": "2026-07-31"})
        with self.assertRaisesRegex(Exception, "cannot be moved back"):
            back.action_lock()

    def test_every_menu_opens_for_its_roles(self):
        self.bill(100)
        for user, least in ((self.clerk, 12), (self.accountant, 30), (self.auditor, 28)):
            self.assertGreaterEqual(
                self.assert_menus_open("police_finance.menu_root", user), least, user.login
            )
