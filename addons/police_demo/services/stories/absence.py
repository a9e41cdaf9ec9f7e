"""Absence: the force's schemes, a year of sickness with its clocks, family leave, a strike, late corrections.

HR enters, the accountant approves schemes, the chief officer's deputy decides on sick pay, payroll checks.
"""

from datetime import date, timedelta
from random import Random

from ..people import by_reference
from ..quiet import QUIET

SEPTEMBER = date(2026, 9, 1)
# kind, applies to, steps of (months of service, full, half): days of sickness, weeks of leave
SCHEMES = (
    (
        "sickness",
        "staff",
        ((0, 30, 0), (4, 30, 60), (12, 60, 60), (24, 120, 120), (36, 150, 150), (60, 183, 182)),
    ),
    ("maternity", "staff", ((0, 0, 0), (12, 6, 12))),
    ("adoption", "staff", ((0, 0, 0), (12, 6, 12))),
    ("adoption", "officer", ((12, 18, 0),)),
    ("paternity", "staff", ((0, 1, 0),)),
    ("paternity", "officer", ((0, 1, 0),)),
    ("bereavement", "staff", ((0, 2, 0),)),
    ("bereavement", "officer", ((0, 2, 0),)),
)
NAMES = {
    "sickness": "Sick pay", "maternity": "Maternity pay", "adoption": "Adoption pay",
    "paternity": "Paternity pay", "bereavement": "Bereavement pay",
}  # fmt: skip
REASONS = ("respiratory", "musculoskeletal", "psychological", "digestive", "infection", "surgery", "injury")


class Cast:
    """People of the force in a fixed, seeded order, each used once."""

    def __init__(self, demo):
        self.demo = demo
        self.people = by_reference(demo.env(su=True), demo.company)
        force = demo.force
        changed = {change.payroll_id for change in force.changes}
        claims = {e.payroll_id for e in (*force.recurring, *force.august, *force.september)}
        steady = [
            p for p in force.people if p.job.service_date < date(2023, 1, 1) and p.payroll_id not in changed
        ]
        Random(demo.seed + 41).shuffle(steady)
        # first those with nothing but their salary: who goes without pay must owe nothing from it
        self.steady = sorted(steady, key=lambda p: p.payroll_id in claims)
        self.bare = {p.payroll_id for p in steady if p.payroll_id not in claims}
        self.used = set()

    def pick(self, *kinds, bare=False, woman=None):
        """The next person of one of these kinds; None in a force too small to have one."""
        pool = self.steady if bare else reversed(self.steady)
        for person in pool:
            employee = self.people.get(person.payroll_id)
            if not employee or person.payroll_id in self.used or person.job.kind not in kinds:
                continue
            if (bare and person.payroll_id not in self.bare) or employee.user_id:
                continue
            if woman is not None and (person.sex == "F") != woman:
                continue
            self.used.add(person.payroll_id)
            return employee
        return None


def august(demo):
    """What is known before August is paid."""
    hr = _as(demo, "hr.officer")
    _schemes(demo, hr)
    cast = demo.absence_cast = Cast(demo)
    _long_sickness(demo, hr, cast)
    _short_sickness(demo, hr, cast)
    _family(demo, hr, cast)
    _own(demo, hr)
    _others(hr, cast)


def _as(demo, login):
    return demo.env(user=demo.users[login], context={**demo.env.context, **QUIET})


def _schemes(demo, hr):
    schemes = hr["police.absence.scheme"].create(
        [
            {
                "name": f"{NAMES[kind]} of {'police staff' if group == 'staff' else 'officers'}",
                "kind": kind,
                "applies_to": group,
                "date_from": date(2020, 4, 1),
                "company_id": demo.company.id,
                "source": "Force agreement 2020/7, after the Police Staff Council handbook"
                if group == "staff"
                else "Force policy 33, family leave",
                "step_ids": [
                    (0, 0, {"from_months": months, "full_pay": full, "half_pay": half})
                    for months, full, half in steps
                ],
            }
            for kind, group, steps in SCHEMES
        ]
    )
    schemes.with_env(_as(demo, "force.accountant")).action_approve()
    hr["police.absence.pattern"].create(
        [
            {"name": "Monday to Friday", "company_id": demo.company.id, "sequence": 1},
            {
                "name": "Every day (variable shifts)",
                "company_id": demo.company.id,
                "saturday": True,
                "sunday": True,
            },
        ]
    )


def _sick(hr, employee, start, end=None, **facts):
    if not employee:
        return hr["police.absence"]
    return hr["police.absence"].create(
        {"employee_id": employee.id, "kind": "sickness", "date_from": start, "date_to": end, **facts}
    )


