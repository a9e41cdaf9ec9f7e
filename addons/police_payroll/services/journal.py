"""The journal of a run: one balanced entry by account and cost centre, built by the engine's ledger."""

from odoo import Command
from odoo.addons.police_engine import ledger
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.exceptions import UserError

from .account_defaults import AccountDefaults
from .slip_reader import StoredRun, read_lines

_MEASURES = {
    "net_pay_clearing": "net", "paye_creditor": "tax", "nic_creditor": "ni", "student_loan_creditor": "loans",
    "employer_nic": "employer_nic", "employer_pension": "pension_employer",
}  # fmt: skip
DEDUCTIONS = "deductions_creditor"


def measure_of(role):
    """Control total that a posting role belongs to; gross pay for every cost but the employer's on top."""
    if role.startswith("pension_creditor"):
        return "pension"
    if role.startswith(DEDUCTIONS):
        return "deductions"
    return _MEASURES.get(role, "gross")


class Journal:
    """Posts ``run`` (superuser environment; the caller has checked who may approve)."""

    def __init__(self, env, run, stored=None):
        self.env = env
        self.run = run
        self.stored = stored or StoredRun(env.cr, run.id)
        self.company = run.company_id

    def postings(self):
        """Engine postings of the stored payslips; the payslip lines are read back, not the results kept."""
        lines = read_lines(self.env.cr, self.run.id, inputs=False)
        slips = (
            ledger.LedgerSlip(lines.get(slip.slip_id, ()), slip.totals, slip.person_type, slip.reference)
            for slip in self.stored.slips
        )
        try:
            return ledger.postings(slips, RuleSet.load(), self.run.pay_date)
        except EngineError as error:
            raise UserError(str(error)) from error

    def post(self):
        """Create and post the entry; returns the account.move."""
        accounts = self.env["police.pay.account.map"]._accounts_for(self.company)
        centres = self._cost_centres()
        lines = [Command.create(self._line(posting, accounts, centres)) for posting in self.postings()]
        moves = self.env["account.move"].with_company(self.company)
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": AccountDefaults(self.env, self.company).journal().id,
                "date": self.run.pay_date,
                "ref": self.env._("Payroll %s", self.run.name),
                "line_ids": lines,
            }
        )
        move.action_post()
        return move

    def _line(self, posting, accounts, centres):
        role = posting.role
        account = accounts.get(role) or (accounts[DEDUCTIONS] if role.startswith(DEDUCTIONS) else None)
        if account is None:
            raise UserError(
                self.env._(
                    "Payroll has no account for “%s”. Choose one under Configuration, Posting accounts.",
                    role,
                )
            )
        values = {
            "account_id": account.id,
            "name": self._label(posting, account),
            "debit": max(posting.amount, 0) / 100,
            "credit": max(-posting.amount, 0) / 100,
        }
        if posting.cost_centre:
            if posting.cost_centre not in centres:
                raise UserError(
                    self.env._(
                        "Cost centre %s of the payslips does not exist in the force.", posting.cost_centre
                    )
                )
            values["analytic_distribution"] = {str(centres[posting.cost_centre]): 100}
        return values

    def _label(self, posting, account):
        return f"{account.name}, {posting.cost_centre}" if posting.cost_centre else account.name

    def _cost_centres(self):
        plan = self.env.ref("police_core.analytic_plan_cost_centre")
        found = self.env["account.analytic.account"].search_fetch(
            [("root_plan_id", "=", plan.id), ("company_id", "in", [False, self.company.id])], ["code"]
        )
        return {centre.code: centre.id for centre in found}
