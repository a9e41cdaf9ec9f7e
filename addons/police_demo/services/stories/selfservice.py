"""People ask about their September pay and payroll answers: a desk with every kind of query on it.

An officer who only has the portal is ``officer`` (password ``officer``); the self-service user asks as well.
"""

from datetime import timedelta
from random import Random

from odoo import fields
from passlib.context import CryptContext

from ..quiet import QUIET

# (line code looked for, what about, the question, prepared answer or None, cause, end state, days ago)
TALKS = (
    (
        "income_tax",
        "tax",
        "Why did I pay so much more tax this month?",
        "tax_cumulative",
        "right",
        "closed",
        24,
    ),
    (
        "nic_employee",
        "too_much",
        "I did overtime once and National Insurance jumped. Is that right?",
        "ni",
        "right",
        "closed",
        22,
    ),
    (
        "pension_pps_2015",
        "pension",
        "Which tier am I in and does my overtime count?",
        "pension",
        "right",
        "answered",
        6,
    ),
    (
        "overtime_casual",
        "too_little",
        "I worked 6 hours after my late turn on the 12th, only 4 are here.",
        "duty",
        "duty_missing",
        "answered",
        5,
    ),
    (
        "unsocial_hours",
        "missing",
        "My nights in the second week are not all there.",
        None,
        None,
        "in_progress",
        9,
    ),
    (
        "basic_pay",
        "not_understood",
        "Two lines of basic pay this month: what are they?",
        "part_month",
        "right",
        "closed",
        19,
    ),
    (
        "basic_pay",
        "too_little",
        "My increment was due on the 3rd. When will I see it?",
        None,
        None,
        "new",
        1,
    ),
    (
        "sports_lottery",
        "too_much",
        "I left the lottery in August but it was taken again.",
        None,
        None,
        "reopened",
        12,
    ),
    (
        "federation_subscription",
        "other",
        "Please stop this subscription.",
        None,
        None,
        "new",
        2,
    ),
    (
        "income_tax",
        "tax",
        "My code changed from 1257L and nobody told me.",
        "tax_code",
        "tax_code",
        "closed",
        33,
    ),
    (
        "overtime_rest_day",
        "too_little",
        "Rest day working of 5 hours is paid at time and a half: is it not a day?",
        None,
        None,
        "in_progress",
        4,
    ),
    (
        "student_loan",
        "too_much",
        "I finished paying my student loan.",
        None,
        None,
        "new",
        0,
    ),
    (
        None,
        "hardship",
        "My rent is due tomorrow and my pay is £400 short after the change of hours.",
        None,
        None,
        "new",
        0,
    ),
    (
        "basic_pay",
        "missing",
        "My acting-up from 14 September is not there.",
        "late_claim",
        "claim_late",
        "answered",
        8,
    ),
    (
        "pension_lgps",
        "pension",
        "Can I go into the 50/50 section?",
        "pension",
        "right",
        "closed",
        28,
    ),
    (
        "on_call",
        "missing",
        "I was on call twice and only one is paid.",
        "duty",
        "duty_missing",
        "answered",
        11,
    ),
    (
        "mileage",
        "too_little",
        "I claimed 120 miles.",
        None,
        None,
        "in_progress",
        37,
    ),
    (
        "nic_employee",
        "not_understood",
        "What is letter A?",
        "ni",
        "right",
        "closed",
        15,
    ),
)


def finish(demo):
    """Fill the desk as people and payroll would; ages are set back so that the measures say something."""
    demo.company.sudo().pay_notice_sender = "notices@example.org"
    chance = Random(demo.seed)
    clerk = demo.users["payroll.clerk"]
    used = set()
    for code, category, words, prepared, cause, end, days in TALKS:
        slip, line = _somebody(demo, chance, code, used)
        if slip:
            query = (
                demo.env["police.pay.query"]
                .with_context(**QUIET)
                ._ask(slip.employee_id, category, words, slip, line)
            )
            _set_back(query, days)
            _carry(query.with_user(clerk), prepared, cause, end, chance)
    _self_service(demo)
    _portal_officer(demo, chance)


