"""A parallel run: the old payroll beside this one for some months, under criteria signed before it begins."""

from odoo import api, fields, models
from odoo.addons.police_engine.parallel.criteria import Criteria
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError, ValidationError

STATES = [
    ("draft", "Being drafted"),
    ("proposed", "Waiting for a second signature"),
    ("frozen", "Criteria frozen"),
]
_MONEY = {"most_accepted"}  # criteria shown in pounds


def _criterion(name, label, **kwargs):
    if name in _MONEY:
        return fields.Float(
            label, digits=(16, 2), required=True, default=Criteria._field_defaults[name] / 100, **kwargs
        )
    return fields.Integer(
        label, required=True, default=Criteria._field_defaults[name], aggregator=None, **kwargs
    )


class ParallelProject(models.Model):
    _name = "police.parallel.project"
    _description = "Parallel Run"
    _inherit = ["police.parallel.guarded", "mail.thread", "police.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_force_accountant"
    _by_hand = frozenset(
        {"name", "company_id", "calendar_id", "legacy_system", "replaces_id", "replace_reason"}
        | {f"criteria_{name}" for name in Criteria._fields}
    )

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    calendar_id = fields.Many2one(
        "police.pay.calendar", string="Pay calendar", required=True, check_company=True, ondelete="restrict"
    )
    legacy_system = fields.Char(string="Old payroll", required=True)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, tracking=True)
    replaces_id = fields.Many2one(
        "police.parallel.project", string="Instead of", ondelete="restrict", copy=False,
        help="An earlier run whose criteria these replace: both sets and both results are printed.",
    )  # fmt: skip
    replace_reason = fields.Text(string="Why new criteria", copy=False)

    criteria_periods = _criterion("periods", "Consecutive periods")
    criteria_people_percent = _criterion("people_percent", "People compared (%)")
    criteria_rounding = _criterion("rounding", "Rounding up to (pence)")
    criteria_most_accepted = _criterion("most_accepted", "Largest accepted variance (£)")
    criteria_our_errors = _criterion("our_errors", "Own errors that may remain")
    criteria_severity_one = _criterion("severity_one", "Open defects of severity 1")
    criteria_severity_two = _criterion("severity_two", "Open defects of severity 2")
    criteria_desk_clerks = _criterion("desk_clerks", "Clerks at the query desk")
    criteria_desk_minutes = _criterion("desk_minutes", "Minutes for a query")
    criteria_desk_daily_per_thousand = _criterion(
        "desk_daily_per_thousand", "Queries a day per 1,000 people", help="Expected in the first month."
    )
    criteria_desk_backlog = _criterion("desk_backlog", "Most waiting on day 20")
    criteria_text = fields.Text(string="Frozen criteria", readonly=True, copy=False)
    criteria_hash = fields.Char(string="SHA-256", readonly=True, copy=False)
    frozen_on = fields.Datetime(readonly=True, copy=False)

    mapping_ids = fields.One2many("police.parallel.mapping", "project_id", string="Elements")
    import_ids = fields.One2many("police.parallel.import", "project_id", string="Old payslips")
    rehearsal_ids = fields.One2many("police.parallel.rehearsal", "project_id", string="Our payslips")
    comparison_ids = fields.One2many("police.parallel.comparison", "project_id", string="Comparisons")
    variance_ids = fields.One2many("police.parallel.variance", "project_id", string="Variances")
    person_ids = fields.One2many("police.parallel.person", "project_id", string="People")
    defect_ids = fields.One2many("police.parallel.defect", "project_id", string="Known defects")
    object_ids = fields.One2many("police.parallel.object", "project_id", string="Migrated objects")
    report_ids = fields.One2many("police.parallel.report", "project_id", string="Gate reports")

    variance_count = fields.Integer(string="Variances counted", compute="_compute_counts")
    unexplained_count = fields.Integer(string="Without a cause", compute="_compute_counts")
    unsigned_count = fields.Integer(string="Without a second", compute="_compute_counts")
    person_open_count = fields.Integer(string="People to match", compute="_compute_counts")
    progress = fields.Integer(string="Explained and signed (%)", compute="_compute_counts", aggregator=None)

    _percent = models.Constraint(
        "CHECK (criteria_people_percent BETWEEN 1 AND 100)", "People compared is between 1 and 100 per cent."
    )
    _two_periods = models.Constraint(
        "CHECK (criteria_periods >= 1 AND criteria_desk_minutes >= 1 AND criteria_rounding >= 0)",
        "A parallel run has at least one period, a query at least one minute, rounding at least nought.",
    )

    @api.depends("comparison_ids.state", "variance_ids.state", "person_ids.state")
    def _compute_counts(self):
        variances = self.env["police.parallel.variance"].sudo()
        domain = [("project_id", "in", self.ids), ("current", "=", True)]
        groups = variances._read_group(domain, ["project_id", "state"], ["__count"])
        counts = {(project.id, state): count for project, state, count in groups}
        people = dict(
            self.env["police.parallel.person"]
            .sudo()
            ._read_group(
                [("project_id", "in", self.ids), ("state", "=", "open")], ["project_id"], ["__count"]
            )
        )
        for project in self:
            found = {state: counts.get((project.id, state), 0) for state in ("open", "decided", "agreed")}
            total = sum(found.values())
            project.variance_count = total
            project.unexplained_count = found["open"]
            project.unsigned_count = found["decided"]
            project.person_open_count = people.get(project, 0)
            project.progress = 100 * found["agreed"] // total if total else 0

    @api.constrains("replaces_id", "replace_reason")
    def _check_reason(self):
        for project in self:
            if project.replaces_id and len((project.replace_reason or "").strip()) < 10:
                raise ValidationError(
                    self.env._("Say why the criteria of %s are replaced.", project.replaces_id.name)
                )

    def _may_be_written(self):
        return self.state == "draft"

    def _criteria(self):
        """The engine's Criteria as they stand now."""
        self.ensure_one()
        values = {name: self[f"criteria_{name}"] for name in Criteria._fields}
        return Criteria(**{**values, **{name: to_pence(values[name]) for name in _MONEY}})

    # -- freezing ---------------------------------------------------------------------------------

    def action_propose(self):
        """I have drafted the criteria; somebody else signs them."""
        self._check_role("group_payroll_clerk", "group_payroll_approver", "group_force_accountant")
        for project in self:
            if project.state != "draft":
                raise UserError(self.env._("%s is no longer a draft.", project.name))
            project._mark_prepared()
            project._keyed().write({"state": "proposed"})
        return True

    def action_back(self):
        """Back to the draft, before the second signature."""
        self._check_role("group_payroll_clerk", "group_payroll_approver", "group_force_accountant")
        for project in self:
            if project.state != "proposed":
                raise UserError(self.env._("Only what waits for a second signature goes back."))
            project._keyed().write({"state": "draft"})
        return True

    def action_freeze(self):
        """Sign and freeze: from now on no figure of the criteria changes, and old payslips may come in."""
        for project in self:
            if project.state != "proposed":
                raise UserError(self.env._("%s has not been proposed, or is frozen already.", project.name))
            project._mark_approved()
            criteria = project._criteria()
            project._keyed().write(
                {
                    "state": "frozen",
                    "criteria_text": criteria.canonical(),
                    "criteria_hash": criteria.fingerprint(),
                    "frozen_on": fields.Datetime.now(),
                }
            )
        return True

    def _check_frozen(self):
        for project in self:
            if project.state != "frozen":
                raise UserError(
                    self.env._(
                        "The criteria of %s are not frozen yet. They come first, so that nobody can fit them "
                        "to the result.",
                        project.name,
                    )
                )

    # -- screens ------------------------------------------------------------------------------------

    def action_import(self):
        """Choose a file of old payslips."""
        self.ensure_one()
        self._check_frozen()
        return self._window("police.parallel.import.wizard", self.env._("Old payslips"), "form", target="new",
                            context={"default_project_id": self.id})  # fmt: skip

    def action_open_variances(self):
        """Variances of the current comparisons."""
        return self._own("police_parallel.action_variance", {"search_default_current": 1})

    def action_open_mapping(self):
        """Elements of the old payroll and our lines."""
        return self._own("police_parallel.action_mapping", {"default_project_id": self.id})

    def action_open_people(self):
        """People of the old payroll and who they are here."""
        return self._own("police_parallel.action_person", {})

    def action_open_combinations(self):
        """Every way of being paid, the untested first."""
        return self._own("police_parallel.action_combination", {})

    def _own(self, action, context):
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(action)
        return {**found, "domain": [("project_id", "=", self.id)], "context": context}

    def _window(self, model, name, view, **values):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[False, view]],
            **values,
        }
