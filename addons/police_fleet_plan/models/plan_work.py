"""Making a plan: in the background, with progress, to be stopped; the published plan is not touched."""

import logging
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..services import outcome, problem, runner

_logger = logging.getLogger(__name__)
KEEP_AHEAD = 28  # days: a plan that ends sooner is made longer when it is made again


class PoliceFleetPlan(models.Model):
    _inherit = "police.fleet.plan"

    def action_plan(self):
        """Make the plan from the records as they are now; a worker does it, or this request where none is."""
        for plan in self:
            if plan.state not in ("draft", "proposed"):
                raise UserError(self.env._("%s cannot be planned again: make a new version.", plan.name))
            if plan.date_from <= fields.Date.context_today(self):
                raise UserError(
                    self.env._(
                        "%s begins today or earlier: what is under way is not planned any more.", plan.name
                    )
                )
            problem.build(plan)  # what is missing is told at once
        self.write({"state": "planning", "percent": 0, "stop_asked": False, "outcome": False})
        if not (tools.config["workers"] or tools.config["max_cron_threads"]):
            for plan in self:
                plan._work()
            return True
        self.env.ref("police_fleet_plan.cron_work").sudo()._trigger()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_stop(self):
        """Stop the planning; the plan is a draft again and nothing else changes."""
        waiting = self.filtered(lambda plan: plan.state == "planning")
        waiting.write({"stop_asked": True})
        for plan in waiting.filtered(lambda plan: not plan.working):
            plan._end("draft", self.env._("Stopped before it began."))
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_refresh(self):
        """See how far it is."""
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _cron_work(self):
        """Make what waits; each plan commits on its own. What was cut off is a draft again."""
        plans = self.search([("state", "=", "planning")], order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(plans))
        for plan in plans:
            if plan.working:
                plan._end("draft", self.env._("Interrupted; plan again."))
            else:
                plan._work(own_cursor=True)
            if not cron._commit_progress(1):
                break

    def _work(self, own_cursor=False):
        """Plan this one; what goes wrong is told on it and nothing of before is lost."""
        self.ensure_one()
        before = self._before()
        self._mark(own_cursor, working=True, percent=0)
        try:
            with self.env.cr.savepoint():
                made = problem.build(self)
                answer = runner.run(made.raw, self.seconds, lambda percent: self._told(own_cursor, percent))
                outcome.store(self, made, answer)
        except runner.Stopped:
            self._fail(before, self.env._("Stopped; nothing was changed."))
        except Exception as error:  # its own failure is its outcome: the plan in force and the worker go on
            _logger.info(
                "Plan %s was not made: %s", self.id, error, exc_info=not isinstance(error, UserError)
            )
            self._fail(before, str(error))
        else:
            self._end("proposed", self._said())

    def _before(self):
        """The state to return to: what was proposed stays proposed when planning again fails."""
        return "proposed" if self.planned_on else "draft"

    def _fail(self, state, message):
        self.env.invalidate_all()
        self._end(state, message)

    def _end(self, state, message):
        self.write({"state": state, "outcome": message, "working": False, "stop_asked": False, "percent": 0})

    def _said(self):
        if not self.lawful:
            return self.env._(
                "No lawful plan was found: see what would have to give way. The plan in force stays."
            )
        return self.env._(
            "%(jobs)s jobs placed, %(out)s left out.",
            jobs=len(self.line_ids) - self.left_out, out=self.left_out,
        )  # fmt: skip

    def _told(self, own_cursor, percent):
        """Write down how far it is; whether to go on."""
        return not self._mark(own_cursor, working=True, percent=percent)

    def _mark(self, own_cursor, working, percent):
        """Progress, by a cursor of its own so that others see it; answers whether to stop."""
        query = "UPDATE police_fleet_plan SET working = %s, percent = %s WHERE id = %s RETURNING stop_asked"
        if not own_cursor:
            self.env.flush_all()
            self.env.cr.execute(query, [working, percent, self.id])
            stop = self.env.cr.fetchone()[0]
            self.invalidate_recordset(["working", "percent", "stop_asked"])
            return stop
        with self.env.registry.cursor() as cr:
            cr.execute(query, [working, percent, self.id])
            return (cr.fetchone() or [True])[0]

    # -- every night -------------------------------------------------------------------------------

    @api.model
    def _cron_replan(self):
        """Make every published plan again from tomorrow on, promises kept; a person decides on it."""
        for plan in self.search([("state", "=", "published"), ("replan_nightly", "=", True)]):
            plan.with_company(plan.company_id)._replan()

    def _replan(self):
        """A new version of this published plan, planned; older proposals of the night make way for it."""
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        date_to = max(self.date_to, tomorrow + timedelta(days=min(self.days, KEEP_AHEAD) - 1))
        older = self.search([("previous_id", "=", self.id), ("state", "=", "proposed")])
        fresh = self._new_version(date_to)
        fresh.write({"state": "planning"})
        fresh._work()
        if fresh.state != "proposed":
            return fresh
        older.write({"state": "superseded"})
        if not fresh.lawful or fresh.moved:
            fresh.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(self.published_by_id or self.create_uid).id,
                summary=fresh.outcome
                if not fresh.lawful
                else self.env._("%s promises would move", fresh.moved),
            )
        return fresh
