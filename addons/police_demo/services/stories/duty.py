"""Duty: three teams' sheets, a late claim, a correction, owned exceptions, local rates, expected pay."""

from datetime import date, timedelta
from random import Random

from odoo import fields
from odoo.addons.police_duty.services.expected import ExpectedPay

from ..quiet import QUIET

TEAMS = (("Response A", 9), ("Neighbourhood North", 6), ("CID", 5))
INSPECTOR = "Insp 1042 Khan"
# What a duty was: rostered, worked, hours before the end at which the person was told, and anything else.
# A person keeps to one of these turns for the week.
DAYS = (
    ("0700-1500", "0700-1730", 1, {}),
    ("0700-1500", "0700-1640", 9, {}),
    ("0700-1500", "0700-1500", None, {"miles": 34}),
    ("0800-1600", "0800-1600", None, {"nights_away": 1}),
    ("0700-1500", "0700-1500", None, {}),
)
LATES = (("1400-2300", "1400-0030", 12, {"time_off": True}), ("1400-2300", "1400-2300", None, {}))
NIGHTS = (("2200-0700", "2200-0815", 2, {}), ("2200-0700", "2200-0700", None, {}))
TURNS = (DAYS, DAYS, LATES, NIGHTS)


def september(demo):
    """The force's own rates; three teams' first week, typed by the clerk and approved by the supervisor."""
    supervisor = demo.users["force.manager"]
    supervisor.sudo().write({"group_ids": [(4, demo.env.ref("police_duty.group_duty_supervisor").id)]})
    _local_rates(demo)
    people = _teams(demo)
    for sheet in _sheets(demo, date(2026, 8, 31), people, "sep"):
        sheet.with_user(supervisor).action_approve()
    _forgotten(demo, people)


def paid(demo):
    """A duty that was paid until 17:30 had ended at 16:30: taken back and paid anew next month."""
    clerk = _clerk(demo)
    entry = _paid_late_tour(clerk, demo)
    if entry:
        draft = clerk["police.duty.entry"].browse(entry.action_correct()["res_id"])
        draft.write({"worked_text": "0700-1630", "note": "Booked off at 16:30, not 17:30"})
        draft.with_user(demo.users["force.manager"]).action_approve()


def october(demo):
    """The late claim is approved; October's week, partly waiting; what supervisors have to put right."""
    supervisor = demo.users["force.manager"]
    late = demo.env["police.duty.entry"].search(
        [("company_id", "=", demo.company.id), ("state", "=", "draft")]
    )
    late.with_user(supervisor).action_approve()
    people = _teams(demo)
    sheets = _sheets(demo, date(2026, 10, 5), people, "oct")
    for sheet in sheets[:2]:
        sheet.with_user(supervisor).action_approve()
    _exceptions(demo, sheets[2], people["CID"])
    _time_taken(demo, people)


def finish(demo):
    """Everybody's expected pay of the open month."""
    ExpectedPay(demo.env, demo.company).refresh(everybody=True)


def _clerk(demo):
    return demo.env(
        user=demo.users["payroll.clerk"],
        context={**demo.env.context, **QUIET, "allowed_company_ids": demo.company.ids, "tz": "Europe/London"},
    )


def _local_rates(demo):
    rates = _clerk(demo)["police.pay.local.rate"].create(
        [
            {
                "code": code, "figure": figure, "date_from": "2026-04-01", "source": source,
                "company_id": demo.company.id,
            }
            for code, figure, source in (
                ("standby", 36.12, "Joint negotiating committee, minute 12 of 3 March 2026"),
                ("dog_handler", 2622, "Chief officer group, decision 41/2026"),
                ("staff_night_hours", 0.2, "Joint negotiating committee, minute 14 of 3 March 2026"),
            )
        ]
    )  # fmt: skip
    for rate in rates[:2]:  # the third still waits for its approval
        rate.with_user(demo.users["force.accountant"]).action_approve()


def _teams(demo):
    """{team: officers}: the same people in both months."""
    officers = _clerk(demo)["hr.employee"].search(
        [("company_id", "=", demo.company.id), ("rank_id.code", "in", ("constable", "sergeant")),
         ("leaving_date", "=", False), ("weekly_hours", "=", 40), ("joined_on", "<", "2026-06-01"),
         ("paid", "=", True)],
        order="payroll_reference",
    )  # fmt: skip
    chosen = Random(demo.seed).sample(
        range(len(officers)), min(len(officers), sum(size for _, size in TEAMS))
    )
    found, start = {}, 0
    for team, size in TEAMS:
        found[team] = officers.browse([officers[number].id for number in chosen[start : start + size]])
        start += size
    return found


