"""Benefits in kind: what they are worth in the tax year, taxed through payroll or on the P11D."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.movers import benefits as engine
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.taxcalendar import tax_year_dates, tax_year_of
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("car", "F  Car"),
    ("car_fuel", "F  Fuel for a car"),
    ("van", "G  Van"),
    ("van_fuel", "G  Fuel for a van"),
    ("loan", "H  Loan below the official rate"),
    ("medical", "I  Private medical treatment or insurance"),
    ("services", "K  Services supplied"),
    ("asset", "L  Assets at the employee's disposal"),
    ("other", "M  Other"),
]
GIVEN = ("medical", "services", "asset", "other")


class PoliceBenefit(models.Model):
    _name = "police.benefit"
    _description = "Benefit in Kind"
    _inherit = ["mail.thread"]
    _order = "tax_year desc, employee_id, kind"
    _check_company_auto = True

    name = fields.Char(
        string="What", required=True, help="Printed on the payslip and P11D, such as the car's make."
    )
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="car", index=True)
    tax_year = fields.Char(
        required=True, index=True, default=lambda self: tax_year_of(fields.Date.context_today(self))
    )
    date_from = fields.Date(
        string="Available from", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(string="Until", tracking=True)
    payrolled = fields.Boolean(
        string="Taxed through payroll",
        tracking=True,
        help="Registered with HMRC before the tax year: no P11D for it, tax is taken each pay day.",
    )
    list_price = fields.Float(digits=(16, 2))
    capital_contribution = fields.Float(digits=(16, 2), string="Paid towards the price")
    co2 = fields.Integer(string="CO2, g/km", aggregator=None)
    electric_range = fields.Integer(string="Electric range, miles", aggregator=None)
    fuel = fields.Selection(
        [("petrol", "Petrol"), ("diesel", "Diesel"), ("diesel_rde2", "Diesel, RDE2"), ("hybrid", "Hybrid"),
         ("electric", "Electric")], default="petrol",
    )  # fmt: skip
    zero_emission = fields.Boolean(string="Zero-emission van")
    loan_opening = fields.Float(digits=(16, 2), string="Owed at the start")
    loan_closing = fields.Float(digits=(16, 2), string="Owed at the end")
    loan_months = fields.Integer(string="Complete tax months", default=12, aggregator=None)
    given_value = fields.Float(digits=(16, 2), string="Cost to the force")
    paid_by_employee = fields.Float(digits=(16, 2), string="Made good or paid for private use")
    cash_equivalent = fields.Float(compute="_compute_cash_equivalent", store=True, digits=(16, 2))
    how = fields.Char(compute="_compute_cash_equivalent", store=True, string="Worked out as")
    sources = fields.Char(compute="_compute_cash_equivalent", store=True, string="By the figures of")
    fault = fields.Char(compute="_compute_cash_equivalent", store=True, string="Can not be worked out")
    active = fields.Boolean(default=True)

    _dates_ok = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It may not end before it starts."
    )

    @api.depends(
        "kind",
        "tax_year",
        "date_from",
        "date_to",
        "list_price",
        "capital_contribution",
        "co2",
        "electric_range",
        "fuel",
        "zero_emission",
        "loan_opening",
        "loan_closing",
        "loan_months",
        "given_value",
        "paid_by_employee",
    )
    def _compute_cash_equivalent(self):
        rules = RuleSet.load()
        for record in self:
            try:
                found = record._worked_out(rules)
            except EngineError as error:
                record.update({"cash_equivalent": 0, "how": False, "sources": False, "fault": str(error)})
                continue
            record.update(
                {
                    "cash_equivalent": found.amount / 100,
                    "how": found.how,
                    "sources": ", ".join(found.sources),
                    "fault": False,
                }
            )

    def _worked_out(self, rules):
        """The engine's Benefit of this record."""
        year, start, end = self.tax_year, self.date_from, self.date_to or None
        paid = to_pence(self.paid_by_employee)
        if self.kind in ("car", "car_fuel"):
            car = engine.Car(
                to_pence(self.list_price), self.co2, self.fuel, self.electric_range,
                to_pence(self.capital_contribution), paid, self.kind == "car_fuel",
            )  # fmt: skip
            return (engine.car_fuel if self.kind == "car_fuel" else engine.car)(car, year, start, end, rules)
        if self.kind == "van":
            return engine.van(year, start, end, rules, zero_emission=self.zero_emission, payments=paid)
        if self.kind == "van_fuel":
            return engine.van_fuel(year, start, end, rules)
        if self.kind == "loan":
            return engine.loan(
                year, to_pence(self.loan_opening), to_pence(self.loan_closing), self.loan_months, paid, rules
            )
        return engine.Benefit(max(0, to_pence(self.given_value) - paid), "cost less what was made good", ())

    @api.constrains("tax_year", "date_from", "date_to")
    def _check_year(self):
        for record in self:
            try:
                first, last = tax_year_dates(record.tax_year)
            except EngineError as error:
                raise ValidationError(str(error)) from error
            if record.date_from > last or (record.date_to and record.date_to < first):
                raise ValidationError(
                    self.env._(
                        "%(what)s is not available on any day of %(year)s.",
                        what=record.name,
                        year=record.tax_year,
                    )
                )

    @api.model
    def _payrolled(self, company, tax_year, employee_ids=None):
        """Payrolled benefits of the year that can be worked out, in a fixed order."""
        domain = [("company_id", "=", company.id), ("tax_year", "=", tax_year), ("payrolled", "=", True),
                  ("fault", "=", False), ("cash_equivalent", ">", 0)]  # fmt: skip
        if employee_ids is not None:
            domain.append(("employee_id", "in", list(employee_ids)))
        return self.sudo().search(domain, order="employee_id, id")

    def action_next_year(self):
        """Carry the selected benefits into the next tax year."""
        for record in self:
            if record.date_to:
                raise UserError(self.env._("%s has ended.", record.name))
            start = int(record.tax_year[:4]) + 1
            record.copy({"tax_year": f"{start}-{(start + 1) % 100:02d}"})
        return True
