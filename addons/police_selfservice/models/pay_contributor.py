"""When a run is paid, those who asked for it hear that a payslip is ready."""

from odoo import models

from ..services import notices


class PayContributor(models.AbstractModel):
    _inherit = "police.pay.contributor"

    def _released(self, run):
        super()._released(run)
        notices.send_payslip_notices(run)
