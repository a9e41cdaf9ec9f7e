"""What would have to give way, in words: the smallest set of limits that makes a plan possible."""

from odoo import fields, models


class PoliceFleetPlanRelaxation(models.Model):
    _name = "police.fleet.plan.relaxation"
    _description = "Limit to relax"
    _order = "plan_id, sequence, id"
    _rec_name = "limit"

    plan_id = fields.Many2one("police.fleet.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer()
    limit = fields.Char(string="What to do", required=True)
    why = fields.Char()
