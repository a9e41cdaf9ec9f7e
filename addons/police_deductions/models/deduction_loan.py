"""Loans of the force repaid through pay: hardship, season ticket. The schedule is the engine's."""

from dateutil.relativedelta import relativedelta
from odoo import Command, api, fields, models
from odoo.addons.police_engine.deductions import loans, recovery
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.taxcalendar import tax_year_start
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError

from ..services.journals import DeductionJournal

KINDS = [("hardship", "Hardship loan"), ("season_ticket", "Season ticket loan"), ("other", "Other loan")]
CODES = {"hardship": "hardship_loan", "season_ticket": "season_ticket_loan", "other": "loan_repayment"}
LIMITS = "hmrc/beneficial_loans"


class DeductionLoan(models.Model):
    _name = "police.deduction.loan"
    _description = "Loan Repaid through Pay"
    _inherit = ["police.deduction.mixin"]
    _order = "date_from desc, id desc"
    _number_code = "police.deduction.loan"
    _decisive = ("employee_id", "kind", "principal", "count", "date_from", "leaver_terms", "repaid_before")

    kind = fields.Selection(KINDS, required=True, default="season_ticket", tracking=True)
    principal = fields.Float(string="Lent", digits=(16, 2), required=True, tracking=True)
    count = fields.Integer(string="Instalments", required=True, default=10, tracking=True)
    date_from = fields.Date(
        string="First repaid in the month of", required=True, tracking=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
    )  # fmt: skip
    signed_on = fields.Date(string="Agreement signed on", tracking=True)
    leaver_terms = fields.Selection(
        [("final_pay", "All that is left is due from the last pay"), ("invoice", "What is left is invoiced")],
        string="When the person leaves", required=True, default="final_pay", tracking=True,
    )  # fmt: skip
    repaid_before = fields.Float(string="Repaid before this system", digits=(16, 2), tracking=True)
    purpose = fields.Char(help="What it was lent for, as in the application.")
    instalment_ids = fields.One2many("police.deduction.loan.instalment", "loan_id", readonly=True)
    taken_ids = fields.One2many("police.deduction.taken", "loan_id", string="What was repaid")
    repaid = fields.Float(digits=(16, 2), compute="_compute_balance", compute_sudo=True)
    balance = fields.Float(string="Still owed", digits=(16, 2), compute="_compute_balance", compute_sudo=True)
    benefit_note = fields.Text(compute="_compute_benefit_note", compute_sudo=True)
    move_id = fields.Many2one("account.move", string="Paid out by", readonly=True, copy=False)

    _amounts_ok = models.Constraint(
        "CHECK (principal > 0 AND repaid_before >= 0 AND repaid_before <= principal)",
        "A loan needs an amount lent, and no more can have been repaid.",
    )
    _count_ok = models.Constraint("CHECK (count BETWEEN 1 AND 120)", "A loan has 1 to 120 instalments.")

    @api.depends("taken_ids.state", "taken_ids.amount", "principal", "repaid_before")
    def _compute_balance(self):
        amounts = self.env["police.deduction.taken"]._amounts("loan_id", self.ids)
        for loan in self:
            repaid = to_pence(loan.repaid_before) + amounts.get(loan._origin.id, 0)
            loan.repaid = repaid / 100
            loan.balance = (to_pence(loan.principal) - repaid) / 100

    @api.depends("balance", "employee_id")
    def _compute_benefit_note(self):
        rules, today = RuleSet.load(), fields.Date.context_today(self)
        start = tax_year_start(today)
        for loan in self:
            others = self.search(
                [("employee_id", "=", loan.employee_id.id), ("state", "in", ("running", "suspended"))]
            )
            balances = (others | loan)._balances_at(start)
            try:
                law = rules.at(LIMITS, today)
                above = recovery.beneficial(balances, rules, today)
            except EngineError as error:
                loan.benefit_note = str(error)
                continue
            loan.benefit_note = above and self.env._(
                "Loans of %(sum)s together are above £%(limit)s: the interest saved against the official "
                "rate of %(rate)s%% is a taxable benefit (P11D or payrolled).",
                sum=display(sum(balances)), limit=f"{law['threshold']:,}",
                rate=f"{law['official_rate'] * 100:.2f}",
            )  # fmt: skip

    def _balances_at(self, day):
        """Pence owed on ``day``, or when lent after it: the most of the tax year that begins on it."""
        before = self.env["police.deduction.taken"]._amounts("loan_id", self._origin.ids, before=day)
        return [
            to_pence(loan.principal) - to_pence(loan.repaid_before) - before.get(loan._origin.id, 0)
            for loan in self
        ]

    def _touched_from(self):
        return self.date_from

    def _to_engine(self):
        """The loan as the engine's record: instalments fall due with the pay of their month."""
        self.ensure_one()
        first = fields.Date.start_of(self.date_from, "month")
        days = tuple(first + relativedelta(months=number) for number in range(self.count))
        return loans.Loan(
            self.name,
            self.sudo().employee_id.payroll_reference or "",
            to_pence(self.principal),
            days,
            CODES[self.kind],
        )

    def _check_complete(self):
        super()._check_complete()
        if not self.signed_on:
            raise UserError(self.env._("%s: enter the date of the signed loan agreement.", self.display_name))
        try:
            rows = loans.schedule(self._to_engine())
        except EngineError as error:
            raise UserError(str(error)) from error
        self.sudo().instalment_ids = [
            Command.clear(),
            *(Command.create({"due_on": r.on, "amount": r.amount / 100, "left": r.left / 100}) for r in rows),
        ]

    @api.model
    def _outstanding(self, company):
        """Pence still owed on loans that were paid out: what the ledger account must hold."""
        loans = (
            self.sudo()
            .with_context(active_test=False)
            .search([("company_id", "=", company.id), ("state", "in", ("running", "suspended"))])
        )
        return sum(to_pence(loan.balance) for loan in loans if loan.move_id)

    def action_pay_out(self):
        """The accountant books the loan: what the person owes, against what finance pays out."""
        self.ensure_one()
        self._check_role("police_core.group_force_accountant")
        if self.state != "running" or self.move_id:
            raise UserError(self.env._("%s is not approved, or was paid out already.", self.display_name))
        self.sudo().move_id = DeductionJournal(self.env, self.company_id).loan_paid_out(self)
        return True

    def action_invoice(self):
        """A leaver owes what is left: the debt becomes an invoice."""
        self.ensure_one()
        self._check_role("police_core.group_payroll_approver", "police_core.group_force_accountant")
        if self.balance <= 0:
            raise UserError(self.env._("Nothing is left of %s.", self.display_name))
        invoice = DeductionJournal(self.env, self.company_id).invoice(
            self.employee_id, "staff_loans", to_pence(self.balance), self.display_name
        )
        self._move("ended")
        self.sudo().message_post(body=self.env._("What was left became invoice %s.", invoice.display_name))
        return {
            "type": "ir.actions.act_window", "res_model": "account.move", "res_id": invoice.id,
            "views": [[False, "form"]],
        }  # fmt: skip


class DeductionLoanInstalment(models.Model):
    _name = "police.deduction.loan.instalment"
    _description = "Loan Instalment"
    _inherit = ["police.deduction.instalment"]
    _order = "loan_id, due_on"

    loan_id = fields.Many2one("police.deduction.loan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="loan_id.company_id", store=True)
    currency_id = fields.Many2one(related="loan_id.currency_id")
    left = fields.Float(required=True)
    status = fields.Selection(
        [("paid", "Repaid"), ("due", "Due"), ("later", "Later")], compute="_compute_status", compute_sudo=True
    )

    @api.depends("loan_id.repaid", "due_on", "left")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        for row in self:
            covered = row.loan_id.principal - row.left
            if to_pence(row.loan_id.repaid) >= to_pence(covered):
                row.status = "paid"
            else:
                row.status = "due" if row.due_on <= today else "later"
