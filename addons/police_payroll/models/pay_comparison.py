"""This run against the one before: what changed for each person and mainly why."""

from odoo import fields, models

CHANGES = [
    ("same", "Unchanged"),
    ("changed", "Changed"),
    ("joined", "Not paid last time"),
    ("left", "Paid last time, not now"),
]


class PayComparison(models.Model):
    _name = "police.pay.comparison"
    _description = "Comparison with the Last Run"
    _order = "change_size desc, id"
    _rec_name = "employee_name"
    _log_access = False

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id")
    currency_id = fields.Many2one(related="run_id.currency_id")
    employee_id = fields.Many2one("hr.employee", ondelete="cascade")
    employee_name = fields.Char()
    payroll_reference = fields.Char(string="Payroll number")
    change = fields.Selection(CHANGES, required=True)
    gross_before = fields.Float(digits=(16, 2))
    gross_now = fields.Float(digits=(16, 2))
    gross_change = fields.Float(digits=(16, 2))
    net_before = fields.Float(digits=(16, 2))
    net_now = fields.Float(digits=(16, 2))
    net_change = fields.Float(digits=(16, 2))
    change_size = fields.Float(digits=(16, 2), string="Size of change", aggregator=None)
    causes = fields.Char(string="Main causes")
