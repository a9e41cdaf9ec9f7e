"""One period of a pay calendar: the dates worked, the day paid, and the tax month or week it falls in."""

from odoo import api, fields, models
from odoo.addons.police_engine import taxcalendar
from odoo.addons.police_engine.records import PayPeriod as EnginePeriod
from odoo.exceptions import UserError, ValidationError


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
    tax_year = fields.Char(compute="_compute_tax_period", store=True, index=True)
    tax_period = fields.Integer(
        string="Tax month or week", compute="_compute_tax_period", store=True, aggregator=None
    )
    run_ids = fields.One2many("police.pay.run", "period_id", string="Runs")

    _start_unique = models.Constraint(
        "UNIQUE(calendar_id, date_from)", "The calendar already has a period that starts on this day."
    )
    _dates_ok = models.Constraint("CHECK (date_to >= date_from)", "A period may not end before it starts.")

    @api.depends("date_from", "date_to", "calendar_id.frequency")
    def _compute_name(self):
        for period in self:
            if not (period.date_from and period.date_to):
                period.name = ""
            elif period.frequency == "monthly":
                period.name = f"{period.date_to:%B %Y}"
            else:
                period.name = f"{period.date_from:%-d %b} to {period.date_to:%-d %b %Y}"

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
        for period in self:
            clash = self.search(
                [
                    ("calendar_id", "=", period.calendar_id.id),
                    ("id", "!=", period.id),
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
