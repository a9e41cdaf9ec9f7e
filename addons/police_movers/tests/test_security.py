"""Who sees and does what: own papers only, auditors write nothing, forces apart."""

from datetime import date

from odoo.exceptions import AccessError

from .common import MoversCase, tagged

MODELS = (
    "police.starter",
    "police.leaver",
    "police.hmrc.notice.file",
    "police.pay.advance",
    "police.returned.payment",
    "police.benefit",
    "police.pay.task",
    "police.year.end",
    "police.pay.document",
)


@tagged("post_install", "-at_install", "police")
class TestSecurity(MoversCase):
    def document(self, person, **facts):
        return self.env["police.pay.document"]._store(
            person, "p45", "2026-27", "P45.pdf", b"%PDF-1.7", **facts
        )

    def test_people_see_their_own_released_papers_only(self):
        own, other = self.document(self.constable), self.document(self.sergeant)
        held = self.document(self.constable, released=False)
        seen = self.env(user=self.employee_user)["police.pay.document"].search([])
        self.assertEqual(seen, own)
        with self.assertRaises(AccessError):
            other.with_user(self.employee_user).read(["content"])
        with self.assertRaises(AccessError):
            held.with_user(self.employee_user).action_handed_over()
        self.assertEqual(self.env(user=self.clerk)["police.pay.document"].search([]), own | other | held)

    def test_employees_see_nothing_else(self):
        for model in set(MODELS) - {"police.pay.document"}:
            self.assertFalse(self.env(user=self.employee_user)[model].has_access("read"), model)

    def test_the_auditor_reads_and_writes_nothing(self):
        for model in MODELS:
            records = self.env(user=self.auditor)[model]
            self.assertTrue(records.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation), f"{model} {operation}")

    def test_another_force_is_invisible(self):
        other = self._force("Othershire Police", "97")
        self.document(self.constable)
        leaver = self.leave(self.staff, date(2026, 9, 15))
        stranger = self.clerk.copy({"login": "t.stranger", "company_id": other.id,
                                    "company_ids": [(6, 0, other.ids)]})  # fmt: skip
        env = self.env(user=stranger, context={"allowed_company_ids": other.ids})
        for model in MODELS:
            self.assertFalse(env[model].search([]), model)
        with self.assertRaises(AccessError):
            leaver.with_env(env).read(["reason"])

    def test_hr_sees_leavers_but_not_pay(self):
        leaver = self.leave(self.staff, date(2026, 9, 15)).with_user(self.hr_officer)
        self.assertEqual(leaver.open_matters, 0)
        leaver.reason = "retirement"
        self.assertFalse(self.env(user=self.hr_officer)["police.pay.document"].has_access("write"))
