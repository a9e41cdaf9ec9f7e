"""Apprenticeship levy by tax month: half a per cent of the pay bill to date less the allowance to date."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.paye import levy
from odoo.addons.police_engine.taxcalendar import tax_year_dates
from odoo.addons.police_payroll.services.money_fields import sql_pence, to_pence
from odoo.exceptions import UserError
from odoo.tools import SQL


class LevyMonth(models.Model):
    _name = "police.levy.month"
    _description = "Apprenticeship Levy of a Tax Month"
    _order = "tax_year desc, month"
    _rec_name = "month"

    company_id = fields.Many2one("res.company", string="Force", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tax_year = fields.Char(required=True, readonly=True, index=True)
    month = fields.Integer(string="Tax month", required=True, readonly=True, aggregator=None)
    pay_bill = fields.Float(string="Pay bill of the month", digits=(16, 2), readonly=True)
    pay_bill_to_date = fields.Float(digits=(16, 2), readonly=True, aggregator="max")
    allowance_to_date = fields.Float(digits=(16, 2), readonly=True, aggregator="max")
    levy_to_date = fields.Float(digits=(16, 2), readonly=True, aggregator="max")
    levy_due = fields.Float(string="Levy of the month", digits=(16, 2), readonly=True)
    note = fields.Char(readonly=True)

    _one_a_month = models.Constraint("UNIQUE(company_id, tax_year, month)", "The month is already there.")

    @api.depends("tax_year", "month")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.tax_year} month {record.month}"

    @api.model
    def _compute_year(self, company, tax_year, allowance=None):
        """Work out every month with approved pay; replaces what was there. Returns the months.

        Pay bill: earnings liable to secondary Class 1 of approved and paid runs, by the tax month of the pay
        date. ``allowance``: this PAYE scheme's share of the annual allowance in pence, None for all of it.
        """
        rules = RuleSet.load()
        on = tax_year_dates(tax_year)[1]
        bills = self._pay_bills(company, tax_year)
        self.sudo().search([("company_id", "=", company.id), ("tax_year", "=", tax_year)]).unlink()
        values, to_date, before = [], self._opening_bill(company, tax_year), 0
        if to_date and bills:
            before = levy.to_date(rules, on, to_date, min(bills) - 1, allowance) if min(bills) > 1 else 0
        for month in range(min(bills), max(bills) + 1) if bills else ():
            to_date += bills.get(month, 0)
            found = levy.compute(rules, on, to_date, month, before, allowance)
            values.append(
                {
                    "company_id": company.id,
                    "tax_year": tax_year,
                    "month": month,
                    "pay_bill": bills.get(month, 0) / 100,
                    "pay_bill_to_date": to_date / 100,
                    "allowance_to_date": found.allowance_to_date / 100,
                    "levy_to_date": found.to_date / 100,
                    "levy_due": found.in_month / 100,
                    "note": self.env._("Months before come from the opening figures")
                    if month == min(bills) and before
                    else False,
                }
            )
            before = found.to_date
        return self.sudo().create(values)

    def _pay_bills(self, company, tax_year):
        rows = self.env.execute_query(
            SQL(
                """SELECT CASE WHEN extract(day FROM s.pay_date) >= 6 THEN extract(month FROM s.pay_date)
                               ELSE extract(month FROM s.pay_date) - 1 END::int, %(sum)s
                     FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
                    WHERE s.company_id = %(company)s AND s.tax_year = %(year)s AND r.state IN
                       ('approved', 'paid')
                    GROUP BY 1""",
                sum=SQL(sql_pence("sum(s.nicable_pay)")),
                company=company.id,
                year=tax_year,
            )
        )
        return {(calendar_month - 4) % 12 + 1: pence for calendar_month, pence in rows}

    def _opening_bill(self, company, tax_year):
        """NICable pay of the year before our first run, from the opening figures by letter, in pence."""
        openings = (
            self.env["police.pay.opening"]
            .sudo()
            .search_fetch([("company_id", "=", company.id), ("tax_year", "=", tax_year)], ["nic"])
        )
        return sum(to_pence(row.get("gross", "0")) for opening in openings for row in opening.nic or ())

    @api.model
    def action_compute(self):
        """Work out the year of the newest approved run."""
        run = self.env["police.pay.run"].search(
            [("company_id", "=", self.env.company.id), ("state", "in", ("approved", "paid"))],
            order="pay_date desc", limit=1,
        )  # fmt: skip
        if not run:
            raise UserError(self.env._("No pay run is approved yet: there is no pay bill."))
        try:
            self._compute_year(self.env.company, run.tax_year)
        except EngineError as error:
            raise UserError(str(error)) from error
        return self.env["ir.actions.act_window"]._for_xml_id("police_movers.action_levy")
