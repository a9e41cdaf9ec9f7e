"""August once more on an old payroll that had its faults: most are explained and signed, the gate stays shut.

The old payslips are made from our own of August with seeded faults of the kinds that real migrations find:
unsocial hours at a wrong rate, pennies of rounding, overtime hours keyed wrongly, one element booked under
another, a deduction taken too often, people with other numbers, and two that nobody has explained.
"""

from datetime import date
from random import Random

from odoo import Command
from odoo.addons.police_engine.parallel.legacy_csv import LegacyRow, write_legacy
from odoo.addons.police_engine.parallel.migration import OBJECTS
from odoo.addons.police_parallel.services import migration_counts
from odoo.addons.police_parallel.services.importer import LegacyLoader
from odoo.addons.police_payroll.services.money_fields import sql_pence

AUGUST = date(2026, 8, 1)
NAMES = {
    "basic_pay": "0100 SALARY",
    "unsocial_hours": "0310 UNSOC HRS",
    "overtime_casual": "0320 OT 1.33",
    "overtime_rest_day": "0330 OT 1.5",
    "income_tax": "9000 PAYE",
    "nic_employee": "9010 NI EES",
    "net": "9999 NET PAY",
}
LEFT_OUT = ("8888 FLEX BAL", "Hours of flexitime printed on the payslip, no pay")
WHY = {
    "rate": "The old system paid 9 % for unsocial hours until 31 August; the determination says 10 %",
    "rounding": "The old system rounds pensions half down",
    "hours": "Keyed as claimed there; the authorised hours are ours",
    "mapping": "Booked under the other overtime element there; the sum is the same",
    "consequence": "Follows from the pay that differs; worked out again by hand for three people",
}


def finish(demo):
    """A project, its criteria signed by two, the file, the comparison and most of the decisions."""
    project = _project(demo)
    rows = _old_payslips(demo)
    clerk = project.with_user(demo.users["payroll.clerk"])
    _map(clerk, {row.element for row in rows})
    _imports, errors = LegacyLoader(clerk).load("old-payroll-2026-08.csv", write_legacy(rows))
    if errors:
        raise ValueError(f"The old payslips of the demo: {errors[:3]}")
    _explain_people(demo, clerk)
    clerk.action_compare()
    _explain(demo, clerk)
    _count_migration(demo, clerk)
    project.with_user(demo.users["payroll.approver"]).action_report()


def _project(demo):
    approver = demo.env(user=demo.users["payroll.approver"])
    project = approver["police.parallel.project"].create(
        {
            "name": "Parallel run against the old payroll",
            "company_id": demo.company.id,
            "calendar_id": demo.periods[AUGUST].calendar_id.id,
            "legacy_system": "Chief's Payroll 4.2",
        }
    )
    project.action_propose()
    project.with_user(demo.users["force.accountant"]).action_freeze()
    return project


def _map(project, elements):
    """Each old element to our line; one is no pay at all."""
    codes = {name: code for code, name in NAMES.items()}
    known = project.env["police.parallel.mapping"]
    rows = [
        {"project_id": project.id, "legacy_element": name, "code": codes.get(name, name.lower())}
        for name in sorted(elements - {LEFT_OUT[0]})
    ]
    known.create(rows)
    known.create(
        {"project_id": project.id, "legacy_element": LEFT_OUT[0], "left_out": True, "reason": LEFT_OUT[1]}
    )


def _count_migration(demo, project):
    """The old system's control report: everybody tied and agreed but two, of whom one account is missing."""
    approver = demo.users["payroll.approver"]
    here = migration_counts.loaded(demo.env, demo.company)
    for code in OBJECTS:
        count, total = here[code]
        missing = 2 if code == "bank_accounts" else 0
        item = project.env["police.parallel.object"].create(
            {
                "project_id": project.id,
                "code": code,
                "source_count": count + missing,
                "source_total": str(total + missing * 31_415_926),
                "evidence": "Control report CR07 of 31 August 2026",
            }
        )
        if missing:
            item.left_ids = [
                Command.create(
                    {"reference": "31415926", "reason": "Closed by the bank: paid by cheque for now"}
                )
            ]
        elif code != "pension_history":
            item.with_user(approver).action_agree()


# -- the old payroll ------------------------------------------------------------------------------------


def _old_payslips(demo):
    """LegacyRow of every person of our August run, with faults; pence throughout."""
    chance = Random(demo.seed + 8)
    people = _ours(demo)
    order = sorted(people)
    for number in order:
        _fault(people[number]["lines"], chance)
    if len(order) < 4:
        raise ValueError("The parallel run of the demo needs an August run of four people or more.")
    picked = iter(chance.sample(order, 4))
    people[next(picked)]["lines"]["basic_pay"] -= 4_167  # the two that nobody has explained
    people[next(picked)]["lines"]["income_tax"] += 12_340
    renumbered, unknown = next(picked), next(picked)
    rows, line = [], 1
    for number in order:
        person = people[number]
        for code, amount in person["lines"].items():
            line += 1
            rows.append(
                _row(line, number, code, amount, person, number in (renumbered, unknown), number == unknown)
            )
        if chance.random() < 0.1:
            line += 1
            rows.append(LegacyRow(line, rows[-1].employee, AUGUST, LEFT_OUT[0], 375, nino=rows[-1].nino))
    rows.append(LegacyRow(line + 1, "P00417", AUGUST, NAMES["basic_pay"], 61_250, name="Retired, Rita"))
    return rows


