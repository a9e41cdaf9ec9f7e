"""Stations, cost centres, the local scale, then the people, by the real importer."""

from collections import defaultdict

from odoo.addons.police_hr.services import dated_changes, increments
from odoo.addons.police_payroll.services.people_import import PeopleImport
from odoo.exceptions import UserError

from .award import enter
from .quiet import QUIET


def prepare(env, company, users, force):
    """What must be there before anybody can be imported. HR enters salaries, the accountant approves."""
    officer = env(user=users["hr.officer"], context={**env.context, **QUIET})
    officer["police.station"].create(
        [
            {"code": s.code, "name": s.name, "district": s.district, "company_id": company.id}
            for s in force.stations
        ]
    )
    plan = env.ref("police_core.analytic_plan_cost_centre")
    env["account.analytic.account"].create(
        [
            {"code": code, "name": name, "plan_id": plan.id, "company_id": company.id}
            for code, name in force.cost_centres
        ]
    )
    enter(officer, company, users, [s for s in force.salaries if s.date_to])


def load_csv(env, company, users, content, since):
    """Import ``content`` as the payroll clerk; payroll facts hold from ``since``. Returns ids."""
    clerk = env(user=users["payroll.clerk"])
    ids, errors = PeopleImport(clerk, company.with_env(clerk), since).load(content)
    refuse_problems("People import", errors)
    return ids


def apply_increments(env, company, users, until):
    """The HR officer applies every increment due; returns (applied, problems)."""
    officer = env(user=users["hr.officer"], context={**env.context, **QUIET})
    problems = [step.problem for step in increments.due(officer, company, until) if step.problem]
    return increments.apply_due(officer, company, until), problems


def apply_changes(env, company, users, force):
    """Promotions and hours as dated changes; leavers get their last day. Returns counts by kind."""
    officer = env(user=users["hr.officer"], context={**env.context, **QUIET})
    people = by_reference(officer, company)
    ranks = {rank.code: rank.id for rank in officer["police.rank"].search([])}
    counts = defaultdict(int)
    planned = []
    for change in force.changes:
        if change.kind == "increment":
            continue  # HR's own service finds them
        counts[change.kind] += 1
        employee = people[change.payroll_id]
        if change.kind == "leaver":
            dated_changes.version_in_force(employee, change.on).write({"contract_date_end": change.on})
        else:
            planned.append(dated_changes.Change(employee, change.on, _values(change, ranks)))
    dated_changes.apply(officer, planned)
    return dict(counts)


def _values(change, ranks):
    values = change.values
    if change.kind == "hours":
        return {"weekly_hours": float(values["hours"])}
    due = values["appointed_on"].replace(year=values["appointed_on"].year + 1)
    return {
        "rank_id": ranks[values["rank"]],
        "rank_since": values["appointed_on"],
        "pay_point": values["pay_point"],
        "increment_date": due,
    }


def by_reference(env, company):
    """``{payroll reference: hr.employee}`` of the force."""
    employees = env["hr.employee"].with_context(active_test=False).search([("company_id", "=", company.id)])
    return {employee.payroll_reference: employee for employee in employees if employee.payroll_reference}


def refuse_problems(what, problems):
    """Stop the demo with the first few problems: it must run clean."""
    if problems:
        raise UserError(
            f"{what}: {len(problems)} problems, first: " + "; ".join(str(p) for p in problems[:5])
        )


def heads(env, company):
    """``{kind of person: heads}`` in the force, leavers of the month included."""
    groups = env["hr.employee"]._read_group(
        [("company_id", "=", company.id), ("payroll_reference", "!=", False)], ["police_type"], ["__count"]
    )
    return {kind: count for kind, count in groups if kind}
