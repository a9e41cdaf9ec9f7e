"""Take payslips back: an equal and opposite run."""

from odoo import api, fields, models

from ..services.off_cycle_runs import OffCycleRuns


class ReversalWizard(models.TransientModel):
    _name = "police.reversal.wizard"
    _description = "Reverse Payslips"

    slip_ids = fields.Many2many("police.payslip", string="Payslips", required=True)
    pay_date = fields.Date(string="Dated", required=True, default=fields.Date.context_today)
    reason = fields.Char(required=True)
    net_total = fields.Float(compute="_compute_net_total", digits=(16, 2), string="Net pay to get back")
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id)

    @api.depends("slip_ids")
    def _compute_net_total(self):
        for wizard in self:
            wizard.net_total = sum(wizard.slip_ids.mapped("net"))

    def action_create(self):
        """Make the reversing run; it is calculated and approved like any other."""
        self.ensure_one()
        run = OffCycleRuns(self.env).reversal(self.slip_ids, self.pay_date, self.reason)
        return {"type": "ir.actions.act_window", "res_model": "police.pay.run", "res_id": run.id,
                "views": [[False, "form"]]}  # fmt: skip
