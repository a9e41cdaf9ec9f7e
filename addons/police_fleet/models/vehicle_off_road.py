"""Time off the road, one row a spell: why, from when to when, and who said so."""

from odoo import api, fields, models
from odoo.exceptions import UserError

REASONS = [
    ("service", "Service"),
    ("defect", "Defect"),
    ("accident", "Accident"),
    ("legal", "MOT or tax"),
    ("commissioning", "Fitting out or stripping"),
    ("other", "Other"),
]


class PoliceFleetOffRoad(models.Model):
    _name = "police.fleet.off.road"
    _description = "Spell off the road"
    _order = "began_on desc, id desc"

    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    reason = fields.Selection(REASONS, required=True, index=True)
    note = fields.Char()
    booking_id = fields.Many2one("police.fleet.service.booking", ondelete="set null", index="btree_not_null")
    began_on = fields.Datetime(required=True, default=lambda self: fields.Datetime.now(), index=True)
    began_by_id = fields.Many2one(
        "res.users", string="Taken off by", required=True, default=lambda self: self.env.user
    )
    ended_on = fields.Datetime(index=True)
    ended_by_id = fields.Many2one("res.users", string="Put back by")
    hours = fields.Float(compute="_compute_hours", store=True, digits=(12, 2), help="Empty while it lasts.")

    _one_at_a_time = models.UniqueIndex(
        "(vehicle_id) WHERE ended_on IS NULL", "This vehicle is off the road already."
    )
    _in_order = models.Constraint(
        "CHECK (ended_on IS NULL OR ended_on >= began_on)", "The end is before the beginning."
    )

    @api.depends("reason", "note")
    def _compute_display_name(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for spell in self:
            spell.display_name = ": ".join(filter(None, (reasons.get(spell.reason), spell.note)))

    @api.depends("began_on", "ended_on")
    def _compute_hours(self):
        for spell in self:
            spell.hours = (spell.ended_on - spell.began_on).total_seconds() / 3600 if spell.ended_on else 0.0

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The off-road record is kept: availability is worked out from it."))
