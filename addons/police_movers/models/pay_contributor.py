"""What movers bring to a pay run: advances to recover, benefits to tax, leavers' loose ends, linked jobs."""

from odoo import api, models

from ..services import contributions


class PayContributor(models.AbstractModel):
    _inherit = "police.pay.contributor"

    @api.model
    def _contribute(self, gathering):
        super()._contribute(gathering)
        if gathering.run and gathering.run.kind == "reversal":
            return
        contributions.advances(gathering)
        contributions.benefits(gathering)
        contributions.claims_after_leaving(gathering)
        contributions.estates(gathering)
        contributions.rejoiners(gathering)
        contributions.starters(gathering)
        contributions.aggregated(gathering)

    @api.model
    def _settle(self, gathering, outcomes):
        super()._settle(gathering, outcomes)
        if not (gathering.run and gathering.run.kind == "reversal"):
            contributions.linked_employments(gathering, outcomes)

    @api.model
    def _paid(self, run):
        super()._paid(run)
        self.env["police.pay.advance"]._recovered_in(run)

    @api.model
    def _taken_back(self, run, slips):
        super()._taken_back(run, slips)
        self.env["police.pay.advance"]._give_back(run, slips)
