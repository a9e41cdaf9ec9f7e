"""The whole law behind each rule set ever used, kept so that a line can be worked out again years later.

``police.pay.rule`` and ``police.pay.source`` keep the words; this keeps every figure. One row for a rule set,
however many runs used it; never changed or deleted.
"""

from odoo import api, fields, models, tools
from odoo.addons.police_engine.params import RuleSet
from odoo.exceptions import UserError

from ..services import law_store
from ..services.force_law import law_of


class PayLaw(models.Model):
    _name = "police.pay.law"
    _description = "Law as Used"
    _order = "id desc"
    _rec_name = "rule_set_hash"

    rule_set_hash = fields.Char(string="Rule set", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True, help="SHA-256 of the kept text.")
    content = fields.Binary(attachment=False, required=True, readonly=True)
    files = fields.Integer(string="Parameter files", readonly=True, aggregator=None)
    run_count = fields.Integer(string="Pay runs that used it", compute="_compute_run_count")
    create_date = fields.Datetime(string="Kept on", readonly=True)

    _once = models.Constraint("UNIQUE(rule_set_hash)", "This law is already kept.")

    def _compute_run_count(self):
        counts = dict(
            self.env["police.pay.run"]._read_group(
                [("rule_set_hash", "in", self.mapped("rule_set_hash"))], ["rule_set_hash"], ["__count"]
            )
        )
        for law in self:
            law.run_count = counts.get(law.rule_set_hash, 0)

    @api.model
    def _keep(self, rules):
        """Make sure that ``rules`` is kept."""
        kept = self.sudo()
        if kept.search_count([("rule_set_hash", "=", rules.hash)], limit=1):
            return
        content, digest = law_store.pack(rules)
        kept.create(
            {
                "rule_set_hash": rules.hash,
                "digest": digest,
                "content": content,
                "files": len(rules.periods),
            }
        )
        self.env.registry.clear_cache()  # that it was missing may be remembered

    @api.model
    def _rules(self, rule_set_hash, company=None):
        """The rule set of that hash, from memory or from what is kept; None when neither has it."""
        for rules in (RuleSet.load(), *([law_of(self.env, company)] if company else ())):
            if rules.hash == rule_set_hash:
                return rules
        return self._kept(rule_set_hash)

    @tools.ormcache("rule_set_hash")
    def _kept(self, rule_set_hash):
        law = (
            self.sudo().with_context(bin_size=False).search([("rule_set_hash", "=", rule_set_hash)], limit=1)
        )
        return law_store.unpack(law.content, law.digest, rule_set_hash) if law else None

    def write(self, vals):
        """Refused: the law as used is evidence."""
        raise UserError(self.env._("The law as used is evidence for payslips and may not be changed."))

    def unlink(self):
        """Refused: the law as used is evidence."""
        raise UserError(self.env._("The law as used is evidence for payslips and may not be deleted."))
