"""Odometer readings of a force: none from the future, none below zero."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class FleetVehicleOdometer(models.Model):
    _inherit = "fleet.vehicle.odometer"

    @api.constrains("value", "date")
    def _check_reading(self):
        today = fields.Date.context_today(self)
        for reading in self:
            if reading.value < 0:
                raise ValidationError(
                    self.env._(
                        "%(vehicle)s: %(value)g is not an odometer reading.",
                        vehicle=reading.vehicle_id.display_name,
                        value=reading.value,
                    )
                )
            if reading.date and reading.date > today:
                raise ValidationError(
                    self.env._(
                        "%(vehicle)s: a reading of %(date)s is in the future.",
                        vehicle=reading.vehicle_id.display_name,
                        date=reading.date,
                    )
                )
