"""What everybody will be paid in the open period, worked out again after every change that decides pay."""

import psycopg2
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..services.expected import ExpectedPay as Worker
from ..services.expected_table import expected_table

READERS = "police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor"


def _money(label):
    return fields.Float(label, digits=(16, 2), readonly=True)


class ExpectedPay(models.Model):
    _name = "police.pay.expected"
    _description = "Expected Pay"
    _order = "payroll_reference, id"
    _rec_name = "employee_id"
    _log_access = False  # written in bulk

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, readonly=True, ondelete="cascade"
    )
    payroll_reference = fields.Char(string="Payroll number", readonly=True)
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one(
        "police.pay.period", required=True, readonly=True, index=True, ondelete="cascade"
    )
    person_type = fields.Selection(
        [("officer", "Officers"), ("staff", "Police staff"), ("pcso", "PCSOs"), ("special", "Specials")],
        string="Type",
        readonly=True,
    )
    rank = fields.Char(readonly=True)
    cost_centre = fields.Char(readonly=True)
    gross = _money("Expected gross")
    deductions = _money("Expected deductions")
    net = _money("Expected net")
    employer_cost = _money("Cost to the force")
    duty_pay = _money("Of it duty")
    net_before = _money("Net last month")
    net_change = _money("Change of net")
    blocking_count = fields.Integer(string="Blocking", readonly=True)
    warning_count = fields.Integer(string="Warnings", readonly=True)
    problems = fields.Text(readonly=True)
    computed_at = fields.Datetime(string="As of", readonly=True)
    lines = fields.Html(compute="_compute_lines", compute_sudo=True, sanitize=False)

    _one_each = models.UniqueIndex("(employee_id)", "A person has one expected pay.")

    # -- always current: reading first catches up ---------------------------------------------------

    @api.model
    def _catch_up(self):
        """Work out whatever is out of date in the forces of the user; says why where that is impossible."""
        workers = [Worker(self.env, company) for company in self.env.companies]
        for worker in workers:
            worker.refresh()
        return " ".join(worker.failure for worker in workers if worker.failure)

    def _compute_lines(self):
        """The lines behind the figures, worked out at this moment."""
        for row in self:
            outcome = Worker(self.env, row.company_id).slip(row.employee_id.id)
            row.lines = expected_table(outcome[1]) if outcome else False

    @api.model
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        self._catch_up()
        return super().web_search_read(domain, specification, offset, limit, order, count_limit)

    @api.model
    def web_read_group(self, domain, *args, **kwargs):
        self._catch_up()
        read = super().web_read_group
        return read(domain, *args, **kwargs)

    @api.model
    def formatted_read_group(self, domain, *args, **kwargs):
        self._catch_up()
        return super().formatted_read_group(domain, *args, **kwargs)

    @api.model
    def formatted_read_grouping_sets(self, domain, *args, **kwargs):
        self._catch_up()
        return super().formatted_read_grouping_sets(domain, *args, **kwargs)

    # Core gives these a read-only connection; catching up writes.
    for method in (web_search_read, web_read_group, formatted_read_group, formatted_read_grouping_sets):
        method._readonly = False
    del method

    @api.model
    def force_total(self):
        """Totals of the user's forces for the card above the list. Pounds and counts, always current."""
        if not self.env.user.has_groups(READERS):
            raise AccessError(self.env._("Expected pay is for the payroll team and auditors."))
        failure = self._catch_up()
        rows = self._read_group(
            [("company_id", "in", self.env.companies.ids)],
            aggregates=[
                "__count",
                "gross:sum",
                "net:sum",
                "employer_cost:sum",
                "duty_pay:sum",
                "net_before:sum",
                "net_change:sum",
                "blocking_count:sum",
                "warning_count:sum",
                "computed_at:max",
                "period_id:recordset",
            ],
        )
        names = (
            "people",
            "gross",
            "net",
            "employer_cost",
            "duty_pay",
            "net_before",
            "net_change",
            "blocking",
            "warnings",
        )
        values = rows[0]
        return {
            **{name: value or 0 for name, value in zip(names, values, strict=False)},
            "as_of": values[9] and fields.Datetime.to_string(values[9]),
            "failure": failure,
            "period": ", ".join(values[10].mapped("name")),
        }

    @api.model
    def _cron_refresh(self):
        """Catch up in the background, started by every change; each force commits on its own."""
        companies = self.env["res.company"].search([("is_police_force", "=", True)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                Worker(self.env, company).refresh()
            except psycopg2.errors.SerializationFailure:  # somebody's reading caught up at the same moment
                self.env.cr.rollback()
                self.env.ref("police_duty.cron_expected_pay")._trigger()
            if not cron._commit_progress(1):
                break

    @api.model
    def action_recalculate(self):
        """Work out everybody anew, whatever is out of date."""
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver"):
            raise AccessError(self.env._("Only the payroll team recalculates expected pay."))
        for company in self.env.companies:
            Worker(self.env, company).refresh(everybody=True)
        return True

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Expected pay is worked out, not entered."))

    def write(self, vals):
        raise UserError(self.env._("Expected pay is worked out, not entered."))
