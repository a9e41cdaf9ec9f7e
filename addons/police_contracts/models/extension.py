"""Extension options of a contract: who may use them until when, and how much longer and dearer it gets."""

from odoo import fields, models


class PoliceContractExtension(models.Model):
    _name = "police.contract.extension"
    _description = "Contract extension option"
    _order = "agreement_id, date_to"

    agreement_id = fields.Many2one("agreement", string="Contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="agreement_id.police_currency_id")
    name = fields.Char(string="Option", required=True)
    date_to = fields.Date(string="Extends to", required=True)
    notice_by = fields.Date(string="Notice by", required=True, help="Last day to tell the supplier.")
    value = fields.Monetary(string="Adds to ceiling", required=True, help="Excluding VAT.")
