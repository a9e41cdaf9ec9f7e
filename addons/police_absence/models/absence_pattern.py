"""Qualifying days for Statutory Sick Pay, as agreed with the person's group (SSCBA 1992 s.154)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class AbsencePattern(models.Model):
    _name = "police.absence.pattern"
    _description = "Qualifying Days"
    _order = "sequence, name"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="The first of a force is used where nothing else is chosen.")
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean(default=True)
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean(default=True)
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    days_a_week = fields.Integer(compute="_compute_days_a_week")
    active = fields.Boolean(default=True)

    @api.depends(*DAYS)
    def _compute_days_a_week(self):
        for pattern in self:
            pattern.days_a_week = len(pattern._weekdays())

    @api.constrains(*DAYS)
    def _check_days(self):
        for pattern in self:
            if not pattern._weekdays():
                raise ValidationError(
                    self.env._("%s: choose at least one qualifying day of the week.", pattern.name)
                )

    def _weekdays(self):
        """Weekdays as numbers, Monday 0."""
        self.ensure_one()
        return frozenset(number for number, day in enumerate(DAYS) if self[day])
