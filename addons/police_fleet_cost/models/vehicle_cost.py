"""Whole-life cost of each vehicle, and pence a mile over the last twelve months."""

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.tools import SQL

from .cost_view import QUERY, flush

TABLE = """
WITH costs AS ({costs}),
sums AS (
    SELECT vehicle_id, sum(amount) AS total,
           sum(amount) FILTER (WHERE kind IN ('depreciation', 'disposal')) AS capital,
           sum(amount) FILTER (WHERE date > current_date - 365) AS year,
           sum(amount) FILTER (
               WHERE date > current_date - 365 AND kind NOT IN ('depreciation', 'disposal')) AS year_running,
           sum(amount) FILTER (WHERE kind = 'fuel') AS fuel,
           sum(amount) FILTER (WHERE kind IN ('servicing', 'tyres', 'repairs', 'workshop_pay')) AS upkeep,
           sum(amount) FILTER (WHERE kind IN ('accident', 'insurance')) AS risk,
           min(date) AS first_on
      FROM costs WHERE vehicle_id IS NOT NULL GROUP BY vehicle_id
),
readings AS (
    SELECT vehicle_id, date, total FROM fleet_vehicle_odometer WHERE state = 'counted' AND total IS NOT NULL
),
distance AS (
    SELECT r.vehicle_id, max(r.total) AS last, min(r.total) AS first,
           max(r.total) - coalesce(
               max(r.total) FILTER (WHERE r.date <= current_date - 365), min(r.total)) AS year_miles
      FROM readings r GROUP BY r.vehicle_id
)
SELECT v.id, v.id AS vehicle_id, v.company_id, v.station_id, v.police_role, v.model_id, v.active,
       CASE WHEN v.acquisition_date IS NULL THEN NULL ELSE
            round((current_date - v.acquisition_date) / 365.25, 1) END AS age,
       coalesce(s.total, 0) AS total, coalesce(s.capital, 0) AS capital, coalesce(s.fuel, 0) AS fuel,
       coalesce(s.upkeep, 0) AS upkeep, coalesce(s.risk, 0) AS risk, s.first_on,
       coalesce(s.total, 0) - coalesce(s.capital, 0) - coalesce(s.fuel, 0) - coalesce(s.upkeep, 0)
           - coalesce(s.risk, 0) AS other,
       coalesce(s.year, 0) AS year_cost, coalesce(s.year_running, 0) AS year_running,
       coalesce(d.last, 0) AS miles, coalesce(d.year_miles, 0) AS year_miles,
       round(100 * coalesce(s.year, 0) / nullif(d.year_miles, 0), 1) AS pence_per_mile,
       round(100 * coalesce(s.year_running, 0) / nullif(d.year_miles, 0), 1) AS running_pence
  FROM fleet_vehicle v LEFT JOIN sums s ON s.vehicle_id = v.id LEFT JOIN distance d ON d.vehicle_id = v.id
"""
RATIOS = {"pence_per_mile": "year_cost", "running_pence": "year_running"}


class PoliceFleetVehicleCost(models.Model):
    _name = "police.fleet.vehicle.cost"
    _inherit = ["police.fleet.ledger.view"]
    _description = "Whole-life cost"
    _auto = False
    _order = "total desc, id"
    _rec_name = "vehicle_id"

    vehicle_id = fields.Many2one("fleet.vehicle", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    station_id = fields.Many2one("police.station", string="Base", readonly=True)
    police_role = fields.Selection(ROLES, string="Role", readonly=True)
    model_id = fields.Many2one("fleet.vehicle.model", readonly=True)
    active = fields.Boolean(readonly=True)
    age = fields.Float(string="Years old", digits=(5, 1), readonly=True, aggregator="avg")
    first_on = fields.Date(string="Costs since", readonly=True)
    total = fields.Monetary(string="Whole-life cost", readonly=True)
    capital = fields.Monetary(string="Depreciation and disposal", readonly=True)
    fuel = fields.Monetary(string="Fuel and charging", readonly=True)
    upkeep = fields.Monetary(string="Upkeep", readonly=True)
    risk = fields.Monetary(string="Insurance and accidents", readonly=True)
    other = fields.Monetary(string="Other cost", readonly=True)
    year_cost = fields.Monetary(string="Cost, 12 months", readonly=True)
    year_running = fields.Monetary(string="Without depreciation, 12 months", readonly=True)
    miles = fields.Integer(readonly=True)
    year_miles = fields.Integer(string="Miles, 12 months", readonly=True)
    pence_per_mile = fields.Float(
        string="Pence a mile",
        digits=(8, 1),
        readonly=True,
        aggregator="avg",
        help="Of groups: all cost by all miles.",
    )
    running_pence = fields.Float(
        string="Running pence a mile", digits=(8, 1), readonly=True, aggregator="avg"
    )

    @property
    def _table_query(self):
        flush(self.env)
        self.env["fleet.vehicle.odometer"].flush_model()
        self.env["fleet.vehicle"].flush_model(["acquisition_date", "active"])
        return SQL(TABLE.format(costs=QUERY).replace("%", "%%"))

    def _read_group_select(self, aggregate_spec, query):
        """A group's pence a mile is its cost by its miles, not the mean of its vehicles' figures."""
        name = aggregate_spec.partition(":")[0]
        if name not in RATIOS:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100 * sum(%s) FILTER (WHERE %s > 0) / nullif(sum(%s), 0)",
            self._field_to_sql(self._table, RATIOS[name], query),
            self._field_to_sql(self._table, "year_miles", query),
            self._field_to_sql(self._table, "year_miles", query),
        )

    @api.readonly
    def action_history(self):
        """The cost lines of the vehicle."""
        return self.vehicle_id.action_cost_history()
