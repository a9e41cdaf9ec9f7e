"""Movers: starters and their papers, leavers before and after the run, a death handled with care,
HMRC's notices,
an emergency advance recovered, a supplementary payment, benefits, and the tax year so far.

HR gives last days, the payroll clerk prepares, the approver confirms and releases.
"""

import base64
from datetime import date
from random import Random

from odoo.addons.police_hr.services.dated_changes import version_in_force

from ..people import by_reference
from ..quiet import QUIET

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
HEAD = "form,issued,effective,payroll_id,code,basis,previous_pay,previous_tax,plan"
ESTATE = {"estate_sort_code": "089999", "estate_account_number": "66374958"}  # specimen of the modulus check


def september(demo):
    """Before September is calculated."""
    clerk, people = _as(demo, "payroll.clerk"), by_reference(demo.env(su=True), demo.company)
    demo.movers_cast = _cast(demo, people)
    _timetable(demo, clerk)
    _starters(demo, clerk)
    _leavers(demo, clerk)
    _death(demo, clerk)
    _notices(demo, clerk)
    _benefits(demo, clerk)


def october(demo):
    """After September is paid, before October is calculated."""
    clerk = _as(demo, "payroll.clerk")
    _certificates(demo, clerk)
    _late_leaver(demo, clerk)
    _advance(demo, clerk)
    _supplementary(demo, clerk)
    _returned(demo, clerk)


def finish(demo):
    """The tax year so far."""
    clerk = _as(demo, "payroll.clerk")
    clerk["police.leaver"]._find_new(demo.company)
    clerk["police.levy.month"]._compute_year(demo.company, "2026-27")
    year_end = clerk["police.year.end"].create({"tax_year": "2026-27", "company_id": demo.company.id})
    year_end.action_check()
    gap = clerk["police.pay.gap"].create({"snapshot_date": date(2026, 9, 30), "company_id": demo.company.id})
    gap.action_compute()


def _as(demo, login):
    return demo.env(user=demo.users[login], context={**demo.env.context, **QUIET})


def _cast(demo, people):
    """Members of staff with nothing but their salary, in a seeded order; each is used once."""
    force = demo.force
    busy = {e.payroll_id for e in (*force.recurring, *force.august, *force.september)}
    busy |= {change.payroll_id for change in force.changes}
    found = [
        people[p.payroll_id] for p in force.people
        if p.payroll_id in people and p.payroll_id not in busy and p.job.kind == "staff"
        and p.job.service_date < date(2024, 1, 1) and not people[p.payroll_id].user_id and p.tax.code
    ]  # fmt: skip
    Random(demo.seed + 77).shuffle(found)
    return found


def _next(demo):
    """The next of the cast; None in a force too small to have one."""
    return demo.movers_cast.pop(0) if demo.movers_cast else None


def _timetable(demo, clerk):
    periods = clerk["police.pay.period"].browse(
        [demo.periods[day].id for day in (SEPTEMBER, OCTOBER, date(2026, 11, 1), date(2026, 12, 1))]
    )
    tasks = clerk["police.pay.task"]._plan(periods)
    owners = {"approve": "payroll.approver", "release": "payroll.approver", "hmrc": "payroll.approver"}
    for task in tasks:
        task.owner_id = demo.users[owners.get(task.kind, "payroll.clerk")]
    tasks.filtered(lambda task: task.planned_at.date() < OCTOBER).action_done()


def _starters(demo, clerk):
    """Those whom HR took on without papers: one brought a P45, one waits with an impossible one."""
    _without_papers(demo, clerk)
    starters = clerk["police.starter"]._find_new(demo.company).with_env(clerk)
    for place, starter in enumerate(starters.sorted("payroll_reference")[:4]):
        if place == 0:
            starter.write(
                {"declaration": "B", "has_p45": True, "p45_code": "1257L", "p45_employer": "120/BX4711",
                 "p45_leaving_date": date(2026, 8, 21), "p45_pay": 9840.0, "p45_tax": 720.0,
                 "checklist_on": starter.joined_on}
            )  # fmt: skip
            starter.action_apply()
        elif place == 1:
            starter.write({"has_p45": True, "p45_code": "1257L", "p45_leaving_date": date(2026, 9, 25),
                           "p45_pay": 610.0, "p45_tax": 8200.0})  # fmt: skip
        elif place == 2:
            starter.write({"declaration": "C", "student_loan_plan": "plan_2"})
            starter.action_apply()
        else:
            starter.action_apply()  # no papers by the pay day: 0T, reported as C


