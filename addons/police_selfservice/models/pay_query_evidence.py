"""What the desk sees beside a question: the line, its rule and facts, and the same line last month."""

from odoo import api, fields, models

from ..services.line_comparison import comparison_html
from ..services.own_pay import previous_slip


class PayQuery(models.Model):
    _inherit = "police.pay.query"

    pay_date = fields.Date(related="slip_id.pay_date", string="Paid on")
    slip_net = fields.Float(related="slip_id.net", string="Net pay")
    line_amount = fields.Float(related="line_id.amount", string="Amount of the line")
    line_explanation = fields.Html(related="line_id.explanation", string="Why", sanitize=False, readonly=True)
    previous_slip_id = fields.Many2one("police.payslip", compute="_compute_previous", compute_sudo=True)
    previous_line_id = fields.Many2one(
        "police.payslip.line", string="Same line last time", compute="_compute_previous", compute_sudo=True
    )
    comparison = fields.Html(compute="_compute_comparison", sanitize=False, compute_sudo=True)
    other_query_count = fields.Integer(compute="_compute_other_query_count")

    @api.depends("slip_id", "line_id")
    def _compute_previous(self):
        for query in self:
            before = previous_slip(query.slip_id)
            query.previous_slip_id = before
            query.previous_line_id = before.line_ids.filtered(
                lambda line, label=query.line_id.label: line.label == label
            )[:1]

    @api.depends("slip_id", "line_id")
    def _compute_comparison(self):
        for query in self:
            query.comparison = comparison_html(query.line_id, query.previous_line_id, query.previous_slip_id)

    def _compute_other_query_count(self):
        counts = dict(
            self._read_group([("employee_id", "in", self.employee_id.ids)], ["employee_id"], ["__count"])
        )
        for query in self:
            query.other_query_count = max(counts.get(query.employee_id, 0) - 1, 0)

    def action_open_slip(self):
        """The whole payslip."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.payslip",
            "res_id": self.slip_id.id,
            "views": [[False, "form"]],
        }

    def action_open_others(self):
        """Everything else this person has asked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_selfservice.action_pay_query")
        domain = [("employee_id", "=", self.employee_id.id), ("id", "!=", self.id)]
        return {**action, "domain": domain, "context": {}, "views": [[False, "list"], [False, "form"]]}
