"""The live board: what is on the road at this moment against the minimum of the shift that is on."""

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.tools import SQL, drop_view_if_exists

from .availability import MINIMUM_SQL


class PoliceFleetBoard(models.Model):
    """One row a base and role, read from the tables each time it is looked at."""

    _name = "police.fleet.board"
    _description = "On the road now"
    _auto = False
    _order = "short desc, station_id, police_role"

    company_id = fields.Many2one("res.company", readonly=True)
    station_id = fields.Many2one("police.station", string="Base", readonly=True)
    police_role = fields.Selection(ROLES, string="Role", readonly=True)
    vehicles = fields.Integer(readonly=True)
    on_road = fields.Integer(string="On the road", readonly=True)
    off_road = fields.Integer(string="Off the road", readonly=True)
    out_now = fields.Integer(string="Out with a crew", readonly=True)
    minimum = fields.Integer(string="Least needed", readonly=True)
    short = fields.Integer(string="Short by", readonly=True)
    percent = fields.Float(string="Available %", readonly=True, aggregator="avg", digits=(5, 1))
    standing = fields.Selection(
        [
            ("short", "Below the minimum"),
            ("just", "Just the minimum"),
            ("enough", "Enough"),
            ("none", "No minimum now"),
        ],
        readonly=True,
    )

    @api.depends("station_id", "police_role")
    def _compute_display_name(self):
        roles = dict(ROLES)
        for row in self:
            row.display_name = " · ".join(filter(None, (row.station_id.name, roles.get(row.police_role))))

    def init(self):
        drop_view_if_exists(self.env.cr, self._table)
        hour = "(extract(hour FROM k.local) + extract(minute FROM k.local) / 60)"
        minimum = MINIMUM_SQL.format(station="k.station_id", role="k.police_role", hour=hour, local="k.local")
        self.env.cr.execute(
            SQL(
                """
CREATE VIEW police_fleet_board AS
WITH keys AS (
    SELECT company_id, station_id, police_role FROM fleet_vehicle
     WHERE active AND life_state <> 'disposed' AND police_role IS NOT NULL AND company_id IS NOT NULL
     UNION SELECT company_id, station_id, police_role FROM police_fleet_minimum WHERE active
), k AS (
    SELECT keys.*, now() AT TIME ZONE c.fleet_shift_zone AS local
      FROM keys JOIN res_company c ON c.id = keys.company_id
), counted AS (
    SELECT k.company_id, k.station_id, k.police_role, count(v.id) AS vehicles,
           count(v.id) FILTER (WHERE v.road_state = 'on') AS on_road,
           count(v.id) FILTER (WHERE v.road_state = 'off') AS off_road,
           count(v.id) FILTER (WHERE EXISTS (SELECT FROM police_fleet_release r WHERE r.vehicle_id = v.id
               AND r.state IN ('released', 'overridden') AND r.start <= now() AT TIME ZONE 'UTC'
               AND coalesce(r.stop, 'infinity') > now() AT TIME ZONE 'UTC')) AS out_now,
           coalesce(max(%s), 0) AS minimum
      FROM k LEFT JOIN fleet_vehicle v
        ON v.active AND v.life_state <> 'disposed' AND v.company_id = k.company_id
           AND v.station_id IS NOT DISTINCT FROM k.station_id AND v.police_role = k.police_role
     GROUP BY 1, 2, 3
)
SELECT row_number() OVER (ORDER BY company_id, station_id, police_role)::int AS id,
       company_id, station_id, police_role, vehicles, on_road, off_road, out_now,
       minimum, greatest(minimum - on_road, 0) AS short,
       CASE WHEN vehicles = 0 THEN 0 ELSE round(100.0 * on_road / vehicles, 1) END AS percent,
       CASE WHEN minimum = 0 THEN 'none' WHEN on_road < minimum THEN 'short'
            WHEN on_road = minimum THEN 'just' ELSE 'enough' END AS standing
  FROM counted""",
                SQL(minimum),
            )
        )

    def _read_group_select(self, aggregate_spec, query):
        """Of a group: vehicles on the road of all its vehicles, not the mean of its rows."""
        if aggregate_spec == "percent:avg":
            on_road = self._field_to_sql(self._table, "on_road", query)
            vehicles = self._field_to_sql(self._table, "vehicles", query)
            return SQL("(100.0 * sum(%s) / nullif(sum(%s), 0))::float", on_road, vehicles)
        return super()._read_group_select(aggregate_spec, query)

    def action_view_vehicles(self):
        """The vehicles behind the figures."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_vehicle")
        domain = [
            ("company_id", "=", self.company_id.id),
            ("station_id", "=", self.station_id.id),
            ("police_role", "=", self.police_role),
        ]
        return {
            **action,
            "name": self.display_name,
            "domain": domain,
            "context": {"search_default_by_road": 1},
        }
