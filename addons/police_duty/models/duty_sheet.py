"""A team's week: what was planned and worked, typed by the supervisor, approved by somebody else."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.duty.clock import week_of
from odoo.exceptions import UserError, ValidationError


class DutySheet(models.Model):
    _name = "police.duty.sheet"
    _description = "Weekly Duty Sheet"
    _order = "week_start desc, team, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    team = fields.Char(required=True, help="Such as Response A, Divisional CID, Control room.")
    week_start = fields.Date(string="Week from", required=True, default=lambda self: self._default_week())
    week_end = fields.Date(string="to", compute="_compute_week_end")
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    supervisor_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        help="Sees and keeps this sheet, and owns its exceptions.",
    )
    entry_ids = fields.One2many("police.duty.entry", "sheet_id", string="Duties")
    entry_count = fields.Integer(string="Duties entered", compute="_compute_counts", store=True)
    draft_count = fields.Integer(string="To approve", compute="_compute_counts", store=True)
    finding_count = fields.Integer(string="Exceptions", compute="_compute_findings")
    state = fields.Selection(
        [("empty", "Empty"), ("open", "To approve"), ("done", "Approved")],
        compute="_compute_counts",
        store=True,
    )

    _team_week = models.Constraint(
        "UNIQUE(company_id, team, week_start)", "This team already has a sheet for this week."
    )

    def _default_week(self):
        return week_of(fields.Date.context_today(self), int(self.env.company.duty_week_starts or 0))

    @api.depends("team", "week_start")
    def _compute_name(self):
        for sheet in self:
            sheet.name = (
                f"{sheet.team or ''}, week from {sheet.week_start:%-d %B %Y}" if sheet.week_start else ""
            )

    @api.depends("week_start")
    def _compute_week_end(self):
        for sheet in self:
            sheet.week_end = sheet.week_start and sheet.week_start + timedelta(days=6)

    @api.depends("entry_ids.state")
    def _compute_counts(self):
        for sheet in self:
            states = sheet.entry_ids.mapped("state")
            sheet.entry_count, sheet.draft_count = len(states), states.count("draft")
            sheet.state = "open" if sheet.draft_count else ("done" if states else "empty")

    def _compute_findings(self):
        counts = dict(
            self.env["police.duty.finding"]._read_group(
                [("sheet_id", "in", self.ids), ("severity", "!=", "notice")], ["sheet_id"], ["__count"]
            )
        )
        for sheet in self:
            sheet.finding_count = counts.get(sheet._origin, 0)

    @api.constrains("week_start", "company_id")
    def _check_week(self):
        for sheet in self:
            first = week_of(sheet.week_start, int(sheet.company_id.duty_week_starts))
            if first != sheet.week_start:
                raise ValidationError(
                    self.env._(
                        "Duty weeks of %(force)s start on %(weekday)s: write %(first)s instead of %(given)s.",
                        force=sheet.company_id.name,
                        weekday=f"{first:%A}",
                        first=f"{first:%d/%m/%Y}",
                        given=f"{sheet.week_start:%d/%m/%Y}",
                    )
                )

    @api.onchange("week_start")
    def _onchange_week_start(self):
        if self.week_start:
            self.week_start = week_of(self.week_start, int(self.company_id.duty_week_starts or 0))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered("entry_ids"):
            raise UserError(
                self.env._("%s holds duties and is kept. Delete its draft duties first.", used[0].name)
            )

    def action_approve(self):
        """Approve every draft duty of the sheet that you did not enter yourself."""
        self.ensure_one()
        self.entry_ids.filtered(lambda entry: entry.state == "draft").action_approve()
        return True

    def action_copy_last_week(self):
        """The rostered times of the team's sheet of the week before, worked as rostered until changed."""
        self.ensure_one()
        before = self.search(
            [("company_id", "=", self.company_id.id), ("team", "=", self.team),
             ("week_start", "=", self.week_start - timedelta(days=7))],
            limit=1,
        )  # fmt: skip
        rows = before.entry_ids.filtered(lambda e: e.kind == "rostered" and e.rostered_start and not e.void)
        if not rows:
            raise UserError(self.env._("%s has no rostered duties in the week before.", self.team))
        week = timedelta(days=7)
        self.env["police.duty.entry"].create(
            [
                {
                    "sheet_id": self.id,
                    "employee_id": row.employee_id.id,
                    "duty_date": row.duty_date + week,
                    "rostered_text": row.rostered_text,
                    "worked_text": row.rostered_text,
                }
                for row in rows
            ]
        )
        return True

    def action_findings(self):
        """What is wrong on this sheet."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_duty.action_duty_finding")
        return {**action, "domain": [("sheet_id", "=", self.id)], "context": {}}

    def action_pieces(self):
        """What the duties of this sheet earn."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_duty.action_duty_piece")
        return {**action, "domain": [("sheet_id", "=", self.id)], "context": {"search_default_by_person": 1}}
