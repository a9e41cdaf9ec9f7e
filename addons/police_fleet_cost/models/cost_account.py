"""Which ledger accounts are fleet cost, and the shares of their lines that vehicles are given."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("fuel", "Fuel and charging"),
    ("servicing", "Servicing and parts"),
    ("tyres", "Tyres"),
    ("repairs", "Repairs"),
    ("workshop_pay", "Pay of the workshop"),
    ("insurance", "Insurance"),
    ("accident", "Accidents and claims"),
    ("lease", "Lease and hire"),
    ("tax", "Vehicle tax"),
    ("depreciation", "Depreciation"),
    ("disposal", "Gain or loss on disposal"),
    ("other", "Other"),
]
METHODS = [
    ("fuel", "Fuel and charging taken (£)"),
    ("litres", "Fuel taken (litres)"),
    ("hours", "Hours in the workshop"),
    ("miles", "Miles of telematics"),
    ("equal", "Equally"),
    ("hand", "By hand"),
]


class PoliceFleetCostAccount(models.Model):
    """With a cost centre only the part of the account's lines that is booked to the centre is fleet cost."""

    _name = "police.fleet.cost.account"
    _description = "Fleet cost account"
    _order = "company_id, kind, account_id"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "account.account",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('company_ids', 'in', company_id)]",
    )
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        string="Only of cost centre",
        help="E.g. the workshop, on the account of staff pay.",
    )
    kind = fields.Selection(KINDS, required=True)
    note = fields.Char()

    _once = models.UniqueIndex(
        "(company_id, account_id, coalesce(cost_centre_id, 0))", "This account is flagged already."
    )

    @api.depends("account_id", "cost_centre_id", "kind")
    def _compute_display_name(self):
        for row in self:
            account = row.sudo().account_id
            centre = row.sudo().cost_centre_id.name
            row.display_name = " · ".join(
                filter(None, (f"{account.code or ''} {account.name or ''}".strip(), centre))
            )

    @api.constrains("account_id", "cost_centre_id", "company_id")
    def _check_whole_or_part(self):
        for row in self:
            others = self.search(
                [
                    ("company_id", "=", row.company_id.id),
                    ("account_id", "=", row.account_id.id),
                    ("id", "!=", row.id),
                ]
            )
            if others and (not row.cost_centre_id or others.filtered(lambda other: not other.cost_centre_id)):
                raise ValidationError(
                    self.env._(
                        "%s is flagged as a whole or by cost centres, not both.",
                        row.sudo().account_id.display_name,
                    )
                )


class PoliceFleetCostShare(models.Model):
    """A part of a ledger line that names no vehicle, given to one. Together never more than the line."""

    _name = "police.fleet.cost.share"
    _description = "Share of a ledger line"
    _order = "move_line_id desc, amount desc"

    cost_account_id = fields.Many2one(
        "police.fleet.cost.account", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="cost_account_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_line_id = fields.Many2one(
        "account.move.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, readonly=True, index=True, ondelete="restrict"
    )
    amount = fields.Monetary(required=True, readonly=True)
    method = fields.Selection(METHODS, required=True, readonly=True)
    note = fields.Char(readonly=True)

    _once = models.UniqueIndex(
        "(move_line_id, cost_account_id, vehicle_id)", "This vehicle has a share of this line already."
    )

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("Shares are not changed: take them back and share the line again."))
        return super().write(vals)
