"""Payslips that were taken back."""

from odoo import api, fields, models


class Payslip(models.Model):
    _inherit = "police.payslip"

    reversing_run_ids = fields.Many2many(
        "police.pay.run",
        "police_reversed_slip_rel",
        "slip_id",
        "run_id",
        string="Taken back by",
        readonly=True,
    )
    is_reversed = fields.Boolean(
        string="Taken back", compute="_compute_is_reversed", search="_search_is_reversed"
    )

    @api.depends("reversing_run_ids.state")
    def _compute_is_reversed(self):
        for slip in self:
            slip.is_reversed = any(run.state != "cancelled" for run in slip.sudo().reversing_run_ids)

    def _search_is_reversed(self, operator, value):
        if operator != "in":
            return NotImplemented
        slips = self.sudo().search([("reversing_run_ids.state", "not in", ("cancelled", False))])
        return [("id", "in" if True in value else "not in", slips.ids)]

    def action_reverse(self):
        """Open the reversal of the selected payslips."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_movers.action_reversal_wizard")
        return {**action, "context": {"default_slip_ids": self.ids}}
