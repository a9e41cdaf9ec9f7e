"""Loans and recoveries of overpaid pay that fall due: read with a few queries."""

from collections import defaultdict

from odoo.addons.police_engine.deductions import loans as engine_loans
from odoo.addons.police_engine.deductions import recovery
from odoo.addons.police_engine.deductions.loans import Instalment
from odoo.addons.police_engine.money import display, split
from odoo.addons.police_engine.records import ElementInput
from odoo.addons.police_payroll.services.money_fields import to_pence

from .rows import Row

GROSS = "overpayment_recovery"
GROSS_OTHER = "overpayment_recovery_other"
NET = "net_overpayment_recovery"


class Debts:
    """Running loans and recovery plans of a gathering's people; ``leavers``: ids of people who leave."""

    def __init__(self, gathering):
        self.gathering = gathering
        self.loans, self.recoveries = defaultdict(list), defaultdict(list)
        env, on = gathering.env, gathering.period.pay_date
        who = [("company_id", "=", gathering.company.id)]
        if gathering.employees is not None:
            who.append(("employee_id", "in", list(gathering.employees)))
        loans = env["police.deduction.loan"].search(
            [*who, ("state", "=", "running"), ("date_from", "<=", on)]
        )
        for loan in loans:
            self.loans[loan.employee_id.id].append(loan)
        found = env["police.overpayment"].search(
            [*who, ("state", "=", "recovering"), ("on_hold", "=", False)]
        )
        for overpayment in found:
            self.recoveries[overpayment.employee_id.id].append(overpayment)
        self.repaid = env["police.deduction.taken"]._amounts("loan_id", loans.ids)
        self.recovered = env["police.deduction.taken"]._amounts("overpayment_id", found.ids)
        self.leavers = self._leavers(set(self.loans) | set(self.recoveries))

    def _leavers(self, ids):
        people = self.gathering.env["hr.employee"].browse(sorted(ids))
        end = self.gathering.period.end
        return {person.id for person in people if person.leaving_date and person.leaving_date <= end}

    # -- loans -------------------------------------------------------------------------------------

    def repay(self, employee_id, net):
        """(elements, rows) of a person's loans, as far as ``net`` goes; what is short is due next time."""
        elements, rows = [], []
        on, leaving = self.gathering.period.pay_date, employee_id in self.leavers
        for loan in self.loans[employee_id]:
            terms = leaving and loan.leaver_terms == "final_pay"
            repaid = to_pence(loan.repaid_before) + self.repaid.get(loan.id, 0)
            engine = loan._to_engine()
            due = engine_loans.due(engine, repaid, on, terms)
            amount = max(0, min(due, net))
            net -= amount
            if due:
                rows.append(self._loan_row(employee_id, loan, engine.code, due, amount, repaid))
            if amount:
                elements.append(ElementInput(engine.code, amount, reference=loan.name))
            if due > amount:
                self._short(employee_id, "loan_not_met", loan, due, amount, "employer_loan")
        return elements, rows, net

    @staticmethod
    def _loan_row(employee_id, loan, code, due, amount, repaid):
        working = (
            f"Lent: {display(to_pence(loan.principal))}\nRepaid before: {display(repaid)}\n"
            f"Due: {display(due)}\nLeft afterwards: {display(to_pence(loan.principal) - repaid - amount)}"
        )
        return Row(
            employee_id, "loan", loan.id, None, code, loan.name, due, amount, due - amount, working=working
        )

    # -- overpayments ------------------------------------------------------------------------------

    def take_back_gross(self, employee_id, net):
        """(elements, rows) recovered before tax, in the tax year in which it was overpaid."""
        return self._recover(employee_id, net, "gross")

    def take_back_net(self, employee_id, net):
        """(elements, rows) recovered from net pay."""
        return self._recover(employee_id, net, "net")

    def _recover(self, employee_id, net, treatment):
        elements, rows = [], []
        gathering, leaving = self.gathering, employee_id in self.leavers
        on = gathering.period.pay_date
        for overpayment in self.recoveries[employee_id]:
            if overpayment.treatment != treatment:
                continue
            done = self.recovered.get(overpayment.id, 0)
            plan = [Instalment(r.due_on, to_pence(r.amount), 0) for r in overpayment.instalment_ids]
            taken = recovery.recover(overpayment._to_engine(), plan, done, net, on, gathering.rules, leaving)
            net -= taken.amount
            if taken.short:
                self._short(
                    employee_id, "recovery_not_met", overpayment, taken.due, taken.amount, "overpayment_plan"
                )
            parts = self._parts(overpayment, taken.amount) if treatment == "gross" else [(NET, taken.amount)]
            for code, amount in parts:
                elements.append(ElementInput(code, amount, reference=overpayment.name))
                rows.append(self._recovery_row(employee_id, overpayment, code, amount, taken, done))
        return elements, [row for row in rows if row.amount or row.short], net

    @staticmethod
    def _parts(overpayment, amount):
        """The amount over pensionable and other pay, as they were overpaid."""
        shares = split(amount, overpayment._pensionable_weights())
        return [(code, part) for code, part in zip((GROSS, GROSS_OTHER), shares, strict=True) if part]

    @staticmethod
    def _recovery_row(employee_id, overpayment, code, amount, taken, done):
        working = (
            f"To recover: {display(overpayment._to_engine().total)}\nRecovered before: {display(done)}\n"
            f"Due: {display(taken.due)}\nProtected net pay: {display(taken.protected)}\n"
            f"Law: {taken.sources[0]}"
        )
        return Row(
            employee_id, "recovery", overpayment.id, None, code, overpayment.name, taken.due, amount,
            taken.short, working=working,
        )  # fmt: skip

    def _short(self, employee_id, code, record, due, amount, rule):
        person = self.gathering.references.get(employee_id, "")
        self.gathering.problem(
            "warning", code,
            f"{person}: {record.name}: {display(due)} is due, only {display(amount)} can be taken; the rest"
            " is due with the next pay.",
            employee_id, rule,
        )  # fmt: skip
