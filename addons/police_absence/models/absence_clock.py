"""The sick pay clock: a row a person with days used in the rolling year and forecast half and nil pay."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.clock import clock_rows


class AbsenceClock(models.Model):
    _name = "police.absence.clock"
    _description = "Sick Pay Clock"
    _order = "next_drop_on nulls last, full_used desc, id"
    _rec_name = "employee_id"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    absence_id = fields.Many2one("police.absence", string="Absence now", readonly=True, ondelete="set null")
    police_type = fields.Selection(related="employee_id.police_type", string="Type")
    rank_id = fields.Many2one(related="employee_id.rank_id", string="Rank")
    sick_since = fields.Date(string="Sick since", readonly=True)
    level = fields.Selection(
        [("full", "Full pay"), ("half", "Half pay"), ("nil", "No sick pay")],
        string="Sick pay today",
        readonly=True,
    )
    full_used = fields.Integer(string="Full pay days used", readonly=True, aggregator="sum")
    half_used = fields.Integer(string="Half pay days used", readonly=True, aggregator="sum")
    full_left = fields.Integer(string="Full pay days left", readonly=True, aggregator=None)
    half_left = fields.Integer(string="Half pay days left", readonly=True, aggregator=None)
    days_sick = fields.Integer(string="Sick days in the year", readonly=True, aggregator="sum")
    spells = fields.Integer(string="Spells in the year", readonly=True, aggregator="sum")
    half_on = fields.Date(string="Half pay from", readonly=True, help="If the person stays sick.")
    nil_on = fields.Date(string="No sick pay from", readonly=True, help="If the person stays sick.")
    next_drop_on = fields.Date(string="Next drop", readonly=True, index=True)
    next_level = fields.Selection(
        [("half", "Half pay"), ("nil", "No sick pay")], string="Drops to", readonly=True
    )
    days_to_drop = fields.Integer(compute="_compute_days_to_drop")
    warned_on = fields.Date(string="Told on", readonly=True)
    warning_due_on = fields.Date(string="Tell by", readonly=True)
    warning_state = fields.Selection(
        [("none", "No drop near"), ("due", "To be told"), ("late", "Too late"), ("told", "Told")],
        string="Warning",
        readonly=True,
        index=True,
    )
    as_of = fields.Date(string="As of", readonly=True)
    fault = fields.Char(readonly=True, help="Why the clock cannot be worked out.")

    _one_a_person = models.Constraint("UNIQUE(employee_id)", "A person has one sick pay clock.")

    @api.depends("next_drop_on")
    def _compute_days_to_drop(self):
        today = fields.Date.context_today(self)
        for clock in self:
            clock.days_to_drop = (clock.next_drop_on - today).days if clock.next_drop_on else 0

    @api.model
    def _refresh(self, company, employee_ids=None, today=None):
        """Work the clocks of these people out again (None: of everybody sick in the rolling year)."""
        today = today or fields.Date.context_today(self)
        self.env.flush_all()
        rows = clock_rows(self.env, company, employee_ids, today)
        known = self.search([("company_id", "=", company.id)])
        if employee_ids is not None:
            known = known.filtered(lambda clock: clock.employee_id.id in set(employee_ids))
        by_person = {clock.employee_id.id: clock for clock in known}
        wanted = {row["employee_id"] for row in rows}
        known.filtered(lambda clock: clock.employee_id.id not in wanted).unlink()
        new = []
        for row in rows:
            clock = by_person.get(row["employee_id"])
            if clock:
                clock.write(row)
            else:
                new.append(row)
        self.create(new)

    @api.model
    def _cron_refresh(self):
        """Every night: a day has passed for everybody."""
        for company in self.env["res.company"].search([("is_police_force", "=", True)]):
            self._refresh(company)

    @api.model
    def action_open(self):
        """The clock screen, worked out as of today."""
        today = fields.Date.context_today(self)
        for company in self.env.companies:
            stale = self.sudo().search_count(
                [("company_id", "=", company.id), ("as_of", "!=", today)], limit=1
            )
            if stale:
                self.sudo()._refresh(company)
        return self.env["ir.actions.act_window"]._for_xml_id("police_absence.action_absence_clock")

    def action_write_letters(self):
        """Write the warning letter of the next drop for each person chosen."""
        if not self.env.user.has_group("police_core.group_hr_officer"):
            raise UserError(self.env._("Warning letters are written by HR."))
        due = self.filtered("next_drop_on")
        if not due:
            raise UserError(self.env._("None of the people chosen is about to drop to lower pay."))
        notices = self.env["police.absence.notice"]
        for clock in due:
            known = notices.search(
                [("employee_id", "=", clock.employee_id.id), ("drop_on", "=", clock.next_drop_on)], limit=1
            )
            notices |= known or notices.create(
                {
                    "employee_id": clock.employee_id.id,
                    "absence_id": clock.absence_id.id,
                    "drop_on": clock.next_drop_on,
                    "level": clock.next_level,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Warning letters"),
            "res_model": "police.absence.notice",
            "view_mode": "list,form",
            "domain": [("id", "in", notices.ids)],
        }

    def action_ask_decision(self):
        """Ask the chief officer to extend pay beyond the next drop."""
        self.ensure_one()
        if not self.absence_id:
            raise UserError(self.env._("%s is not absent at present.", self.employee_id.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask to extend sick pay"),
            "res_model": "police.absence.decision",
            "view_mode": "form",
            "context": {
                "default_absence_id": self.absence_id.id,
                "default_date_from": self.next_drop_on or fields.Date.context_today(self),
                "default_level": "full" if self.next_level == "half" else "half",
                "default_grounds": "injury" if self.absence_id.injury_on_duty else "diagnosis",
            },
        }

    def action_open_absence(self):
        """The absence that runs."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.absence",
            "name": self.env._("Absences"),
            "view_mode": "list,form",
            "domain": [("employee_id", "=", self.employee_id.id)],
        }
