"""Forces apart, the auditor reads all and writes nothing, colleagues do not see each other's questions."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SelfServiceCase

MODELS = (
    "police.pay.query",
    "police.pay.query.report",
    "police.pay.query.cause",
    "police.pay.canned.answer",
    "police.pay.service.level",
    "police.pay.notice.choice",
)


@tagged("post_install", "-at_install", "police")
class TestSecurity(SelfServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_september = cls("setUpClass").approved(cls.september)

    def test_auditor(self):
        self.asked(self.run_september)
        for name in MODELS:
            model = self.env[name].with_user(self.auditor)
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)
                model.search([], limit=3).read()

    def test_forces_are_apart(self):
        query = self.asked(self.run_september)
        other = self._force("Otherton Police", "96")
        stranger = self._user("payroll_clerk")
        stranger.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.env.flush_all()
        for name in ("police.pay.query", "police.pay.query.report"):
            found = self.env[name].with_user(stranger).with_context(allowed_company_ids=other.ids).search([])
            self.assertFalse(found.filtered(lambda row: row.company_id == self.company), name)
        with self.assertRaises(AccessError):
            query.with_user(stranger).with_context(allowed_company_ids=other.ids).read(["question"])

    def test_employees_hr_and_accountants_do_not_see_the_desk(self):
        query = self.asked(self.run_september, person=self.sergeant)
        for user in (self.employee_user, self.hr_officer, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                query.with_user(user).read(["question"])
        messages = query.sudo().message_ids.with_user(self.employee_user)
        self.assertFalse(messages.search([("id", "in", messages.ids)]), "notes of the desk stay at the desk")
