"""UK accounts: the sort code is kept in Odoo's clearing number, digits only."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ..services.bank import checked_account


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    @api.depends("partner_id")
    def _compute_employee_id(self):
        """Core reads people's records for everybody who opens an account: finance may not, and sees none."""
        if self.env["hr.employee"].has_access("read"):
            return super()._compute_employee_id()
        self.sudo().employee_id = False
        return None

    @api.constrains("clearing_number", "acc_number")
    def _check_uk_account(self):
        """An account with a six-digit clearing number is a UK account and is checked as one."""
        for account in self:
            if account.clearing_number and _looks_like_sort_code(account.clearing_number):
                try:
                    checked_account(
                        account.clearing_number, account.acc_number, account.acc_holder_name or ""
                    )
                except ValueError as error:
                    raise ValidationError(
                        f"{account.acc_holder_name or account.partner_id.name}: {error}"
                    ) from error


def _looks_like_sort_code(text):
    return len([c for c in text if c.isdigit()]) == 6 and not any(c.isalpha() for c in text)
