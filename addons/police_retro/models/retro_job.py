"""Long work in the background: closed pay checked, awards and scenarios costed, changes of pay explained.

As a run's calculation: started by a cron worker, its progress seen by others while it works, and at once in
the same request where no worker is configured.
"""

import logging

from odoo import api, fields, models, tools
from odoo.addons.police_payroll.models.pay_job import STATES
from odoo.exceptions import UserError

from ..services.job_progress import WorkProgress
from ..services.retro_check import RetroCheck

_logger = logging.getLogger(__name__)
KINDS = [
    ("check", "Check changed closed pay"),
    ("full_check", "Check all closed pay"),
    ("award", "Cost of an award"),
    ("whatif", "What-if"),
    ("causes", "Why pay changed"),
]


class RetroJob(models.Model):
    _name = "police.retro.job"
    _description = "Calculation in the Background"
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    res_id = fields.Integer(string="Of record", readonly=True, aggregator=None)
    state = fields.Selection(STATES, required=True, default="queued", readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Asked by", required=True, readonly=True)
    done = fields.Integer(readonly=True, aggregator=None)
    total = fields.Integer(readonly=True, aggregator=None)
    step = fields.Char(string="Doing", readonly=True)
    percent = fields.Float(compute="_compute_percent", string="Progress")
    started_on = fields.Datetime(readonly=True)
    finished_on = fields.Datetime(readonly=True)
    message = fields.Char(string="Outcome", readonly=True)

    @api.depends("done", "total")
    def _compute_percent(self):
        for job in self:
            job.percent = 100.0 * job.done / job.total if job.total else 0.0

    @api.model
    def _start(self, kind, company, res_id=0):
        """Queue the work and wake the worker; where there is none, do it now."""
        if not self.env.user.has_groups(
            "police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_force_accountant"
        ):
            raise UserError(self.env._("%s does not hold the role for this step.", self.env.user.name))
        job = self._queue(kind, company, res_id)
        if not job:
            raise UserError(self.env._("This is being worked out already; look again in a moment."))
        if not (tools.config["workers"] or tools.config["max_cron_threads"]):
            job._work()
            return True
        return self._notice(self.env._("Started; the result appears when it is done."))

    @api.model
    def _queue(self, kind, company, res_id=0):
        """Put the work in the queue and wake the worker; nothing when the same is waiting or at work."""
        same = [("kind", "=", kind), ("res_id", "=", res_id), ("company_id", "=", company.id)]
        if self.sudo().search_count([*same, ("state", "in", ("queued", "running"))], limit=1):
            return self.browse()
        job = self.sudo().create(
            {"kind": kind, "company_id": company.id, "res_id": res_id, "user_id": self.env.uid}
        )
        self.env.ref("police_retro.cron_work").sudo()._trigger()
        return job

    @api.model
    def _notice(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_work(self):
        """Do what waits; each piece commits on its own. What was cut off is marked so."""
        jobs = self.search([("state", "in", ("queued", "running"))], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(jobs))
        for job in jobs:
            if job.state == "running":
                job._end("failed", self.env._("Interrupted; start it again."))
            else:
                job._work(commit=True)
            if not cron._commit_progress(1):
                break

    def _work(self, commit=False):
        """Carry out this job; its own failure is its outcome, not an error of the caller."""
        self.ensure_one()
        progress = WorkProgress(self.env, self.id, own_cursor=commit)
        progress.start()
        try:
            with self.env.cr.savepoint():
                message = self.with_user(self.user_id).sudo()._carry_out(progress)
        except Exception as error:
            _logger.info("Background work %s failed", self.id, exc_info=not isinstance(error, UserError))
            self.env.invalidate_all()
            progress.end("failed", str(error))
        else:
            progress.end("done", message)

    def _end(self, state, message):
        self.write({"state": state, "message": message, "finished_on": fields.Datetime.now(), "step": False})

    def _carry_out(self, progress):
        """Do it; answer the outcome in words."""
        if self.kind in ("check", "full_check"):
            count = RetroCheck(self.env, self.company_id, progress).run(full=self.kind == "full_check")
            return self.env._("%s people checked", count)
        model = {"award": "police.award", "whatif": "police.whatif", "causes": "police.pay.run"}[self.kind]
        record = self.env[model].browse(self.res_id).exists()
        return record._work_out(progress) if record else self.env._("Deleted meanwhile")
