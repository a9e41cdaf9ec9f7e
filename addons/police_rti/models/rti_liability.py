"""What the force owes HMRC for a tax month: FPS less what the EPS recovers, agreed with the ledger."""

from odoo import Command, api, fields, models
from odoo.addons.police_engine.taxcalendar import tax_month, tax_year_of
from odoo.exceptions import AccessError, UserError

from ..services import law
from ..services.liability import Liability

GUARD = object()


def money(label, **kwargs):
    return fields.Monetary(label, readonly=True, **kwargs)


class RtiLiability(models.Model):
    _name = "police.rti.liability"
    _description = "Owed to HMRC"
    _inherit = ["mail.thread"]
    _order = "tax_year desc, tax_month desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, readonly=True, default=lambda self: self.env.company.currency_id
    )
    tax_year = fields.Char(string="Tax year", required=True)
    tax_month = fields.Integer(string="Tax month", required=True, aggregator=None)
    date_from = fields.Date(string="From", compute="_compute_dates", store=True)
    date_to = fields.Date(string="To", compute="_compute_dates", store=True)
    due_on = fields.Date(string="Pay HMRC by", compute="_compute_dates", store=True)
    tax = money("Income tax")
    employee_nic = money("Employees' NI")
    employer_nic = money("Employer's NI")
    student_loans = money("Student loans")
    fps_total = money("Told by FPS")
    levy = money("Apprenticeship levy")
    recovered = money("Recovered by EPS")
    to_pay = money("To pay HMRC")
    ledger = money("Ledger creditors")
    difference = money("Difference")
    agreed = fields.Boolean(compute="_compute_agreed", store=True)
    fps_state = fields.Char(string="FPS", readonly=True)
    eps_state = fields.Char(string="EPS", readonly=True)
    findings = fields.Text(readonly=True)
    refreshed_on = fields.Datetime(string="Brought up to date", readonly=True)
    submission_ids = fields.Many2many(
        "police.rti.submission",
        string="Submissions",
        compute="_compute_submissions",
        groups="police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor",
    )
    move_id = fields.Many2one("account.move", string="Levy and recovery entry", readonly=True, copy=False)

    _once = models.Constraint(
        "UNIQUE(company_id, tax_year, tax_month)", "This tax month is already in the list."
    )
    _month_ok = models.Constraint("CHECK (tax_month BETWEEN 1 AND 12)", "A tax month is 1 to 12.")

    @api.depends("tax_year", "tax_month")
    def _compute_name(self):
        for one in self:
            one.name = self.env._("Month %(month)s of %(year)s", month=one.tax_month, year=one.tax_year or "")

    @api.depends("tax_year", "tax_month")
    def _compute_dates(self):
        for one in self:
            known = one.tax_year and 1 <= one.tax_month <= 12
            dates = law.month_dates(one.tax_year, one.tax_month) if known else (False, False)
            one.date_from, one.date_to = dates
            one.due_on = law.payment_due(one.tax_year, one.tax_month) if known else False

    @api.depends("difference", "refreshed_on")
    def _compute_agreed(self):
        for one in self:
            one.agreed = bool(one.refreshed_on) and one.currency_id.is_zero(one.difference)

    def _compute_submissions(self):
        for one in self:
            one.submission_ids = self.env["police.rti.submission"].search(
                [
                    ("company_id", "=", one.company_id.id), ("tax_year", "=", one.tax_year),
                    ("tax_month", "=", one.tax_month), ("kind", "in", ("fps", "eps")),
                    ("state", "!=", "cancelled"),
                ]
            )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        """Only the tax month is chosen; its figures are read."""
        self._refuse(set().union(*vals_list) if vals_list else set(), {"company_id", "tax_year", "tax_month"})
        return super().create(vals_list)

    def write(self, vals):
        """Figures come from submissions and ledger alone."""
        self._refuse(set(vals), set())
        return super().write(vals)

    def _refuse(self, names, allowed):
        if self.env.context.get("police_liability_write") is GUARD:
            return
        wrong = {n for n in names if n in self._fields and n not in allowed and not n.startswith("message_")}
        if wrong:
            raise AccessError(self.env._("%s is read from submissions and ledger.", ", ".join(sorted(wrong))))

    def action_refresh(self):
        """Read submissions, absences and ledger again."""
        for one in self:
            one.check_access("read")
            values = Liability(self.env(su=True), one.sudo()).values()
            one._write_guarded({**values, "refreshed_on": fields.Datetime.now()})
        return True

    @api.model
    def action_refresh_all(self):
        """Every tax month in which somebody was paid, brought up to date."""
        if not (self.env.su or self.env.user.has_groups(
            "police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_force_accountant"
        )):  # fmt: skip
            raise AccessError(self.env._("Payroll and accountants bring these figures up to date."))
        self._refresh_company(self.env.company)
        return True

    @api.model
    def _refresh_company(self, company):
        """Make and refresh the tax months with approved pay of ``company``."""
        runs = (
            self.env["police.pay.run"]
            .sudo()
            .search([("company_id", "=", company.id), ("state", "in", ("approved", "paid"))])
        )
        months = {(tax_year_of(run.pay_date), tax_month(run.pay_date)) for run in runs}
        known = {
            (one.tax_year, one.tax_month): one
            for one in self.sudo().search([("company_id", "=", company.id)])
        }
        wanted = [
            {"company_id": company.id, "tax_year": year, "tax_month": month}
            for year, month in sorted(months - known.keys())
        ]
        rows = self.sudo().create(wanted) if wanted else self.sudo()
        for one in known.values():
            rows |= one
        rows.action_refresh()
        return rows

    def action_post(self):
        """Book the levy and what is recovered against the creditors, so that the ledger says what is paid."""
        self.ensure_one()
        if not (self.env.su or self.env.user.has_group("police_core.group_force_accountant")):
            raise AccessError(self.env._("The force accountant books this."))
        self.action_refresh()
        if self.move_id:
            raise UserError(self.env._("Already booked as %s.", self.move_id.name))
        if not self._eps().filtered(lambda one: one.state == "accepted"):
            raise UserError(self.env._("HMRC has not accepted an EPS for this month: nothing to book yet."))
        lines = Liability(self.env(su=True), self.sudo()).adjustments()
        if not lines:
            raise UserError(self.env._("There is neither levy nor recovery in this month."))
        move = self.env["account.move"].sudo().with_company(self.company_id).create(
            {
                "move_type": "entry", "date": self.date_to,
                "journal_id": Liability(self.env(su=True), self.sudo()).defaults.journal().id,
                "ref": self.env._("HMRC, %s: levy and statutory pay recovered", self.name),
                "line_ids": [Command.create(line) for line in lines],
            }
        )  # fmt: skip
        move.action_post()
        self._write_guarded({"move_id": move.id})
        self.message_post(
            body=self.env._("Booked by %(who)s as %(move)s.", who=self.env.user.name, move=move.name)
        )
        return self.action_refresh()

    def _eps(self):
        return self.env["police.rti.submission"].sudo().search(
            [
                ("company_id", "=", self.company_id.id), ("kind", "=", "eps"),
                ("tax_year", "=", self.tax_year), ("tax_month", "=", self.tax_month),
                ("state", "not in", ("cancelled", "rejected", "failed")),
            ],
            order="id desc", limit=1,
        )  # fmt: skip

    def _write_guarded(self, vals):
        return self.sudo().with_context(police_liability_write=GUARD).write(vals)

    def action_open_ledger(self):
        """The ledger lines that are compared."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("HMRC creditors"),
            "res_model": "account.move.line",
            "domain": Liability(self.env(su=True), self.sudo()).ledger_domain(),
            "views": [[False, "list"], [False, "form"]],
        }  # fmt: skip
