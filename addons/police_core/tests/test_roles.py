"""The ten roles are there, explained, and grant only what they say."""

from odoo.tests import TransactionCase, new_test_user, tagged

ROLES = (
    "finance_clerk",
    "payroll_clerk",
    "payroll_approver",
    "hr_officer",
    "fleet_manager",
    "force_manager",
    "force_accountant",
    "auditor",
    "employee",
    "administrator",
)


@tagged("post_install", "-at_install", "police")
class TestRoles(TransactionCase):
    def test_each_role_is_explained_and_under_police(self):
        category = self.env.ref("police_core.module_category_police")
        for role in ROLES:
            group = self.env.ref(f"police_core.group_{role}")
            self.assertTrue(group.comment, role)
            self.assertEqual(group.privilege_id.category_id, category, role)

    def test_administrator_may_not_pay_buy_or_approve(self):
        user = new_test_user(self.env, "test.administrator", groups="police_core.group_administrator")
        for role in (
            "payroll_clerk",
            "payroll_approver",
            "finance_clerk",
            "force_accountant",
            "force_manager",
        ):
            self.assertFalse(user.has_group(f"police_core.group_{role}"), role)
        self.assertTrue(user.has_group("base.group_system"))

    def test_clerk_and_approver_do_not_imply_each_other(self):
        clerk = new_test_user(self.env, "test.clerk", groups="police_core.group_payroll_clerk")
        approver = new_test_user(self.env, "test.approver", groups="police_core.group_payroll_approver")
        self.assertFalse(clerk.has_group("police_core.group_payroll_approver"))
        self.assertFalse(approver.has_group("police_core.group_payroll_clerk"))

    def test_british_english_and_dates(self):
        language = self.env["res.lang"]._get_data(code="en_GB")
        self.assertTrue(language)
        self.assertEqual(language.date_format, "%d/%m/%Y")
        self.assertEqual(self.env["res.partner"].create({"name": "New"}).lang, "en_GB")
