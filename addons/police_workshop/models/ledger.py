"""Where workshop costs and charges go in a force's ledger."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ACCOUNTS = ("cost_account_id", "labour_account_id", "parts_account_id", "income_account_id")


class PoliceWorkshopLedger(models.Model):
    _name = "police.workshop.ledger"
    _description = "Workshop ledger map"
    _inherit = ["mail.thread"]
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    journal_id = fields.Many2one(
        "account.journal",
        required=True,
        tracking=True,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
        help="Job costs are posted here, one entry a job card.",
    )
    cost_account_id = fields.Many2one(
        "account.account",
        string="Vehicle maintenance (debit)",
        required=True,
        tracking=True,
        domain="[('company_ids', 'in', company_id)]",
        help="Charged to the vehicle's cost centre.",
    )
    labour_account_id = fields.Many2one(
        "account.account",
        string="Workshop labour recovered (credit)",
        required=True,
        tracking=True,
        domain="[('company_ids', 'in', company_id)]",
    )
    parts_account_id = fields.Many2one(
        "account.account",
        string="Parts issued from stores (credit)",
        required=True,
        tracking=True,
        domain="[('company_ids', 'in', company_id)]",
        help="The account the parts were bought on.",
    )
    sale_journal_id = fields.Many2one(
        "account.journal",
        string="Invoices to partners",
        tracking=True,
        domain="[('type', '=', 'sale'), ('company_id', '=', company_id)]",
    )
    income_account_id = fields.Many2one(
        "account.account",
        string="Charged to partners (income)",
        tracking=True,
        domain="[('company_ids', 'in', company_id)]",
    )
    tax_ids = fields.Many2many(
        "account.tax",
        string="VAT on charges",
        domain="[('type_tax_use', '=', 'sale'), ('company_id', '=', company_id)]",
    )

    _once = models.UniqueIndex("(company_id)", "This force has a workshop ledger map already.")

    @api.constrains("company_id", "journal_id", "sale_journal_id", *ACCOUNTS)
    def _check_company(self):
        for row in self:
            wrong = [a for a in ACCOUNTS if row[a] and row.company_id not in row[a].sudo().company_ids]
            journals = row.journal_id | row.sale_journal_id
            if wrong or journals.filtered(lambda j, row=row: j.company_id != row.company_id):
                raise ValidationError(
                    self.env._("Journals and accounts must be those of %s.", row.company_id.name)
                )

    @api.model
    def _of(self, company):
        """The map of ``company``, or an empty recordset."""
        return self.sudo().search([("company_id", "=", company.id)], limit=1)
