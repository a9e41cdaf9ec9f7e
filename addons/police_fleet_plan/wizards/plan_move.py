"""Try another slot for a job with a form: the board's dragging for keyboard and screen reader."""

from odoo import api, fields, models

from ..services.clock import to_stamp


class PoliceFleetPlanMove(models.TransientModel):
    _name = "police.fleet.plan.move"
    _description = "Try another slot"

    line_id = fields.Many2one("police.fleet.plan.line", required=True, readonly=True, ondelete="cascade")
    plan_id = fields.Many2one(related="line_id.plan_id")
    company_id = fields.Many2one(related="line_id.company_id")
    due_on = fields.Date(related="line_id.due_on")
    why = fields.Char(related="line_id.why")
    workshop_id = fields.Many2one(
        "police.fleet.workshop", required=True,
        compute="_compute_place", store=True, readonly=False, precompute=True,
        domain="[('company_id', '=', company_id), ('partner_id', '=', False)]",
    )  # fmt: skip
    bay_number = fields.Integer(
        string="Bay", required=True, compute="_compute_place", store=True, readonly=False, precompute=True
    )
    start = fields.Datetime(
        required=True, compute="_compute_place", store=True, readonly=False, precompute=True
    )
    technician_id = fields.Many2one(
        "police.fleet.technician",
        domain="[('workshop_id', '=', workshop_id)]",
        help="Empty: whoever is fit and free.",
    )
    feasible = fields.Boolean(readonly=True)
    tried = fields.Boolean(readonly=True)
    answer = fields.Text(readonly=True)

    @api.depends("line_id")
    def _compute_place(self):
        for move in self:
            line = move.line_id
            shops = self.env["police.fleet.workshop"].search(
                [("company_id", "=", line.company_id.id), ("partner_id", "=", False)], limit=1
            )
            move.workshop_id = line.workshop_id or shops
            move.bay_number = line.bay_number or 1
            move.start = line.start or fields.Datetime.to_datetime(line.plan_id.date_from)

    def _slot(self):
        return (
            self.line_id.id, self.workshop_id.id, self.bay_number, to_stamp(self.start),
            self.technician_id.id,
        )  # fmt: skip

    def action_try(self):
        """Ask; the answer is shown in the same form."""
        self.ensure_one()
        said = self.plan_id.try_slot(*self._slot())
        words = [*said["broken"], *said["short"]]
        if said["feasible"]:
            words = [
                self.env._(
                    "This can be done by %(who)s: %(change)s (cost %(cost)s).",
                    who=said["technician"], change=said["change"], cost=f"{said['cost']:+,.0f}",
                ),
                *said["short"],
            ]  # fmt: skip
        self.write({"tried": True, "feasible": said["feasible"], "answer": "\n".join(words)})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Try another slot"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_move(self):
        """Put the job there and promise it; a limit in the way is told and nothing changes."""
        self.ensure_one()
        self.plan_id.move_job(*self._slot())
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s is promised there now.", self.line_id.key),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
