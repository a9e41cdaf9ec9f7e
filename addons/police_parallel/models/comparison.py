"""One period of the old payroll against our run of the same period. A new one makes the old one past."""

from odoo import fields, models


class Comparison(models.Model):
    _name = "police.parallel.comparison"
    _description = "Comparison"
    _inherit = ["police.parallel.guarded"]
    _order = "project_id, period_id desc, id desc"

    project_id = fields.Many2one(
        "police.parallel.project", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one("police.pay.period", required=True, readonly=True, ondelete="restrict")
    rehearsal_id = fields.Many2one(
        "police.parallel.rehearsal", string="Our payslips", required=True, readonly=True, ondelete="restrict"
    )
    made_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    made_by_id = fields.Many2one("res.users", readonly=True, default=lambda self: self.env.uid)
    state = fields.Selection(
        [("current", "Current"), ("past", "Past")], required=True, default="current", readonly=True
    )
    inputs_hash = fields.Char(readonly=True, help="SHA-256 over old rows, mapping, matches and our lines.")
    people = fields.Integer(string="People", readonly=True)
    compared = fields.Integer(string="Compared", readonly=True)
    equal = fields.Integer(string="Equal", readonly=True)
    differing = fields.Integer(string="Differing", readonly=True)
    only_legacy = fields.Integer(string="Only there", readonly=True)
    only_ours = fields.Integer(string="Only here", readonly=True)
    legacy_total = fields.Float(string="Sum there", digits=(16, 2), readonly=True)
    ours_total = fields.Float(string="Sum here", digits=(16, 2), readonly=True)
    variance_ids = fields.One2many("police.parallel.variance", "comparison_id", string="Variances")

    _one_current = models.UniqueIndex(
        "(project_id, period_id) WHERE state = 'current'", "This period has a current comparison already."
    )

    def _compute_display_name(self):
        for row in self:
            row.display_name = row.period_id.name or ""