def _average(amount):
    return {"average_entered": amount, "average_evidence": "Payslips of the former payroll system"}


def _long_sickness(demo, hr, cast):
    """Clocks at every stage, with letters and decisions."""
    injured = _sick(
        hr,
        cast.pick("officer"),
        date(2026, 3, 14),
        injury_on_duty=True,
        injury_report="AR/2026/0311",
        reason="injury",
        **_average(905),
    )
    _notice(hr, injured, date(2026, 9, 13), "half", date(2026, 8, 12))
    _decide(demo, hr, injured, date(2026, 9, 13), date(2026, 12, 31), "injury", "R28/2026/14")
    half = _sick(hr, cast.pick("officer"), date(2026, 2, 20), reason="psychological", **_average(880))
    _notice(hr, half, date(2026, 8, 22), "half", date(2026, 7, 20))
    soon = _sick(hr, cast.pick("officer"), date(2026, 4, 1), reason="musculoskeletal", **_average(930))
    _notice(hr, soon, date(2026, 10, 1), "half", date(2026, 9, 1))
    _sick(hr, cast.pick("officer", "staff", bare=True), date(2025, 7, 1), reason="nervous", **_average(890))
    _sick(
        hr, cast.pick("officer"), date(2026, 4, 20), reason="cardiac", **_average(910)
    )  # drops on 20 October
    for start in (date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 22), date(2026, 7, 6)):
        _sick(hr, cast.pick("officer"), start, reason="surgery", **_average(700))
    for spell in (injured, half, soon):
        _fit_notes(hr, spell)


def _notice(hr, absence, drop, level, told):
    if absence:
        notice = hr["police.absence.notice"].create(
            {
                "employee_id": absence.employee_id.id,
                "absence_id": absence.id,
                "drop_on": drop,
                "level": level,
            }
        )
        notice.write({"told_on": told, "told_how": "post", "manager_told": True})


def _decide(demo, hr, absence, start, end, grounds, reference):
    if absence:
        decision = hr["police.absence.decision"].create(
            {
                "absence_id": absence.id,
                "date_from": start,
                "date_to": end,
                "grounds": grounds,
                "reference": reference,
            }
        )
        decision.with_env(_as(demo, "force.manager")).action_approve()


def _fit_notes(hr, absence):
    """A self-certificate, then fit notes of eight weeks up to the end of September."""
    if not absence:
        return
    rows = [("self", absence.date_from, absence.date_from + timedelta(days=6))]
    while rows[-1][2] < date(2026, 9, 30):
        start = rows[-1][2] + timedelta(days=1)
        rows.append(("fit_note", start, start + timedelta(days=55)))
    hr["police.absence.certificate"].create(
        [
            {"absence_id": absence.id, "kind": kind, "date_from": start, "date_to": end, "received_on": start}
            for kind, start, end in rows
        ]
    )


def _short_sickness(demo, hr, cast):
    """Spells of one to three weeks over the year, for thirty people."""
    random = Random(demo.seed + 42)
    for _ in range(30):
        employee = cast.pick("officer", "staff", "pcso")
        start = date(2025, 11, 3) + timedelta(days=random.randrange(30))
        for _spell in range(random.choice((1, 1, 2, 3))):
            end = start + timedelta(days=random.randrange(1, 18))
            _sick(hr, employee, start, end, reason=random.choice(REASONS))
            start = end + timedelta(days=random.randrange(30, 90))
            if start > date(2026, 9, 20):
                break


def _family(demo, hr, cast):
    mothers = _mothers(hr, cast)
    leaves = [*mothers, *_fathers(hr, cast), _adopter(hr, cast), _bereaved(hr, cast)]
    for leave in filter(None, leaves):
        leave.action_confirm()
        leave.with_env(_as(demo, "payroll.clerk")).action_check()
    _first, spread, *_others, refused = mothers
    if spread:
        day = {"day": date(2026, 9, 16), "hours": 6, "reason": "Public order refresher"}
        hr["police.absence.kit"].create({"absence_id": spread.id, **day})
    if refused:
        refused.action_statement()
    later = {"kind": "maternity", "expected_date": "2027-01-20", "notice_on": "2026-08-20"}
    _leave(hr, cast.pick("officer", woman=True), date(2026, 12, 20), None, **later)


def _mothers(hr, cast):
    """Full pay, half pay over ten weeks, a staff scheme, and earnings too low for SMP."""
    woman = {"woman": True}
    return [
        _maternity(hr, cast.pick("officer", **woman), date(2026, 7, 5), date(2026, 7, 26), 935),
        _maternity(hr, cast.pick("officer", **woman), date(2026, 5, 10), date(2026, 6, 1), 951, spread=True),
        _maternity(hr, cast.pick("staff", **woman), date(2026, 6, 7), date(2026, 7, 2), 560),
        _maternity(hr, cast.pick("staff", bare=True, **woman), date(2026, 8, 2), date(2026, 8, 30), 118),
    ]


