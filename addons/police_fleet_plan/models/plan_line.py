"""One job of a plan: which vehicle, which service, where, when, by whom and why there."""

from odoo import api, fields, models

STATES = [
    ("left_out", "Left out"),
    ("moved", "Promise moved"),
    ("late", "Late"),
    ("promised", "Promised"),
    ("law", "By law"),
    ("planned", "Planned"),
]


class PoliceFleetPlanLine(models.Model):
    """``slot`` and ``slot_end`` are local stamps, as the planner counts; ``start`` and ``stop`` UTC."""

    _name = "police.fleet.plan.line"
    _description = "Planned job"
    _order = "plan_id, start, workshop_id, bay_number, id"
    _rec_name = "key"

    plan_id = fields.Many2one("police.fleet.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    plan_state = fields.Selection(related="plan_id.state", string="State of the plan")
    key = fields.Char(string="Job", required=True, readonly=True)
    visit = fields.Char(readonly=True, help="Jobs of one stay in the workshop bear the same.")
    vehicle_id = fields.Many2one("fleet.vehicle", readonly=True, index=True, ondelete="cascade")
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    service_plan_id = fields.Many2one(
        "police.fleet.service.plan", string="Service", readonly=True, ondelete="set null"
    )
    due_id = fields.Many2one(
        "police.fleet.service.due", string="Due", readonly=True, index=True, ondelete="set null"
    )
    booking_id = fields.Many2one(
        "police.fleet.service.booking", string="Booking", readonly=True, index=True, ondelete="set null"
    )
    card_id = fields.Many2one("police.fleet.job", string="Job card", readonly=True, ondelete="set null")
    due_on = fields.Date(readonly=True)
    by_law = fields.Boolean(string="Date set by law", readonly=True)
    minutes = fields.Integer(readonly=True)
    placed = fields.Boolean(readonly=True, index=True)
    workshop_id = fields.Many2one("police.fleet.workshop", readonly=True, index=True, ondelete="set null")
    bay_number = fields.Integer(string="Bay", readonly=True, aggregator=None)
    bay_id = fields.Many2one("police.fleet.bay", string="Bay name", readonly=True, ondelete="set null")
    technician_id = fields.Many2one("police.fleet.technician", readonly=True, index=True, ondelete="set null")
    technician = fields.Char(
        string="Technician's name", readonly=True, help="As the planner knows him or her."
    )
    slot = fields.Char(readonly=True)
    slot_end = fields.Char(readonly=True)
    start = fields.Datetime(readonly=True, index=True)
    stop = fields.Datetime(readonly=True)
    why = fields.Char(string="Why there", readonly=True)
    late_days = fields.Integer(compute="_compute_days", store=True, aggregator="sum")
    early_days = fields.Integer(compute="_compute_days", store=True, aggregator="sum")
    promised = fields.Boolean(
        readonly=True, index=True, help="Told to the base: kept when the plan is made again."
    )
    promised_place = fields.Char(string="Promised before", readonly=True)
    moved = fields.Boolean(readonly=True, index=True)
    state = fields.Selection(STATES, compute="_compute_state", store=True, index=True)
    color = fields.Integer(compute="_compute_color")

    @api.depends("slot", "due_on", "placed")
    def _compute_days(self):
        for line in self:
            days = 0
            if line.placed and line.slot and line.due_on:
                days = (fields.Date.to_date(line.slot[:10]) - line.due_on).days
            line.late_days, line.early_days = max(0, days), max(0, -days)

    @api.depends("placed", "moved", "promised", "by_law", "late_days")
    def _compute_state(self):
        for line in self:
            line.state = (
                "left_out" if not line.placed
                else "moved" if line.moved
                else "late" if line.late_days
                else "promised" if line.promised
                else "law" if line.by_law
                else "planned"
            )  # fmt: skip

    def _compute_color(self):
        colours = {"left_out": 0, "moved": 2, "late": 1, "promised": 4, "law": 5, "planned": 10}
        for line in self:
            line.color = colours[line.state]

    def action_try(self):
        """Open 'Try another slot' for this job, by keyboard too."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.fleet.plan.move",
            "name": self.env._("Try another slot"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_line_id": self.id},
        }
