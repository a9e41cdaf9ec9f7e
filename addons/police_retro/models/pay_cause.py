"""Why one person's net pay changed from the last run to this one: typed causes that sum to the penny."""

from odoo import fields, models

KINDS = [
    ("award", "Pay award"),
    ("increment", "Increment"),
    ("promotion", "Promotion"),
    ("scale", "Pay scale"),
    ("local_salary", "Local salary"),
    ("job", "Kind of job"),
    ("hours", "Contracted hours"),
    ("region", "Region"),
    ("cost_centre", "Cost centre"),
    ("unpaid_days", "Days not in pay"),
    ("joiner_days", "Joined in the month"),
    ("leaver_days", "Left in the month"),
    ("duty", "Duty and overtime"),
    ("absence", "Absence and statutory pay"),
    ("one_off", "One-off payments"),
    ("allowance_started", "Allowance started"),
    ("allowance_changed", "Allowance changed"),
    ("allowance_stopped", "Allowance stopped"),
    ("taken_back", "Pay taken back"),
    ("element", "Pay element"),
    ("deduction_started", "Deduction started"),
    ("deduction_changed", "Deduction changed"),
    ("deduction_stopped", "Deduction stopped"),
    ("retro", "Arrears for earlier periods"),
    ("tax_code", "Tax code"),
    ("tax_cumulative", "Tax to date"),
    ("calendar", "Length of the period"),
    ("tax_rates", "Tax bands and rates"),
    ("ni_letter", "NI category"),
    ("ni_thresholds", "NI thresholds and rates"),
    ("director", "Directorship"),
    ("loan", "Student loan"),
    ("loan_thresholds", "Student loan thresholds"),
    ("pension_tier", "Pension tier"),
    ("pension_scheme", "Pension scheme"),
    ("pension_rates", "Pension rates"),
    ("rates", "Rates of allowances and subscriptions"),
    ("joined", "New on the payroll"),
    ("left", "No longer on the payroll"),
    ("was_blocked", "Could not be paid last time"),
    ("blocked", "Cannot be paid"),
    ("law_not_kept", "Law of the earlier run not kept"),
    ("not_reproduced", "Cannot be calculated alike"),
    ("other", "Other"),
]
UNEXPLAINED = ("other", "not_reproduced", "law_not_kept")


def _money(label):
    return fields.Float(label, digits=(16, 2), readonly=True)


class PayCause(models.Model):
    _name = "police.pay.cause"
    _description = "Cause of a Change in Net Pay"
    _order = "comparison_id, sequence, id"
    _rec_name = "label"
    _log_access = False

    comparison_id = fields.Many2one("police.pay.comparison", required=True, index=True, ondelete="cascade")
    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", string="Force", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one("hr.employee", string="Person", ondelete="cascade")
    rank = fields.Char(string="Rank or kind")
    cost_centre = fields.Char()
    sequence = fields.Integer(aggregator=None)
    kind = fields.Selection(KINDS, string="Cause", required=True)
    label = fields.Char(string="In words", required=True)
    net = _money("Net pay")
    size = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    gross = _money("Gross pay")
    tax = _money("Income tax")
    employee_nic = _money("National Insurance")
    pension = _money("Pension")
    loans = _money("Loans")
    other = _money("Other deductions")