def _fathers(hr, cast):
    papers = {"kind": "paternity", "weeks_wanted": 2, "notice_on": "2026-04-02", "evidence_on": "2026-04-02"}
    births = (("officer", date(2026, 8, 14)), ("officer", date(2026, 9, 10)), ("staff", date(2026, 9, 3)))
    found = []
    for kind, born in births:
        start = born + timedelta(days=4)
        facts = {**papers, **_average(720), "expected_date": born, "born_on": born}
        found.append(_leave(hr, cast.pick(kind, woman=False), start, start + timedelta(days=13), **facts))
    return found


def _adopter(hr, cast):
    facts = {"matched_on": "2026-07-06", "evidence_on": "2026-07-08", "notice_on": "2026-07-08"}
    return _leave(
        hr, cast.pick("officer"), date(2026, 8, 10), None, kind="adoption", **facts, **_average(940)
    )


def _bereaved(hr, cast):
    facts = {"kind": "bereavement", "event_date": "2026-09-08", "evidence_on": "2026-09-10", **_average(610)}
    return _leave(hr, cast.pick("staff"), date(2026, 9, 14), date(2026, 9, 27), **facts)


def _leave(hr, employee, start, end, **facts):
    if not employee:
        return hr["police.absence"]
    return hr["police.absence"].create(
        {"employee_id": employee.id, "date_from": start, "date_to": end, **facts}
    )


def _maternity(hr, employee, start, due, average, spread=False):
    return _leave(
        hr, employee, start, None, kind="maternity", expected_date=due, notice_on=start - timedelta(days=90),
        matb1_signed=due - timedelta(weeks=18), evidence_on=due - timedelta(weeks=17), spread_half_pay=spread,
        **_average(average),
    )  # fmt: skip


def _own(demo, hr):
    """The self-service user has something to see."""
    user = demo.users["employee"]
    employee = hr["hr.employee"].search([("user_id", "=", user.id)], limit=1)
    _sick(hr, employee, date(2026, 7, 13), date(2026, 7, 17), reason="respiratory")


def _others(hr, cast):
    """A strike of staff, a career break, jury service, a suspension, unpaid leave."""
    for _ in range(6):
        _leave(hr, cast.pick("staff", bare=True), date(2026, 9, 16), date(2026, 9, 16), kind="strike")
    _leave(hr, cast.pick("staff"), date(2026, 9, 16), date(2026, 9, 16), kind="strike", hours_lost=3)
    _leave(hr, cast.pick("officer", "staff", bare=True), date(2026, 9, 1), None, kind="career_break")
    _leave(hr, cast.pick("staff"), date(2026, 9, 7), date(2026, 9, 18), kind="jury")
    _leave(hr, cast.pick("officer"), date(2026, 6, 15), None, kind="suspension")
    _leave(hr, cast.pick("staff", bare=True), date(2026, 9, 21), date(2026, 9, 25), kind="unpaid_leave")


def paid(demo):
    """After September was paid: leave nobody had reported, and a return that was earlier than entered."""
    hr, cast = _as(demo, "hr.officer"), demo.absence_cast
    _leave(hr, cast.pick("staff"), date(2026, 9, 14), date(2026, 9, 18), kind="unpaid_leave")
    _leave(hr, cast.pick("officer"), date(2026, 9, 24), date(2026, 9, 29), kind="unpaid_leave")
    back = _sick(hr, cast.pick("officer"), date(2026, 9, 8), date(2026, 9, 21), reason="infection")
    if back:
        hr["police.absence.phase"].create(
            {
                "absence_id": back.id,
                "date_from": date(2026, 9, 22),
                "date_to": date(2026, 10, 5),
                "weekly_hours": 20,
            }
        )


def finish(demo):
    """One request waits for the chief officer's deputy; the clocks are as of today."""
    hr = _as(demo, "hr.officer")
    clocks = hr["police.absence.clock"]
    clocks.sudo()._refresh(demo.company)
    near = clocks.search([("next_drop_on", "!=", False), ("company_id", "=", demo.company.id)], limit=1)
    if near and near.absence_id:
        hr["police.absence.decision"].create(
            {
                "absence_id": near.absence_id.id,
                "level": "full" if near.next_level == "half" else "half",
                "date_from": near.next_drop_on,
                "date_to": near.next_drop_on + timedelta(days=60),
                "grounds": "recovery",
                "explanation": "Return is expected within two months, with a phased start.",
            }
        )
