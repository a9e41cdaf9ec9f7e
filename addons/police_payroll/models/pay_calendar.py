"""Pay calendars: how often people are paid and on which day; they generate the year's pay periods."""

import calendar as months
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.adapters.bacs.calendar import banking_day_on_or_before
from odoo.exceptions import UserError

FREQUENCIES = [
    ("monthly", "Monthly"),
    ("weekly", "Weekly"),
    ("fortnightly", "Fortnightly"),
    ("four_weekly", "Four-weekly"),
]
DAYS_IN = {"weekly": 7, "fortnightly": 14, "four_weekly": 28}


class PayCalendar(models.Model):
    _name = "police.pay.calendar"
    _description = "Pay Calendar"
    _order = "company_id, name"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    frequency = fields.Selection(FREQUENCIES, required=True, default="monthly")
    pay_day_rule = fields.Selection(
        [("last_working_day", "Last working day of the month"), ("day_of_month", "A day of the month")],
        string="Pay day",
        required=True,
        default="last_working_day",
        help="Monthly. A pay day on a weekend or bank holiday moves back to the banking day before.",
    )
    pay_day = fields.Integer(string="Day", default=28)
    first_period_start = fields.Date(
        help="Weekly, fortnightly and four-weekly calendars: the first day of the first period of the year."
    )
    period_ids = fields.One2many("police.pay.period", "calendar_id", string="Periods")
    period_count = fields.Integer(compute="_compute_period_count")

    _name_unique = models.Constraint(
        "UNIQUE(company_id, name)", "The force already has a pay calendar of this name."
    )
    _pay_day_in_month = models.Constraint(
        "CHECK (pay_day BETWEEN 1 AND 31)", "The pay day must be between 1 and 31."
    )

    @api.depends("period_ids")
    def _compute_period_count(self):
        counts = dict(
            self.env["police.pay.period"]._read_group(
                [("calendar_id", "in", self.ids)], ["calendar_id"], ["__count"]
            )
        )
        for record in self:
            record.period_count = counts.get(record, 0)

    def _generate_periods(self, tax_year):
        """Create the periods of ``tax_year`` ('2026-27') that do not exist yet; return all of that year.

        Monthly periods are calendar months April to March, paid in that month. Raises UserError for
        a tax year that is not of the form '2026-27' or a weekly calendar without its first day.
        """
        self.ensure_one()
        known = {period.date_from for period in self.period_ids}
        self.env["police.pay.period"].create(
            [
                {"calendar_id": self.id, "date_from": start, "date_to": end, "pay_date": paid}
                for start, end, paid in self._spans(_first_year(self.env, tax_year))
                if start not in known
            ]
        )
        return self.period_ids.filtered(lambda period: period.tax_year == tax_year).sorted("date_from")

    def _spans(self, year):
        """Yield (start, end, pay date) for the tax year that starts in April of ``year``."""
        if self.frequency == "monthly":
            yield from self._monthly_spans(year)
            return
        if not self.first_period_start:
            raise UserError(
                self.env._("Give the first day of the first period of calendar %s, then generate.", self.name)
            )
        length = timedelta(days=DAYS_IN[self.frequency])
        start = self.first_period_start
        while start < date(year + 1, 4, 6):
            end = start + length - timedelta(days=1)
            if end >= date(year, 4, 6):
                yield start, end, banking_day_on_or_before(end)
            start += length

    def _monthly_spans(self, year):
        for offset in range(12):
            month_year, month = divmod(year * 12 + 3 + offset, 12)
            last = months.monthrange(month_year, month + 1)[1]
            day = last if self.pay_day_rule == "last_working_day" else min(self.pay_day, last)
            paid = banking_day_on_or_before(date(month_year, month + 1, day))
            yield date(month_year, month + 1, 1), date(month_year, month + 1, last), paid

    def action_generate_year(self):
        """Button: the periods of the tax year after the last one there is (or of the current tax year)."""
        self.ensure_one()
        last = self.period_ids.sorted("date_from")[-1:]
        today = fields.Date.context_today(self)
        year = int(last.tax_year[:4]) + 1 if last else today.year - ((today.month, today.day) < (4, 6))
        self._generate_periods(f"{year}-{(year + 1) % 100:02d}")
        return self.action_open_periods()

    def action_open_periods(self):
        """Show the periods of this calendar."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_payroll.action_pay_period")
        return {
            **action,
            "domain": [("calendar_id", "=", self.id)],
            "context": {"default_calendar_id": self.id},
        }


def _first_year(env, tax_year):
    text = tax_year or ""
    head, _, tail = text.partition("-")
    if not (len(head) == 4 and head.isdigit() and tail == f"{(int(head) + 1) % 100:02d}"):
        raise UserError(env._("%r is not a tax year. Write it like 2026-27.", tax_year))
    return int(head)
