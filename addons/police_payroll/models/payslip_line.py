"""A line of a payslip with everything it came from: rule, facts with dates, rate and sources.

A narrow table on purpose (12 a payslip, 10,000 payslips a month): one foreign key, two indexes, no
stored relations. Rule words and citations are looked up in :mod:`.pay_rule` when a line is opened.
"""

from odoo import api, fields, models
from odoo.addons.police_engine.explain import weakest
from odoo.exceptions import UserError

from ..services.explanation import explain_line


class PayslipLine(models.Model):
    _name = "police.payslip.line"
    _description = "Payslip Line"
    _order = "slip_id, sequence, id"
    _rec_name = "label"
    _log_access = False

    slip_id = fields.Many2one("police.payslip", required=True, readonly=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True, aggregator=None)
    code = fields.Char(required=True, readonly=True)
    label = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        [("earning", "Earning"), ("deduction", "Deduction"), ("employer", "Employer's cost")],
        required=True,
        readonly=True,
    )
    amount = fields.Float(digits=(16, 2), readonly=True)
    units = fields.Char(readonly=True)
    rate = fields.Char(readonly=True)
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="To", readonly=True)
    cost_centre = fields.Char(readonly=True)
    rule = fields.Char(string="Rule key", required=True, readonly=True)
    inputs = fields.Text(readonly=True, help="The facts used, as JSON.")
    sources = fields.Text(readonly=True, help="Parameter sources used, one a line.")

    run_id = fields.Many2one(related="slip_id.run_id")
    company_id = fields.Many2one(related="slip_id.company_id")
    currency_id = fields.Many2one(related="slip_id.currency_id")
    employee_id = fields.Many2one(related="slip_id.employee_id")
    pay_date = fields.Date(related="slip_id.pay_date")
    rule_id = fields.Many2one("police.pay.rule", compute="_compute_evidence", compute_sudo=True)
    source_ids = fields.Many2many("police.pay.source", compute="_compute_evidence", compute_sudo=True)
    confidence = fields.Selection(
        [
            ("verified", "Verified"),
            ("derived", "Derived"),
            ("recalled", "Unverified"),
            ("unknown", "Unknown"),
        ],
        compute="_compute_evidence",
        compute_sudo=True,
        help="The weakest confidence among the rule and the figures used.",
    )
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    @api.depends("rule", "sources")
    def _compute_evidence(self):
        rules = self.env["police.pay.rule"]
        sources = self.env["police.pay.source"]
        for rule_set_hash, lines in self.grouped(lambda line: line.slip_id.run_id.rule_set_hash).items():
            of_hash = [("rule_set_hash", "=", rule_set_hash)]
            by_rule = {r.rule: r for r in rules.search([*of_hash, ("rule", "in", lines.mapped("rule"))])}
            keys = {key for line in lines for key in (line.sources or "").splitlines()}
            by_source = {s.source: s for s in sources.search([*of_hash, ("source", "in", list(keys))])}
            for line in lines:
                used = sources.union(*(by_source.get(k, sources) for k in (line.sources or "").splitlines()))
                line.rule_id = by_rule.get(line.rule, rules)
                line.source_ids = used
                line.confidence = weakest([*line.rule_id.mapped("confidence"), *used.mapped("confidence")])

    @api.depends("rule_id", "inputs", "source_ids")
    def _compute_explanation(self):
        for line in self:
            line.explanation = explain_line(line)

    @api.model_create_multi
    def create(self, vals_list):
        """Only on a payslip of a run that is still open."""
        slips = self.env["police.payslip"].browse({vals["slip_id"] for vals in vals_list})
        slips.run_id._check_open()
        return super().create(vals_list)

    def write(self, vals):
        """Refused for everybody: figures change by calculating the run again."""
        raise UserError(
            self.env._("Payslip lines are not edited. Correct the facts and calculate the run again.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self.run_id._check_open()

    def action_why(self):
        """Open the explanation of this line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why %s?", self.label),
            "res_model": "police.payslip.line",
            "res_id": self.id,
            "view_mode": "form",
            "views": [[self.env.ref("police_payroll.payslip_line_view_why").id, "form"]],
            "target": "new",
        }
