"""Who sees and does what: roles, forces apart, the auditor only reads, nobody approves their own."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RtiCase

MODELS = [
    "police.rti.submission", "police.rti.message", "police.rti.error", "police.rti.nino.check",
    "police.rti.liability",
]  # fmt: skip


@tagged("post_install", "-at_install", "police")
class TestSecurity(RtiCase):
    def test_auditor_reads_all_and_writes_nothing(self):
        one = self.sent("reject:7826:1:BirthDate")
        for name in MODELS:
            model = self.env[name].with_user(self.auditor)
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)
                model.search([]).read()
        with self.assertRaises(AccessError):
            self.at(one, user=self.auditor).action_correct()

    def test_accountant_sees_what_is_owed_but_no_names(self):
        self.sent("accept")
        for name in MODELS[:4]:
            self.assertFalse(self.env[name].with_user(self.accountant).has_access("read"), name)
        self.env["police.rti.liability"].with_user(self.accountant)._refresh_company(self.company)
        row = self.env["police.rti.liability"].with_user(self.accountant).search([], limit=1)
        self.assertTrue(row.to_pay)
        row.read()

    def test_employees_see_nothing(self):
        for name in MODELS:
            self.assertFalse(self.env[name].with_user(self.employee_user).has_access("read"), name)

    def test_forces_are_apart(self):
        self.sent("reject:7826:1:BirthDate")
        other = self._force("Otherton Police", "97")
        stranger = self._user("payroll_clerk")
        stranger.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        for name in MODELS:
            with self.subTest(model=name):
                found = (
                    self.env[name].with_user(stranger).with_context(allowed_company_ids=other.ids).search([])
                )
                self.assertFalse(found)

    def test_nobody_approves_their_own(self):
        one = self.fps()
        with self.assertRaises(AccessError):
            self.at(one, user=self.clerk).action_approve()
        self.at(one, user=self.approver).action_approve()
        with self.assertRaises(AccessError):
            one.write({"approved_by_id": self.approver2.id})

    def test_an_fps_is_not_made_by_hand(self):
        with self.assertRaises(UserError):
            self.env["police.rti.submission"].with_user(self.clerk).create(
                {"kind": "fps", "company_id": self.company.id, "tax_year": "2026-27", "tax_month": 6}
            )

    def test_what_hmrc_said_is_kept_as_said(self):
        one = self.sent("reject:7826:1:BirthDate")
        error = self.at(one.error_ids)
        with self.assertRaises(UserError):
            error.write({"message": "nothing"})
        with self.assertRaisesRegex(UserError, "how it was solved"):
            error.action_solve()
        error.solved_note = "Birth date corrected from the birth certificate"
        error.action_solve()
        self.assertEqual(error.state, "solved")
