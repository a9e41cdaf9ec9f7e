"""Off-cycle runs: supplementary payments to chosen people, and payslips taken back."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services import confine


class PayRun(models.Model):
    _inherit = "police.pay.run"

    off_cycle_employee_ids = fields.Many2many(
        "hr.employee", "police_off_cycle_rel", "run_id", "employee_id", string="People chosen", readonly=True,
        copy=False,
    )  # fmt: skip
    reversed_slip_ids = fields.Many2many(
        "police.payslip", "police_reversed_slip_rel", "run_id", "slip_id", string="Payslips taken back",
        readonly=True, copy=False,
    )  # fmt: skip
    off_cycle_reason = fields.Char(string="Why off-cycle", readonly=True, copy=False, tracking=True)

    def _confine(self, gathering):
        """An off-cycle run pays the people chosen, and nothing twice."""
        super()._confine(gathering)
        if self.kind == "reversal":
            confine.reverse(gathering, self)
            return
        if self.kind == "supplementary":
            confine.supplementary(gathering, self)
        else:
            confine.regular(gathering, self)
        confine.after_leaving(gathering)

    def _tell_contributors(self, step):
        """A reversal takes nothing in: what the payslips taken back had used up is given back instead."""
        if self.kind != "reversal":
            super()._tell_contributors(step)
        elif step == "_paid":
            self.env["police.pay.contributor"]._taken_back(self, self.reversed_slip_ids)

    def _mark_elements_paid(self):
        if self.kind != "reversal":
            super()._mark_elements_paid()

    def _check_facts_unchanged(self):
        super()._check_facts_unchanged()
        again = self.sudo().reversed_slip_ids.filtered(
            lambda slip: any(
                run != self and run.state in ("approved", "paid") for run in slip.reversing_run_ids
            )
        )
        if again:
            raise UserError(self.env._("%s was already taken back by another run.", again[0].display_name))

    def action_cancel(self):
        """A cancelled off-cycle run frees its pay date."""
        result = super().action_cancel()
        for run in self.filtered(lambda run: run.kind != "regular"):
            run.message_post(body=self.env._("Cancelled; the payslips chosen may be taken again."))
        return result
