"""How retro joins the pay run: approved differences are paid as arrears, undecided ones are named."""

from odoo import api, models

from ..services.force_law import law_of


class PayContributor(models.AbstractModel):
    _inherit = "police.pay.contributor"

    @api.model
    def _law(self, company, rules):
        return law_of(self.env, company, super()._law(company, rules))

    @api.model
    def _contribute(self, gathering):
        super()._contribute(gathering)
        if not gathering.env.context.get("police_retro"):
            gathering.env["police.retro.change"]._pay_into(gathering)

    @api.model
    def _paid(self, run):
        super()._paid(run)
        self.env["police.retro.change"]._mark_paid(run)
        if run.kind != "regular":
            self.env["police.retro.change"]._touch_paid_between(run)

    @api.model
    def _taken_back(self, run, slips):
        super()._taken_back(run, slips)
        self.env["police.retro.change"]._give_back(slips)

    @api.model
    def _touched(self, employees, date_from):
        super()._touched(employees, date_from)
        what = self.env._("Absence or another input changed")
        self.env["police.retro.touch"]._note([(employee, date_from, "input", what) for employee in employees])
