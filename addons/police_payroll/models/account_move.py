"""The journal entry of a pay run stays as it was posted; a correction is an entry of its own."""

from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def button_draft(self):
        """Refused for the entry of a pay run: the control certificate agreed it."""
        run = self.env["police.pay.run"].sudo().search([("move_id", "in", self.ids)], limit=1)
        if run:
            raise UserError(
                self.env._(
                    "This entry is the journal of %s. Post a correcting or reversing entry instead.", run.name
                )
            )
        return super().button_draft()
