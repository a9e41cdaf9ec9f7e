"""Service programmes: which service, how often, for which vehicles."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .fleet_vehicle import ROLES


class PoliceFleetServicePlan(models.Model):
    _name = "police.fleet.service.plan"
    _description = "Service plan"
    _order = "sequence, name"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    service_type_id = fields.Many2one("fleet.service.type", required=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    interval_months = fields.Integer(string="Every (months)")
    interval_distance = fields.Integer(string="Every (miles)", help="In the unit of the vehicle's odometer.")
    interval_hours = fields.Integer(string="Every (engine hours)")
    skill_code = fields.Char(
        default="light", help="Skill of the technician who may do it, e.g. light, heavy, tyre, electrical."
    )
    statutory = fields.Boolean(help="Required by law: the planner never places it after its due date.")
    with_plan_ids = fields.Many2many(
        "police.fleet.service.plan",
        "police_fleet_plan_with",
        "plan_id",
        "with_id",
        string="Done together with",
        domain="[('company_id', '=', company_id), ('id', '!=', id)]",
        help="When both are due about the same time, the vehicle comes in once.",
    )
    together_days = fields.Integer(
        string="If due within (days)",
        default=42,
        help="How far apart the two may be due and still be joined.",
    )
    programme_id = fields.Many2one("police.fleet.programme", index="btree_not_null", readonly=True)
    programme_task_id = fields.Many2one("police.fleet.programme.task", index="btree_not_null", readonly=True)
    hours = fields.Float(string="Hours in the workshop", default=4.0, digits=(5, 2))
    model_ids = fields.Many2many("fleet.vehicle.model", string="Models", help="Empty: every model.")
    police_role = fields.Selection(ROLES, string="Role", help="Empty: every role.")
    active = fields.Boolean(default=True)
    vehicle_count = fields.Integer(compute="_compute_vehicle_count")

    _some_interval = models.Constraint(
        "CHECK (coalesce(interval_months, 0) >= 0 AND coalesce(interval_distance, 0) >= 0 "
        "AND coalesce(interval_hours, 0) >= 0 AND coalesce(interval_months, 0) "
        "+ coalesce(interval_distance, 0) + coalesce(interval_hours, 0) > 0)",
        "A service plan needs an interval in months, in miles or in engine hours, and none below zero.",
    )
    _hours_positive = models.Constraint("CHECK (hours > 0)", "A service takes some time in the workshop.")

    @api.constrains("interval_months")
    def _check_months(self):
        for plan in self:
            if plan.interval_months > 240:
                raise ValidationError(
                    self.env._("%s: an interval of more than 20 years is a typing error.", plan.name)
                )

    def _vehicles(self):
        """The active vehicles in use that this plan is for."""
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id) & Domain("active", "=", True)
        domain &= Domain("life_state", "!=", "disposed")
        if self.model_ids:
            domain &= Domain("model_id", "in", self.model_ids.ids)
        if self.police_role:
            domain &= Domain("police_role", "=", self.police_role)
        return self.env["fleet.vehicle"].search(domain)

    @api.constrains("with_plan_ids")
    def _check_with(self):
        for plan in self:
            if plan in plan.with_plan_ids:
                raise ValidationError(self.env._("%s cannot be done together with itself.", plan.name))

    def _compute_vehicle_count(self):
        for plan in self:
            plan.vehicle_count = len(plan._vehicles())

    def action_refresh(self):
        """Work out due dates again now."""
        from ..services import bookings

        for company in self.company_id:
            bookings.refresh(self.env, company)
