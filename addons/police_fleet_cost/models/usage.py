"""How much vehicles are used: the daily summary of telematics, and the under-used ones against their role."""

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.exceptions import UserError
from odoo.tools import SQL

USAGE_DAYS = 84  # twelve weeks


class PoliceFleetDay(models.Model):
    _name = "police.fleet.day"
    _description = "Vehicle day"
    _order = "date desc, vehicle_id"

    file_id = fields.Many2one(
        "police.fleet.supplier.file", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    date = fields.Date(required=True, readonly=True, index=True)
    miles = fields.Float(digits=(8, 1), readonly=True)
    hours = fields.Float(string="Engine hours", digits=(6, 2), readonly=True)
    idle_hours = fields.Float(string="Of these idling", digits=(6, 2), readonly=True)
    trips = fields.Integer(readonly=True)

    _once_a_day = models.UniqueIndex("(vehicle_id, date)", "This vehicle's day was received already.")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Vehicle days are kept as received."))


class PoliceFleetUtilisation(models.Model):
    """One row a vehicle over the last 12 weeks of telematics; compared with the others of its role."""

    _name = "police.fleet.utilisation"
    _description = "Utilisation"
    _auto = False
    _order = "of_role, id"
    _rec_name = "vehicle_id"

    vehicle_id = fields.Many2one("fleet.vehicle", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    station_id = fields.Many2one("police.station", string="Base", readonly=True)
    police_role = fields.Selection(ROLES, string="Role", readonly=True)
    days = fields.Integer(string="Days received", readonly=True)
    used_days = fields.Integer(string="Days used", readonly=True)
    used_percent = fields.Float(string="Days used (%)", digits=(5, 1), readonly=True, aggregator="avg")
    miles = fields.Float(digits=(10, 1), readonly=True)
    miles_a_day = fields.Float(string="Miles a day", digits=(8, 1), readonly=True, aggregator="avg")
    hours = fields.Float(string="Engine hours", digits=(10, 1), readonly=True)
    idle_hours = fields.Float(string="Of these idling", digits=(10, 1), readonly=True)
    trips = fields.Integer(readonly=True)
    of_role = fields.Float(string="Of the role's median (%)", digits=(6, 1), readonly=True, aggregator="avg")
    under_used = fields.Boolean(
        readonly=True, help="Fewer miles a day than the share of its role's median set for the force."
    )

    @property
    def _table_query(self):
        """The median of a role is taken over the vehicles of one force with data."""
        return SQL(
            """WITH used AS (
                SELECT d.vehicle_id, count(*) AS days, count(*) FILTER (WHERE d.miles > 0) AS used_days,
                       sum(d.miles) AS miles,
                       sum(d.hours) AS hours, sum(d.idle_hours) AS idle_hours, sum(d.trips) AS trips
                  FROM police_fleet_day d WHERE d.date > current_date - %(days)s GROUP BY d.vehicle_id
            ), middle AS (
                SELECT v.company_id, v.police_role,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY u.miles / u.days) AS median
                  FROM used u JOIN fleet_vehicle v ON v.id = u.vehicle_id GROUP BY v.company_id, v.police_role
            )
            SELECT v.id, v.id AS vehicle_id, v.company_id, v.station_id, v.police_role, u.days, u.used_days,
                   100.0 * u.used_days / u.days AS used_percent, u.miles, u.miles / u.days AS miles_a_day,
                   u.hours,
                   u.idle_hours, u.trips,
                   100.0 * (u.miles / u.days) / nullif(m.median, 0)::numeric AS of_role,
                   coalesce(
                       u.miles / u.days < m.median * c.fleet_under_used_percent / 100.0, false) AS under_used
              FROM used u JOIN fleet_vehicle v ON v.id = u.vehicle_id
              JOIN res_company c ON c.id = v.company_id
              JOIN middle m ON m.company_id = v.company_id
                            AND m.police_role IS NOT DISTINCT FROM v.police_role""",
            days=USAGE_DAYS,
        )


class ResCompany(models.Model):
    _inherit = "res.company"

    fleet_under_used_percent = fields.Integer(
        string="Under-used below (%)",
        default=40,
        help="Of the median miles a day of vehicles of the same role.",
    )

    _under_used_percent = models.Constraint(
        "CHECK (fleet_under_used_percent BETWEEN 1 AND 100)", "“Under-used below” is from 1 to 100 %."
    )
