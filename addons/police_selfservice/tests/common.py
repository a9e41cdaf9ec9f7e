"""The small force of the payroll tests, with a constable on the portal and two months paid."""

from odoo.addons.police_payroll.tests.common import PayrollCase
from odoo.tests import new_test_user


class SelfServiceCase(PayrollCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = new_test_user(
            cls.env, login="t.portal", groups="base.group_portal", company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)], tz="Europe/London", lang="en_US",
        )  # fmt: skip
        cls.constable.sudo().user_id = cls.portal_user
        cls.sergeant.sudo().user_id = cls.employee_user
        cls.clerk2 = cls._user("payroll_clerk")

    @classmethod
    def months(cls):
        """August and September, both approved; returns both runs."""
        case = cls("setUpClass")  # the steps of the payroll tests are methods of an instance
        return case.approved(case.august), case.approved(case.september)

    def line(self, run, person, code):
        """The payslip line of ``code``."""
        return self.slip(run, person).line_ids.filtered(lambda line: line.code == code)[:1]

    def asked(self, run, person=None, category="tax", code="income_tax"):
        """A question from the portal about a line."""
        person = person or self.constable
        line = self.line(run, person, code)
        query = self.env["police.pay.query"]._ask(person, category, "Why?", line.slip_id, line)
        return query.with_user(self.clerk)
