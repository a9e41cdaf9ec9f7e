"""The small force of the payroll tests, connected to a stand-in for HMRC's gateway on this computer."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.addons.police_engine.adapters.rti.standin import StandIn, serving
from odoo.addons.police_payroll.tests.common import PayrollCase

NOW = datetime(2026, 9, 29, 9, 0, 0)  # the day before pay day


class RtiCase(PayrollCase):
    """August and September 2026 are approved; their FPS are ready. ``self.gateway`` is the stand-in.

    Time stands at ``NOW`` until :meth:`later`.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = NOW
        cls.gateway = StandIn(clock=lambda: cls.clock)
        address = cls.enterClassContext(serving(cls.gateway))
        cls.company.write({"rti_mode": "stand_in", "rti_endpoint": address})
        cls._before_runs()
        cls.env = cls.env(context={**cls.env.context, "police_rti_now": NOW})
        cls.runs = [cls._approve_run(period) for period in cls._periods()]

    @classmethod
    def _periods(cls):
        return cls.august, cls.september

    @classmethod
    def _before_runs(cls):
        """What a class of tests needs to be true before anybody is paid."""

    @classmethod
    def _approve_run(cls, period):
        run = cls.env["police.pay.run"].with_user(cls.clerk).create({"period_id": period.id})
        run._calculate_now()
        warnings = run.problem_ids.filtered(lambda problem: problem.severity == "warning")
        if warnings:
            warnings._acknowledge("Looked at")
        run.with_user(cls.approver).action_approve()
        return run.sudo()

    def setUp(self):
        super().setUp()
        type(self).clock = NOW
        self.gateway.held.clear()
        self.gateway.requests.clear()
        self.gateway.script = ["accept"]

    def at(self, record, moment=None, user=None):
        """``record`` at a moment (now), as a user (the clerk)."""
        return record.with_user(user or self.clerk).with_context(police_rti_now=moment or self.clock)

    def later(self, **span):
        """Move time on, also the stand-in's."""
        type(self).clock = self.clock + timedelta(**span)
        return self.clock

    def fps(self, month=1):
        """September's FPS (``month`` 0: August's), as the clerk."""
        return self.at(self.runs[month].submission_ids)

    def sent(self, *script):
        """September's FPS sent to a stand-in that behaves like this."""
        self.gateway.script = list(script)
        one = self.fps()
        one.action_send()
        return one

    def cron(self, moment=None):
        """The scheduler's look."""
        model = self.env["police.rti.submission"].sudo().with_context(police_rti_now=moment or self.clock)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: float("inf")):
            model._cron_converse()
