"""Immutable snapshots of what a rule said and where a figure came from when it was used.

A payslip line stores the id of its rule and the keys of its sources; these rows, keyed by the hash of
the rule set, keep the words, citation and confidence for as long as the payslip is kept, whatever
later versions of the program say.
"""

from odoo import fields, models
from odoo.exceptions import UserError

CONFIDENCES = [
    ("verified", "Verified"),
    ("derived", "Derived"),
    ("recalled", "Unverified"),
    ("unknown", "Unknown"),
]


class PayRule(models.Model):
    _name = "police.pay.rule"
    _description = "Pay Rule as Used"
    _order = "rule, id desc"
    _rec_name = "title"

    rule_set_hash = fields.Char(required=True, index=True)
    rule = fields.Char(required=True)
    title = fields.Char(required=True)
    formula = fields.Text(string="In words", required=True)
    citation = fields.Text(required=True)
    confidence = fields.Selection(CONFIDENCES, required=True)
    note = fields.Text()

    _once = models.Constraint("UNIQUE(rule_set_hash, rule)", "This rule is already kept for this rule set.")

    def write(self, vals):
        """Refused: a snapshot is evidence."""
        raise UserError(self.env._("Rules as used are evidence for payslips and may not be changed."))

    def unlink(self):
        """Refused: a snapshot is evidence."""
        raise UserError(self.env._("Rules as used are evidence for payslips and may not be deleted."))


class PaySource(models.Model):
    _name = "police.pay.source"
    _description = "Figure Source as Used"
    _order = "confidence desc, source"
    _rec_name = "title"

    rule_set_hash = fields.Char(required=True, index=True)
    source = fields.Char(required=True, help="Parameter file, the date its figures start, and the figure.")
    title = fields.Char(required=True)
    citation = fields.Text(required=True)
    confidence = fields.Selection(CONFIDENCES, required=True)
    note = fields.Text()

    _once = models.Constraint(
        "UNIQUE(rule_set_hash, source)", "This source is already kept for this rule set."
    )

    def write(self, vals):
        """Refused: a snapshot is evidence."""
        raise UserError(self.env._("Sources as used are evidence for payslips and may not be changed."))

    def unlink(self):
        """Refused: a snapshot is evidence."""
        raise UserError(self.env._("Sources as used are evidence for payslips and may not be deleted."))
