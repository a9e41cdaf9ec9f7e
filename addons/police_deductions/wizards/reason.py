"""One reason asked for: why a prediction is right, hardship, a write-off."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class DeductionReason(models.TransientModel):
    _name = "police.deduction.reason"
    _description = "Reason for a Decision"

    purpose = fields.Selection(
        [("prediction", "Prediction"), ("hardship", "Hardship"), ("write_off", "Write-off")], required=True
    )
    reason = fields.Char(required=True)
    amount = fields.Float(digits=(16, 2))
    prediction_ids = fields.Many2many("police.overpayment.prediction")
    overpayment_id = fields.Many2one("police.overpayment")
    currency_id = fields.Many2one(related="overpayment_id.currency_id")

    def action_go(self):
        """Carry out what it was asked for."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Give the reason."))
        if self.purpose == "prediction":
            self.prediction_ids._dismiss(self.reason.strip())
        elif self.purpose == "hardship":
            self._hardship()
        else:
            self.env["police.overpayment.writeoff"].create(
                {
                    "overpayment_id": self.overpayment_id.id,
                    "amount": self.amount,
                    "reason": self.reason.strip(),
                }
            )
        return {"type": "ir.actions.act_window_close"}

    def _hardship(self):
        record, user = self.overpayment_id, self.env.user
        payroll = user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver")
        if not payroll and record.sudo().employee_id.user_id != user:
            raise AccessError(self.env._("Only the person or payroll may ask for easier terms."))
        record._hardship_asked(self.reason.strip(), self.amount)
