"""Retro pay: what HR learnt of too late, and an award that is larger than the projection it replaces."""

import random
from datetime import date

from odoo.addons.police_hr.services.dated_changes import Change, apply, version_in_force

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def october(demo):
    """September is closed; now come the late promotions, hours, an allowance, a leaver, and two joined-up
    decisions."""
    if "police.retro.change" not in demo.env:
        return
    dice = random.Random(f"{demo.seed} retro")
    people = _people(demo, dice)
    _late_news(demo, people)
    _late_allowances(demo, people)
    checks = demo.env(user=demo.users["payroll.clerk"])["police.retro.change"]
    checks.action_check_now()
    _decide(demo)


def finish(demo):
    """An award to decide on, its cost worked out; and what the chief finance officer asked."""
    if "police.award" not in demo.env:
        return
    clerk = demo.env(user=demo.users["payroll.clerk"])
    award = clerk["police.award"].create(
        {
            "name": "Officers' award 2026 (DEMO)",
            "company_id": demo.company.id,
            "date_from": SEPTEMBER,
            "citation": "DEMO: made-up determination",
            "line_ids": [(0, 0, {"who": "officer", "percent": 4.2})],
        }
    )
    award.action_cost()
    _what_if(demo)
    run = clerk["police.pay.run"].search(
        [("company_id", "=", demo.company.id)], order="pay_date desc", limit=1
    )
    run.action_review_changes()


def _people(demo, dice):
    """Officers and staff in post all September, with a payslip in it, in a settled order."""
    slips = demo.env["police.payslip"].search(
        [("company_id", "=", demo.company.id), ("pay_date", ">=", SEPTEMBER), ("pay_date", "<", OCTOBER)],
        order="payroll_reference",
    )
    found = {"officer": [], "staff": [], "constable": []}
    for employee in slips.employee_id:
        version = version_in_force(employee, SEPTEMBER)
        settled = (
            version and version.date_version < SEPTEMBER and not version.contract_date_end and version.paid
        )
        if settled and len(employee.version_ids.filtered("active")) == 1:
            kind = "constable" if version.rank_id.code == "constable" else version.police_type
            if kind in found:
                found[kind].append(employee)
    for people in found.values():
        dice.shuffle(people)
    return found


def _late_news(demo, people):
    """What HR enters in October for September and August."""
    officer = demo.env(user=demo.users["hr.officer"])
    climbing = [employee for employee in people["constable"] if _next_point(employee)]
    constables = [employee for employee in people["constable"] if employee not in climbing[:3]]
    staff = people["staff"]
    days = (date(2026, 8, 1), date(2026, 8, 10), SEPTEMBER)
    late = [
        (employee, on, {"pay_point": _next_point(employee)})
        for employee, on in zip(climbing, days, strict=False)
    ]
    late += [(employee, date(2026, 8, 17), {"weekly_hours": 32.0}) for employee in constables[:1]]
    late += [(employee, date(2026, 9, 14), {"weekly_hours": 30.0}) for employee in staff[:1]]
    late += [(employee, date(2026, 9, 7), {"pay_region": "london"}) for employee in constables[1:2]]
    apply(officer, [Change(employee.with_env(officer), on, values) for employee, on, values in late])
    for employee in staff[2:3]:  # left in September; payroll was told in October
        version = version_in_force(employee, SEPTEMBER).with_env(officer)
        version.write({"contract_date_end": date(2026, 9, 20)})
    for employee in constables[2:3]:  # entered in place, on facts that go back before pay was kept here
        version_in_force(employee, SEPTEMBER).with_env(officer).write({"pay_region": "london"})


def _next_point(employee):
    """The next point of the constables' scale, for those below its top."""
    point = version_in_force(employee, SEPTEMBER).pay_point or ""
    return str(int(point) + 1) if point.isdigit() and 0 < int(point) < 7 else ""


def _late_allowances(demo, people):
    clerk = demo.env(user=demo.users["payroll.clerk"])
    clerk["police.pay.element"].create(
        [
            {
                "employee_id": employee.id,
                "code": "first_aid_allowance",
                "recurrence": "every_period",
                "date_from": date(2026, 8, 1),
                "amount": 18.50,
                "reference": "Certificate handed in late",
            }
            for employee in people["staff"][4:6]
        ]
    )


def _decide(demo):
    """The approver decides on some; the rest are for whoever tries the demo."""
    approver = demo.env(user=demo.users["payroll.approver"])
    owed = approver["police.retro.change"].search([("state", "=", "open"), ("gross", ">", 0)], order="id")
    owed[:2].action_approve()
    owed[2:3]._hold("Promotion board's letter awaited")


def _what_if(demo):
    accountant = demo.env(user=demo.users["force.accountant"])
    question = accountant["police.whatif"].create(
        {
            "name": "The next award: 2.5 % or 4 %?",
            "company_id": demo.company.id,
            "month_from": date(2026, 11, 1),
            "months": 6,
            "scenario_ids": [
                (0, 0, {"name": "2.5 % for all", "sequence": 1, "rise_ids": _rises(2.5)}),
                (0, 0, {"name": "4 % for all", "sequence": 2, "rise_ids": _rises(4)}),
                (0, 0, {"name": "2 %, at least £1,500", "sequence": 3, "rise_ids": _rises(2, minimum=1500)}),
            ],
        }
    )
    question.action_calculate()


def _rises(percent, **more):
    return [
        (0, 0, {"date_from": date(2026, 11, 1), "who": who, "percent": percent, **more})
        for who in ("officer", "staff")
    ]
