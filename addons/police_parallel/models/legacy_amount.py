"""One line of one old payslip. Written in bulk with its file and never again."""

from odoo import fields, models


class LegacyAmount(models.Model):
    _name = "police.parallel.amount"
    _description = "Line of an Old Payslip"
    _inherit = ["police.parallel.guarded"]
    _order = "import_id, person_id, row"
    _rec_name = "element"
    _log_access = False  # the import says who and when

    import_id = fields.Many2one(
        "police.parallel.import", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="import_id.company_id")
    currency_id = fields.Many2one(related="import_id.currency_id")
    person_id = fields.Many2one(
        "police.parallel.person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    row = fields.Integer(required=True, readonly=True, aggregator=None)
    element = fields.Char(required=True, readonly=True)
    amount = fields.Float(digits=(16, 2), required=True, readonly=True)
