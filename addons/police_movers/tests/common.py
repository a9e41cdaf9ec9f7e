"""The small force of the payroll tests, with a few steps of movers."""

from datetime import date

from odoo.addons.police_payroll.tests.common import ACCOUNT, PayrollCase, tagged  # noqa: F401

SEPTEMBER_PAID, AFTER = date(2026, 9, 30), date(2026, 10, 5)
NEW_ACCOUNT = {
    "sort_code": "107999",
    "account_number": "88837491",
}  # another worked example of the specification


class MoversCase(PayrollCase):
    """September 2026 of four people; the employee user is the constable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.constable.sudo().user_id = cls.employee_user
        cls.clerk_env = cls.env(user=cls.clerk)

    @classmethod
    def bonus(cls, person, amount, **facts):
        """A one-off bonus of ``person``."""
        values = {"employee_id": person.id, "code": "bonus", "amount": amount, "date_from": "2026-09-20"}
        return cls.env["police.pay.element"].create({**values, **facts})

    def off_cycle(self, people, on=AFTER, reason="Authorised late"):
        """A calculated supplementary run of September for ``people``."""
        wizard = self.clerk_env["police.off.cycle.wizard"].create(
            {"period_id": self.september.id, "pay_date": on, "employee_ids": people.ids, "reason": reason}
        )
        run = self.clerk_env["police.pay.run"].browse(wizard.action_create()["res_id"])
        run._calculate_now()
        return run

    def finish(self, run, pay=False):
        """Warnings accepted, approved and perhaps paid by somebody else."""
        self.accept_all(run)
        self.assertFalse(run.problem_ids.filtered(lambda p: p.severity == "blocking").mapped("message"))
        run.with_user(self.approver).action_approve()
        if pay:
            run.with_user(self.approver).action_pay()
        return run

    def leave(self, person, on):
        """HR gives ``person`` a last day; payroll's record of it."""
        person.version_id.contract_date_end = on
        found = self.env["police.leaver"]._find_new(self.company)
        return found.filtered(lambda leaver: leaver.employee_id == person)
