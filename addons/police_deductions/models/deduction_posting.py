"""Which ledger account keeps what people owe the force, and what became of it."""

from odoo import api, fields, models

from ..services.accounts import ROLES, DeductionAccounts
from ..services.journals import DeductionJournal


class DeductionPosting(models.Model):
    _name = "police.deduction.posting"
    _description = "Posting Account of Debts from Pay"
    _order = "company_id, role"
    _rec_name = "role"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    role = fields.Selection([(role, name) for role, (_code, name, _type) in ROLES.items()], required=True)
    account_id = fields.Many2one("account.account", required=True, ondelete="restrict", check_company=True)

    currency_id = fields.Many2one(related="company_id.currency_id")
    records = fields.Float("Records", digits=(16, 2), compute="_compute_balances", compute_sudo=True)
    ledger = fields.Float("Ledger", digits=(16, 2), compute="_compute_balances", compute_sudo=True)
    difference = fields.Float(digits=(16, 2), compute="_compute_balances", compute_sudo=True)

    _one_account = models.Constraint("UNIQUE(company_id, role)", "This posting already has an account.")

    @api.depends("role", "account_id")
    def _compute_balances(self):
        """Debts by the records of overpayments and loans, beside the balance of their account."""
        for row in self:
            if row.role not in ("overpaid", "staff_loans"):
                row.records = row.ledger = row.difference = 0.0
                continue
            source = "police.overpayment" if row.role == "overpaid" else "police.deduction.loan"
            records = self.env[source]._outstanding(row.company_id)
            ledger = DeductionJournal(self.env, row.company_id).balance(row.role)
            row.records, row.ledger = records / 100, ledger / 100
            row.difference = (ledger - records) / 100

    @api.model
    def action_set_up(self):
        """Make sure every posting of the current force has an account."""
        DeductionAccounts(self.env, self.env.company).all()
        return self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_posting")
