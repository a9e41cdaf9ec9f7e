"""One period of a pay calendar: the dates worked, the day paid, and the tax month or week it falls in."""

from odoo import api, fields, models
from odoo.addons.police_engine import taxcalendar
from odoo.addons.police_engine.records import PayPeriod as EnginePeriod
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("regular", "Regular"),
    ("supplementary", "Supplementary"),
    ("reversal", "Reversal"),
]


class PayPeriod(models.Model):
    _name = "police.pay.period"
    _description = "Pay Period"
    _order = "pay_date desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    calendar_id = fields.Many2one("police.pay.calendar", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", string="Force", related="calendar_id.company_id", store=True, index=True
    )
    frequency = fields.Selection(related="calendar_id.frequency")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    pay_date = fields.Date(required=True)
    kind = fields.Selection(
        KINDS, required=True, default="regular", readonly=True, index=True,
        help="Off-cycle payments have a period of their own: the same days worked, another pay date.",
    )  # fmt: skip
    parent_id = fields.Many2one(
        "police.pay.period", string="Off-cycle payment of", readonly=True, ondelete="restrict", index=True
    )
    tax_year = fields.Char(compute="_compute_tax_period", store=True, index=True)
    tax_period = fields.Integer(
        string="Tax month or week", compute="_compute_tax_period", store=True, aggregator=None
    )
    run_ids = fields.One2many("police.pay.run", "period_id", string="Runs")

    _start_unique = models.UniqueIndex(
        "(calendar_id, date_from) WHERE kind = 'regular'",
        "The calendar already has a period that starts on this day.",
    )
    _dates_ok = models.Constraint("CHECK (date_to >= date_from)", "A period may not end before it starts.")

    @api.depends("date_from", "date_to", "calendar_id.frequency", "kind", "pay_date")
    def _compute_name(self):
        kinds = dict(KINDS)
        for period in self:
            if not (period.date_from and period.date_to):
                period.name = ""
            elif period.frequency == "monthly":
                period.name = f"{period.date_to:%B %Y}"
            else:
                period.name = f"{period.date_from:%-d %b} to {period.date_to:%-d %b %Y}"
            if period.name and period.kind != "regular" and period.pay_date:
                paid = f"{period.pay_date:%-d %b %Y}"
                period.name = f"{period.name}, {kinds[period.kind].lower()} of {paid}"

    @api.depends("pay_date", "calendar_id.frequency")
    def _compute_tax_period(self):
        for period in self:
            period.tax_year = taxcalendar.tax_year_of(period.pay_date) if period.pay_date else False
            period.tax_period = (
                taxcalendar.tax_period(period.frequency or "monthly", period.pay_date)
                if period.pay_date
                else 0
            )

    @api.constrains("calendar_id", "date_from", "date_to")
    def _check_overlap(self):
        for period in self.filtered(lambda p: p.kind == "regular"):
            clash = self.search(
                [
                    ("calendar_id", "=", period.calendar_id.id),
                    ("id", "!=", period.id),
                    ("kind", "=", "regular"),
                    ("date_from", "<=", period.date_to),
                    ("date_to", ">=", period.date_from),
                ],
                limit=1,
            )
            if clash:
                raise ValidationError(
                    self.env._(
                        "Period %(new)s overlaps %(old)s. Each day must be in one period only.",
                        new=period.name,
                        old=clash.name,
                    )
                )

    @api.constrains("calendar_id", "pay_date", "kind")
    def _check_one_payment_a_day(self):
        """Year-to-date figures build on one another by pay date, so no two runs may share one."""
        for period in self.filtered(lambda p: p.kind != "regular"):
            others = [("calendar_id", "=", period.calendar_id.id), ("id", "!=", period.id)]
            if self.search_count([*others, ("pay_date", "=", period.pay_date)], limit=1):
                raise ValidationError(
                    self.env._(
                        "%s is the pay date of another run of this calendar. Choose another banking day.",
                        f"{period.pay_date:%-d %B %Y}",
                    )
                )

    def write(self, vals):
        """The dates of a period that has been paid from are fixed."""
        if {"date_from", "date_to", "pay_date", "calendar_id"} & set(vals):
            fixed = self.filtered(lambda p: any(r.state in ("approved", "paid") for r in p.sudo().run_ids))
            if fixed:
                raise UserError(
                    self.env._("%s has an approved pay run: its dates may not be changed.", fixed[0].name)
                )
        return super().write(vals)

    def _to_engine(self):
        """This period as the engine's record."""
        self.ensure_one()
        return EnginePeriod(
            frequency=self.frequency,
            start=self.date_from,
            end=self.date_to,
            pay_date=self.pay_date,
            tax_year=self.tax_year,
            tax_period=self.tax_period,
        )
