"""The proof: fleet cost on vehicles and on none adds up to the flagged accounts, month by month, to 0.00.

The ledger's side is read from the journal items alone; the vehicles' side from the cost lines.
"""

from odoo import fields, models
from odoo.tools import SQL

from .cost_account import KINDS
from .cost_view import BASE, QUERY, flush


class PoliceFleetTieout(models.Model):
    _name = "police.fleet.tieout"
    _inherit = ["police.fleet.ledger.view"]
    _description = "Fleet cost against the ledger"
    _auto = False
    _order = "month desc, kind, id"
    _rec_name = "account_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    cost_account_id = fields.Many2one("police.fleet.cost.account", string="Fleet cost account", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    ledger = fields.Monetary(readonly=True)
    vehicles = fields.Monetary(string="On vehicles", readonly=True)
    unallocated = fields.Monetary(string="On no vehicle", readonly=True)
    difference = fields.Monetary(readonly=True)
    lines = fields.Integer(string="Journal items", readonly=True)

    @property
    def _table_query(self):
        flush(self.env)
        query = f"""
            WITH ledger AS (
                SELECT cost_account_id, company_id, account_id, kind,
                       date_trunc('month', date)::date AS month,
                       sum(amount) AS amount, count(*) AS lines
                  FROM ({BASE}) b GROUP BY 1, 2, 3, 4, 5
            ), costs AS (
                SELECT cost_account_id, date_trunc('month', date)::date AS month,
                       sum(amount) FILTER (WHERE vehicle_id IS NOT NULL) AS vehicles,
                       sum(amount) FILTER (WHERE vehicle_id IS NULL) AS unallocated
                  FROM ({QUERY}) c GROUP BY 1, 2
            )
            SELECT ('x' || left(md5(concat_ws('/', l.cost_account_id, l.month)), 13))::bit(52)::bigint AS id,
                   l.company_id, l.month,
                   l.account_id, l.cost_account_id, l.kind, l.amount AS ledger, l.lines::integer AS lines,
                   coalesce(c.vehicles, 0) AS vehicles, coalesce(c.unallocated, 0) AS unallocated,
                   l.amount - coalesce(c.vehicles, 0) - coalesce(c.unallocated, 0) AS difference
              FROM ledger l
              LEFT JOIN costs c ON c.cost_account_id = l.cost_account_id AND c.month = l.month"""
        return SQL(query.replace("%", "%%"))

    def _month_domain(self):
        last = fields.Date.end_of(self.month, "month")
        return [("date", ">=", self.month), ("date", "<=", last)]

    def action_costs(self):
        """The cost lines behind this row."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet_cost.action_cost")
        domain = [("cost_account_id", "=", self.cost_account_id.id), *self._month_domain()]
        return {
            **action,
            "domain": domain,
            "context": {"search_default_by_vehicle": 1},
            "views": _list_first(action),
        }

    def action_unallocated(self):
        """Those of the lines that no vehicle bears yet."""
        return {
            **(action := self.action_costs()),
            "domain": [*action["domain"], ("vehicle_id", "=", False)],
            "context": {},
        }

    def action_ledger(self):
        """The journal items behind this row; for those who may see the ledger."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_account_moves_all")
        domain = [
            ("account_id", "=", self.account_id.id),
            ("parent_state", "=", "posted"),
            *self._month_domain(),
        ]
        return {**action, "domain": [*domain, ("company_id", "=", self.company_id.id)], "context": {}}


def _list_first(action):
    return sorted(action["views"], key=lambda view: view[1] != "list")
