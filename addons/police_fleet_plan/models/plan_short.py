"""Shifts in which a base has fewer vehicles than its minimum, by the plan and by earliest due first."""

from odoo import fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES


class PoliceFleetPlanShort(models.Model):
    _name = "police.fleet.plan.short"
    _description = "Shortfall of cover"
    _order = "day, station_id, shift"
    _rec_name = "shift"

    plan_id = fields.Many2one("police.fleet.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    method = fields.Selection(
        [("optimal", "This plan"), ("greedy", "Earliest due first")],
        string="Planned by",
        required=True,
        index=True,
    )
    station_id = fields.Many2one("police.station", string="Base", index=True, ondelete="cascade")
    police_role = fields.Selection(ROLES, string="Role")
    shift = fields.Char()
    day = fields.Date(index=True)
    vehicles = fields.Integer(string="Vehicles short", aggregator="sum")
