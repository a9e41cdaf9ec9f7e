"""The gender pay gap report: six figures and four bands, from payslips of the snapshot date's pay period."""

import base64

from odoo import api, fields, models
from odoo.addons.police_engine.movers import pay_gap as engine
from odoo.addons.police_engine.params import RuleSet
from odoo.exceptions import UserError

from ..services.pay_gap_reader import PayGapReader, as_csv

FIGURES = ("mean_hourly", "median_hourly", "mean_bonus", "median_bonus", "bonus_men", "bonus_women")


def _percent(label, text=""):
    return fields.Float(label, digits=(6, 1), readonly=True, aggregator=None, help=text)


class PayGap(models.Model):
    _name = "police.pay.gap"
    _description = "Gender Pay Gap Report"
    _order = "snapshot_date desc, id desc"
    _rec_name = "snapshot_date"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    snapshot_date = fields.Date(required=True, help="31 March for public authorities.")
    is_statutory = fields.Boolean(compute="_compute_is_statutory", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("computed", "Worked out")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    run_id = fields.Many2one(
        "police.pay.run", string="Pay run used", readonly=True, copy=False, ondelete="restrict"
    )
    relevant = fields.Integer(string="Relevant employees", readonly=True, copy=False)
    full_pay = fields.Integer(string="Of them at full pay", readonly=True, copy=False)
    mean_hourly = _percent(
        "Mean gap in hourly pay, %", "Per cent of men's mean hourly pay; minus: women are paid more."
    )
    median_hourly = _percent("Median gap in hourly pay, %")
    mean_bonus = _percent("Mean gap in bonus pay, %")
    median_bonus = _percent("Median gap in bonus pay, %")
    bonus_men = _percent("Men who got bonus pay, %")
    bonus_women = _percent("Women who got bonus pay, %")
    unknown = fields.Char(string="Cannot be worked out", readonly=True, copy=False)
    left_out = fields.Char(string="Left out", readonly=True, copy=False)
    band_ids = fields.One2many("police.pay.gap.band", "gap_id", string="Quartiles", readonly=True)
    csv = fields.Binary(attachment=True, readonly=True, copy=False)
    csv_name = fields.Char(compute="_compute_csv_name")

    _one_a_date = models.Constraint(
        "UNIQUE(company_id, snapshot_date)", "The report of that date is already there: work it out again."
    )

    @api.depends("snapshot_date")
    def _compute_is_statutory(self):
        rules = RuleSet.load()
        for report in self:
            on = report.snapshot_date
            report.is_statutory = bool(on) and on == engine.snapshot(on.year, rules)

    @api.depends("snapshot_date")
    def _compute_csv_name(self):
        for report in self:
            report.csv_name = f"gender-pay-gap-{report.snapshot_date}.csv"

    def action_compute(self):
        """Work the figures out from stored payslips."""
        for report in self:
            report.check_access("write")
            report._work_out()
        return True

    def _work_out(self):
        reader = PayGapReader(self.env(su=True), self.company_id, self.snapshot_date)
        if not reader.run:
            raise UserError(
                self.env._(
                    "There is no approved pay run for the days around %s.", f"{self.snapshot_date:%-d %B %Y}"
                )
            )
        found = engine.report(reader.people())
        if not found.full_pay:
            raise UserError(self.env._("Nobody was at full pay in %s.", reader.run.name))
        missing = [name for name in FIGURES if getattr(found, name) is None]
        labels = ", ".join(self._fields[name].string for name in missing)
        bands = [
            {"sequence": place, "name": band.name, "people": band.people, "men": float(band.men),
             "women": float(band.women)}
            for place, band in enumerate(found.quartiles)
        ]  # fmt: skip
        self.sudo().write(
            {
                **{name: float(getattr(found, name) or 0) for name in FIGURES},
                "relevant": found.relevant,
                "full_pay": found.full_pay,
                "unknown": labels or False,
                "left_out": reader.left_out() or False,
                "run_id": reader.run.id,
                "state": "computed",
                "band_ids": [fields.Command.clear(), *(fields.Command.create(band) for band in bands)],
                "csv": base64.b64encode(as_csv(self.company_id.name, self.snapshot_date, found).encode()),
            }
        )

    def action_csv(self):
        """Download the figures as CSV for the government's service."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/police.pay.gap/{self.id}/csv/{self.csv_name}?download=true",
            "target": "self",
        }


class PayGapBand(models.Model):
    _name = "police.pay.gap.band"
    _description = "Quartile of the Pay Gap Report"
    _order = "gap_id, sequence"

    gap_id = fields.Many2one("police.pay.gap", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="gap_id.company_id", store=True, index=True)
    sequence = fields.Integer(aggregator=None)
    name = fields.Selection(
        [("lower", "Lower quarter"), ("lower_middle", "Lower middle quarter"),
         ("upper_middle", "Upper middle quarter"), ("upper", "Upper quarter")],
        string="Band", required=True,
    )  # fmt: skip
    people = fields.Integer()
    men = fields.Float(string="Men, %", digits=(6, 1), aggregator="avg")
    women = fields.Float(string="Women, %", digits=(6, 1), aggregator="avg")
