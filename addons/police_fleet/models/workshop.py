"""Workshops: the force's own and outside ones, with the number of vehicles they can take at once."""

from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain


class PoliceFleetWorkshop(models.Model):
    _name = "police.fleet.workshop"
    _description = "Workshop"
    _order = "sequence, name"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Outside repairer", help="Empty for the force's own workshop."
    )
    station_id = fields.Many2one("police.station", string="Place", domain="[('company_id', '=', company_id)]")
    bays = fields.Integer(default=1, required=True)
    active = fields.Boolean(default=True)
    booked_today = fields.Integer(compute="_compute_booked_today")

    _has_bays = models.Constraint("CHECK (bays > 0)", "A workshop has at least one bay.")

    def _compute_booked_today(self):
        now = fields.Datetime.now()
        for workshop in self:
            workshop.booked_today = workshop.bays - workshop._free_bays(now, 1)

    def _overlapping(self, start, stop):
        """Bookings that hold a bay at any time between ``start`` and ``stop``."""
        return self.env["police.fleet.service.booking"].search(
            Domain("workshop_id", "=", self.id)
            & Domain("state", "in", ("booked", "in_workshop"))
            & Domain("start", "<", stop)
            & Domain("stop", ">", start)
        )

    def _free_bays(self, start, hours):
        """Bays free from ``start`` for ``hours``, at the busiest moment."""
        return self.bays - self._most_at_once(self._overlapping(start, start + timedelta(hours=hours)))

    def _most_at_once(self, bookings):
        """The greatest number of ``bookings`` at one time."""
        events = sorted([(b.start, 1) for b in bookings] + [(b.stop, -1) for b in bookings])
        most = now = 0
        for _moment, change in events:
            now += change
            most = max(most, now)
        return most