def _without_papers(demo, clerk):
    """Of September's joiners the first few came without P45 or checklist, so that payroll has no code."""
    people = by_reference(demo.env(su=True), demo.company)
    joined = sorted(p.payroll_id for p in demo.force.people if p.job.service_date >= SEPTEMBER)
    chosen = [people[number].id for number in joined if number in people][:4]
    profiles = clerk["police.pay.profile"].search([("employee_id", "in", chosen)])
    profiles.write({"tax_code": False, "source": "No papers yet"})


def _leavers(demo, clerk):
    """Those to whom HR gave a last day in September, in time for the run."""
    leavers = clerk["police.leaver"]._find_new(demo.company).with_env(clerk)
    reasons = ("resignation", "retirement", "transfer", "resignation")
    for place, leaver in enumerate(leavers.sorted("leaving_date")):
        leaver.write({"reason": reasons[place % 4], "owner_id": demo.users["payroll.clerk"].id,
                      "known_on": date(2026, 9, 10)})  # fmt: skip
    if leavers:
        leavers.sorted("leaving_date")[0].leave_days = 4.5
        leavers.sorted("leaving_date")[0].action_pay_in_lieu()
    demo.movers_leavers = leavers


def _give_last_day(demo, person, on, known_on):
    """HR ends the contract; payroll's record of it."""
    hr = _as(demo, "hr.officer")
    version_in_force(person.with_env(hr), on).write({"contract_date_end": on})
    found = hr["police.leaver"]._find_new(demo.company)
    leaver = found.filtered(lambda record: record.employee_id == person).with_env(hr)
    leaver.known_on = known_on
    return leaver


def _death(demo, clerk):
    person = _next(demo)
    if not person:
        return
    leaver = _give_last_day(demo, person, date(2026, 9, 16), date(2026, 9, 17))
    leaver.write({"reason": "death", "owner_id": demo.users["hr.officer"].id,
                  "note": "The family asked for all contact by telephone, in the evening."})  # fmt: skip
    ours = leaver.with_env(clerk)
    ours.write(
        {"representative_name": f"Alex {person.surname}", "representative_relation": "executor",
         "representative_address": "4 Harbour Row\nTeesmouth\nTS99 1AA", **ESTATE,
         "representative_evidence": "Grant of probate seen by HR", "estate_account_name": "Executors account"}
    )  # fmt: skip
    ours.with_user(demo.users["payroll.approver"]).action_confirm_estate()
    demo.movers_death = ours


def _notices(demo, clerk):
    """A file applied, and a second one in which an older notice comes after a newer."""
    chosen = [person for person in (_next(demo) for _ in range(4)) if person]
    if len(chosen) < 4:
        return
    numbers = [person.payroll_reference for person in chosen]
    first = _file(clerk, "DPS-2026-09-04.csv", (
        f"P6,2026-09-02,2026-09-06,{numbers[0]},1180L,cumulative,,,",
        f"P6,2026-09-02,2026-09-06,{numbers[1]},BR,cumulative,,,",
        f"SL1,2026-09-03,2026-09-06,{numbers[2]},,,,,plan_2",
    ))  # fmt: skip
    first.with_user(demo.users["payroll.approver"]).action_apply()
    _file(clerk, "DPS-2026-09-18.csv", (
        f"P6B,2026-08-28,2026-08-28,{numbers[0]},1257L,cumulative,,,",
        f"P6,2026-09-16,2026-10-06,{numbers[3]},1312L,cumulative,,,",
        f"PGL1,2026-09-16,2026-10-06,{numbers[2]},,,,,",
    ))  # fmt: skip
    _file(clerk, "retyped-by-hand.csv", (
        f"P6,2026-09-16,2026-10-06,{numbers[3]},13I2L,cumulative,,,",
        f"P7,2026-09-16,2026-10-06,{numbers[1]},BR,cumulative,,,",
    ))  # fmt: skip


def _file(clerk, name, rows):
    content = "\r\n".join([HEAD, *rows]).encode()
    record = clerk["police.hmrc.notice.file"].create({"name": name, "content": base64.b64encode(content)})
    record.action_read()
    return record


