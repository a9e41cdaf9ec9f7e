"""Technicians: who they are, what they can do, when they are there."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .bay import WEEKDAYS


class PoliceFleetTechnician(models.Model):
    _name = "police.fleet.technician"
    _description = "Technician"
    _order = "workshop_id, name"

    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict")
    name = fields.Char(compute="_compute_name", store=True, compute_sudo=True)
    user_id = fields.Many2one(
        "res.users", string="User", compute="_compute_name", store=True, compute_sudo=True, index=True
    )
    workshop_id = fields.Many2one(
        "police.fleet.workshop", required=True, index=True, domain="[('partner_id', '=', False)]"
    )
    company_id = fields.Many2one(related="workshop_id.company_id", store=True, index=True)
    skill_ids = fields.Many2many("police.fleet.skill", string="Skills")
    absence_ids = fields.One2many("police.fleet.technician.absence", "technician_id", string="Absences")
    rota_ids = fields.One2many("police.fleet.technician.rota", "technician_id", string="Rota")
    job_ids = fields.One2many("police.fleet.job", "technician_id", string="Jobs")
    open_job_count = fields.Integer(compute="_compute_open_job_count")
    here_today = fields.Boolean(compute="_compute_here_today")
    active = fields.Boolean(default=True)

    _once = models.UniqueIndex("(employee_id) WHERE active", "This person is a technician already.")

    @api.depends("employee_id.name", "employee_id.user_id")
    def _compute_name(self):
        for technician in self:
            technician.name = technician.employee_id.name
            technician.user_id = technician.employee_id.user_id

    @api.constrains("employee_id", "workshop_id")
    def _check_one_force(self):
        for technician in self:
            if technician.sudo().employee_id.company_id != technician.workshop_id.company_id:
                raise ValidationError(
                    self.env._(
                        "%(person)s and %(workshop)s belong to different forces.",
                        person=technician.name,
                        workshop=technician.workshop_id.name,
                    )
                )

    def _compute_open_job_count(self):
        counts = dict(
            self.env["police.fleet.job"]._read_group(
                [("technician_id", "in", self.ids), ("state", "not in", ("done", "cancelled"))],
                ["technician_id"],
                ["__count"],
            )
        )
        for technician in self:
            technician.open_job_count = counts.get(technician, 0)

    def _compute_here_today(self):
        today = fields.Date.context_today(self)
        for technician in self:
            technician.here_today = bool(technician._on_duty(today))

    def _on_duty(self, day):
        """``[(hour from, hour to)]`` on a date by rota (else the workshop's hours); empty when away."""
        self.ensure_one()
        if self._absence(day, day):
            return []
        if not self.rota_ids:
            return self.workshop_id._open_on(day)
        rows = self.rota_ids.filtered(lambda row: row.weekday == str(day.weekday()))
        return [(row.hour_from, row.hour_to) for row in rows.sorted("hour_from")]

    def _absence(self, first, last):
        """``(first day, last day)`` of the first time away that meets ``first`` to ``last``, or None."""
        return min(self._away(first, last)[self.id], default=None)

    def _away(self, first, last):
        """``{technician id: [(first day, last day)]}`` of times away; others add theirs."""
        rows = self.env["police.fleet.technician.absence"].search(
            Domain("technician_id", "in", self.ids)
            & Domain("date_from", "<=", last)
            & Domain("date_to", ">=", first)
        )
        found = {technician.id: [] for technician in self}
        for row in rows:
            found[row.technician_id.id].append((row.date_from, row.date_to))
        return found

    def _free_jobs(self, date_from, date_to):
        """Cards planned for these days and not begun need somebody else; the card says so."""
        for technician in self:
            jobs = technician.job_ids.filtered(
                lambda job: job.start and job.state in ("open", "waiting_parts")
            )
            for job in jobs:
                first, last = job._planned_days()
                if date_from <= last and date_to >= first:
                    job._lose_technician(" ".join(technician._obstacles("", first, last)))

    def _has_skill(self, code):
        return not code or code in self.skill_ids.mapped("code")

    def _obstacles(self, skill_code, first, last, *, planned=True):
        """Why this technician cannot do work that needs ``skill_code`` from ``first`` to ``last``.

        Without a plan (``planned`` false) only the skill counts.
        """
        self.ensure_one()
        found = []
        if not self._has_skill(skill_code):
            skill = self.env["police.fleet.skill"].search([("code", "=", skill_code)], limit=1)
            found.append(
                self.env._(
                    "%(person)s does not have the skill “%(skill)s”.",
                    person=self.name,
                    skill=skill.name or skill_code,
                )
            )
        if not planned:
            return found
        if absence := self._absence(first, last):
            found.append(
                self.env._(
                    "%(person)s is away from %(start)s to %(end)s.",
                    person=self.name,
                    start=absence[0].strftime("%d/%m/%Y"),
                    end=absence[1].strftime("%d/%m/%Y"),
                )
            )
        elif not any(self._on_duty(first + timedelta(days=n)) for n in range((last - first).days + 1)):
            found.append(
                self.env._(
                    "%(person)s does not work on %(day)s.",
                    person=self.name,
                    day=first.strftime("%A %d/%m/%Y"),
                )
            )
        return found

    @api.model
    def _of_user(self, user=None):
        """The technician behind ``user`` (default: the current one), or an empty recordset."""
        user = user or self.env.user
        return self.sudo().search(Domain("user_id", "=", user.id), limit=1).sudo(self.env.su)

    def action_view_jobs(self):
        """Open jobs of this technician."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_workshop.action_job")
        return {**action, "context": {"search_default_open": 1, "search_default_technician_id": self.id}}


class PoliceFleetTechnicianAbsence(models.Model):
    _name = "police.fleet.technician.absence"
    _description = "Technician's absence"
    _order = "date_from desc, id desc"
    _rec_name = "technician_id"

    technician_id = fields.Many2one("police.fleet.technician", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="technician_id.company_id", store=True, index=True)
    workshop_id = fields.Many2one(related="technician_id.workshop_id", store=True, index=True)
    date_from = fields.Date(string="From", required=True, index=True)
    date_to = fields.Date(string="To", required=True)
    note = fields.Char(help="No medical details: “leave” or “course” is enough.")

    _in_order = models.Constraint("CHECK (date_to >= date_from)", "The absence ends before it begins.")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row in rows:
            row.technician_id._free_jobs(row.date_from, row.date_to)
        return rows

    def write(self, vals):
        result = super().write(vals)
        for row in self:
            row.technician_id._free_jobs(row.date_from, row.date_to)
        return result


class PoliceFleetTechnicianRota(models.Model):
    _name = "police.fleet.technician.rota"
    _description = "Technician's rota"
    _order = "technician_id, weekday, hour_from"
    _rec_name = "weekday"

    technician_id = fields.Many2one("police.fleet.technician", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="technician_id.company_id", store=True, index=True)
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    hour_from = fields.Float(string="From", required=True, default=8.0, digits=(4, 2), aggregator=None)
    hour_to = fields.Float(string="To", required=True, default=16.0, digits=(4, 2), aggregator=None)

    _in_the_day = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to <= 24 AND hour_to > hour_from)",
        "A shift is within one day and ends after it begins.",
    )
