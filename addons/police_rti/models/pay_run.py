"""An approved pay run has its FPS prepared at once."""

from odoo import fields, models


class PayRun(models.Model):
    _inherit = "police.pay.run"

    submission_ids = fields.One2many(
        "police.rti.submission",
        "run_id",
        string="Submissions to HMRC",
        groups="police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor",
    )
    submission_state = fields.Char(string="FPS", compute="_compute_submission_state")

    def _compute_submission_state(self):
        labels = dict(self.env["police.rti.submission"]._fields["state"].selection)
        for run in self:
            current = run.sudo().submission_ids.filtered(
                lambda one: one.state != "cancelled" and not one.correction
            )[:1]
            run.submission_state = labels[current.state] if current else False

    def _approve(self):
        answer = super()._approve()
        self.env["police.rti.submission"]._prepare_fps(self)
        return answer

    def action_open_submissions(self):
        """The FPS of this run and its corrections; prepared when an older run has none yet."""
        self.ensure_one()
        if self.state in ("approved", "paid") and not self.sudo().submission_ids:
            self._check_role("police_core.group_payroll_clerk", "police_core.group_payroll_approver")
            self.env["police.rti.submission"]._prepare_fps(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("police_rti.action_rti_submission")
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}
