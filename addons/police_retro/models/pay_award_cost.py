"""What an award costs, by rank and cost centre: a month, a full year, and arrears to date."""

from odoo import fields, models


def _money(label):
    return fields.Float(label, digits=(16, 2), readonly=True)


class PoliceAwardCost(models.Model):
    _name = "police.award.cost"
    _description = "Cost of a Pay Award"
    _order = "award_id, year desc, id"
    _rec_name = "rank"

    award_id = fields.Many2one("police.award", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    rank = fields.Char(string="Rank or kind", readonly=True)
    cost_centre = fields.Char(readonly=True)
    people = fields.Integer(readonly=True)
    basic = _money("Basic pay a month")
    associated = _money("Overtime, allowances a month")
    employer_nic = _money("Employer's NI a month")
    pension_employer = _money("Employer's pension a month")
    month = _money("Cost a month")
    year = _money("Cost a full year")
    arrears_basic = _money("Arrears: basic pay")
    arrears_associated = _money("Arrears: overtime, allowances")
    arrears_nic = _money("Arrears: employer's NI")
    arrears_pension = _money("Arrears: employer's pension")
    arrears = _money("Arrears to date")
