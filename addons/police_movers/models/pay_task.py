"""Scheduled payroll: what is to be done for each pay period, by whom and when; calculation starts by
itself."""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.police_engine.adapters.bacs.calendar import banking_day_on_or_before
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
LONDON = ZoneInfo("Europe/London")
# kind: (name, banking days before the pay date, hour of the day, role)
PLAN = {
    "inputs": ("Inputs close", 10, 17, "payroll_clerk"),
    "calculate": ("Calculate the run", 8, 6, "payroll_clerk"),
    "review": ("Review exceptions and variances", 7, 16, "payroll_clerk"),
    "approve": ("Approve the run", 5, 16, "payroll_approver"),
    "release": ("Release the bank file", 3, 12, "payroll_approver"),
    "fps": ("Send the FPS, at the latest", 0, 9, "payroll_clerk"),
}
KINDS = [*((kind, entry[0]) for kind, entry in PLAN.items()), ("hmrc", "Pay HMRC"), ("other", "Other")]


class PayTask(models.Model):
    _name = "police.pay.task"
    _description = "Task of the Pay Calendar"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "planned_at, id"

    name = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True, default="other", index=True)
    period_id = fields.Many2one("police.pay.period", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", string="Force", related="period_id.company_id", store=True, index=True
    )
    pay_date = fields.Date(related="period_id.pay_date", store=True)
    planned_at = fields.Datetime(string="When", required=True, index=True, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        string="By",
        tracking=True,
        help="Does it; scheduled calculation runs in this user's name.",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("failed", "Failed"), ("skipped", "Skipped")],
        default="planned", required=True, index=True, tracking=True, group_expand="_expand_states",
    )  # fmt: skip
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    done_on = fields.Datetime(readonly=True, copy=False)
    message = fields.Char(string="What happened", readonly=True, copy=False)
    run_id = fields.Many2one("police.pay.run", readonly=True, copy=False, ondelete="set null")

    _one_of_a_kind = models.UniqueIndex(
        "(period_id, kind) WHERE kind <> 'other'", "The period already has this task."
    )

    @api.model
    def _expand_states(self, states, _domain):
        return [key for key, _label in self._fields["state"].selection]

    @api.depends("planned_at", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for task in self:
            task.is_late = bool(
                task.state in ("planned", "failed") and task.planned_at and task.planned_at < now
            )

    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return [("state", "in", ("planned", "failed")), ("planned_at", "<", fields.Datetime.now())]

    # -- planning -------------------------------------------------------------------------------

    @api.model
    def _plan(self, periods):
        """The usual tasks of ``periods`` that are not planned yet. Returns the new ones."""
        known = {(task.period_id.id, task.kind) for task in self.search([("period_id", "in", periods.ids)])}
        values = []
        for period in periods.filtered(lambda p: p.kind == "regular"):
            for kind, (name, days, hour, role) in PLAN.items():
                if (period.id, kind) not in known:
                    day = _banking_days_before(period.pay_date, days)
                    values.append(self._task(period, kind, name, day, hour, role))
            if (period.id, "hmrc") not in known:
                month = fields.Date.add(
                    period.pay_date.replace(day=1), months=1 if period.pay_date.day > 5 else 0
                )
                due = banking_day_on_or_before(month.replace(day=22))
                name = self.env._("Pay HMRC: tax, National Insurance, loans, levy")
                values.append(self._task(period, "hmrc", name, due, 12, "payroll_approver"))
        return self.create(values)

    def _task(self, period, kind, name, day, hour, role):
        at = datetime.combine(day, time(hour), LONDON).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
        return {"name": name, "kind": kind, "period_id": period.id, "planned_at": at,
                "owner_id": self._owner(period.company_id, role).id}  # fmt: skip

    def _owner(self, company, role):
        group = self.env.ref(f"police_core.group_{role}")
        people = group.sudo().all_user_ids.filtered(lambda user: user.active and company in user.company_ids)
        return people.sorted("id")[-1:]

    # -- doing ----------------------------------------------------------------------------------

    def action_done(self):
        """Ticked off by a person."""
        self.write({"state": "done", "done_on": fields.Datetime.now()})
        return True

    def action_skip(self):
        """Not needed this time."""
        self.write({"state": "skipped", "done_on": fields.Datetime.now()})
        return True

    def action_run_now(self):
        """Do a scheduled calculation at once."""
        self.ensure_one()
        if self.kind != "calculate":
            raise UserError(self.env._("Only the calculation runs by itself; the other steps are people's."))
        self._calculate()
        return True

    @api.model
    def _cron_run_due(self):
        """Start the calculations that are due; tell the owners of other tasks that are late, once."""
        due = self.search([("state", "=", "planned"), ("planned_at", "<=", fields.Datetime.now())])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for task in due:
            if task.kind == "calculate":
                task._calculate()
            else:
                task._remind()
            if not cron._commit_progress(1):
                break

    def _remind(self):
        """An activity for the owner, unless there is one already."""
        if self.owner_id and not self.activity_ids:
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.owner_id.id, summary=self.name,
                note=self.env._("Due for %s.", self.period_id.name),
            )  # fmt: skip

    def _calculate(self):
        """Open the period's run and calculate it in the owner's name; failure is told, never silent."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                run = self._run_as_owner()
        except Exception as error:
            _logger.info("Scheduled calculation of %s failed", self.period_id.name, exc_info=True)
            self.write({"state": "failed", "message": str(error), "done_on": fields.Datetime.now()})
            self._remind()
            self.message_post(body=self.env._("Scheduled calculation failed: %s", error))
            return
        text = self.env._(
            "%(people)s payslips, %(blocking)s blocking exceptions, %(warnings)s warnings",
            people=run.people_count, blocking=run.blocking_count, warnings=run.warning_count,
        )  # fmt: skip
        self.write({"state": "done", "message": text, "done_on": fields.Datetime.now(), "run_id": run.id})
        self.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.owner_id.id,
            summary=self.env._("%s is calculated: look at its exceptions", run.name), note=text,
        )  # fmt: skip

    def _run_as_owner(self):
        owner = self.owner_id
        if not owner or not owner.has_group("police_core.group_payroll_clerk"):
            raise UserError(
                self.env._("Name a payroll clerk as the owner: the run is calculated in their name.")
            )
        runs = self.env["police.pay.run"].with_user(owner).with_company(self.company_id)
        run = runs.search([("period_id", "=", self.period_id.id), ("state", "!=", "cancelled")], limit=1)
        if run and run.state not in ("draft", "review"):
            raise UserError(self.env._("%s is past calculation.", run.name))
        run = run or runs.create({"period_id": self.period_id.id})
        run._calculate_now()
        return run


def _banking_days_before(day, count):
    for _step in range(count):
        day = banking_day_on_or_before(day - timedelta(days=1))
    return banking_day_on_or_before(day)
