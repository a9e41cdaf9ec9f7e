"""Entries in the ledger that keep what people owe in step with their records, to the penny."""

from odoo import Command, fields
from odoo.addons.police_payroll.services.money_fields import sql_pence
from odoo.exceptions import UserError
from odoo.tools import SQL

from .accounts import DeductionAccounts


class DeductionJournal:
    """Posts for ``company``. The caller has checked who may; entries are the system's."""

    def __init__(self, env, company):
        self.env = env(su=True)
        self.company = company.with_env(self.env)
        self._accounts = DeductionAccounts(self.env, self.company)

    def post(self, ref, on, lines):
        """A posted entry of ``lines``: (account, pence, label[, partner]); debits positive, zero left out."""
        kept = [line for line in lines if line[1]]
        if sum(line[1] for line in kept):
            raise UserError(self.env._("The entry “%s” does not balance.", ref))
        if not kept:
            return self.env["account.move"]
        move = self.env["account.move"].with_company(self.company).create(
            {
                "move_type": "entry", "journal_id": self._accounts.journal().id, "date": on, "ref": ref,
                "line_ids": [Command.create(self._line(*line)) for line in kept],
            }
        )  # fmt: skip
        move.action_post()
        return move

    @staticmethod
    def _line(account, amount, label, partner=None):
        return {
            "account_id": account.id, "name": label, "debit": max(amount, 0) / 100,
            "credit": max(-amount, 0) / 100, "partner_id": partner.id if partner else False,
        }  # fmt: skip

    # -- overpayments and loans --------------------------------------------------------------------

    def overpayment_recognised(self, overpayment, gross, back, own):
        """The debt, against pay (gross) and what HMRC and schemes give back (``back``, by posting role).

        ``gross`` is what pay was too high by; the debt is gross less all that comes back from others.
        ``own``: (creditor role, cost role, pence) of the employer's contributions that come back.
        """
        pay = self.env["police.pay.account.map"]._accounts_for(self.company)
        cost = pay[overpayment._pay_role()]
        owed = gross - sum(back.values())
        lines = [(self._accounts.all()["overpaid"], owed, overpayment.display_name)]
        lines += [(pay[role], amount, overpayment.display_name) for role, amount in back.items()]
        lines.append((cost, -gross, overpayment.display_name))
        for creditor, expense, amount in own:
            lines.append((pay[creditor], amount, overpayment.display_name))
            lines.append((pay[expense], -amount, overpayment.display_name))
        return self.post(f"Overpayment {overpayment.name}", fields.Date.context_today(overpayment), lines)

    def overpayment_converted(self, overpayment, less, back):
        """The rest is recovered after tax: the debt falls by ``less``, which others give back (``back``)."""
        pay = self.env["police.pay.account.map"]._accounts_for(self.company)
        label = overpayment.display_name
        lines = [(pay[role], amount, label) for role, amount in back.items()]
        lines.append((self._accounts.all()["overpaid"], -less, label))
        return self.post(
            f"Overpayment {overpayment.name} after tax", fields.Date.context_today(overpayment), lines
        )

    def recovered(self, run, recovered_gross, recovered_net, loans, administration, roles):
        """After a run: what it took back moves from the run's own accounts to the debts.

        ``roles``: {deduction code: pence} of net recoveries, loans and administration, whose credits the
        run's journal made; ``recovered_gross``: {pay role: pence} that the run credited to pay.
        """
        pay = self.env["police.pay.account.map"]._accounts_for(self.company)
        own = self._accounts.all()
        label = self.env._("Recovered in %s", run.name)
        lines = [(pay[role], amount, label) for role, amount in recovered_gross.items()]
        lines += [
            (pay.get(f"deductions_creditor_{code}") or pay["deductions_creditor"], amount, label)
            for code, amount in roles.items()
        ]
        lines.append((own["overpaid"], -(sum(recovered_gross.values()) + recovered_net), label))
        lines.append((own["staff_loans"], -loans, label))
        lines.append((own["order_administration"], -administration, label))
        return self.post(f"Debts from pay {run.name}", run.pay_date, lines)

    def written_off(self, overpayment, amount, reason):
        """Part of the debt given up."""
        own = self._accounts.all()
        return self.post(
            f"Write-off {overpayment.name}", fields.Date.context_today(overpayment),
            [(own["written_off"], amount, reason), (own["overpaid"], -amount, overpayment.display_name)],
        )  # fmt: skip

    def loan_paid_out(self, loan):
        """The person owes the loan; finance owes the person the money."""
        partner = self.partner(loan.employee_id)
        payable = partner.with_company(self.company).property_account_payable_id
        amount = round(loan.principal * 100)
        return self.post(
            f"Loan {loan.name}", fields.Date.context_today(loan),
            [(self._accounts.all()["staff_loans"], amount, loan.display_name),
             (payable, -amount, loan.display_name, partner)],
        )  # fmt: skip

    def invoice(self, employee, role, amount, label):
        """A customer invoice over a debt, so that credit control follows it. Posted; without VAT."""
        account = self._accounts.all()[role]
        move = self.env["account.move"].with_company(self.company).create(
            {
                "move_type": "out_invoice", "partner_id": self.partner(employee).id,
                "invoice_date": fields.Date.context_today(employee), "ref": label,
                "invoice_line_ids": [
                    Command.create(
                        {"name": label, "quantity": 1, "price_unit": amount / 100, "account_id": account.id,
                         "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )  # fmt: skip
        move.action_post()
        return move

    def partner(self, employee):
        """Whom a debt is owed by: the person's private contact."""
        employee = employee.sudo()
        if employee.work_contact_id:
            return employee.work_contact_id
        partner = self.env["res.partner"].create({"name": employee.name, "company_id": self.company.id})
        employee.work_contact_id = partner
        return partner

    def balance(self, role):
        """Debit balance of a debt's account, pence."""
        account = self._accounts.all()[role]
        self.env["account.move.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                f"""SELECT {sql_pence("sum(balance)")} FROM account_move_line
                     WHERE account_id = %s AND company_id = %s AND parent_state = 'posted'""",
                account.id, self.company.id,
            )
        )  # fmt: skip
        return rows[0][0]
