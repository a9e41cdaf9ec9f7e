"""Tours in Chromium: the clerk and the approver do the month; an officer reads the payslip on a phone."""

from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import PayrollCase


@tagged("post_install", "-at_install", "police_tour")
class TestPayRunTour(PayrollCase, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # One warning: no tax code. In a scheme, for else pensions would ask for the enrolment too.
        profile = cls.env["police.pay.profile"].search([("employee_id", "=", cls.pcso.id)])
        profile.write({"tax_code": False, "pension_scheme": "lgps"})

    def test_clerk_then_approver(self):
        self.approved(self.august)
        self.start_tour("/odoo/pay-runs", "police_payroll_clerk", login=self.clerk.login)
        run = self.env["police.pay.run"].search([("period_id", "=", self.september.id)])
        self.assertEqual((run.state, run.prepared_by_id, run.people_count), ("review", self.clerk, 4))
        self.start_tour("/odoo/pay-runs", "police_payroll_approver", login=self.approver.login)
        run.invalidate_recordset()
        self.assertEqual(
            (run.state, run.approved_by_id, run.paid_by_id), ("paid", self.approver, self.approver)
        )
        self.assertTrue(all(run.certificate_ids.mapped("agreed")))
        self.assertEqual(len(run.output_ids.filtered(lambda output: output.kind == "bacs")), 1)
        self.assertEqual(round(sum(run.move_id.line_ids.mapped("balance")), 2), 0)


@tagged("post_install", "-at_install", "police_tour")
class TestMyPayslipTour(PayrollCase, TourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_on_a_phone(self):
        self.approved()
        self.constable.sudo().user_id = self.employee_user
        self.start_tour("/odoo/my-payslips", "police_my_payslip", login=self.employee_user.login)
