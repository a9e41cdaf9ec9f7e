"""The vehicle's side of the odometer ledger: what its dial shows, and how far it has gone over all dials."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"

    dial_offset = fields.Integer(
        string="Miles on earlier dials", readonly=True, copy=False, help="Kept by the odometer ledger."
    )
    distance = fields.Integer(
        string="Distance (miles)", compute="_compute_distance", help="Over all its odometers, in miles."
    )
    queried_count = fields.Integer(compute="_compute_queried_count")

    def _get_odometer(self):
        """The latest reading that counts, not the highest ever: a typing error must not stay for good."""
        latest = self._latest_readings()
        for vehicle in self:
            vehicle.odometer = latest.get(vehicle.id, (0, 0))[0]

    def _compute_distance(self):
        latest = self._latest_readings()
        for vehicle in self:
            vehicle.distance = latest.get(vehicle.id, (0, 0))[1]

    def _latest_readings(self):
        """``{vehicle id: (dial, miles over all dials)}``; one query."""
        if not self.ids:
            return {}
        self.env["fleet.vehicle.odometer"].flush_model(["vehicle_id", "date", "value", "state", "total"])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (vehicle_id) vehicle_id, value, total FROM fleet_vehicle_odometer
                    WHERE vehicle_id = ANY(%s) AND state = 'counted'
                    ORDER BY vehicle_id, date DESC, total DESC, id DESC""",
                self.ids,
            )
        )
        return {vehicle: (value, total or 0) for vehicle, value, total in rows}

    def _compute_queried_count(self):
        counts = dict(
            self.env["fleet.vehicle.odometer"]._read_group(
                [("vehicle_id", "in", self.ids), ("state", "=", "queried")], ["vehicle_id"], ["__count"]
            )
        )
        for vehicle in self:
            vehicle.queried_count = counts.get(vehicle, 0)

    def _read_dial(self, value):
        """Enter a reading of today for each vehicle."""
        if not value:
            raise UserError(self.env._("An odometer is read, not emptied: void a wrong reading instead."))
        self.env["fleet.vehicle.odometer"].create(
            [
                {"vehicle_id": v.id, "value": value, "driver_id": v.driver_id.id}
                for v in self
                if v.odometer != value
            ]
        )

    def action_view_readings(self):
        """The vehicle's odometer ledger."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_odometer")
        return {
            **action,
            "domain": [("vehicle_id", "=", self.id)],
            "context": {"default_vehicle_id": self.id},
        }
