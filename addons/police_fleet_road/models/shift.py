"""Shifts of a force, and the vehicles each base must have on the road in them."""

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.exceptions import ValidationError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class PoliceFleetShift(models.Model):
    _name = "police.fleet.shift"
    _description = "Fleet shift"
    _order = "hour_from, id"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    hour_from = fields.Float(string="From", required=True, digits=(4, 2))
    hour_to = fields.Float(
        string="To", required=True, digits=(4, 2), help="Earlier than “from”: over midnight."
    )
    active = fields.Boolean(default=True)

    _hours = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < 24 AND hour_to > 0 AND hour_to <= 24 "
        "AND hour_from <> hour_to)",
        "A shift begins between 00:00 and 23:59, ends by 24:00 and takes some time.",
    )
    _name_uniq = models.UniqueIndex("(company_id, name)", "This force has a shift of this name.")

    def _length(self):
        """Hours of the shift."""
        self.ensure_one()
        return (self.hour_to - self.hour_from) % 24 or 24.0


class PoliceFleetMinimum(models.Model):
    """``_weekdays()``: Monday 0 to Sunday 6, the day on which the shift begins."""

    _name = "police.fleet.minimum"
    _description = "Least number of vehicles"
    _order = "station_id, police_role, shift_id, id"
    _check_company_auto = True

    company_id = fields.Many2one(related="station_id.company_id", store=True, index=True)
    station_id = fields.Many2one(
        "police.station", string="Base", required=True, index=True, ondelete="cascade",
        domain="[('company_id', 'in', allowed_company_ids)]",
    )  # fmt: skip
    police_role = fields.Selection(ROLES, string="Role", required=True, default="response", index=True)
    shift_id = fields.Many2one(
        "police.fleet.shift", required=True, index=True, ondelete="restrict", check_company=True,
        domain="[('company_id', '=', company_id)]",
    )  # fmt: skip
    mon = fields.Boolean(string="Mon", default=True)
    tue = fields.Boolean(string="Tue", default=True)
    wed = fields.Boolean(string="Wed", default=True)
    thu = fields.Boolean(string="Thu", default=True)
    fri = fields.Boolean(string="Fri", default=True)
    sat = fields.Boolean(string="Sat", default=True)
    sun = fields.Boolean(string="Sun", default=True)
    weekdays = fields.Char(compute="_compute_weekdays", store=True, help="0 Monday to 6 Sunday, e.g. 01234.")
    vehicles = fields.Integer(string="At least", required=True, default=1)
    owned = fields.Integer(string="Owned there", compute="_compute_owned")
    feasible = fields.Boolean(
        compute="_compute_owned", help="The base has as many vehicles of the role at all."
    )
    active = fields.Boolean(default=True)

    _positive = models.Constraint("CHECK (vehicles > 0)", "A minimum is one vehicle or more.")

    @api.depends("station_id", "police_role", "shift_id")
    def _compute_display_name(self):
        roles = dict(ROLES)
        for row in self:
            row.display_name = " · ".join(
                filter(None, (row.station_id.name, roles.get(row.police_role), row.shift_id.name))
            )

    @api.depends(*DAYS)
    def _compute_weekdays(self):
        for row in self:
            row.weekdays = "".join(str(number) for number, day in enumerate(DAYS) if row[day])

    def _weekdays(self):
        """Set of weekday numbers, Monday 0."""
        self.ensure_one()
        return {int(digit) for digit in self.weekdays or ""}

    @api.depends("station_id", "police_role", "vehicles")
    def _compute_owned(self):
        counts = {
            (station.id, role): count
            for station, role, count in self.env["fleet.vehicle"]
            .sudo()
            ._read_group(
                [("station_id", "in", self.station_id.ids)], ["station_id", "police_role"], ["__count"]
            )
        }
        for row in self:
            row.owned = counts.get((row.station_id.id, row.police_role), 0)
            row.feasible = row.owned >= row.vehicles

    @api.constrains(*DAYS)
    def _check_some_day(self):
        for row in self:
            if not any(row[day] for day in DAYS):
                raise ValidationError(
                    self.env._("%s: choose at least one day of the week.", row.display_name)
                )

    @api.constrains("station_id", "police_role", "shift_id", "active", *DAYS)
    def _check_once_a_day(self):
        """One figure for a base, role, shift and weekday; two would leave open which one counts."""
        for row in self.filtered("active"):
            twins = self.search(
                [
                    ("station_id", "=", row.station_id.id),
                    ("police_role", "=", row.police_role),
                    ("shift_id", "=", row.shift_id.id),
                    ("id", "!=", row.id),
                ]
            )
            if any(twin._weekdays() & row._weekdays() for twin in twins):
                raise ValidationError(
                    self.env._("%s: there is a minimum for one of these days already.", row.display_name)
                )
