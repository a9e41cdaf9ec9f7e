"""Who sees and does what: payroll decides, auditors read, employees and other forces see nothing."""

from odoo.exceptions import AccessError

from .common import AUGUST


class SecurityChecks:
    """Run by ``test_retro_edges``, on the same closed August."""

    def found(self):
        """A change of the sergeant's closed pay."""
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        return self.change(self.sergeant)

    def test_an_employee_sees_none_of_it(self):
        self.sergeant.sudo().user_id = self.employee_user
        for model in (
            "police.retro.change",
            "police.retro.line",
            "police.award",
            "police.whatif",
            "police.pay.cause",
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.employee_user).search([])

    def test_an_auditor_reads_and_writes_nothing(self):
        found = self.found()
        change = found.with_user(self.auditor)
        self.assertEqual(change.causes, found.causes)
        with self.assertRaises(AccessError):
            change.action_approve()
        with self.assertRaises(AccessError):
            self.env["police.award"].with_user(self.auditor).create(
                {"name": "x", "date_from": "2026-09-01", "citation": "x"}
            )

    def test_nobody_writes_figures_by_hand(self):
        found = self.found()
        for user in (self.clerk, self.approver):
            with self.assertRaises(AccessError):
                found.with_user(user).write({"gross": 1})

    def test_another_force_is_invisible(self):
        self.found()
        other = self._force("Othershire Police", "95")
        stranger = self._user("payroll_clerk")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        found = (
            self.env["police.retro.change"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        )
        self.assertFalse(found.search([]))
        self.assertEqual(self.env["police.retro.touch"].with_user(stranger).with_context(
            allowed_company_ids=other.ids).search_count([]), 0)  # fmt: skip
