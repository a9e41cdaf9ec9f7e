"""Availability hour by hour, by base and role: measured from the off-road record, stored, never estimated."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.tools import SQL

KEPT_DAYS = 800
CATCH_UP_HOURS = 24 * 31

# Shift hours are local. A shift over midnight belongs to the weekday it begins on.
MINIMUM_SQL = """(
    SELECT max(m.vehicles) FROM police_fleet_minimum m JOIN police_fleet_shift s ON s.id = m.shift_id
     WHERE m.active AND s.active AND m.station_id = {station} AND m.police_role = {role}
       AND CASE WHEN s.hour_from < s.hour_to
                THEN {hour} >= s.hour_from AND {hour} < s.hour_to
                     AND position((extract(isodow FROM {local})::int - 1)::text IN m.weekdays) > 0
                WHEN {hour} >= s.hour_from
                THEN position((extract(isodow FROM {local})::int - 1)::text IN m.weekdays) > 0
                WHEN {hour} < s.hour_to
                THEN position((extract(isodow FROM {local} - interval '1 day')::int - 1)::text
                              IN m.weekdays) > 0
                ELSE false END)"""


MEASURE_SQL = """
WITH h AS (
    SELECT at, (at AT TIME ZONE 'UTC') AT TIME ZONE %(zone)s AS local
      FROM generate_series(date_trunc('hour', %(first)s::timestamp), %(last)s::timestamp,
                           interval '1 hour') at
), v AS (
    SELECT id, station_id, police_role, acquisition_date FROM fleet_vehicle
     WHERE company_id = %(company)s AND active AND life_state <> 'disposed' AND police_role IS NOT NULL
), hours AS (
    SELECT h.at, h.local, v.station_id, v.police_role, count(*) AS vehicles,
           count(*) FILTER (WHERE NOT o.off) AS available, sum(60 - o.minutes) AS minutes
      FROM h JOIN v ON v.acquisition_date IS NULL OR v.acquisition_date <= h.local::date
     CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(began_on <= h.at), false) AS off,
               coalesce(sum(extract(epoch FROM least(coalesce(ended_on, 'infinity'), h.at + interval '1 hour')
                                              - greatest(began_on, h.at))) / 60, 0) AS minutes
          FROM police_fleet_off_road r
         WHERE r.vehicle_id = v.id AND r.began_on < h.at + interval '1 hour'
           AND coalesce(r.ended_on, 'infinity') > h.at) o
     GROUP BY 1, 2, 3, 4
)
INSERT INTO police_fleet_availability (company_id, taken_at, day, hour, station_id, police_role, vehicles,
        available, minimum, short, vehicle_minutes, available_minutes, percent)
SELECT %(company)s, h.at, h.local::date, to_char(h.local, 'HH24'), h.station_id, h.police_role, h.vehicles,
       h.available, coalesce(m.minimum, 0), greatest(coalesce(m.minimum, 0) - h.available, 0),
       h.vehicles * 60, round(h.minutes), round(100 * h.minutes / (h.vehicles * 60), 2)
  FROM (SELECT *, local AS l FROM hours) h
  LEFT JOIN LATERAL (SELECT %(minimum)s AS minimum FROM (SELECT h.station_id, h.police_role) v) m ON true
ON CONFLICT DO NOTHING"""


class PoliceFleetAvailability(models.Model):
    """``available`` counts at the hour's beginning; ``percent`` is minutes on the road of all minutes."""

    _name = "police.fleet.availability"
    _description = "Availability"
    _order = "taken_at desc, station_id, police_role"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    taken_at = fields.Datetime(string="Hour from", required=True, readonly=True, index=True)
    day = fields.Date(readonly=True, index=True)
    hour = fields.Char(string="Hour of the day", readonly=True, help="Local time, 00 to 23.")
    station_id = fields.Many2one("police.station", string="Base", readonly=True, index=True)
    police_role = fields.Selection(ROLES, string="Role", readonly=True)
    vehicles = fields.Integer(readonly=True, aggregator="avg")
    available = fields.Integer(string="On the road", readonly=True, aggregator="avg")
    minimum = fields.Integer(string="Least needed", readonly=True, aggregator="avg")
    short = fields.Integer(string="Vehicle-hours short", readonly=True)
    vehicle_minutes = fields.Integer(readonly=True)
    available_minutes = fields.Integer(readonly=True)
    percent = fields.Float(string="Availability %", readonly=True, aggregator="avg", digits=(5, 2))

    _once = models.UniqueIndex(
        "(company_id, taken_at, coalesce(station_id, 0), coalesce(police_role, ''))",
        "This hour is measured already.",
    )

    @api.depends("station_id", "police_role", "taken_at")
    def _compute_display_name(self):
        roles = dict(ROLES)
        for row in self:
            moment = fields.Datetime.context_timestamp(self, row.taken_at).strftime("%d/%m/%Y %H:%M")
            row.display_name = " · ".join(
                filter(None, (row.station_id.name, roles.get(row.police_role), moment))
            )

    def _read_group_select(self, aggregate_spec, query):
        """Of a group: minutes on the road of all minutes, not the mean of its rows."""
        if aggregate_spec == "percent:avg":
            available = self._field_to_sql(self._table, "available_minutes", query)
            minutes = self._field_to_sql(self._table, "vehicle_minutes", query)
            return SQL("(100.0 * sum(%s) / nullif(sum(%s), 0))::float", available, minutes)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _measure(self, company, first, last):
        """Store every whole hour from ``first`` up to ``last`` (naive UTC) that is over; one statement.

        Hours measured before stay as they are. Returns the number of rows.
        """
        now = fields.Datetime.now()
        last = min(last, now - timedelta(hours=1))
        self.env.flush_all()
        minimum = SQL(
            MINIMUM_SQL.format(
                station="v.station_id",
                role="v.police_role",
                hour="extract(hour FROM h.local)",
                local="h.local",
            )
        )
        self.env.cr.execute(
            SQL(
                MEASURE_SQL,
                zone=company.fleet_shift_zone, first=first, last=last, company=company.id, minimum=minimum,
            )
        )  # fmt: skip
        count = self.env.cr.rowcount
        self.invalidate_model()
        return count

    @api.model
    def _cron_measure(self):
        """Hourly: every hour since the last one measured, so that a stopped server loses nothing."""
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([("is_police_force", "=", True)]):
            [(newest,)] = self._read_group([("company_id", "=", company.id)], [], ["taken_at:max"])
            first = newest + timedelta(hours=1) if newest else now - timedelta(hours=24)
            self._measure(company, max(first, now - timedelta(hours=CATCH_UP_HOURS)), now)
        self.env.cr.execute(
            SQL("DELETE FROM police_fleet_availability WHERE taken_at < %s", now - timedelta(days=KEPT_DAYS))
        )
