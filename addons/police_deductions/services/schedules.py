"""Who is paid what after a run: a schedule for each payee, agreed to the payslips and to the ledger."""

from collections import defaultdict
from datetime import timedelta

from odoo.addons.police_engine.adapters.schedules import table
from odoo.addons.police_engine.adapters.schedules.table import Heading, Schedule, total_row
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.addons.police_payroll.services.schedules import STATUTORY
from odoo.exceptions import UserError
from odoo.tools import SQL

PAYMENT = "hmrc/order_payment"
HEADINGS = (
    Heading("Payroll", 1.1),
    Heading("NI number", 1.2),
    Heading("Name", 2.4),
    Heading("Their reference", 2.2),
    Heading("Our number", 1.4),
    Heading("Amount", 1.2, True),
)


class PayeeSchedules:
    """Makes the schedules of ``run`` when it is approved (superuser environment)."""

    def __init__(self, env, run):
        self.env, self.run = env, run

    def make(self):
        """One schedule a payee; what was deducted without a payee is on one of its own."""
        rows = self.env["police.deduction.taken"].search([("run_id", "=", self.run.id)])
        third = rows.filtered(lambda row: row.kind in ("order", "agreement"))
        schedules = self.env["police.deduction.schedule"]
        for payee, own in third.grouped("payee_id").items():
            schedule = schedules.create(
                {
                    "run_id": self.run.id,
                    "payee_id": payee.id,
                    "due_on": self._due(payee, own),
                    "state": "kept" if payee.kind == "force" else "to_pay",
                }
            )
            own.write({"schedule_id": schedule.id})
        if self._other(third):
            schedules.create({"run_id": self.run.id, "due_on": self._month_day(19), "state": "kept"})

    def _due(self, payee, rows):
        """The earliest day by which the law of its orders, or the payee, wants the money."""
        days = [payee.pay_day or 19]
        rules = RuleSet.load()
        for kind in set(rows.order_id.mapped("kind")):
            try:
                days.append(int(rules.at(PAYMENT, self.run.pay_date)[kind]))
            except EngineError as error:
                raise UserError(str(error)) from error
        return self._month_day(min(days))

    def _month_day(self, day):
        first = self.run.pay_date.replace(day=1) + timedelta(days=32)
        return first.replace(day=day)

    def _other(self, third):
        """Pence of deductions that no payee gets: kept by the force, or entered by hand."""
        return deducted(self.env, self.run) - sum(to_pence(row.amount) for row in third)


def deducted(env, run):
    """Pence of all deductions of the run that are paid over to somebody: the lines, but tax and pensions."""
    env["police.payslip.line"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT COALESCE(sum((l.amount * 100)::bigint), 0)::bigint
                 FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
                WHERE s.run_id = %s AND l.kind = 'deduction' AND l.code <> ALL(%s)
                  AND l.code NOT LIKE 'pension\\_%%'""",
            run.id, list(STATUTORY),
        )
    )  # fmt: skip
    return rows[0][0]


def in_ledger(env, run):
    """Pence credited to the accounts of other deductions by the run's own journal entry."""
    accounts = env["police.pay.account.map"].sudo()._accounts_for(run.company_id)
    ids = {account.id for role, account in accounts.items() if role.startswith("deductions_creditor")}
    lines = run.sudo().move_id.line_ids.filtered(lambda line: line.account_id.id in ids)
    return -sum(to_pence(line.balance) for line in lines)


def document(schedule):
    """The engine's Schedule of a police.deduction.schedule, people by payroll number."""
    rows = sorted(_line(row) for row in schedule.taken_ids)
    run = schedule.run_id
    return Schedule(
        f"payee_{schedule.payee_id.id or 'other'}", f"Deductions for {schedule.display_payee}",
        run.company_id._employer(), run.period_id._to_engine(), HEADINGS, rows,
        total_row(HEADINGS, rows, "Total"),
    )  # fmt: skip


def _line(row):
    person = row.employee_id
    theirs = row.order_id.authority_reference or row.agreement_id.membership or ""
    return (
        person.payroll_reference or "", person.nino or "", person.name or "", theirs, row.reference,
        to_pence(row.amount),
    )  # fmt: skip


def csv_bytes(schedule):
    """The schedule as CSV, totals last."""
    return table.to_csv(document(schedule))


def pdf_bytes(schedule):
    """The schedule as tagged PDF."""
    return table.to_pdf(document(schedule))


def by_account(env, schedule):
    """{account.account: pence} that pays the schedule off: the creditors its deductions were credited to."""
    accounts = env["police.pay.account.map"].sudo()._accounts_for(schedule.company_id)
    found = defaultdict(int)
    for row in schedule.taken_ids:
        account = accounts.get(f"deductions_creditor_{row.code}") or accounts["deductions_creditor"]
        found[account] += to_pence(row.amount)
    return dict(found)
