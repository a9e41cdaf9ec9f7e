"""The pay runs of August, September and October 2026, each step by the user whose job it is."""

from datetime import date

from odoo.addons.police_engine.money import text

from .people import by_reference, refuse_problems
from .quiet import QUIET

TAX_YEAR = "2026-27"
REASON = {
    "emergency_tax_code": "Starter checklist asked for; HMRC's code awaited",
    "": "Looked at and accepted",
}


def set_up_calendar(env, company, users):
    """The monthly calendar of 2026-27; the August pay day moves before the bank holiday of the 31st."""
    clerk = env(user=users["payroll.clerk"])
    calendar = clerk["police.pay.calendar"].create(
        {
            "name": "Monthly, officers and staff",
            "company_id": company.id,
            "frequency": "monthly",
        }
    )
    periods = calendar._generate_periods(TAX_YEAR)
    found = {period.date_from: period for period in periods}
    found[date(2026, 8, 1)].pay_date = date(2026, 8, 28)
    return found


def load_elements(env, company, users, elements):
    """Enter the elements as the payroll clerk would by import. Returns how many."""
    clerk = env(user=users["payroll.clerk"], context={**env.context, **QUIET})
    people = by_reference(clerk, company)
    clerk["police.pay.element"].create(
        [
            {
                "employee_id": people[e.payroll_id].id,
                "code": e.code,
                "date_from": e.date_from,
                "date_to": e.date_to,
                "recurrence": "once" if e.date_to else "every_period",
                "reference": e.reference,
                **({"amount": text(e.amount)} if e.amount is not None else {"units": str(e.units)}),
            }
            for e in elements
        ]
    )
    return len(elements)


def calculate(env, users, period):
    """The clerk opens a run for ``period`` and calculates it; returns the run (as the clerk)."""
    clerk = env(user=users["payroll.clerk"])
    run = clerk["police.pay.run"].create({"period_id": period.id})
    run._calculate_now()
    return run


def accept_warnings(run):
    """The clerk accepts each warning with a reason; blocking ones are left. Returns how many."""
    warnings = run.problem_ids.filtered(lambda p: p.severity == "warning" and not p.acknowledged)
    for code in sorted(set(warnings.mapped("code"))):
        chosen = warnings.filtered(lambda p, code=code: p.code == code)
        chosen._acknowledge(REASON.get(code, REASON[""]))
    return len(warnings)


def approve(run, users):
    """The approver approves: journal posted, FPS and schedules made, certificate drawn up."""
    run.with_user(users["payroll.approver"]).action_approve()


def pay(run, users):
    """The approver releases the bank file, which needs a certificate without differences."""
    run.with_user(users["payroll.approver"]).action_pay()


def write_outputs(run, users, folder):
    """Every file of the run to ``folder``, single payslips included. Returns ``{name: bytes}``."""
    return run.with_user(users["payroll.clerk"])._generate_outputs(
        output_dir=str(folder), payslips=True, single_payslips=True
    )


def refuse_blocking(run):
    """The generated force can be paid as it is: a blocking problem is a fault of ours."""
    refuse_problems(run.name, _blocking(run))


def _blocking(run):
    blocking = run.problem_ids.filtered(lambda problem: problem.severity == "blocking")
    return [f"{problem.payroll_reference or ''} {problem.code}: {problem.message}" for problem in blocking]


def totals(run):
    """Control totals of the run in pence, and the number of people paid."""
    run = run.sudo()
    names = [name for name in run._fields if name.endswith("_total")]
    return {"people": run.people_count, **{name[:-6]: round(run[name] * 100) for name in names}}


def certificate(run):
    """Rows of the latest control certificate: ``{label, columns: {name: pence}, difference}``."""
    rows = []
    for line in run.sudo().certificate_id.line_ids:
        columns = {name: round(line[name] * 100) for name in (line.applies or "").replace(",", " ").split()}
        spread = max(columns.values()) - min(columns.values()) if columns else 0
        rows.append({"label": line.label, "columns": columns, "difference": spread})
    return rows


def ledger(env, company, run):
    """(account code, name, debit, credit) of the run's journal entry, pence, by account."""
    groups = env["account.move.line"]._read_group(
        [("move_id", "=", run.sudo().move_id.id)], ["account_id"], ["debit:sum", "credit:sum"]
    )
    rows = [
        [account.with_company(company).code, account.name, round(debit * 100), round(credit * 100)]
        for account, debit, credit in groups
    ]
    return sorted(rows)
