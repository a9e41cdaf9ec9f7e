"""Who sees what: own history, own force; the auditor writes nothing."""

from odoo.addons.police_payroll.tests.common import PayrollCase
from odoo.exceptions import AccessError
from odoo.tests import tagged


@tagged("post_install", "-at_install", "police")
class TestPensionSecurity(PayrollCase):
    def test_employees_see_their_own_history_only(self):
        self.approved()
        self.constable.sudo().user_id = self.employee_user
        seen = self.env["police.pension.history"].with_user(self.employee_user).search([])
        self.assertEqual(seen.employee_id.ids, self.constable.ids)

    def test_another_force_is_invisible(self):
        self.approved()
        other = self._force("Elsewhere Police", "97")
        stranger = self._user("payroll_clerk")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for model in ("police.pension.history", "police.pension.event", "police.pension.return"):
            found = self.env[model].with_user(stranger).with_context(allowed_company_ids=other.ids).search([])
            self.assertFalse(found, model)

    def test_auditor_reads_and_writes_nothing(self):
        for model in ("police.pension.event", "police.pension.return"):
            audited = self.env[model].with_user(self.auditor)
            audited.search([])
            with self.assertRaises(AccessError):
                audited.create({})
