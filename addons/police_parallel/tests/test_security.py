"""Roles and forces: the auditor reads all and writes nothing; other forces see nothing."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ParallelCase

NAMES = "project mapping import amount rehearsal ours person comparison variance defect exemption report"
MODELS = tuple(f"police.parallel.{name}" for name in NAMES.split())


@tagged("post_install", "-at_install", "police")
class TestSecurity(ParallelCase):
    def test_auditor_reads_all_and_writes_nothing(self):
        self.compared(september={(self.sergeant, "net"): 1})
        for name in MODELS:
            model = self.env[name].with_user(self.auditor)
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)
                model.search([], limit=3).read()

    def test_forces_are_apart(self):
        self.compared(september={(self.sergeant, "net"): 1})
        other = self._force("Otherton Police", "94")
        stranger = self._user("payroll_clerk")
        stranger.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.env.flush_all()
        for name in MODELS:
            with self.subTest(model=name):
                model = self.env[name].with_user(stranger).with_context(allowed_company_ids=other.ids)
                self.assertFalse(model.search([("company_id", "=", self.company.id)]))

    def test_employees_and_hr_see_nothing(self):
        for user in (self.employee_user, self.hr_officer):
            for name in MODELS:
                with self.subTest(user=user.login, model=name), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])
