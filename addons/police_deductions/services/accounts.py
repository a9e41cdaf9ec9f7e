"""Accounts of what people owe the force: chosen by the accountant, else the usual code, made when absent."""

from odoo import Command
from odoo.addons.police_payroll.services.account_defaults import AccountDefaults
from odoo.exceptions import UserError

# role: (code in the force's chart, name, type)
ROLES = {
    "overpaid": ("133100", "Overpaid pay to be recovered", "asset_current"),
    "staff_loans": ("133200", "Loans to officers and staff", "asset_current"),
    "written_off": ("709100", "Overpaid pay written off", "expense"),
    "order_administration": ("490100", "Administration of orders on earnings", "income_other"),
}


class DeductionAccounts:
    """Finds or makes the accounts of ``company`` (superuser rights: it may add to the chart)."""

    def __init__(self, env, company):
        self.env = env(su=True)
        self.company = company.with_env(self.env)

    def all(self):
        """``{role: account.account}``; roles without an account get the usual one."""
        rows = self.env["police.deduction.posting"].search([("company_id", "=", self.company.id)])
        found = {row.role: row.account_id for row in rows}
        for role in ROLES.keys() - found.keys():
            found[role] = self._usual(role)
            self.env["police.deduction.posting"].create(
                {"company_id": self.company.id, "role": role, "account_id": found[role].id}
            )
        return found

    def journal(self):
        """The payroll journal."""
        return AccountDefaults(self.env, self.company).journal()

    def _usual(self, role):
        code, name, kind = ROLES[role]
        accounts = self.env["account.account"].with_company(self.company)
        found = accounts.search([("code", "=", code), ("company_ids", "in", self.company.id)], limit=1)
        if found and found.account_type != kind:
            raise UserError(
                self.env._(
                    "Account %(code)s is “%(name)s”, of another type than “%(wanted)s” needs. "
                    "Choose an account under Payroll, Configuration, Accounts of debts from pay.",
                    code=code, name=found.name, wanted=name,
                )
            )  # fmt: skip
        return found or accounts.create(
            {"code": code, "name": name, "account_type": kind, "company_ids": [Command.set(self.company.ids)]}
        )
