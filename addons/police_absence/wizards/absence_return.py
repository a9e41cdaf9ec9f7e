"""A person is back: the last day of absence, and what follows."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class AbsenceReturn(models.TransientModel):
    _name = "police.absence.return"
    _description = "Return to Work"

    absence_id = fields.Many2one("police.absence", required=True, readonly=True)
    kind = fields.Selection(related="absence_id.kind")
    first_day_back = fields.Date(
        required=True, default=fields.Date.context_today, help="The first day of duty, or fit for duty."
    )
    phased = fields.Boolean(
        string="Phased return", help="Shorter hours for a while; kept as recuperative duty."
    )
    phase_to = fields.Date(string="Phase ends")
    weekly_hours = fields.Float(string="Hours a week", digits=(5, 2), default=20)
    pay = fields.Selection(
        [("full", "Full pay"), ("hours", "Paid for the hours worked")], required=True, default="full"
    )

    def action_apply(self):
        """End the absence on the day before the first day back."""
        self.ensure_one()
        absence = self.absence_id
        last = self.first_day_back - timedelta(days=1)
        if last < absence.date_from:
            raise UserError(
                self.env._(
                    "The absence began on %(start)s: the first day back is after that. If the person was not "
                    "absent at all, cancel the absence.",
                    start=f"{absence.date_from:%-d %B %Y}",
                )
            )
        absence.write({"date_to": last})
        if absence.state == "confirmed":
            absence._set_state("ended")
        if self.phased:
            if not self.phase_to:
                raise UserError(self.env._("Say when the phased return ends."))
            self.env["police.absence.phase"].create(
                {
                    "absence_id": absence.id,
                    "date_from": self.first_day_back,
                    "date_to": self.phase_to,
                    "weekly_hours": self.weekly_hours,
                    "pay": self.pay,
                }
            )
        return {"type": "ir.actions.act_window_close"}
