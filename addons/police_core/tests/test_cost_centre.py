"""Cost centres are known by a code that is unique in the force."""

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install", "police")
class TestCostCentre(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.env.ref("police_core.analytic_plan_cost_centre")
        cls.accounts = cls.env["account.analytic.account"]

    def _create(self, code, company=None, plan=None):
        return self.accounts.create(
            {
                "name": f"Centre {code}",
                "code": code,
                "plan_id": (plan or self.plan).id,
                "company_id": company.id if company else False,
            }
        )

    def test_code_is_needed_and_unique(self):
        self._create("T-100")
        for code in (False, "T-100"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self._create(code)

    def test_two_forces_may_use_the_same_code(self):
        other = self.env["res.company"].create({"name": "Another force"})
        self._create("T-200", self.env.company)
        self._create("T-200", other)
        with self.assertRaises(ValidationError):
            self._create("T-200")  # shared by all forces, so it collides with both

    def test_other_plans_are_free(self):
        plan = self.env["account.analytic.plan"].create({"name": "Projects"})
        self._create("T-300")
        self._create("T-300", plan=plan)

    def test_roles(self):
        clerk = new_test_user(self.env, "test.finance.clerk", groups="police_core.group_finance_clerk")
        accountant = new_test_user(self.env, "test.accountant", groups="police_core.group_force_accountant")
        self.assertTrue(self.accounts.with_user(clerk).has_access("read"))
        self.assertFalse(self.accounts.with_user(clerk).has_access("write"))
        self.assertTrue(self.accounts.with_user(accountant).has_access("create"))
