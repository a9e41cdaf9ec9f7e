"""Bays of a workshop and the hours it is open."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class PoliceFleetBay(models.Model):
    _name = "police.fleet.bay"
    _description = "Workshop bay"
    _order = "workshop_id, number, id"

    workshop_id = fields.Many2one("police.fleet.workshop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="workshop_id.company_id", store=True, index=True)
    number = fields.Integer(required=True, default=1)
    name = fields.Char(required=True)
    closed_from = fields.Date(
        string="Closed from", help="First day on which nothing can be put into this bay."
    )
    closed_to = fields.Date(string="Closed to", help="Last closed day; empty: until further notice.")
    closed_why = fields.Char(string="Why closed")
    active = fields.Boolean(default=True)

    _number_once = models.UniqueIndex(
        "(workshop_id, number) WHERE active", "The workshop has a bay with this number already."
    )
    _number_positive = models.Constraint("CHECK (number > 0)", "Bays are numbered from 1.")
    _closed_in_order = models.Constraint(
        "CHECK (closed_to IS NULL OR (closed_from IS NOT NULL AND closed_to >= closed_from))",
        "The bay opens again before it is closed.",
    )

    @api.depends("name", "workshop_id.name")
    def _compute_display_name(self):
        for bay in self:
            bay.display_name = f"{bay.workshop_id.name}, {bay.name}" if bay.workshop_id else bay.name

    def _is_closed(self, first, last):
        """Whether the bay is closed on any day from ``first`` to ``last`` (dates)."""
        self.ensure_one()
        return bool(
            self.closed_from and self.closed_from <= last and (not self.closed_to or self.closed_to >= first)
        )

    @api.constrains("closed_from", "closed_to", "active")
    def _check_no_vehicle_inside(self):
        """A bay with a vehicle in it is not closed; jobs planned into it are named, and stay as they are."""
        for bay in self.filtered(lambda b: b.closed_from or not b.active):
            jobs = self.env["police.fleet.job"].search(
                Domain("bay_id", "=", bay.id) & Domain("state", "not in", ("done", "cancelled"))
            )
            hit = jobs.filtered(lambda job, b=bay: not b.active or b._is_closed(*job._planned_days()))
            if hit:
                raise ValidationError(
                    self.env._(
                        "%(bay)s cannot be closed then: %(jobs)s. "
                        "Move these jobs to another bay or day first.",
                        bay=bay.display_name,
                        jobs=", ".join(hit.mapped("display_name")),
                    )
                )


class PoliceFleetWorkshopHours(models.Model):
    _name = "police.fleet.workshop.hours"
    _description = "Workshop opening hours"
    _order = "workshop_id, weekday, hour_from"
    _rec_name = "weekday"

    workshop_id = fields.Many2one("police.fleet.workshop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="workshop_id.company_id", store=True, index=True)
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    hour_from = fields.Float(string="From", required=True, default=8.0, digits=(4, 2), aggregator=None)
    hour_to = fields.Float(string="To", required=True, default=17.0, digits=(4, 2), aggregator=None)

    _in_the_day = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to <= 24 AND hour_to > hour_from)",
        "Opening hours are within one day and end after they begin.",
    )

    @api.constrains("weekday", "hour_from", "hour_to", "workshop_id")
    def _check_no_overlap(self):
        for row in self:
            twin = row.workshop_id.hours_ids.filtered(
                lambda r, row=row: (
                    r != row
                    and r.weekday == row.weekday
                    and r.hour_from < row.hour_to
                    and r.hour_to > row.hour_from
                )
            )
            if twin:
                raise ValidationError(
                    self.env._(
                        "%(workshop)s is given as open twice at the same time on %(day)s.",
                        workshop=row.workshop_id.name,
                        day=dict(WEEKDAYS)[row.weekday],
                    )
                )
