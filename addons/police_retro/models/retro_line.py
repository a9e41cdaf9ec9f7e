"""One pay line of one closed period before and after, with the rule and the law behind the new figure."""

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.police_engine.explain import because, readable_inputs
from odoo.addons.police_engine.pay.arrears import EARNING
from odoo.addons.police_engine.records import PayLine
from odoo.addons.police_engine.retro.history import earned
from odoo.addons.police_engine.rulebook import rule as rule_of
from odoo.addons.police_payroll.services.explanation import _linked

from ..services import lines_store

KINDS = [("earning", "Earning"), ("deduction", "Pension"), ("employer", "Employer's pension")]
_COLUMNS = (
    "change_id", "company_id", "sequence", "period", "date_from", "date_to", "code", "label", "kind",
    "before",
    "after", "difference", "rules", "associated", "cost_centre",
)  # fmt: skip


class RetroLine(models.Model):
    _name = "police.retro.line"
    _description = "Closed Pay Before and After"
    _order = "change_id, date_from, sequence, id"
    _rec_name = "label"
    _log_access = False

    change_id = fields.Many2one("police.retro.change", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", string="Force", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(related="change_id.employee_id", string="Person")
    state = fields.Selection(related="change_id.state")
    sequence = fields.Integer(aggregator=None)
    period = fields.Char()
    date_from = fields.Date()
    date_to = fields.Date()
    code = fields.Char()
    label = fields.Char(string="Pay line")
    kind = fields.Selection(KINDS)
    before = fields.Float(string="Paid", digits=(16, 2))
    after = fields.Float(string="Should be", digits=(16, 2))
    difference = fields.Float(digits=(16, 2))
    rules = fields.Char(string="Rule")
    associated = fields.Boolean(string="Follows basic pay")
    cost_centre = fields.Char()
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    @api.model
    def _fill(self, changes):
        """Rows for every line of ``changes``, replacing those they had; one statement."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM police_retro_line WHERE change_id = ANY(%s)", [changes.ids])
        rows = [row for change in changes for row in self._rows(change)]
        if rows:
            statement = f"INSERT INTO police_retro_line ({', '.join(_COLUMNS)}) VALUES %s"
            self.env.cr.execute_values(statement, rows, page_size=1000)
        self.invalidate_model()

    @staticmethod
    def _rows(change):
        for number, line in enumerate(lines_store.read(change.lines)):
            period = earned(line.inputs["period_earned"])
            parts = line.inputs["recalculated"]
            titles = dict.fromkeys(rule_of(part[0]).title for part in parts)
            before = line.inputs["paid_pence"]
            yield (
                change.id, change.company_id.id, number,
                f"{period.end:%B %Y}" if period.frequency == "monthly" else f"{period.start:%-d %b %Y}",
                period.start, period.end, line.code, line.inputs["label"], line.kind,
                before / 100, (before + line.amount) / 100, line.amount / 100,
                "; ".join(titles) or "No longer due",
                line.rule == EARNING and line.code not in ("basic_pay", "london_weighting"),
                line.cost_centre or None,
            )  # fmt: skip

    def _compute_explanation(self):
        for line in self:
            line.explanation = line._explain()

    def _explain(self):
        """Rule, facts and law of the figure as it should have been."""
        stored = lines_store.read(self.sudo().change_id.lines)
        if self.sequence >= len(stored):
            return ""
        line = stored[self.sequence]
        rules = self.env["police.pay.law"]._rules(self.sudo().change_id.rule_set_hash, self.company_id)
        parts = [Markup("<p class='fs-5'>%s: paid %s, should be %s</p>") % (
            self.label, f"£{self.before:,.2f}", f"£{self.after:,.2f}"
        )]  # fmt: skip
        for rule_id, inputs in line.inputs["recalculated"]:
            parts.append(
                self._part(PayLine(line.code, line.label, line.kind, 0, rule_id, inputs, line.sources), rules)
            )
        if not line.inputs["recalculated"]:
            parts.append(Markup("<p>%s</p>") % self.env._("By the facts known now nothing is due for it."))
        return Markup().join(parts)

    @staticmethod
    def _part(line, rules):
        facts = Markup().join(
            Markup("<tr><td class='pe-4'>%s</td><td>%s</td></tr>") % pair
            for pair in readable_inputs(line).items()
        )
        reason = (
            because(line, rules)
            if rules
            else {"citation": "", "formula": rule_of(line.rule).formula, "note": ""}
        )
        return Markup(
            "<h5>%s</h5><p>%s</p><table class='table table-sm w-auto'>%s</table><p class='text-muted'>%s "
            "%s</p>"
        ) % (rule_of(line.rule).title, reason["formula"], facts, _linked(reason["citation"]), reason["note"])

    def action_why(self):
        """Rule, facts and law of the new figure."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why %s?", self.label),
            "res_model": "police.retro.line",
            "res_id": self.id,
            "view_mode": "form",
            "views": [[self.env.ref("police_retro.retro_line_view_why").id, "form"]],
            "target": "new",
        }
