"""Answering a query: in one's own words or from a prepared answer, with the law under it."""

from odoo import api, fields, models
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.money import display
from odoo.addons.police_payroll.services.money_fields import to_pence


class PayQueryAnswer(models.TransientModel):
    _name = "police.pay.query.answer"
    _description = "Answer to a Pay Query"

    query_id = fields.Many2one("police.pay.query", required=True, ondelete="cascade")
    question = fields.Text(related="query_id.question")
    canned_id = fields.Many2one("police.pay.canned.answer", string="Prepared answer")
    body = fields.Text(
        string="Answer", compute="_compute_body", store=True, readonly=False, precompute=True, required=True
    )
    cite = fields.Boolean(string="Print the law under it", default=True)
    citation = fields.Text(compute="_compute_citation")
    cause_id = fields.Many2one(
        "police.pay.query.cause", compute="_compute_cause", store=True, readonly=False, string="Cause found"
    )

    @api.depends("canned_id")
    def _compute_body(self):
        for answer in self:
            text = answer.canned_id._filled(answer._words()) if answer.canned_id else answer.body
            answer.body = text or False

    @api.depends("canned_id")
    def _compute_cause(self):
        for answer in self:
            answer.cause_id = answer.canned_id.cause_id or answer.query_id.cause_id

    @api.depends("canned_id", "query_id")
    def _compute_citation(self):
        for answer in self:
            key = answer.canned_id.rule
            answer.citation = rulebook.rule(key).citation if key else answer.query_id.line_id.rule_id.citation

    def _words(self):
        query = self.query_id.sudo()
        forenames = (query.employee_id.forenames or query.employee_id.name or "").split()
        return {
            "name": forenames[0] if forenames else "",
            "line": query.line_label or "",
            "amount": display(to_pence(query.line_id.amount)) if query.line_id else "",
            "month": query.slip_id.period_id.name or "",
        }

    def action_send(self):
        """Publish the answer."""
        self.ensure_one()
        if self.cause_id:
            self.query_id.cause_id = self.cause_id
        self.query_id._answer(self.body or "", (self.cite and self.citation) or "")
        return {"type": "ir.actions.act_window_close"}

    def action_send_and_close(self):
        """Publish the answer and close the query."""
        self.action_send()
        self.query_id.action_close()
        return {"type": "ir.actions.act_window_close"}
