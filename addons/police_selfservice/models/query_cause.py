"""What was found behind a query: whose mistake, if any. Counted, so that causes are mended too."""

from odoo import fields, models

ORIGINS = [
    ("none", "Pay was right"),
    ("payroll", "Payroll"),
    ("hr", "HR record"),
    ("duty", "Duty record or authorisation"),
    ("officer", "The person's own claim or form"),
    ("hmrc", "HMRC notice"),
    ("law", "Law or determination unclear"),
    ("system", "The system"),
]


class QueryCause(models.Model):
    _name = "police.pay.query.cause"
    _description = "Cause Found Behind a Pay Query"
    _order = "sequence, code"

    sequence = fields.Integer(default=100, aggregator=None)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    origin = fields.Selection(ORIGINS, required=True, default="payroll")
    pay_was_wrong = fields.Boolean(help="A query closed with this cause should name its correction.")
    active = fields.Boolean(default=True)

    _code_once = models.Constraint("UNIQUE(code)", "There is already a cause with this code.")
