"""Pensions in the pay run: history written on approval, enrolment duties and double pay looked for before."""

from odoo import api, models

from ..services import history
from ..services.run_checks import RunChecks


class PayContributor(models.AbstractModel):
    _inherit = "police.pay.contributor"

    @api.model
    def _contribute(self, gathering):
        super()._contribute(gathering)
        RunChecks(self.env, gathering).pension_in_payment()

    @api.model
    def _settle(self, gathering, outcomes):
        super()._settle(gathering, outcomes)
        if gathering.run:
            RunChecks(self.env, gathering).enrolment(outcomes)

    @api.model
    def _paid(self, run):
        super()._paid(run)
        history.write_run(self.env, run)

    @api.model
    def _taken_back(self, run, slips):
        """Negative rows: what the payslips taken back had added is not earned."""
        super()._taken_back(run, slips)
        history.write_run(self.env, run)
