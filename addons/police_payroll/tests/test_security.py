"""Who sees what: roles, own payslips only, forces apart, bank details and NI numbers kept close."""

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import PayrollCase

PAY_MODELS = [
    "police.pay.calendar",
    "police.pay.period",
    "police.pay.profile",
    "police.pay.opening",
    "police.pay.element",
    "police.pay.run",
    "police.payslip",
    "police.payslip.line",
    "police.pay.problem",
    "police.pay.comparison",
    "police.pay.output",
    "police.pay.certificate",
    "police.pay.certificate.line",
    "police.pay.account.map",
    "police.pay.pension.rate",
    "police.pay.job",
    "police.pay.rule",
    "police.pay.source",
]


@tagged("post_install", "-at_install", "police")
class TestSecurity(PayrollCase):
    def test_auditor_reads_all_and_writes_nothing(self):
        self.approved()
        for name in PAY_MODELS:
            model = self.env[name].with_user(self.auditor)
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)
                model.search([], limit=5).read()

    def test_people_see_their_own_approved_payslips_only(self):
        self.sergeant.sudo().user_id = self.employee_user
        slips = self.env["police.payslip"].with_user(self.employee_user)
        run = self.calculated()
        self.assertFalse(slips.search([]))
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        own = slips.search([])
        self.assertEqual(own.employee_id, self.sergeant.with_user(self.employee_user))
        self.assertEqual(own.line_ids.slip_id, own)
        self.assertTrue(own.line_ids[0].explanation)
        with self.assertRaises(AccessError):
            slips.browse(self.slip(run, self.constable).id).read(["net"])
        with self.assertRaises(AccessError):
            self.slip(run, self.constable).line_ids.with_user(self.employee_user).read(["amount"])

    def test_bank_details_and_person_facts_are_for_payroll(self):
        self.sergeant.sudo().user_id = self.employee_user
        run = self.approved()
        for name in ("sort_code", "account_number", "person", "nic"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.slip(run, self.sergeant).with_user(self.employee_user).read([name])
        self.assertTrue(self.slip(run, self.sergeant).with_user(self.clerk).account_number)

    def test_other_roles_see_no_payslips(self):
        run = self.approved()
        for user in (self.accountant, self.hr_officer):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["police.payslip"].with_user(user).search([("run_id", "=", run.id)]))
                with self.assertRaises(AccessError):
                    self.env["police.pay.profile"].with_user(user).search([])

    def test_accountant_sees_totals_and_schedules_not_the_bank_file_or_fps(self):
        run = self.approved()
        run.with_user(self.approver).action_pay()
        outputs = self.env["police.pay.output"].with_user(self.accountant).search([("run_id", "=", run.id)])
        self.assertEqual(set(outputs.mapped("kind")), {"schedule", "certificate"})
        self.assertTrue(run.with_user(self.accountant).gross_total)
        self.assertTrue(run.with_user(self.accountant).certificate_agreed)

    def test_every_role_of_the_payroll_menu_opens_the_run_form(self):
        run = self.approved()
        for user in (self.clerk, self.approver, self.accountant, self.auditor):
            with self.subTest(user=user.login):
                own = run.with_user(user)
                arch = etree.fromstring(own.get_view(view_type="form")["arch"])
                names = {node.get("name") for node in arch.iter("field") if not node.xpath("ancestor::field")}
                self.assertIn("certificate_ids", names)
                own.invalidate_recordset()
                own.read(list(names))

    def test_employees_do_not_see_runs(self):
        self.approved()
        with self.assertRaises(AccessError):
            self.env["police.pay.run"].with_user(self.employee_user).search([])

    def test_forces_are_apart(self):
        run = self.approved()
        other = self._force("Otherton Police", "97")
        stranger = self._user("payroll_clerk")
        stranger.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        for name in (
            "police.pay.run",
            "police.payslip",
            "police.payslip.line",
            "police.pay.problem",
            "police.pay.output",
        ):
            with self.subTest(model=name):
                self.assertFalse(
                    self.env[name].with_user(stranger).with_context(allowed_company_ids=other.ids).search([])
                )
        with self.assertRaises(AccessError):
            run.with_user(stranger).with_context(allowed_company_ids=other.ids).read(["net_total"])

    def test_nobody_may_write_a_payslip(self):
        run = self.calculated()
        for user in (self.clerk, self.approver, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.slip(run, self.pcso).with_user(user).write({"net": 1})


@tagged("post_install", "-at_install", "police")
class TestDownloads(PayrollCase, HttpCase):
    def test_payslip_pdf_is_for_its_person_and_payroll(self):
        run = self.approved()
        self.sergeant.sudo().user_id = self.employee_user
        own = f"/police/payslip/{self.slip(run, self.sergeant).id}/pdf"
        others = f"/police/payslip/{self.slip(run, self.constable).id}/pdf"
        self.env.flush_all()
        self.authenticate(self.employee_user.login, self.employee_user.login)
        answer = self.url_open(own)
        self.assertEqual((answer.status_code, answer.content[:4]), (200, b"%PDF"))
        self.assertEqual(self.url_open(others).status_code, 403)
        self.authenticate(self.clerk.login, self.clerk.login)
        self.assertEqual(self.url_open(others).status_code, 200)
        self.assertEqual(self.url_open("/police/payslip/999999999/pdf").status_code, 404)

    def test_template_and_portal_page(self):
        run = self.approved()
        self.sergeant.sudo().user_id = self.employee_user
        self.env.flush_all()
        self.authenticate(self.employee_user.login, self.employee_user.login)
        page = self.url_open("/my/payslips")
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"/police/payslip/{self.slip(run, self.sergeant).id}/pdf", page.text)
        template = self.url_open("/police/people/template.csv")
        self.assertIn("payroll_reference", template.text)
