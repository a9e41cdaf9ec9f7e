"""Which account plays which part: payroll and other services ask for a part, not for a code."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PoliceLedgerRole(models.Model):
    _name = "police.ledger.role"
    _description = "Ledger map"
    _order = "company_id, sequence, role"
    _rec_name = "role"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    sequence = fields.Integer(default=10)
    role = fields.Char(
        required=True, help="Name used by the programs, e.g. pay_officers or net_pay_clearing."
    )
    purpose = fields.Char(required=True, help="What is posted here, in words.")
    account_id = fields.Many2one(
        "account.account",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('company_ids', 'in', company_id)]",
    )

    _role_once = models.UniqueIndex("(company_id, role)", "This part of the ledger is mapped already.")

    @api.constrains("account_id", "company_id")
    def _check_account_company(self):
        for row in self:
            if row.company_id not in row.account_id.sudo().company_ids:
                raise ValidationError(
                    self.env._(
                        "Account %(account)s is not in the ledger of %(force)s.",
                        account=row.account_id.display_name,
                        force=row.company_id.name,
                    )
                )
