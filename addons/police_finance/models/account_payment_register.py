"""“Pay” on an invoice prepares a payment; somebody else releases it."""

from odoo import models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _police_held(self, to_process):
        """The entries of ``to_process`` whose payment waits for release, linked to their invoices."""
        held = [vals for vals in to_process if vals["payment"]._police_outgoing()]
        for vals in held:
            vals["payment"].invoice_ids = vals["to_reconcile"].move_id
        return held

    def _post_payments(self, to_process, edit_mode=False):
        held = self._police_held(to_process)
        rest = [vals for vals in to_process if vals not in held]
        if rest:
            super()._post_payments(rest, edit_mode=edit_mode)

    def _reconcile_payments(self, to_process, edit_mode=False):
        rest = [vals for vals in to_process if not vals["payment"]._police_outgoing()]
        if rest:
            super()._reconcile_payments(rest, edit_mode=edit_mode)
