"""A duty shared between cost centres."""

from odoo import api, fields, models


class DutySplit(models.Model):
    _name = "police.duty.split"
    _description = "Share of a Duty"
    _order = "entry_id, id"
    _check_company_auto = True

    entry_id = fields.Many2one("police.duty.entry", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="entry_id.company_id")
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        required=True,
        check_company=True,
        domain=lambda self: [("root_plan_id", "=", self.env.ref("police_core.analytic_plan_cost_centre").id)],
    )
    parts = fields.Integer(required=True, default=1, help="Parts or per cent; only their proportion counts.")

    _positive = models.Constraint("CHECK (parts BETWEEN 1 AND 10000)", "A share is 1 to 10,000 parts.")
    _once = models.Constraint(
        "UNIQUE(entry_id, cost_centre_id)", "Each cost centre takes one share of a duty."
    )

    @api.model_create_multi
    def create(self, vals_list):
        splits = super().create(vals_list)
        splits.entry_id._reassess()
        return splits

    def write(self, vals):
        self.entry_id._refuse_closed()
        done = super().write(vals)
        self.entry_id._reassess()
        return done

    def unlink(self):
        entries = self.entry_id
        entries._refuse_closed()
        done = super().unlink()
        entries.exists()._reassess()
        return done
