"""A month of a scenario at one rank and cost centre: what the employer pays."""

from odoo import fields, models


def _money(label):
    return fields.Float(label, digits=(16, 2), readonly=True)


class PoliceWhatIfResult(models.Model):
    _name = "police.whatif.result"
    _description = "Cost in a What-if Scenario"
    _order = "whatif_id, place, month, rank, cost_centre"
    _rec_name = "rank"
    _log_access = False

    whatif_id = fields.Many2one("police.whatif", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", string="Force", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    scenario_id = fields.Many2one("police.whatif.scenario", string="Scenario record", ondelete="cascade")
    place = fields.Integer(aggregator=None)
    scenario = fields.Char()
    month = fields.Date()
    rank = fields.Char(string="Rank or kind")
    cost_centre = fields.Char(string="Cost centre (budget)")
    people = fields.Integer(string="Posts paid", help="In the month; a person in two places counts in each.")
    gross = _money("Pay")
    employer_nic = _money("Employer's NI")
    pension_employer = _money("Employer's pension")
    levy = _money("Apprenticeship levy")
    cost = _money("Cost to the force")
    extra = _money("More than as it stands")
