"""One small window that asks for a reason and then does what needed it."""

from odoo import fields, models
from odoo.exceptions import UserError

# Only these steps can be reached through the window; each checks the user's right again.
STEPS = {("police.bill.hold", "_release")}


class PoliceReasonWizard(models.TransientModel):
    _name = "police.reason.wizard"
    _description = "Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    question = fields.Char(readonly=True)
    reason = fields.Text()

    def _steps(self):
        """Pairs (model, method) that may be run; other addons add theirs."""
        return STEPS

    def _ask(self, records, step, title, question):
        """Action that opens the window for ``records``."""
        wizard = self.create(
            {
                "res_model": records._name,
                "res_ids": records.ids,
                "step": step,
                "question": question,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Run the step with the reason that was typed."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept with the record."))
        if (self.res_model, self.step) not in self._steps():
            raise UserError(self.env._("This step does not exist."))
        records = self.env[self.res_model].browse(self.res_ids)
        return getattr(records, self.step)(self.reason) or {"type": "ir.actions.act_window_close"}
