"""What the chief officer fixes: the hour a duty day begins at and the weekday a week begins on."""

from odoo import fields, models
from odoo.addons.police_engine.duty.records import ForceDay

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    duty_day_starts = fields.Integer(
        string="A duty day starts at (hour)",
        default=7,
        required=True,
        help="Police Regulations 2003 reg 3: a day is 24 hours from the time the chief officer fixes.",
    )
    duty_week_starts = fields.Selection(
        WEEKDAYS,
        string="A duty week starts on",
        default="0",
        required=True,
        help="The first four casual overtime occasions and part-timers' hours are counted by it.",
    )

    _duty_hour = models.Constraint(
        "CHECK (duty_day_starts BETWEEN 0 AND 23)", "A duty day starts at a full hour from 0 to 23."
    )

    def _force_day(self):
        """The engine's record of both."""
        self.ensure_one()
        return ForceDay(self.duty_day_starts, int(self.duty_week_starts or 0))
