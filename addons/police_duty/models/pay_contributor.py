"""How duties join the pay run, and who hears that expected pay is out of date."""

from odoo import api, models

from ..services.contribution import Contribution


class PayContributor(models.AbstractModel):
    _inherit = "police.pay.contributor"

    @api.model
    def _contribute(self, gathering):
        super()._contribute(gathering)
        Contribution(gathering).add()

    @api.model
    def _paid(self, run):
        super()._paid(run)
        self.env["police.duty.piece"]._mark_paid(run)
        self.env["police.pay.touch"]._note_force(run.company_id)

    @api.model
    def _taken_back(self, run, slips):
        super()._taken_back(run, slips)
        self.env["police.duty.piece"]._give_back(slips)
        self.env["police.pay.touch"]._note_force(run.company_id)

    @api.model
    def _touched(self, employees, date_from):
        super()._touched(employees, date_from)
        self.env["police.pay.touch"]._note(employees)
        if not self.env.context.get("police_duty_assessed"):
            self.env["police.duty.entry"]._facts_changed(employees, date_from)
