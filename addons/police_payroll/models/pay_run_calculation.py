"""Calculating a run: at once (:meth:`_calculate_now`) or as a background job that can be watched and stopped.

One calculation is one database transaction: killed half-way it leaves nothing behind, and the run can
be calculated again. A transaction-level advisory lock says who is at work; it dies with its process,
so a run that says "calculating" without a lock holder is known to have been interrupted.
"""

import logging
import time
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..services import garbage
from ..services.progress import CalculationCancelled, JobProgress, no_progress
from ..services.run_calculation import RunCalculation

_logger = logging.getLogger(__name__)
LOCK_CLASS = 0x50415952  # 'PAYR': the advisory lock's first key; the second is the run's id
MAX_ATTEMPTS = 3
START_GRACE = timedelta(seconds=90)


class PayRun(models.Model):
    _inherit = "police.pay.run"

    job_id = fields.Many2one("police.pay.job", compute="_compute_job", string="Last calculation")
    progress = fields.Float(compute="_compute_job", help="Per cent of the calculation done.")
    progress_text = fields.Char(compute="_compute_job", string="Doing")
    is_interrupted = fields.Boolean(
        compute="_compute_job", help="Says calculating, but nothing is at work: it was killed."
    )

    @api.depends("state", "job_ids.state", "job_ids.done")
    def _compute_job(self):
        for run in self:
            job = run.sudo().job_ids.sorted("id")[-1:]
            run.job_id = job
            run.progress = 100.0 * job.done / job.total if job.total else 0.0
            run.progress_text = job.step or dict(job._fields["state"].selection).get(job.state, "")
            run.is_interrupted = run.state == "calculating" and run._calculation_died(job)

    def _calculation_died(self, job):
        """True when the job was started (or should have been long ago) and nobody holds the run's lock."""
        self.ensure_one()
        self.env.cr.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCK_CLASS, self.id],
        )
        if self.env.cr.fetchone():
            return False
        waiting = job.state == "queued" and job.create_date > fields.Datetime.now() - START_GRACE
        return not waiting

    # -- buttons --------------------------------------------------------------------------------

    def action_calculate(self):
        """Calculate (again) in the background. Refused while somebody else's calculation is at work."""
        self.ensure_one()
        self._check_may_calculate()
        if self.state == "calculating" and not self._calculation_died(self.job_id):
            raise UserError(
                self.env._(
                    "%(run)s is already being calculated, asked by %(user)s.",
                    run=self.name,
                    user=self.job_id.sudo().user_id.name,
                )
            )
        self._start_job()
        if not self._background_workers():
            self._run_job(self.sudo().job_ids.sorted("id")[-1:])
            return True
        self.env.ref("police_payroll.cron_calculate").sudo()._trigger()
        return True

    def action_cancel_calculation(self):
        """Ask the calculation to stop; the run goes back to draft, as if it had not been started."""
        self.ensure_one()
        self._check_role("police_core.group_payroll_clerk", "police_core.group_payroll_approver")
        if self.state != "calculating":
            raise UserError(self.env._("%s is not being calculated.", self.name))
        if self._calculation_died(self.job_id) or self.job_id.state == "queued":
            self.job_id.sudo().write({"state": "cancelled", "finished_on": fields.Datetime.now()})
            self._back_to_draft()
        else:
            self.job_id.sudo().cancel_requested = True
        return True

    def action_open_slips(self):
        """The payslips of this run."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_payroll.action_payslip")
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    # -- at once --------------------------------------------------------------------------------

    def _calculate_now(self, progress=no_progress):
        """Calculate in this transaction and leave the run in review. Returns the timings, seconds by step.

        Raises UserError when another calculation of this run is at work or an earlier run is open.
        The caller commits; until then nothing is visible to others.
        """
        self.ensure_one()
        self._check_may_calculate()
        self._take_lock()
        self._mark_prepared_by_calculator()
        with garbage.paused():
            timings = RunCalculation(self.env, self, progress).run()
        self._transition("review", calculated_on=fields.Datetime.now(), timings=timings)
        return timings

    def _check_may_calculate(self):
        self._check_role("police_core.group_payroll_clerk")
        self.check_access("write")
        if self.state not in ("draft", "calculating", "review"):
            raise UserError(
                self.env._(
                    "%(run)s is %(state)s: it can not be calculated again.", run=self.name, state=self.state
                )
            )
        if open_before := self._open_before():
            raise UserError(
                self.env._(
                    "%s comes before this run and is not approved yet. Approve or cancel it first: "
                    "this run builds on its year-to-date figures.",
                    open_before.name,
                )
            )

    def _take_lock(self):
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, self.id])
        if not self.env.cr.fetchone()[0]:
            raise UserError(self.env._("%s is being calculated by somebody else at this moment.", self.name))

    def _mark_prepared_by_calculator(self):
        self.sudo(False)._mark_prepared()

    def _approval_obstacle(self):
        """Besides the preparer, nobody who created the run or ever calculated it may approve it."""
        obstacle = super()._approval_obstacle()
        own = self.create_uid | self.sudo().job_ids.user_id
        if not obstacle and self.env.user in own:
            obstacle = self.env._(
                "%(user)s created or calculated %(run)s and so cannot approve it. Ask another approver.",
                user=self.env.user.name,
                run=self.name,
            )
        return obstacle

    # -- in the background ----------------------------------------------------------------------

    def _background_workers(self):
        return bool(tools.config["workers"] or tools.config["max_cron_threads"])

    def _start_job(self):
        self.sudo().try_lock_for_update() or self._raise_busy()
        self.sudo().job_ids.filtered(lambda job: job.state in ("queued", "running")).write(
            {"state": "failed", "message": self.env._("Interrupted"), "finished_on": fields.Datetime.now()}
        )
        self._transition("calculating")
        self.env["police.pay.job"].sudo().create({"run_id": self.id, "user_id": self.env.uid})

    def _raise_busy(self):
        raise UserError(self.env._("Somebody else is working on %s at this moment. Try again.", self.name))

    @api.model
    def _cron_calculate(self):
        """Run every waiting or interrupted calculation; each commits on its own."""
        runs = self.search([("state", "=", "calculating")], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(runs))
        for run in runs:
            job = run.job_ids.sorted("id")[-1:]
            if job:
                run._run_job(job, commit=True)
            if not cron._commit_progress(1):
                break

    def _run_job(self, job, commit=False):
        """Carry out ``job``; with ``commit`` its progress is seen by others while it works."""
        user_run = self.with_user(job.user_id).with_company(self.company_id)
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, self.id])
        if not self.env.cr.fetchone()[0]:
            return  # another worker is on it
        progress = JobProgress(self.env, job.id, own_cursor=commit)
        if not progress.start(MAX_ATTEMPTS):
            self._give_up(progress, self.env._("Interrupted %s times; calculate again.", MAX_ATTEMPTS))
            return
        started = time.monotonic()
        try:
            with self.env.cr.savepoint():
                user_run._calculate_now(progress)
        except CalculationCancelled:
            self._give_up(progress, self.env._("Cancelled"), "cancelled")
        except Exception as error:
            _logger.info("Calculation of run %s failed", self.id, exc_info=not isinstance(error, UserError))
            self._give_up(progress, str(error))
        else:
            seconds = time.monotonic() - started
            progress.end("done", self.env._("%(n)s payslips in %(s).1f s", n=self.people_count, s=seconds))

    def _give_up(self, progress, message, state="failed"):
        progress.end(state, message)
        self._back_to_draft()
        self.sudo().message_post(body=self.env._("Calculation ended: %s", message))

    def _back_to_draft(self):
        self._clear_results()
        self._transition("draft")

    def _clear_results(self):
        RunCalculation(self.env, self).clear()
