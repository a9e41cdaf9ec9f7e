"""What-if: several awards asked at once, for everybody, on the real engine, with what an employer pays."""

import base64
import csv
import io

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import UserError, ValidationError

from ..services.whatif_runner import WhatIfRunner


class PoliceWhatIf(models.Model):
    _name = "police.whatif"
    _description = "What-if"
    _inherit = ["mail.thread"]
    _order = "id desc"

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month_from = fields.Date(
        string="From month",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    months = fields.Integer(default=12, required=True, help="Number of months costed.")
    note = fields.Text()
    scenario_ids = fields.One2many("police.whatif.scenario", "whatif_id", string="Scenarios", copy=True)
    result_ids = fields.One2many("police.whatif.result", "whatif_id", string="Result", readonly=True)
    calculated_on = fields.Datetime(readonly=True, copy=False)
    seconds = fields.Float(readonly=True, copy=False, digits=(8, 1))
    people = fields.Integer(readonly=True, copy=False)
    basis = fields.Char(string="Facts used", readonly=True, copy=False)
    problems = fields.Text(string="Left out", readonly=True, copy=False)
    is_working = fields.Boolean(compute="_compute_job")
    progress_text = fields.Char(compute="_compute_job")

    def _compute_job(self):
        jobs = self.env["police.retro.job"].sudo()
        for question in self:
            job = jobs.search([("kind", "=", "whatif"), ("res_id", "=", question.id)], limit=1)
            question.is_working = job.state in ("queued", "running")
            question.progress_text = job.step or (job.message if job.state == "failed" else "")

    @api.constrains("months", "month_from")
    def _check_months(self):
        for question in self:
            if not 1 <= question.months <= 36:
                raise ValidationError(self.env._("Cost between 1 and 36 months."))
            if question.month_from.day != 1:
                raise ValidationError(self.env._("Start on the first day of a month."))

    def action_calculate(self):
        """Cost every scenario in the background."""
        self.ensure_one()
        self.check_access("write")
        if not self.scenario_ids:
            raise UserError(self.env._("Add at least one scenario: what if who got how much, from when?"))
        return self.env["police.retro.job"]._start("whatif", self.company_id, self.id)

    def _work_out(self, progress):
        try:
            return WhatIfRunner(self.env, self, progress).run()
        except EngineError as error:
            raise UserError(str(error)) from error

    def action_open_results(self):
        """The result as table, pivot and chart."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_retro.action_whatif_result")
        return {**action, "name": self.name, "domain": [("whatif_id", "=", self.id)], "context": {}}

    def action_export(self):
        """Every row of the result as CSV."""
        self.ensure_one()
        self.check_access("read")
        if not self.result_ids:
            raise UserError(self.env._("Calculate first: there is no result to export."))
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{self.name}.csv",
                "mimetype": "text/csv",
                "res_model": self._name,
                "res_id": self.id,
                "datas": base64.b64encode(self._csv().encode("utf-8-sig")),
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "self",
        }

    def _csv(self):
        names = (
            "month", "rank", "cost_centre", "people", "gross", "employer_nic", "pension_employer", "levy",
            "cost",
            "extra",
        )  # fmt: skip
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        results = self.env["police.whatif.result"]
        labels = [results._fields[name]._description_string(self.env) for name in names]
        writer.writerow(["Force", "Scenario", *labels])
        for row in self.result_ids:
            cells = [row[name] for name in names]
            texts = [f"{cell:.2f}" if isinstance(cell, float) else cell for cell in cells]
            scenario = row.scenario_id.name or self.env._("As it stands")
            writer.writerow([_safe(text) for text in (self.company_id.name, scenario, *texts)])
        return out.getvalue()


def _safe(text):
    """A name that a spreadsheet would take for a formula is kept as text."""
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "@") else text
