"""Manufacturers' service programmes: templates that become the service plans of a force."""

from odoo import api, fields, models
from odoo.exceptions import UserError

SHARED = (
    "name",
    "interval_months",
    "interval_distance",
    "interval_hours",
    "hours",
    "skill_code",
    "statutory",
    "together_days",
)


class PoliceFleetProgramme(models.Model):
    _name = "police.fleet.programme"
    _description = "Service programme"
    _order = "name"

    name = fields.Char(required=True)
    brand_id = fields.Many2one("fleet.vehicle.model.brand", string="Manufacturer", index=True)
    model_ids = fields.Many2many("fleet.vehicle.model", string="Models", required=True)
    source = fields.Char(required=True, help="Handbook and edition that the intervals are from.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    task_ids = fields.One2many("police.fleet.programme.task", "programme_id", string="Tasks", copy=True)
    plan_ids = fields.One2many("police.fleet.service.plan", "programme_id", string="Service plans")
    plan_count = fields.Integer(compute="_compute_plan_count")
    active = fields.Boolean(default=True)

    @api.depends("plan_ids")
    def _compute_plan_count(self):
        for programme in self:
            programme.plan_count = len(programme.plan_ids)

    def action_apply(self):
        """Make the service plans of these tasks, or bring those made before up to date."""
        from ..services import bookings

        for programme in self:
            if not programme.task_ids:
                raise UserError(self.env._("%s has no tasks.", programme.name))
            made = {
                plan.programme_task_id: plan for plan in programme.with_context(active_test=False).plan_ids
            }
            for task in programme.task_ids:
                values = task._plan_values()
                if task in made:
                    made[task].write(values)
                else:
                    made[task] = self.env["police.fleet.service.plan"].create(values)
            for task in programme.task_ids:
                made[task].with_plan_ids = [
                    (6, 0, [made[other].id for other in task.with_task_ids if other in made])
                ]
            for task in made.keys() - set(programme.task_ids):
                made[task].active = False
            bookings.refresh(self.env, programme.company_id)

    def action_view_plans(self):
        """The plans made from this programme."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_service_plan")
        return {**action, "domain": [("programme_id", "in", self.ids)]}


class PoliceFleetProgrammeTask(models.Model):
    _name = "police.fleet.programme.task"
    _description = "Service programme task"
    _order = "sequence, id"

    programme_id = fields.Many2one("police.fleet.programme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="programme_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    service_type_id = fields.Many2one("fleet.service.type", required=True, ondelete="restrict")
    interval_months = fields.Integer(string="Every (months)")
    interval_distance = fields.Integer(string="Every (miles)")
    interval_hours = fields.Integer(string="Every (engine hours)")
    hours = fields.Float(string="Hours in the workshop", default=1.0, digits=(5, 2))
    skill_code = fields.Char(string="Skill", default="light")
    statutory = fields.Boolean()
    with_task_ids = fields.Many2many(
        "police.fleet.programme.task", "police_fleet_task_with", "task_id", "with_id",
        string="Done together with",
        domain="[('programme_id', '=', programme_id), ('id', '!=', id)]",
    )  # fmt: skip
    together_days = fields.Integer(string="If due within (days)", default=42)

    _some_interval = models.Constraint(
        "CHECK (coalesce(interval_months, 0) >= 0 AND coalesce(interval_distance, 0) >= 0 "
        "AND coalesce(interval_hours, 0) >= 0 AND coalesce(interval_months, 0) "
        "+ coalesce(interval_distance, 0) + coalesce(interval_hours, 0) > 0)",
        "A task needs an interval in months, in miles or in engine hours, and none below zero.",
    )

    def _plan_values(self):
        programme = self.programme_id
        return {name: self[name] for name in SHARED} | {
            "name": f"{programme.name}: {self.name}",
            "service_type_id": self.service_type_id.id,
            "company_id": programme.company_id.id,
            "model_ids": [(6, 0, programme.model_ids.ids)],
            "programme_id": programme.id,
            "programme_task_id": self.id,
            "active": True,
        }
