"""What the planner must know of a service."""

from odoo import fields, models


class PoliceFleetServicePlan(models.Model):
    _inherit = "police.fleet.service.plan"

    renews_mot = fields.Boolean(
        string="MOT test",
        help="Due by the vehicle's MOT date, a limit of law; exempt vehicles are left out.",
    )
    early_days = fields.Integer(
        string="Not earlier than (days before due)", default=28, required=True,
        help="A service done too early is wasted: the planner places it at most so long before it is due.",
    )  # fmt: skip

    _early_not_negative = models.Constraint(
        "CHECK (early_days >= 0)", "Days before the due date are not negative."
    )
