"""The monthly charge to a partner: every job done on their vehicles, at the agreed rates."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytz
from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.date_utils import end_of

from ..services import costing
from .workshop import ZONE, local


class PoliceWorkshopStatement(models.Model):
    _name = "police.workshop.statement"
    _description = "Workshop charges of a month"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "month desc, partner_id"
    _approval_group = "police_core.group_force_accountant"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Partner", required=True, index=True)
    month = fields.Date(required=True, index=True, help="Any day of the month; the first is kept.")
    agreement_id = fields.Many2one("police.workshop.agreement", string="Agreement", readonly=True)
    line_ids = fields.One2many("police.workshop.statement.line", "statement_id", readonly=True)
    total = fields.Monetary(compute="_compute_totals", store=True)
    job_count = fields.Integer(string="Jobs", compute="_compute_totals", store=True)
    kept_percent = fields.Float(
        string="Within the promised time (%)", compute="_compute_totals", store=True, digits=(5, 1),
        aggregator="avg",
    )  # fmt: skip
    target_percent = fields.Float(related="agreement_id.target_percent")
    move_id = fields.Many2one("account.move", string="Invoice", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("invoiced", "Invoiced")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        copy=False,
    )

    _once = models.UniqueIndex(
        "(company_id, partner_id, month)", "This partner's month has a statement already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._first_of_month(vals) for vals in vals_list])

    def write(self, vals):
        if {"partner_id", "month", "company_id", "line_ids"} & vals.keys() and any(
            row.state != "draft" for row in self
        ):
            raise UserError(self.env._("An approved statement stays as it is."))
        return super().write(self._first_of_month(vals))

    def _first_of_month(self, vals):
        day = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": day.replace(day=1)} if day else vals

    @api.depends("partner_id.name", "month")
    def _compute_display_name(self):
        for row in self:
            month = row.month.strftime("%B %Y") if row.month else ""
            row.display_name = " · ".join(filter(None, (row.partner_id.name, month)))

    @api.depends("line_ids.total", "line_ids.kept")
    def _compute_totals(self):
        for row in self:
            promised = row.line_ids.filtered("promised_hours")
            row.total = sum(row.line_ids.mapped("total"))
            row.job_count = len(row.line_ids)
            row.kept_percent = 100 * len(promised.filtered("kept")) / len(promised) if promised else 0.0

    # -- filling -----------------------------------------------------------------------------

    def _bounds(self):
        """(from, until) of the month as naive UTC: months are British months."""
        after = self._last_day() + timedelta(days=1)
        return tuple(
            ZONE.localize(datetime.combine(day, time())).astimezone(pytz.utc).replace(tzinfo=None)
            for day in (self.month, after)
        )

    def action_compute(self):
        """Collect the month's finished jobs again and charge them by the agreement of each job's last day."""
        for row in self:
            if row.state != "draft":
                raise UserError(self.env._("An approved statement stays as it is."))
            jobs = row._jobs()
            values = [row._line(job) for job in jobs]
            row.line_ids.unlink()
            row.write(
                {
                    "line_ids": [Command.create(line) for line in values],
                    "agreement_id": row._agreement(row._last_day()).id,
                }
            )
            row._mark_prepared()

    def _last_day(self):
        return end_of(self.month, "month")

    def _jobs(self):
        start, stop = self._bounds()
        return self.env["police.fleet.job"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("vehicle_id.charge_partner_id", "=", self.partner_id.id)
            & Domain("state", "=", "done")
            & Domain("finished_on", ">=", start)
            & Domain("finished_on", "<", stop),
            order="finished_on, id",
        )

    def _agreement(self, day):
        found = self.env["police.workshop.agreement"]._in_force(self.company_id, self.partner_id, day)
        if not found:
            raise UserError(
                self.env._(
                    "No approved charging agreement with %(partner)s on %(day)s: "
                    "enter it under Fleet, Workshop, Charging agreements, and have it approved.",
                    partner=self.partner_id.name,
                    day=day.strftime("%d/%m/%Y"),
                )
            )
        return found

    def _line(self, job):
        agreement = self._agreement(local(job.finished_on).date())
        charge = costing.charge(
            seconds=sum(row._seconds() for row in job.labour_ids),
            rate=costing.to_pence(agreement.hourly_rate),
            parts=costing.to_pence(job.parts_cost),
            vendor=costing.to_pence(job.vendor_cost),
            handling=Decimal(str(agreement.handling_percent)),
        )
        return {
            "job_id": job.id,
            "hours": job.labour_hours,
            "labour": costing.to_pounds(charge.labour),
            "parts": costing.to_pounds(charge.parts),
            "vendor": costing.to_pounds(charge.vendor),
            "total": costing.to_pounds(charge.total),
            "promised_hours": agreement.turnaround_hours,
            "taken_hours": job.hours_total,
            "kept": job.hours_total <= agreement.turnaround_hours,
        }

    # -- approval and invoice ----------------------------------------------------------------

    def action_approve(self):
        """Approve the charges; who worked them out cannot."""
        for row in self:
            if row.state != "draft" or not row.line_ids:
                raise UserError(self.env._("%s: work out its charges first.", row.display_name))
            if {line["total"] for line in map(row._line, row._jobs())} != set(row.line_ids.mapped("total")):
                raise UserError(
                    self.env._("%s: jobs or rates have changed; work it out again.", row.display_name)
                )
        self._mark_approved()
        self.write({"state": "approved"})

    def action_invoice(self):
        """A draft invoice to the partner, one line a job."""
        for row in self:
            if row.state != "approved":
                raise UserError(self.env._("%s is not approved.", row.display_name))
            row.sudo().write({"move_id": row.sudo()._make_invoice().id, "state": "invoiced"})

    def _make_invoice(self):
        ledger = self.env["police.workshop.ledger"]._of(self.company_id)
        if not ledger.sale_journal_id or not ledger.income_account_id:
            raise UserError(
                self.env._(
                    "%s: the workshop ledger map names no sales journal or income account.",
                    self.company_id.name,
                )
            )
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "journal_id": ledger.sale_journal_id.id,
                "invoice_origin": self.display_name,
                "ref": self.env._("Workshop, %s", self.month.strftime("%B %Y")),
                "invoice_line_ids": [
                    Command.create(line._invoice_line(ledger)) for line in self.line_ids if line.total
                ],
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if self.filtered(lambda row: row.state != "draft"):
            raise UserError(self.env._("An approved statement stays on record."))


class PoliceWorkshopStatementLine(models.Model):
    _name = "police.workshop.statement.line"
    _description = "Workshop charge of a job"
    _order = "statement_id, id"
    _rec_name = "job_id"

    statement_id = fields.Many2one("police.workshop.statement", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    job_id = fields.Many2one("police.fleet.job", required=True, index=True, ondelete="restrict")
    vehicle_id = fields.Many2one(related="job_id.vehicle_id")
    finished_on = fields.Datetime(related="job_id.finished_on")
    hours = fields.Float(digits=(12, 2))
    labour = fields.Monetary()
    parts = fields.Monetary(string="Parts, with handling")
    vendor = fields.Monetary(string="Outside work, with handling")
    total = fields.Monetary()
    promised_hours = fields.Float(string="Promised (hours)", digits=(12, 1))
    taken_hours = fields.Float(string="Taken (hours)", digits=(12, 1))
    kept = fields.Boolean(string="In time")

    _job_once = models.UniqueIndex("(job_id)", "This job is charged on another statement already.")

    @api.constrains("job_id")
    def _check_done(self):
        for line in self:
            if line.job_id.state != "done":
                raise ValidationError(self.env._("%s is not done.", line.job_id.name))

    def _invoice_line(self, ledger):
        centre = self.job_id.workshop_id.cost_centre_id
        what = self.job_id.plan_id.name or self.job_id.fault or ""
        return {
            "name": f"{self.job_id.display_name} {what}".strip(),
            "quantity": 1,
            "price_unit": self.total,
            "account_id": ledger.income_account_id.id,
            "tax_ids": [Command.set(ledger.tax_ids.ids)],
            "analytic_distribution": {str(centre.id): 100} if centre else False,
        }
