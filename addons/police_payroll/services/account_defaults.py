"""Which account a payroll posting goes to when nobody has said: by the ledger map, else the usual code."""

import tomllib
from functools import lru_cache
from pathlib import Path

from odoo import Command
from odoo.exceptions import UserError

_FILE = Path(__file__).resolve().parent.parent / "data" / "accounts.toml"
JOURNAL_CODE = "PAY"


@lru_cache(maxsize=1)
def usual_accounts():
    """{role: {code, name, type}} of ``data/accounts.toml``."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


class AccountDefaults:
    """Finds or makes the accounts of ``company`` (superuser rights: it may add to the chart)."""

    def __init__(self, env, company):
        self.env = env(su=True)
        self.company = company.with_env(self.env)

    def account_for(self, role):
        """account.account for ``role``. Raises UserError when its code has another type of account."""
        return self._from_ledger_map(role) or self._by_code(role, usual_accounts()[role])

    def _from_ledger_map(self, role):
        # police_finance is beside this addon, not below it: its map is used only where it is installed.
        if "police.ledger.role" not in self.env:
            return None
        rows = self.env["police.ledger.role"].search(
            [("company_id", "=", self.company.id), ("role", "=", role)], limit=1
        )
        return rows.account_id

    def _by_code(self, role, usual):
        accounts = self.env["account.account"].with_company(self.company)
        found = accounts.search(
            [("code", "=", usual["code"]), ("company_ids", "in", self.company.id)], limit=1
        )
        if found and found.account_type != usual["type"]:
            raise UserError(
                self.env._(
                    "Account %(code)s of %(force)s is “%(name)s”, of another type than %(role)s needs. "
                    "Choose an account under Payroll, Configuration, Posting accounts.",
                    code=usual["code"],
                    force=self.company.name,
                    name=found.name,
                    role=role,
                )
            )
        return found or accounts.create(
            {
                "code": usual["code"],
                "name": usual["name"],
                "account_type": usual["type"],
                "reconcile": usual["type"] != "expense",
                "company_ids": [Command.set(self.company.ids)],
            }
        )

    def journal(self):
        """The payroll journal, made when the force has none."""
        journals = self.env["account.journal"].with_company(self.company)
        found = journals.search(
            [("company_id", "=", self.company.id), ("code", "=", JOURNAL_CODE), ("type", "=", "general")],
            limit=1,
        )
        return found or journals.create(
            {"company_id": self.company.id, "code": JOURNAL_CODE, "name": "Payroll", "type": "general"}
        )
