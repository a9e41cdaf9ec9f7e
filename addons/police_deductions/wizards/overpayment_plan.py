"""The recovery plan of an overpayment: how many instalments, from when, agreed faster or not."""

from odoo import api, fields, models
from odoo.addons.police_engine.money import display
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import AccessError


class OverpaymentPlan(models.TransientModel):
    _name = "police.overpayment.plan"
    _description = "Recovery Plan"

    overpayment_id = fields.Many2one("police.overpayment", required=True)
    date_from = fields.Date(string="First with the pay of", required=True)
    count = fields.Integer(string="Instalments", required=True, default=1)
    agreed_faster_on = fields.Date(
        string="Person agreed to repay faster on", help="Only then fewer instalments than pay days overpaid."
    )
    periods = fields.Integer(related="overpayment_id.periods")
    fewest = fields.Integer(related="overpayment_id.fewest")
    shown = fields.Char(string="Each instalment", compute="_compute_shown")

    @api.depends("count", "overpayment_id")
    def _compute_shown(self):
        for wizard in self:
            left = to_pence(wizard.overpayment_id.balance)
            count = max(1, wizard.count)
            wizard.shown = self.env._(
                "%(amount)s for %(left)s still owed", amount=display(left // count), left=display(left)
            )

    def action_apply(self):
        """Make the plan; refused when it is faster than it arose without agreement."""
        self.ensure_one()
        groups = "police_core.group_payroll_clerk,police_core.group_payroll_approver"
        if not self.env.user.has_groups(groups):
            raise AccessError(self.env._("Payroll makes recovery plans."))
        record = self.overpayment_id
        if self.agreed_faster_on:
            record.sudo().agreed_faster_on = self.agreed_faster_on
        record._plan(fields.Date.start_of(self.date_from, "month"), max(1, self.count))
        return {"type": "ir.actions.act_window_close"}
