"""Whole-life cost, line by line: every penny of the flagged accounts, on a vehicle or on none.

A line's vehicle is, in this order: the shares it was given; the vehicle named on the line; the vehicle whose
fixed asset the line depreciates; the vehicles' analytic accounts in its distribution. Percentages are rounded
cumulatively, so that the parts of a line add up to it; what is left has no vehicle.
"""

from odoo import fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.tools import SQL

from .cost_account import KINDS

BASE = """
    SELECT l.id AS move_line_id, l.move_id, l.account_id, l.date, l.company_id, l.partner_id, l.name,
           l.balance, l.vehicle_id, l.asset_id, l.analytic_distribution, f.id AS cost_account_id, f.kind,
           f.cost_centre_id,
           CASE WHEN f.cost_centre_id IS NULL THEN l.balance
                ELSE round(l.balance * coalesce((
                    SELECT sum(d.value::numeric) FROM jsonb_each_text(l.analytic_distribution) d
                     WHERE f.cost_centre_id::text = ANY(string_to_array(d.key, ','))), 0) / 100, 2)
            END AS amount
      FROM account_move_line l
      JOIN police_fleet_cost_account f ON f.account_id = l.account_id AND f.company_id = l.company_id
     WHERE l.parent_state = 'posted'
"""

QUERY = f"""
WITH base AS ({BASE}),
shared AS (
    SELECT s.move_line_id, s.cost_account_id, s.vehicle_id, s.amount, 'share' AS how
      FROM police_fleet_cost_share s
      JOIN base b ON b.move_line_id = s.move_line_id AND b.cost_account_id = s.cost_account_id
),
named AS (
    SELECT b.*, coalesce(v.id, a.id) AS the_vehicle,
           CASE WHEN v.id IS NOT NULL THEN 'line' ELSE 'asset' END AS how
      FROM base b
      LEFT JOIN fleet_vehicle v ON v.id = b.vehicle_id AND v.company_id = b.company_id
      LEFT JOIN fleet_vehicle a ON a.asset_id = b.asset_id AND a.company_id = b.company_id
     WHERE NOT EXISTS (SELECT 1 FROM shared s WHERE s.move_line_id = b.move_line_id
                                                AND s.cost_account_id = b.cost_account_id)
),
analytic AS (
    SELECT n.move_line_id, n.cost_account_id, n.balance, v.id AS vehicle_id, d.value::numeric AS percent,
           sum(d.value::numeric) OVER (
               PARTITION BY n.move_line_id, n.cost_account_id ORDER BY v.id, d.key) AS cumulative
      FROM named n
      CROSS JOIN LATERAL jsonb_each_text(n.analytic_distribution) d
      JOIN fleet_vehicle v ON v.company_id = n.company_id AND v.cost_account_id IS NOT NULL
                          AND v.cost_account_id::text = ANY(string_to_array(d.key, ','))
     WHERE n.the_vehicle IS NULL
       AND (n.cost_centre_id IS NULL OR n.cost_centre_id::text = ANY(string_to_array(d.key, ',')))
),
given AS (
    SELECT * FROM shared
    UNION ALL
    SELECT move_line_id, cost_account_id, the_vehicle, amount, how FROM named WHERE the_vehicle IS NOT NULL
    UNION ALL
    SELECT move_line_id, cost_account_id, vehicle_id,
           sum(round(balance * cumulative / 100, 2) - round(balance * (cumulative - percent) / 100, 2)),
           'analytic'
      FROM analytic GROUP BY move_line_id, cost_account_id, vehicle_id
),
rest AS (
    SELECT b.move_line_id, b.cost_account_id, NULL::integer AS vehicle_id,
           b.amount - coalesce(g.total, 0) AS amount, 'none' AS how
      FROM base b
      LEFT JOIN (SELECT move_line_id, cost_account_id, sum(amount) AS total FROM given GROUP BY 1, 2) g
             ON g.move_line_id = b.move_line_id AND g.cost_account_id = b.cost_account_id
     WHERE b.amount <> coalesce(g.total, 0)
)
SELECT ('x' || left(md5(concat_ws('/', b.move_line_id, b.cost_account_id, coalesce(parts.vehicle_id, 0))), 13)
       )::bit(52)::bigint AS id,
       b.move_line_id, b.move_id, b.account_id, b.date, b.company_id, b.partner_id, b.name,
       b.cost_account_id, b.kind,
       parts.vehicle_id, parts.amount, parts.how, v.police_role, v.station_id, v.model_id
  FROM (SELECT * FROM given UNION ALL SELECT * FROM rest) parts
  JOIN base b ON b.move_line_id = parts.move_line_id AND b.cost_account_id = parts.cost_account_id
  LEFT JOIN fleet_vehicle v ON v.id = parts.vehicle_id
"""

FLUSH = {
    "account.move.line": None,
    "police.fleet.cost.account": None,
    "police.fleet.cost.share": None,
    "fleet.vehicle": ["cost_account_id", "asset_id", "company_id", "police_role", "station_id", "model_id"],
}


class PoliceFleetLedgerView(models.AbstractModel):
    """Rows that are worked out from the ledger when asked for: nothing of an earlier search is believed."""

    _name = "police.fleet.ledger.view"
    _description = "Worked out from the ledger"

    def _search(self, *args, **kwargs):
        self.invalidate_model(flush=False)
        return super()._search(*args, **kwargs)


class PoliceFleetCost(models.Model):
    """The number of a row is made from what it is of, so that it stays while others come and go."""

    _name = "police.fleet.cost"
    _inherit = ["police.fleet.ledger.view"]
    _description = "Fleet cost"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "name"

    name = fields.Char(string="Text", readonly=True)
    move_line_id = fields.Many2one("account.move.line", readonly=True)
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    cost_account_id = fields.Many2one("police.fleet.cost.account", string="Fleet cost account", readonly=True)
    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    vehicle_id = fields.Many2one("fleet.vehicle", readonly=True)
    police_role = fields.Selection(ROLES, string="Role", readonly=True)
    station_id = fields.Many2one("police.station", string="Base", readonly=True)
    model_id = fields.Many2one("fleet.vehicle.model", readonly=True)
    amount = fields.Monetary(readonly=True)
    how = fields.Selection(
        [
            ("line", "Named on the line"),
            ("asset", "Its fixed asset"),
            ("analytic", "Its analytic account"),
            ("share", "Shared"),
            ("none", "No vehicle"),
        ],
        string="How it comes to the vehicle",
        readonly=True,
    )

    @property
    def _table_query(self):
        flush(self.env)
        return SQL(QUERY.replace("%", "%%"))

    def action_share(self):
        """Share this line over vehicles."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet_cost.action_share_wizard")
        return {
            **action,
            "context": {
                "default_move_line_id": self.move_line_id.id,
                "default_cost_account_id": self.cost_account_id.id,
                "default_amount": self.amount,
                "default_date_from": str(self.date.replace(day=1)),
                "default_date_to": str(self.date),
            },
        }


def flush(env):
    """Write what the query reads."""
    for name, names in FLUSH.items():
        env[name].flush_model(names)