def _row(line, number, code, amount, person, renumbered, unknown):
    """Two people have another number there; one of them also has no NI number in the file."""
    return LegacyRow(
        line,
        f"X{number}" if renumbered else number,
        AUGUST,
        NAMES.get(code, code.upper()),
        amount,
        nino="" if unknown else person["nino"],
        name=person["name"],
        birth_date=person["born"],
    )


def _fault(lines, chance):
    """What the old system got wrong for one person; tax, NI and net follow roughly as they would."""
    changed = 0
    if lines.get("unsocial_hours"):
        less = lines["unsocial_hours"] // 10
        lines["unsocial_hours"] -= less
        changed -= less
    if lines.get("overtime_casual") and chance.random() < 0.2:
        if chance.random() < 0.5:
            lines["overtime_rest_day"] = lines.get("overtime_rest_day", 0) + lines.pop("overtime_casual")
        else:
            more = lines["overtime_casual"] // 4
            lines["overtime_casual"] += more
            changed += more
    if changed:
        tax, nic = changed * 20 // 100, changed * 8 // 100
        lines["income_tax"] = lines.get("income_tax", 0) + tax
        lines["nic_employee"] = lines.get("nic_employee", 0) + nic
        lines["net"] += changed - tax - nic
    for code in ("pension_pps_2015", "pension_lgps"):
        if lines.get(code) and chance.random() < 0.04:
            lines[code] -= 1
            lines["net"] += 1


def _ours(demo):
    """{payroll number: {'lines': {code: pence}, 'nino', 'name', 'born'}} of our August run."""
    run = demo.env["police.pay.run"].search(
        [("period_id", "=", demo.periods[AUGUST].id), ("state", "in", ("approved", "paid"))], limit=1
    )
    demo.env.cr.execute(
        f"""SELECT s.payroll_reference, l.code, sum({sql_pence("l.amount")})::bigint
              FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
             WHERE s.run_id = %s AND l.kind <> 'employer' GROUP BY 1, 2
             UNION ALL
            SELECT payroll_reference, 'net', {sql_pence("net")} FROM police_payslip
              WHERE run_id = %s
             ORDER BY 1, 2""",
        [run.id, run.id],
    )
    lines = demo.env.cr.fetchall()
    employees = run.sudo().slip_ids.employee_id
    facts = {e.payroll_reference: {"lines": {}, "nino": e.nino or "", "name": f"{e.surname}, {e.forenames}",
                                   "born": e.birthday or None} for e in employees}  # fmt: skip
    for number, code, amount in lines:
        facts[number]["lines"][code] = amount
    return facts


# -- deciding --------------------------------------------------------------------------------------------


def _explain_people(demo, project):
    """The pensioner is left out by two people; the one matched by name alone still waits to be confirmed."""
    pensioner = project.person_ids.filtered(lambda person: person.legacy_number == "P00417")
    pensioner._leave_out("A pensioner, paid by the pension administrator from September")
    pensioner.with_user(demo.users["payroll.approver"]).action_agree()


def _explain(demo, project):
    """The clerk decides what the rules propose, in words that can be checked; the approver agrees to most."""
    variances = project.env["police.parallel.variance"].search(
        [("project_id", "=", project.id), ("current", "=", True)]
    )
    decided = variances.browse()
    for cause, rows in variances.filtered("proposed").grouped("proposed").items():
        rows._decide(cause, WHY.get(cause, rows[0].proposal))
        decided |= rows
    rates = decided.filtered(lambda row: row.cause == "rate")
    rates._decide("legacy_error", WHY["rate"])
    waiting = decided.filtered(lambda row: row.cause == "hours")[:2]
    (decided - waiting).with_user(demo.users["payroll.approver"]).action_agree()
    defects = project.env["police.parallel.defect"].create(
        [
            {
                "name": "Payslip PDF shows the station of today, not of the month",
                "project_id": project.id,
                "severity": "3",
                "reference": "DEF-12",
            },
            {
                "name": "Somebody is on a wrong pay point: increment dates came over wrongly",
                "project_id": project.id,
                "severity": "2",
                "reference": "DEF-15",
                "description": "Found comparing August. HR corrects the dates; then calculate again.",
            },
        ]
    )
    behind = variances.filtered(lambda row: row.code == "basic_pay" and not row.proposed)
    if behind:
        behind._decide("our_error", "The old payslip has the right point; ours is another", defects[1])
