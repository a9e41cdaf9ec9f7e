"""The force's own LGPS employer contribution rate, from its fund's rates and adjustments certificate."""

from odoo import fields, models


class PayPensionRate(models.Model):
    _name = "police.pay.pension.rate"
    _description = "LGPS Employer Rate"
    _order = "company_id, date_from desc"
    _rec_name = "date_from"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(string="From", required=True)
    percent = fields.Float(
        string="Employer rate (%)",
        digits=(5, 2),
        required=True,
        help="Per cent of pensionable pay, such as 16.5.",
    )
    source = fields.Char(
        string="Certificate", required=True, help="Fund and date of the rates and adjustments certificate."
    )

    _one_per_day = models.Constraint(
        "UNIQUE(company_id, date_from)", "There is already an LGPS employer rate from that day."
    )
    _sensible = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100)", "The rate must be between 0 and 100 per cent."
    )
