"""A workshop plan: the period, what it weighs, its state, and how good it is. Versions are kept."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup, escape
from odoo import api, fields, models
from odoo.addons.police_engine.fleet.planning.instance import DEFAULT_WEIGHTS
from odoo.exceptions import UserError

STATES = [
    ("draft", "Draft"),
    ("planning", "Planning"),
    ("proposed", "Proposed"),
    ("published", "Published"),
    ("superseded", "Superseded"),
]
COUNTS = ("shortfall", "late", "early", "moved", "left_out")


class PoliceFleetPlan(models.Model):
    """Its steps: ``plan_work`` (making it), ``plan_publish`` (bookings), ``plan_board`` (dragging)."""

    _name = "police.fleet.plan"
    _description = "Workshop plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, version desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        string="Force",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._next_month()[0], tracking=True, copy=False
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._next_month()[1], tracking=True, copy=False
    )
    days = fields.Integer(compute="_compute_days", aggregator=None)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "police.fleet.plan", string="Version before", readonly=True, copy=False, index=True
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    seconds = fields.Integer(string="Time for planning (s)", default=30, required=True, aggregator=None)
    travel_minutes = fields.Integer(string="Travel where none is entered (min)", default=20, aggregator=None)
    off_road_days = fields.Integer(
        string="Off the road, no day known (days)", default=14, aggregator=None,
        help="So long a vehicle without an expected day is counted as off the road.",
    )  # fmt: skip
    replan_nightly = fields.Boolean(
        string="Made again each night", default=True, help="What changed is proposed; promises are kept."
    )
    weight_short = fields.Integer(
        string="A vehicle missing in a shift",
        default=DEFAULT_WEIGHTS["shortfall_vehicle_shift"],
        aggregator=None,
    )
    weight_late = fields.Integer(string="A day late", default=DEFAULT_WEIGHTS["late_day"], aggregator=None)
    weight_left_out = fields.Integer(
        string="A job left out", default=DEFAULT_WEIGHTS["unplaced"], aggregator=None
    )
    weight_early = fields.Integer(string="A day early", default=DEFAULT_WEIGHTS["early_day"], aggregator=None)
    weight_moved = fields.Integer(
        string="A promise moved", default=DEFAULT_WEIGHTS["moved_locked"], aggregator=None
    )
    # what was planned, and how well
    problem = fields.Json(
        readonly=True, copy=False, groups="police_core.group_fleet_manager,police_core.group_auditor"
    )
    records = fields.Json(
        readonly=True, copy=False, groups="police_core.group_fleet_manager,police_core.group_auditor"
    )
    blocks = fields.Json(
        readonly=True, copy=False, groups="police_core.group_fleet_manager,police_core.group_auditor"
    )
    notes = fields.Text(string="What was assumed", readonly=True, copy=False)
    breaches = fields.Text(string="Limits broken", readonly=True, copy=False)
    outcome = fields.Char(readonly=True, copy=False)
    lawful = fields.Boolean(string="Keeps every limit", readonly=True, copy=False, tracking=True)
    objective = fields.Float(string="Cost", readonly=True, copy=False, digits=(16, 0), aggregator=None)
    bound = fields.Float(
        string="No plan can cost less than", readonly=True, copy=False, digits=(16, 0), aggregator=None
    )
    gap = fields.Float(string="Gap (%)", readonly=True, copy=False, digits=(9, 2), aggregator=None)
    shortfall = fields.Integer(string="Vehicle-shifts short", readonly=True, copy=False, aggregator=None)
    late = fields.Integer(string="Days late", readonly=True, copy=False, aggregator=None)
    early = fields.Integer(string="Days early", readonly=True, copy=False, aggregator=None)
    moved = fields.Integer(string="Promises moved", readonly=True, copy=False, aggregator=None)
    left_out = fields.Integer(string="Jobs left out", readonly=True, copy=False, aggregator=None)
    greedy_shortfall = fields.Integer(readonly=True, copy=False, aggregator=None)
    greedy_late = fields.Integer(readonly=True, copy=False, aggregator=None)
    greedy_early = fields.Integer(readonly=True, copy=False, aggregator=None)
    greedy_moved = fields.Integer(readonly=True, copy=False, aggregator=None)
    greedy_left_out = fields.Integer(readonly=True, copy=False, aggregator=None)
    greedy_objective = fields.Float(readonly=True, copy=False, digits=(16, 0), aggregator=None)
    comparison = fields.Html(compute="_compute_comparison", sanitize=False)
    planned_on = fields.Datetime(readonly=True, copy=False)
    published_on = fields.Datetime(readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many("police.fleet.plan.line", "plan_id", string="Jobs")
    relaxation_ids = fields.One2many(
        "police.fleet.plan.relaxation", "plan_id", string="What would have to give way"
    )
    short_ids = fields.One2many("police.fleet.plan.short", "plan_id", string="Shortfall")
    job_count = fields.Integer(compute="_compute_job_count")
    # while it is being made
    percent = fields.Integer(readonly=True, copy=False, aggregator=None)
    working = fields.Boolean(readonly=True, copy=False)
    stop_asked = fields.Boolean(readonly=True, copy=False)

    _in_order = models.Constraint("CHECK (date_to >= date_from)", "The plan ends before it begins.")
    _not_too_long = models.Constraint(
        "CHECK (date_to - date_from < 371)", "A plan covers at most a year: choose a shorter period."
    )
    _some_time = models.Constraint(
        "CHECK (seconds BETWEEN 1 AND 3600)", "Planning takes from 1 second to one hour."
    )
    _weights_positive = models.Constraint(
        "CHECK (weight_short >= 0 AND weight_late >= 0 AND weight_left_out >= 0 AND weight_early >= 0 "
        "AND weight_moved >= 0 AND travel_minutes >= 0 AND off_road_days >= 0)",
        "Weights, travel and days are not negative.",
    )

    @api.model
    def _next_month(self):
        today = fields.Date.context_today(self)
        first = today + relativedelta(months=1, day=1)
        return first, first + relativedelta(day=31)

    @api.depends("date_from", "date_to", "version")
    def _compute_name(self):
        for plan in self:
            if plan.date_from and plan.date_to:
                plan.name = self.env._(
                    "Plan %(start)s to %(stop)s, version %(version)s",
                    start=_day_words(plan.date_from), stop=_day_words(plan.date_to), version=plan.version,
                )  # fmt: skip

    @api.depends("date_from", "date_to")
    def _compute_days(self):
        for plan in self:
            plan.days = (plan.date_to - plan.date_from).days + 1 if plan.date_from and plan.date_to else 0

    def _compute_job_count(self):
        counts = dict(
            self.env["police.fleet.plan.line"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.job_count = counts.get(plan, 0)

    def _weights(self):
        """In the words of the planner's file."""
        return {
            "shortfall_vehicle_shift": self.weight_short,
            "late_day": self.weight_late,
            "unplaced": self.weight_left_out,
            "early_day": self.weight_early,
            "moved_locked": self.weight_moved,
        }

    @api.depends(*COUNTS, *(f"greedy_{name}" for name in COUNTS), "objective", "greedy_objective")
    def _compute_comparison(self):
        for plan in self:
            rows = [(plan._fields[name].string, plan[name], plan[f"greedy_{name}"]) for name in COUNTS]
            rows.append(
                (self.env._("Cost by the weights"), round(plan.objective), round(plan.greedy_objective))
            )
            heads = (self.env._("This plan"), self.env._("Earliest due first"), self.env._("Less by"))
            plan.comparison = _table(heads, rows) if plan.planned_on else False

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        if kept := self.filtered(lambda plan: plan.state in ("published", "superseded", "planning")):
            raise UserError(self.env._("%s is kept on record.", kept[0].name))

    # -- screens -----------------------------------------------------------------------------------

    def action_board(self):
        """The board: days across, bays down, jobs to drag."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "police_fleet_plan.board",
            "name": self.name,
            "params": {"plan_id": self.id},
            "path": "workshop-board",
        }

    def _open(self, action, **more):
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(f"police_fleet_plan.{action}")
        return {**found, "domain": [("plan_id", "=", self.id)], **more}

    def action_jobs(self):
        """The plan's jobs as list, calendar, pivot and graph."""
        return self._open("action_plan_line", context={"initial_date": self.date_from.isoformat()})

    def action_shortfall(self):
        """Shortfall by base, this plan beside earliest-due-first."""
        return self._open("action_plan_short", context={})

    def action_new_version(self):
        """Another draft for the same days, or those still to come; this one stays as it is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self._new_version().id,
            "views": [(False, "form")],
        }

    def _new_version(self, date_to=None):
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        first = max(self.date_from, tomorrow)
        versions = self.search([("company_id", "=", self.company_id.id), ("date_to", ">=", first)]).mapped(
            "version"
        )
        return self.copy(
            {
                "date_from": first,
                "date_to": max(date_to or self.date_to, first),
                "version": max(versions, default=self.version) + 1,
                "previous_id": self.id,
            }
        )


def _day_words(day):
    return f"{day.day} {day:%b %Y}"


def _table(heads, rows):
    head = Markup("").join(Markup("<th class='text-end'>%s</th>") % escape(word) for word in heads)
    body = Markup("").join(
        Markup(
            "<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
            "<td class='text-end'>%s</td></tr>"
        )
        % (name, f"{ours:,}", f"{theirs:,}", f"{theirs - ours:,}")
        for name, ours, theirs in rows
    )
    return Markup(
        "<table class='table table-sm o_fp_compare'><thead><tr><th></th>%s</tr></thead>"
        "<tbody>%s</tbody></table>"
    ) % (head, body)