def _sheets(demo, monday, people, salt):
    chance = Random(f"{demo.seed} duty {salt}")
    clerk = _clerk(demo)
    sheets = clerk["police.duty.sheet"].create(
        [
            {
                "team": team, "week_start": monday, "company_id": demo.company.id,
                "supervisor_id": demo.users["force.manager"].id,
            }
            for team in people
        ]
    )  # fmt: skip
    clerk["police.duty.entry"].create(
        [
            row
            for sheet in sheets
            for person in people[sheet.team]
            for row in _week(sheet, person, monday, chance)
        ]
    )
    return sheets


def _week(sheet, person, monday, chance):
    """Three tours and, for one in three, a rest day worked at short notice."""
    first = chance.randrange(1, 3)
    turn = DAYS if sheet.team == TEAMS[0][0] else TURNS[chance.randrange(len(TURNS))]
    for number in range(3):
        day = monday + timedelta(days=first + number)
        chosen = chance.randrange(len(turn))
        if turn is DAYS and number == 0:
            chosen = 0  # those on days stay on after their first tour
        rostered, worked, told, more = turn[chosen]
        yield _duty(sheet, person, day, rostered, worked, told, more)
    if chance.random() < 0.34:
        day = monday + timedelta(days=6)
        yield {
            **_duty(sheet, person, day, False, "1000-1700", None, {}),
            "kind": "rest_day",
            "told_at": f"{day - timedelta(days=4)} 11:00:00",
        }


def _duty(sheet, person, day, rostered, worked, told, more):
    hour = int(worked[5:7]) + (24 if worked[5:7] < worked[:2] else 0)
    end = day + timedelta(days=hour // 24)
    told_at = None if told is None else f"{end} {hour % 24:02}:00:00"
    return {
        "sheet_id": sheet.id,
        "company_id": sheet.company_id.id,
        "employee_id": person.id,
        "duty_date": day,
        "rostered_text": rostered,
        "worked_text": worked,
        "told_at": told_at and _earlier(told_at, told),
        "authorised_by": INSPECTOR,
        **more,
    }


def _earlier(at, hours):
    return fields.Datetime.from_string(at) - timedelta(hours=hours + 1)


def _forgotten(demo, people):
    """A September duty nobody approved in time: paid in October, marked by the day it was worked."""
    clerk = _clerk(demo)
    sheet = clerk["police.duty.sheet"].create(
        {"team": "Response A", "week_start": "2026-09-21", "company_id": demo.company.id,
         "supervisor_id": demo.users["force.manager"].id}
    )  # fmt: skip
    clerk["police.duty.entry"].create(
        _duty(sheet, people["Response A"][0], date(2026, 9, 24), "0700-1500", "0700-1830", 12, {})
    )


def _paid_late_tour(clerk, demo):
    """A paid tour that had run from 07:00 to 17:30."""
    paid_duties = clerk["police.duty.entry"].search(
        [("company_id", "=", demo.company.id), ("state", "=", "paid"), ("minutes", "=", 630),
         ("kind", "=", "rostered")],
        order="id",
    )  # fmt: skip
    return paid_duties.filtered(lambda entry: entry.worked_text == "07:00-17:30")[:1]


def _exceptions(demo, sheet, people):
    """An overlap, a rest day without authority or notice, and a duty after the last day of service."""
    clerk, day = _clerk(demo), date(2026, 10, 10)
    rows = [
        {**_duty(sheet, people[0], day, False, "1200-1800", None, {}), "kind": "recall"},
        {**_duty(sheet, people[0], day, False, "1700-2000", None, {}), "kind": "recall"},
        {
            **_duty(sheet, people[1], day, False, "0900-1300", None, {}),
            "kind": "rest_day",
            "authorised_by": False,
        },
    ]
    leaver = clerk["hr.employee"].with_context(active_test=False).search(
        [("company_id", "=", demo.company.id), ("police_type", "=", "officer"),
         ("leaving_date", "<", "2026-10-01"), ("leaving_date", ">", "2026-08-01")],
        order="payroll_reference", limit=1,
    )  # fmt: skip
    if leaver:
        rows.append(_duty(sheet, leaver, day, "0700-1500", "0700-1700", 12, {}))
    clerk["police.duty.entry"].create(rows)


def _time_taken(demo, people):
    """One person takes some of the time owed."""
    clerk = _clerk(demo)
    owed = clerk["police.time.event"].search(
        [("company_id", "=", demo.company.id), ("account", "=", "toil"), ("hours", ">=", 1)],
        order="id",
        limit=1,
    )
    if owed:
        clerk["police.time.taken"].create(
            {
                "employee_id": owed.employee_id.id, "account": "toil", "cause": "taken", "amount": 1,
                "on_date": "2026-10-12", "reference": "Leave request 311",
            }
        ).action_post()  # fmt: skip
