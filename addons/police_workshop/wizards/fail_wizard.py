"""The test failed: why."""

from odoo import fields, models


class PoliceFleetJobFailWizard(models.TransientModel):
    _name = "police.fleet.job.fail.wizard"
    _description = "Test failed"

    job_id = fields.Many2one(
        "police.fleet.job", required=True, default=lambda self: self.env.context.get("active_id")
    )
    why = fields.Char(string="What is still wrong", required=True)

    def action_confirm(self):
        """Back to the technician with the reason."""
        self.job_id._fail(self.why)
        return {"type": "ir.actions.act_window_close"}
