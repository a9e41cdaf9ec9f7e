"""Who sees and does what."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AbsenceCase

MODELS = (
    "police.absence", "police.absence.certificate", "police.absence.kit", "police.absence.phase",
    "police.absence.decision", "police.absence.notice", "police.absence.clock", "police.absence.change",
    "police.absence.statement", "police.absence.scheme", "police.absence.scheme.step",
    "police.absence.pattern",
)  # fmt: skip


@tagged("post_install", "-at_install", "police")
class TestSecurity(AbsenceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.absent(cls.constable, "2026-08-03", reason="psychological")
        cls.other = cls.absent(cls.staff, "2026-08-10")
        cls.constable.sudo().user_id = cls.employee_user

    def test_people_see_their_own_absence_only(self):
        own = self.env["police.absence"].with_user(self.employee_user).search([])
        self.assertEqual(own, self.mine)
        self.assertEqual(own.read(["date_from", "days", "pay_level"])[0]["pay_level"], "full")
        for field in ("reason", "note"):
            with self.assertRaises(AccessError):
                own.read([field])
        with self.assertRaises(AccessError):
            own.write({"date_to": "2026-08-20"})
        self.assertFalse(self.other.with_user(self.employee_user).has_access("read"))
        self.assertFalse(self.env["police.absence.decision"].with_user(self.employee_user).has_access("read"))

    def test_payroll_reads_and_does_not_enter(self):
        clerk = self.env["police.absence"].with_user(self.clerk)
        self.assertEqual(len(clerk.search([("company_id", "=", self.company.id)])), 2)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(clerk.has_access(operation))
        with self.assertRaises(AccessError):
            self.mine.with_user(self.clerk).read(["reason"])
        with self.assertRaises(AccessError):
            self.mine.with_user(self.clerk).action_cancel()

    def test_the_auditor_reads_all_and_writes_nothing(self):
        for model in MODELS:
            records = self.env[model].with_user(self.auditor)
            self.assertTrue(records.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{model} {operation}")
        self.assertEqual(self.mine.with_user(self.auditor).reason, "psychological")

    def test_the_deciding_manager_sees_what_is_to_be_decided(self):
        absences = self.env["police.absence"].with_user(self.manager)
        self.assertFalse(absences.search([]))
        self.hr_env["police.absence.decision"].create(
            {"absence_id": self.mine.id, "date_from": "2026-09-01", "date_to": "2026-09-30"}
        )
        self.assertEqual(absences.search([]), self.mine)
        with self.assertRaises(AccessError):
            self.mine.with_user(self.manager).read(["reason"])

    def test_other_forces_are_invisible(self):
        other = self._force("Otherton Police", "97")
        stranger = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Stranger",
                    "login": "t.stranger",
                    "company_id": other.id,
                    "company_ids": [(6, 0, other.ids)],
                    "group_ids": [(4, self.env.ref("police_core.group_hr_officer").id)],
                }
            )
        )
        self.env["police.absence.clock"]._refresh(self.company)
        for model in MODELS:
            self.assertFalse(
                self.env[model].with_user(stranger).with_context(allowed_company_ids=other.ids).search([]),
                model,
            )