def _benefits(demo, clerk):
    kinds = (
        {"name": "Skoda Octavia estate", "kind": "car", "list_price": 31250, "co2": 112, "payrolled": True},
        {"name": "Nissan Leaf", "kind": "car", "list_price": 29500, "co2": 0, "fuel": "electric"},
        {"name": "Ford Transit Custom kept at home", "kind": "van"},
        {"name": "Relocation loan", "kind": "loan", "loan_opening": 18000, "loan_closing": 15600},
        {"name": "Medical cover", "kind": "medical", "given_value": 640},
    )
    for facts in kinds:
        person = _next(demo)
        if person:
            clerk["police.benefit"].create(
                {"employee_id": person.id, "tax_year": "2026-27", "date_from": date(2026, 4, 6), **facts}
            )


def _certificates(demo, clerk):
    """P45s of September's leavers, and the letter to the family."""
    for leaver in demo.movers_leavers.filtered(
        lambda record: record.leaving_date < OCTOBER and record.last_slip_id
    ):
        leaver.with_env(clerk).action_p45()
    if death := getattr(demo, "movers_death", None):
        death.action_estate_letter()


def _late_leaver(demo, clerk):
    """HR tells payroll in October of a last day in September; a claim dated later is still in the books."""
    person = _next(demo)
    if not person:
        return
    clerk["police.pay.element"].create(
        {
            "employee_id": person.id,
            "code": "staff_overtime_half",
            "units": 3.5,
            "date_from": date(2026, 10, 3),
            "reference": "Weekly sheet 40",
        }
    )
    leaver = _give_last_day(demo, person, date(2026, 9, 22), date(2026, 10, 2))
    leaver.with_env(clerk).write({"owner_id": demo.users["payroll.clerk"].id, "reason": "resignation"})
    leaver.with_env(clerk).action_review()


def _advance(demo, clerk):
    """Somebody was paid nothing after a bank change; helped the same day, taken back in October."""
    person = _next(demo)
    if not person:
        return
    advance = clerk["police.pay.advance"].create(
        {"employee_id": person.id, "amount": 650.0, "reason": "hardship", "pay_date": date(2026, 10, 2),
         "recover_from": date(2026, 10, 2), "note": "Boiler broke down; asked at 09:40, paid at 11:15."}
    )  # fmt: skip
    approver = advance.with_user(demo.users["payroll.approver"])
    approver.action_approve()
    approver.action_pay()
    waiting = _next(demo)
    if waiting:
        clerk["police.pay.advance"].create(
            {"employee_id": waiting.id, "amount": 300.0, "reason": "late_starter", "instalments": 2,
             "pay_date": date(2026, 10, 16), "recover_from": date(2026, 10, 16)}
        )  # fmt: skip


def _supplementary(demo, clerk):
    """A bonus agreed too late for September is paid on 5 October, in the same tax month."""
    person = _next(demo)
    if not person:
        return
    clerk["police.pay.element"].create(
        {"employee_id": person.id, "code": "honorarium", "amount": 420.0, "date_from": date(2026, 9, 24),
         "reference": "Major incident room, agreed late"}
    )  # fmt: skip
    wizard = clerk["police.off.cycle.wizard"].create(
        {
            "company_id": demo.company.id,
            "period_id": demo.periods[SEPTEMBER].id,
            "pay_date": date(2026, 10, 5),
            "employee_ids": person.ids,
            "reason": "Honorarium agreed after the run",
        }
    )
    run = clerk["police.pay.run"].browse(wizard.action_create()["res_id"])
    run._calculate_now()
    warnings = run.problem_ids.filtered(
        lambda problem: problem.severity == "warning" and not problem.acknowledged
    )
    if warnings:
        warnings._acknowledge("Looked at and accepted")
    approver = run.with_user(demo.users["payroll.approver"])
    approver.action_approve()
    approver.action_pay()


def _returned(demo, clerk):
    person = _next(demo)
    slip = person and clerk["police.payslip"].search(
        [("employee_id", "=", person.id), ("run_state", "=", "paid"), ("net", ">", 0)], limit=1
    )
    if slip:
        clerk["police.returned.payment"].create(
            {"slip_id": slip.id, "returned_on": date(2026, 10, 2), "reason": "B",
             "note": "Closed the old account; new details asked for by telephone."}
        )  # fmt: skip
