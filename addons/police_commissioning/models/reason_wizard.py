"""Refusals ask for a reason in the same small window as holds do."""

from odoo import models


class PoliceReasonWizard(models.TransientModel):
    _inherit = "police.reason.wizard"

    def _steps(self):
        return super()._steps() | {
            ("purchase.order", "_police_refuse"),
            ("purchase.request", "_police_refuse"),
        }
