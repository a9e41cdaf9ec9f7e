"""Our payslips of one period as they were compared: a copy, so that a rehearsal run may be cancelled again.

While a force is not live its runs are rehearsals: calculated from the old payroll's openings, compared,
and cancelled before the next month's openings come in. What was compared stays here with its fingerprint.
"""

from odoo import api, fields, models
from odoo.addons.police_engine.explain import weakest
from odoo.addons.police_payroll.services.explanation import explain_line


class Rehearsal(models.Model):
    _name = "police.parallel.rehearsal"
    _description = "Copy of Our Payslips"
    _inherit = ["police.parallel.guarded"]
    _order = "project_id, period_id desc, id desc"

    project_id = fields.Many2one(
        "police.parallel.project", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    period_id = fields.Many2one("police.pay.period", required=True, readonly=True, ondelete="restrict")
    run_id = fields.Many2one("police.pay.run", string="Taken from", readonly=True, ondelete="set null")
    run_name = fields.Char(string="Run", readonly=True)
    result_hash = fields.Char(readonly=True, help="Of the run when it was copied.")
    rule_set_hash = fields.Char(readonly=True, help="Names the exact law used.")
    rows_sha256 = fields.Char(string="SHA-256 of the copy", readonly=True)
    people_count = fields.Integer(string="People", readonly=True)
    taken_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("current", "Current"), ("past", "Past")], required=True, default="current", readonly=True
    )

    _one_current = models.UniqueIndex(
        "(project_id, period_id) WHERE state = 'current'", "This period has a current copy already."
    )

    def _compute_display_name(self):
        for row in self:
            row.display_name = row.period_id.name or ""

    def _stale(self):
        """Why this copy is no longer what our payroll says, or ''; a cancelled run says nothing."""
        run = self.sudo().run_id
        if run and run.slip_ids and run.result_hash != self.result_hash:
            return self.env._("our run was calculated again")
        return ""


class OurLine(models.Model):
    _name = "police.parallel.ours"
    _description = "Line of a Copied Payslip"
    _inherit = ["police.parallel.guarded"]
    _order = "rehearsal_id, employee_id, id"
    _rec_name = "label"
    _log_access = False

    rehearsal_id = fields.Many2one(
        "police.parallel.rehearsal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rehearsal_id.company_id")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, readonly=True, ondelete="restrict"
    )
    person_type = fields.Char(string="Type", readonly=True)
    code = fields.Char(required=True, readonly=True)
    label = fields.Char(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True, help="earning, deduction, employer or total")
    amount = fields.Float(digits=(16, 2), readonly=True)
    units = fields.Char(readonly=True)
    rate = fields.Char(readonly=True)
    date_from = fields.Date(readonly=True)
    date_to = fields.Date(readonly=True)
    rule = fields.Char(string="Rule key", readonly=True)
    inputs = fields.Text(readonly=True)
    sources = fields.Text(readonly=True)
    rule_id = fields.Many2one("police.pay.rule", compute="_compute_evidence", compute_sudo=True)
    source_ids = fields.Many2many("police.pay.source", compute="_compute_evidence", compute_sudo=True)
    confidence = fields.Char(compute="_compute_evidence", compute_sudo=True)
    explanation = fields.Html(compute="_compute_explanation", sanitize=False, compute_sudo=True)

    @api.depends("rule", "sources")
    def _compute_evidence(self):
        rules, sources = self.env["police.pay.rule"], self.env["police.pay.source"]
        for line in self:
            of_hash = [("rule_set_hash", "=", line.rehearsal_id.rule_set_hash)]
            line.rule_id = rules.search([*of_hash, ("rule", "=", line.rule)], limit=1)
            line.source_ids = sources.search([*of_hash, ("source", "in", (line.sources or "").splitlines())])
            line.confidence = weakest(
                [*line.rule_id.mapped("confidence"), *line.source_ids.mapped("confidence")]
            )

    @api.depends("rule", "inputs", "sources")
    def _compute_explanation(self):
        for line in self:
            line.explanation = explain_line(line) if line.rule else False