def _somebody(demo, chance, code, used):
    """An approved September payslip of somebody new with a line of ``code``."""
    period = next(period for start, period in demo.periods.items() if (start.month, start.day) == (9, 1))
    domain = [("slip_id.run_id.period_id", "=", period.id), ("slip_id.employee_id", "not in", list(used))]
    domain += [("code", "=", code)] if code else [("kind", "=", "earning")]
    lines = demo.env["police.payslip.line"].sudo().search(domain, order="id")
    if not lines:
        return lines.slip_id, lines
    line = lines[chance.randrange(len(lines))]
    used.add(line.slip_id.employee_id.id)
    return line.slip_id, line if code else line.browse()


def _set_back(query, days):
    asked = fields.Datetime.now() - timedelta(days=days, hours=2)
    query._guarded().write({"asked_on": asked})
    query._promise()


def _carry(query, prepared, cause, end, chance):
    """The clerk's part. Closed ones were answered in good time, most of them."""
    if end == "new":
        return
    query.action_take()
    if end == "in_progress":
        return
    if cause:
        query.cause_id = query.env.ref(f"police_selfservice.cause_{cause}")
    if prepared:
        answer = query.env["police.pay.query.answer"].create(
            {"query_id": query.id, "canned_id": query.env.ref(f"police_selfservice.canned_{prepared}").id}
        )
        answer.action_send()
    else:
        query._answer("It stops from October. On which day did you cancel the mandate?")
    waited = timedelta(hours=chance.choice((3, 20, 26, 49, 75, 130)))
    query._guarded().write({"answered_on": query.asked_on + waited})
    if end == "closed":
        query._is_solved()
        query._guarded().write({"closed_on": query.answered_on + timedelta(hours=5)})
    if end == "reopened":
        query._say("On 20 August, so September's should come back to me.")


def _self_service(demo):
    """The self-service user asked about the own payslip and has an answer waiting."""
    user = demo.users["employee"]
    slip = demo.env["police.payslip"].sudo().search(
        [("employee_id.user_id", "=", user.id), ("run_id.state", "=", "paid")], limit=1
    )  # fmt: skip
    line = slip.line_ids.filtered(lambda row: row.code == "income_tax")[:1]
    if line:
        queries = demo.env["police.pay.query"].with_context(**QUIET)
        query = queries._ask(slip.employee_id, "tax", "Why is my tax different from August?", slip, line)
        _set_back(query, 3)
        desk = query.with_user(demo.users["payroll.clerk"])
        desk.env["police.pay.query.answer"].create(
            {"query_id": query.id, "canned_id": desk.env.ref("police_selfservice.canned_tax_cumulative").id}
        ).action_send()


def _portal_officer(demo, chance):
    """An officer without a desk: a portal user on a phone."""
    slips = demo.env["police.payslip"].sudo().search(
        [("run_id.state", "=", "paid"), ("employee_id.user_id", "=", False), ("rank", "ilike", "constable"),
         ("company_id", "=", demo.company.id)], order="id",
    )  # fmt: skip
    if not slips:
        return
    person = slips[chance.randrange(len(slips))].employee_id
    users = demo.env["res.users"].sudo().with_context(no_reset_password=True, mail_create_nolog=True)
    user = users.create(
        {
            "name": person.name,
            "login": "officer",
            "company_id": demo.company.id,
            "company_ids": [fields.Command.set(demo.company.ids)],
            "lang": demo.users["employee"].lang,
            "tz": "Europe/London",
            "group_ids": [fields.Command.set([demo.env.ref("base.group_portal").id])],
        }
    )
    hashed = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=25_000).hash("officer")
    user._set_encrypted_password(user.id, hashed)
    person.sudo().user_id = user
