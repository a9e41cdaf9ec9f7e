"""The worklist of what is odd about fuel and charging: each finding is answered by a person."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet.fuel.anomalies import CODES
from odoo.exceptions import UserError

ANSWERS = ("explained", "corrected", "misuse")


class PoliceFleetFuelFinding(models.Model):
    _name = "police.fleet.fuel.finding"
    _description = "Fuel finding"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, when desc, id desc"

    code = fields.Selection([*CODES.items()], string="What", required=True, readonly=True, index=True)
    text = fields.Char(string="Why", required=True, readonly=True)
    fuel_id = fields.Many2one(
        "police.fleet.fuel", string="Purchase", required=True, readonly=True, index=True, ondelete="cascade"
    )
    other_id = fields.Many2one("police.fleet.fuel", string="Against", readonly=True)
    company_id = fields.Many2one(related="fuel_id.company_id", store=True, index=True)
    vehicle_id = fields.Many2one(related="fuel_id.vehicle_id", store=True, index=True)
    station_id = fields.Many2one(related="fuel_id.station_id", string="Base", store=True)
    when = fields.Datetime(related="fuel_id.when", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    gross = fields.Monetary(related="fuel_id.gross", string="Price")
    quantity = fields.Float(related="fuel_id.quantity")
    product = fields.Selection(related="fuel_id.product")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("explained", "Explained"),
            ("corrected", "Record put right"),
            ("misuse", "Misuse"),
            ("withdrawn", "No longer so"),
        ],
        default="open", required=True, readonly=True, index=True, tracking=True, group_expand=True,
    )  # fmt: skip
    answer = fields.Char(tracking=True)
    answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True)
    answered_on = fields.Datetime(string="Answered on", readonly=True)

    _once = models.UniqueIndex("(fuel_id, code)", "This finding is recorded already.")

    @api.depends("code", "vehicle_id")
    def _compute_display_name(self):
        for finding in self:
            finding.display_name = f"{CODES.get(finding.code, '')}: {finding.vehicle_id.license_plate or ''}"

    def _answer(self, state):
        for finding in self:
            if not (finding.answer or "").strip():
                raise UserError(self.env._("%s: write the answer first.", finding.display_name))
            if finding.state != "open":
                raise UserError(self.env._("%s is answered already.", finding.display_name))
        self.sudo().write(
            {"state": state, "answered_by_id": self.env.uid, "answered_on": fields.Datetime.now()}
        )

    def action_explain(self):
        """There is a good reason."""
        self.check_access("write")
        self._answer("explained")

    def action_correct(self):
        """Our record was wrong (tank size, off-road times) and has been put right."""
        self.check_access("write")
        self._answer("corrected")

    def action_misuse(self):
        """Handed to professional standards."""
        self.check_access("write")
        self._answer("misuse")

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons: who answered is recorded."))
        if "answer" in vals and not self.env.su and any(finding.state != "open" for finding in self):
            raise UserError(self.env._("An answered finding stays as it is."))
        return super().write(vals)
