"""The end of a tax year: a checklist worked out from stored facts, then certificates for everybody."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.taxcalendar import tax_year_dates
from odoo.exceptions import UserError, ValidationError

from ..services.year_end_checks import YearEndChecks


class YearEnd(models.Model):
    _name = "police.year.end"
    _description = "Tax Year End"
    _inherit = ["mail.thread"]
    _order = "tax_year desc"
    _rec_name = "tax_year"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tax_year = fields.Char(required=True, help="Such as 2026-27.")
    state = fields.Selection(
        [("open", "Open"), ("ready", "Ready for certificates"), ("done", "Certificates made")],
        default="open", required=True, readonly=True, tracking=True, copy=False,
    )  # fmt: skip
    check_ids = fields.One2many("police.year.end.check", "year_end_id", string="Checklist", readonly=True)
    checked_on = fields.Datetime(readonly=True, copy=False)
    failing = fields.Integer(compute="_compute_failing", string="Not in order")
    document_count = fields.Integer(compute="_compute_documents", string="P60s")
    p11d_count = fields.Integer(compute="_compute_documents", string="P11Ds")
    benefits_total = fields.Float(compute="_compute_benefits", digits=(16, 2), string="Benefits of the year")
    payrolled_total = fields.Float(compute="_compute_benefits", digits=(16, 2), string="Of them payrolled")
    class_1a_due = fields.Float(compute="_compute_benefits", digits=(16, 2), string="Class 1A due by 22 July")

    _one_a_year = models.Constraint("UNIQUE(company_id, tax_year)", "That year end is already there.")

    @api.depends("check_ids.passed")
    def _compute_failing(self):
        for record in self:
            record.failing = len(record.check_ids.filtered(lambda check: not check.passed))

    def _compute_documents(self):
        documents = self.env["police.pay.document"]
        for record in self:
            domain = [("company_id", "=", record.company_id.id), ("tax_year", "=", record.tax_year)]
            record.document_count = documents.search_count([*domain, ("kind", "=", "p60")])
            record.p11d_count = documents.search_count([*domain, ("kind", "=", "p11d")])

    @api.depends("tax_year", "company_id")
    def _compute_benefits(self):
        for record in self:
            checks = YearEndChecks(record)
            record.benefits_total, record.payrolled_total, record.class_1a_due = checks.benefits()

    @api.constrains("tax_year")
    def _check_tax_year(self):
        for record in self:
            try:
                tax_year_dates(record.tax_year)
            except EngineError as error:
                raise ValidationError(str(error)) from error

    def action_check(self):
        """Go through the checklist; nothing is ticked by hand."""
        for record in self:
            record.check_access("write")
            lines = YearEndChecks(record.sudo()).lines()
            record.sudo().check_ids.unlink()
            self.env["police.year.end.check"].sudo().create(
                [{**line, "year_end_id": record.id} for line in lines]
            )
            ready = all(line["passed"] for line in lines if line["needed_for_p60"])
            state = "done" if record.state == "done" else "ready" if ready else "open"
            record.sudo().write({"checked_on": fields.Datetime.now(), "state": state})
        return True

    def _refuse_unless_ready(self):
        self.action_check()
        if self.state == "open":
            wrong = self.check_ids.filtered(lambda check: check.needed_for_p60 and not check.passed)
            raise UserError(
                self.env._(
                    "%(year)s is not ready for P60s:\n%(list)s",
                    year=self.tax_year, list="\n".join(f"{check.name}: {check.finding}" for check in wrong),
                )
            )  # fmt: skip

    def action_open_documents(self):
        """P60s and P11Ds of the year."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_movers.action_pay_document")
        return {**action, "domain": [("tax_year", "=", self.tax_year), ("kind", "in", ("p60", "p11d"))]}


class YearEndCheck(models.Model):
    _name = "police.year.end.check"
    _description = "Check at the Tax Year End"
    _order = "year_end_id, sequence"

    year_end_id = fields.Many2one("police.year.end", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="year_end_id.company_id", store=True, index=True)
    sequence = fields.Integer(aggregator=None)
    name = fields.Char(string="Check", required=True)
    passed = fields.Boolean()
    needed_for_p60 = fields.Boolean(string="Before P60s")
    finding = fields.Char()
    due_on = fields.Date(string="By")
