"""Prepared answers. The law is not typed into them: it is looked up from the rule behind the payslip line."""

from odoo import api, fields, models
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import ValidationError


class CannedAnswer(models.Model):
    _name = "police.pay.canned.answer"
    _description = "Prepared Answer to a Pay Query"
    _order = "sequence, name"

    sequence = fields.Integer(default=100, aggregator=None)
    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one("res.company", string="Force", help="Empty: for every force.")
    cause_id = fields.Many2one("police.pay.query.cause", help="Filled in on the query when this is used.")
    body = fields.Text(
        string="Answer",
        required=True,
        translate=True,
        help="Plain text. {name} becomes the person's first name, {line} the payslip line, {amount} its "
        "amount, {month} the pay period.",
    )
    rule = fields.Char(
        string="Rule key",
        help="Cite this rule of the rule book. Empty: the rule of the line that was asked about.",
    )
    citation = fields.Text(compute="_compute_citation", help="What will stand under the answer.")
    active = fields.Boolean(default=True)

    @api.depends("rule")
    def _compute_citation(self):
        for answer in self:
            answer.citation = _rule(answer.rule).citation if answer.rule and _rule(answer.rule) else False

    @api.constrains("rule")
    def _check_rule(self):
        for answer in self:
            if answer.rule and not _rule(answer.rule):
                raise ValidationError(
                    self.env._("%r is no rule of the rule book: see Payroll, Configuration.", answer.rule)
                )

    @api.constrains("body")
    def _check_body(self):
        for answer in self:
            answer._filled({"name": "", "line": "", "amount": "", "month": ""})

    def _filled(self, words):
        """The text with ``words`` in their places; ValidationError names a placeholder that is unknown."""
        self.ensure_one()
        try:
            return self.body.format(**words)
        except (KeyError, IndexError, ValueError) as error:
            raise ValidationError(
                self.env._(
                    "%(answer)s: %(what)s is no placeholder. Use {name}, {line}, {amount} or {month}.",
                    answer=self.name,
                    what=error,
                )
            ) from error


def _rule(key):
    try:
        return rulebook.rule(key)
    except (EngineError, KeyError):
        return None
