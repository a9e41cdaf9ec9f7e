"""The daily check: made by the crew on a phone before the vehicle is driven."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PoliceFleetCheck(models.Model):
    """Not OCA's inspection: see docs/adr/0016. The items looked at are OCA's."""

    _name = "police.fleet.check"
    _description = "Daily check"
    _inherit = ["police.fleet.guard"]
    _order = "started_on desc, id desc"
    _rec_name = "name"
    _guarded = frozenset(
        {"name", "state", "result", "submitted_on", "seconds", "template_id", "checked_by_id"}
    )

    name = fields.Char(string="Reference", readonly=True, copy=False, default="New")
    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    road_state = fields.Selection(related="vehicle_id.road_state")
    template_id = fields.Many2one("police.fleet.check.template", readonly=True, ondelete="restrict")
    checked_by_id = fields.Many2one(
        "res.users",
        string="Checked by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    started_on = fields.Datetime(
        string="Begun", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    submitted_on = fields.Datetime(string="Handed in", readonly=True, copy=False)
    seconds = fields.Integer(string="Took (seconds)", readonly=True, copy=False, aggregator="avg")
    odometer = fields.Integer(aggregator=None, copy=False)
    odometer_unit = fields.Selection(related="vehicle_id.odometer_unit")
    odometer_needed = fields.Boolean(related="template_id.odometer_needed")
    note = fields.Char(string="Remarks")
    line_ids = fields.One2many("police.fleet.check.line", "check_id", string="Items")
    state = fields.Selection(
        [("draft", "Under way"), ("done", "Handed in")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    result = fields.Selection(
        [("pass", "Fit"), ("defects", "Fit, with defects"), ("off_road", "Off the road")],
        readonly=True,
        copy=False,
        index=True,
    )
    todo_count = fields.Integer(string="Still to answer", compute="_compute_counts", store=True)
    failed_count = fields.Integer(string="Failed", compute="_compute_counts", store=True)

    @api.depends("line_ids.answer")
    def _compute_counts(self):
        for check in self:
            answers = check.line_ids.mapped("answer")
            check.todo_count = answers.count("todo")
            check.failed_count = answers.count("fail")

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        for check in checks:
            check._set_up()
        return checks

    def _set_up(self):
        """Number and items; a force without a template hears what to do."""
        template = self.env["police.fleet.check.template"]._for(self.vehicle_id)
        if not template:
            raise UserError(
                self.env._(
                    "There is no daily check for this vehicle: the fleet manager enters a template of items."
                )
            )
        self.sudo()._own_step().write(
            {
                "name": self.env["ir.sequence"].sudo().next_by_code("police.fleet.check"),
                "template_id": template.id,
            }
        )
        self.env["police.fleet.check.line"].sudo()._own_step().create(
            [
                {
                    "check_id": self.id,
                    "sequence": line.sequence,
                    "item_id": line.item_id.id,
                    "name": line.item_id.name,
                    "instruction": line.item_id.instruction,
                    "safety_critical": line.safety_critical,
                    "photo_needed": line.photo_needed,
                }
                for line in template.line_ids
            ]
        )

    @api.model
    def _begin(self, vehicle):
        """A new check of ``vehicle`` by the current user, or theirs that is still under way today."""
        mine = self.search(
            [("vehicle_id", "=", vehicle.id), ("checked_by_id", "=", self.env.uid), ("state", "=", "draft"),
             ("started_on", ">=", fields.Date.context_today(self))], limit=1,
        )  # fmt: skip
        return mine or self.create({"vehicle_id": vehicle.id})

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Daily check"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_begin(self):
        """The items are there once the vehicle is saved."""
        return True

    def action_pass_rest(self):
        """Everything not answered is in order; safety-critical items are answered one by one."""
        self._check_draft()
        self.line_ids.filtered(lambda line: line.answer == "todo" and not line.safety_critical).action_pass()

    def action_submit(self):
        """Hand in: every item answered, the odometer read."""
        for check in self:
            check._check_draft()
            if open_lines := check.line_ids.filtered(lambda line: line.answer == "todo"):
                raise ValidationError(
                    self.env._("Still to answer: %s.", ", ".join(open_lines.mapped("name")))
                )
            if check.template_id.sudo().odometer_needed and check.odometer <= 0:
                raise ValidationError(
                    self.env._("Read the odometer of %s and enter it.", check.vehicle_id.display_name)
                )
            check._hand_in(fields.Datetime.now())
        return True

    def _hand_in(self, now):
        vehicle = self.vehicle_id.sudo()
        if self.odometer:
            self.env["fleet.vehicle.odometer"].sudo().create(
                {
                    "vehicle_id": vehicle.id,
                    "date": fields.Date.context_today(self),
                    "value": self.odometer,
                    "source": "daily_check",
                }
            )
        failed = self.line_ids.filtered(lambda line: line.answer == "fail")
        result = "off_road" if failed.filtered("safety_critical") else "defects" if failed else "pass"
        self.sudo()._own_step().write(
            {
                "state": "done",
                "result": result,
                "submitted_on": now,
                "seconds": int((now - self.started_on).total_seconds()),
            }
        )
        vehicle.last_check_on = now

    def _check_draft(self):
        for check in self:
            if check.state != "draft":
                raise UserError(self.env._("%s is handed in: make a new check.", check.name))

    def write(self, vals):
        if not self._in_own_step and vals.keys() & {"vehicle_id", "odometer", "line_ids"}:
            self._check_draft()
            if "vehicle_id" in vals and any(check.vehicle_id.id != vals["vehicle_id"] for check in self):
                raise UserError(self.env._("The check is of another vehicle: begin a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(check.state != "draft" or check.failed_count for check in self):
            raise UserError(self.env._("Daily checks are kept on record."))
