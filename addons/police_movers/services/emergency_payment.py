"""One payment to one person outside a run: account checked, bank file, journal entry."""

from odoo import Command, fields
from odoo.addons.police_engine.adapters.bacs import calendar as banking_days
from odoo.addons.police_engine.adapters.bacs import std18
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.records import BacsPayment
from odoo.addons.police_hr.services.bank import bank_accounts
from odoo.addons.police_payroll.services.account_defaults import AccountDefaults
from odoo.exceptions import UserError

ROLE = "deductions_creditor_salary_advance_recovery"


class EmergencyPayment:
    """For a record with employee_id, company_id, amount, pay_date and name (superuser's environment)."""

    def __init__(self, record):
        self.record = record
        self.env = record.env

    def check_account(self):
        """The person's account; UserError without one."""
        account = bank_accounts(self.env, self.record.employee_id).get(self.record.employee_id.id)
        if account is None:
            raise UserError(
                self.env._(
                    "%s has no bank account with sort code; enter it on the person.",
                    self.record.employee_id.name,
                )
            )
        return account

    def bank_file(self):
        """BACS Standard 18 of the one payment."""
        record, account = self.record, self.check_account()
        processing = banking_days.processing_date_for(record.pay_date)
        payment = BacsPayment(account, round(record.amount * 100), record.name)
        try:
            return std18.build(
                record.company_id._employer(),
                [payment],
                processing_date=processing,
                creation_date=min(fields.Date.context_today(record), processing),
                serial=f"E{record.id % 100_000:05d}",
            )
        except EngineError as error:
            raise UserError(str(error)) from error

    def post(self):
        """Debit what the person owes, credit net pay clearing; recovery from pay credits the first again."""
        record = self.record
        accounts = self.env["police.pay.account.map"]._accounts_for(record.company_id)
        debtor = accounts.get(ROLE) or accounts["deductions_creditor"]
        label = f"{record.name} {record.employee_id.payroll_reference or ''}"
        lines = [
            {"account_id": debtor.id, "name": label, "debit": record.amount, "credit": 0},
            {
                "account_id": accounts["net_pay_clearing"].id,
                "name": label,
                "debit": 0,
                "credit": record.amount,
            },
        ]
        move = self.env["account.move"].with_company(record.company_id).create(
            {
                "move_type": "entry",
                "journal_id": AccountDefaults(self.env, record.company_id).journal().id,
                "date": record.pay_date,
                "ref": self.env._("Advance of pay %s", record.name),
                "line_ids": [Command.create(line) for line in lines],
            }
        )  # fmt: skip
        move.action_post()
        return move
