"""Engine hours, for what is serviced by them: boats, and vehicles that stand with the engine running."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .fleet_vehicle_odometer import SOURCES

MOST_A_DAY = 24.0


class PoliceFleetHours(models.Model):
    _name = "police.fleet.hours"
    _description = "Engine hours reading"
    _order = "date desc, id desc"
    _rec_name = "vehicle_id"

    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    hours = fields.Float(required=True, digits=(12, 1), aggregator="max")
    source = fields.Selection(SOURCES, required=True, default="workshop")
    state = fields.Selection(
        [("counted", "Counts"), ("queried", "Queried"), ("voided", "Voided")],
        default="counted", required=True, readonly=True, copy=False, index=True,
    )  # fmt: skip
    why = fields.Char(readonly=True, copy=False)
    void_reason = fields.Char(string="Why void")

    _not_negative = models.Constraint("CHECK (hours >= 0)", "Engine hours are not below zero.")

    @api.constrains("date")
    def _check_date(self):
        for reading in self:
            if reading.date > fields.Date.context_today(self):
                raise ValidationError(
                    self.env._(
                        "%(vehicle)s: %(date)s is in the future.",
                        vehicle=reading.vehicle_id.display_name,
                        date=reading.date,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        readings = super().create(vals_list)
        for reading in readings.sorted(lambda r: (r.date, r.id)):
            if why := reading._contradiction():
                reading.sudo().write({"state": "queried", "why": why})
        return readings

    def _contradiction(self):
        counted = [("vehicle_id", "=", self.vehicle_id.id), ("state", "=", "counted"), ("id", "!=", self.id)]
        before = self.search([*counted, ("date", "<=", self.date)], order="date desc, hours desc", limit=1)
        after = self.search([*counted, ("date", ">", self.date)], order="date, hours", limit=1)
        if before and self.hours < before.hours:
            return self.env._("Lower than the %(hours)g of %(date)s.", hours=before.hours, date=before.date)
        if after and self.hours > after.hours:
            return self.env._("Higher than the %(hours)g of %(date)s.", hours=after.hours, date=after.date)
        if before and self.hours - before.hours > MOST_A_DAY * ((self.date - before.date).days + 1):
            return self.env._("More than 24 hours a day since %s.", before.date)
        return ""

    @api.model
    def _latest(self, vehicle):
        """The hours of the latest reading that counts, or 0."""
        return self.search([("vehicle_id", "=", vehicle.id), ("state", "=", "counted")], limit=1).hours

    def action_confirm(self):
        """A person has looked: it is right."""
        self.check_access("write")
        self.sudo().write({"state": "counted", "why": False})

    def action_void(self):
        """A person has looked: it is wrong; the reason is kept."""
        self.check_access("write")
        for reading in self:
            if not (reading.void_reason or "").strip():
                raise UserError(self.env._("Say under “Why void” what was wrong with the reading."))
        self.sudo().write({"state": "voided"})

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Readings are kept on record: void a wrong one with a reason."))
