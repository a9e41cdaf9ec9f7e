"""Where people's pay goes: read in one query, checked by the engine."""

from odoo.addons.police_engine.exceptions import InvalidIdentifier
from odoo.addons.police_engine.identifiers import bank_account
from odoo.addons.police_engine.records import BankAccount
from odoo.tools import SQL


def digits(text) -> str:
    """Only the digits of ``text``: sort codes are written 12-34-56, 12 34 56 or 123456."""
    return "".join(character for character in str(text or "") if character.isdigit())


def checked_account(sort_code: str, account_number: str, account_name: str) -> BankAccount:
    """Digits only, checked by the engine (length, modulus). Raises InvalidIdentifier with the reason."""
    if not sort_code or not account_number:
        raise InvalidIdentifier(
            "A UK account needs a sort code of six digits and an account number of eight."
        )
    return BankAccount(*bank_account.validate(sort_code, account_number), account_name)


def bank_accounts(env, employees) -> dict[int, BankAccount]:
    """``{employee id: account}`` of the first active account by sequence; people without are left out.

    One query under the caller's authority: check access to the run before calling. Accounts without a
    sort code are left out too, so that the pay run reports the person instead of paying nowhere.
    """
    ids = tuple(employees.ids)
    if not ids:
        return {}
    env["res.partner.bank"].flush_model(
        ["acc_number", "clearing_number", "acc_holder_name", "sequence", "active"]
    )
    env["hr.employee"].flush_model(["bank_account_ids", "name"])
    rows = env.execute_query(
        SQL(
            """SELECT DISTINCT ON (link.employee_id)
                  link.employee_id, bank.clearing_number, bank.acc_number,
                  COALESCE(NULLIF(bank.acc_holder_name, ''), employee.name)
             FROM employee_bank_account_rel link
             JOIN res_partner_bank bank ON bank.id = link.bank_account_id AND bank.active
             JOIN hr_employee employee ON employee.id = link.employee_id
            WHERE link.employee_id IN %s AND bank.clearing_number IS NOT NULL
            ORDER BY link.employee_id, bank.sequence, bank.id""",
            ids,
        )
    )
    return {
        employee: BankAccount(digits(sort_code), digits(number), name)
        for employee, sort_code, number, name in rows
    }
