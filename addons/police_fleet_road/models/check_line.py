"""One item of a daily check: in order, failed with a report, or not on this vehicle."""

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class PoliceFleetCheckLine(models.Model):
    _name = "police.fleet.check.line"
    _description = "Daily check answer"
    _inherit = ["police.fleet.guard"]
    _order = "sequence, id"
    _guarded = frozenset(
        {
            "answer",
            "defect_id",
            "check_id",
            "item_id",
            "name",
            "instruction",
            "safety_critical",
            "photo_needed",
        }
    )

    check_id = fields.Many2one("police.fleet.check", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="check_id.company_id", store=True, index=True)
    checked_by_id = fields.Many2one(related="check_id.checked_by_id", store=True, index=True)
    vehicle_id = fields.Many2one(related="check_id.vehicle_id", store=True, index=True)
    state = fields.Selection(related="check_id.state")
    sequence = fields.Integer(default=10)
    item_id = fields.Many2one(
        "fleet.vehicle.inspection.item",
        string="Catalogue item",
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    name = fields.Char(string="Item", readonly=True)
    instruction = fields.Text(readonly=True)
    safety_critical = fields.Boolean(readonly=True)
    photo_needed = fields.Boolean(readonly=True)
    answer = fields.Selection(
        [("todo", "To look at"), ("pass", "In order"), ("fail", "Failed"), ("na", "Not on this vehicle")],
        required=True, default="todo", readonly=True, index=True,
    )  # fmt: skip
    note = fields.Char(string="What is wrong")
    photo = fields.Image(max_width=1920, max_height=1920)
    defect_id = fields.Many2one("police.fleet.defect", readonly=True, index="btree_not_null")

    def _answer(self, answer):
        self.check_access("write")
        self.check_id._check_draft()
        if failed := self.filtered("defect_id"):
            raise UserError(
                self.env._("%s is reported as a defect already; the workshop clears it.", failed[0].name)
            )
        self._own_step().write({"answer": answer})

    def action_pass(self):
        """In order."""
        self._answer("pass")

    def action_na(self):
        """Not on this vehicle."""
        if critical := self.filtered("safety_critical")[:1]:
            raise UserError(self.env._("%s is safety-critical: it is in order or it fails.", critical.name))
        self._answer("na")

    def action_fail(self):
        """Ask what is wrong, with a photo."""
        self.ensure_one()
        self.check_id._check_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report a defect"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("police_fleet_road.view_check_line_form").id, "form")],
            "target": "new",
        }

    def action_report(self):
        """The item fails: a defect is made, and an unsafe vehicle is off the road from this moment."""
        for line in self:
            if not (line.note or "").strip():
                raise ValidationError(self.env._("%s: say what is wrong.", line.name))
            if line.photo_needed and not line.photo:
                raise ValidationError(self.env._("%s: take a photo of it.", line.name))
            line._answer("fail")
            defect = (
                self.env["police.fleet.defect"]
                ._own_step()
                .create(
                    {
                        "vehicle_id": line.vehicle_id.id,
                        "title": line.name,
                        "description": line.note,
                        "item_id": line.item_id.id,
                        "check_id": line.check_id.id,
                        "severity": "safety" if line.safety_critical else "major",
                        "photo": line.photo,
                    }
                )
            )
            line._own_step().defect_id = defect
        return {"type": "ir.actions.act_window_close"}
