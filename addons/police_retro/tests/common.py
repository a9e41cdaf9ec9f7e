"""The small force of the payroll tests with August closed, and the ways its facts change afterwards."""

from datetime import date

from odoo.addons.police_hr.services.dated_changes import Change, apply
from odoo.addons.police_payroll.tests.common import SEPTEMBER, PayrollCase, tagged  # noqa: F401
from odoo.addons.police_retro.services.retro_check import RetroCheck

AUGUST = date(2026, 8, 1)


class RetroCase(PayrollCase):
    """August 2026 approved; ``changed`` backdates a fact as HR would."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.august_run = cls._approved_run(cls.august)

    @classmethod
    def _approved_run(cls, period):
        run = cls.env["police.pay.run"].with_user(cls.clerk).create({"period_id": period.id})
        run._calculate_now()
        warnings = run.problem_ids.filtered(lambda p: p.severity == "warning" and not p.acknowledged)
        if warnings:
            warnings.with_user(cls.clerk)._acknowledge("Looked at")
        run.with_user(cls.approver).action_approve()
        return run

    def changed(self, person, on, **values):
        """A dated change made by HR."""
        env = self.env(user=self.hr_officer)
        return apply(env, [Change(person.with_env(env), on, values)])

    def check(self, full=False):
        """Work out closed pay; how many people were looked at."""
        return RetroCheck(self.env, self.company).run(full=full)

    def change(self, person, state=None):
        """The latest change of closed pay of ``person``."""
        domain = [("employee_id", "=", person.id)] + ([("state", "=", state)] if state else [])
        return self.env["police.retro.change"].search(domain, order="id desc", limit=1)

    def arrears(self, run, person):
        """``[(code, pence)]`` of the arrears on the payslip."""
        lines = self.slip(run, person).line_ids.filtered(lambda line: line.rule.startswith("arrears"))
        return [(line.code, round(line.amount * 100)) for line in lines]
