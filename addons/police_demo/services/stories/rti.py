"""Submissions to HMRC, exchanged with a stand-in on this computer that is never presented as HMRC.

August's FPS is accepted; September's is refused for one person, corrected and accepted; an additional FPS
that puts an opening figure right is with HMRC; two EPS, an NVR with its answers; what is owed agreed with the
ledger.
"""

from datetime import datetime, timedelta

from odoo.addons.police_engine.adapters.rti.standin import StandIn, serving
from odoo.addons.police_rti.models.rti_submission_converse import DIRECT

from ..quiet import QUIET

PORT = "http://127.0.0.1:8765/submission"  # where tests/standins/rti_gateway.py serves by default
YEAR = "2026-27"
REFUSED = "reject:4085:{number}:Line"


class _Desk:
    """The payroll desk at a moment of the month, connected to the stand-in."""

    def __init__(self, demo, gateway):
        self.demo, self.gateway = demo, gateway

    def at(self, moment, login="payroll.clerk"):
        """Environment of a user at a moment."""
        self.gateway.clock = lambda: moment
        context = {**self.demo.env.context, **QUIET, "police_rti_now": moment, "police_rti_direct": DIRECT}
        return self.demo.env(user=self.demo.users[login], context=context)

    def send(self, submission, moment, *script):
        """The approver agrees, the clerk sends half an hour later; the stand-in behaves as told."""
        self.gateway.script = list(script) or ["accept"]
        submission.with_env(self.at(moment, "payroll.approver")).action_approve()
        one = submission.with_env(self.at(moment + timedelta(minutes=30)))
        one.action_send()
        return one


def paid(demo):
    """Everything that went to HMRC up to September's pay day and the EPS after it."""
    gateway = StandIn(interval=2)
    with serving(gateway) as address:
        demo.company.sudo().write({"rti_mode": "stand_in", "rti_endpoint": address})
        desk = _Desk(demo, gateway)
        august, september = _fps(demo)
        _august(desk, august)
        _summary(desk, 5, datetime(2026, 9, 10, 9, 15))
        _nino_request(desk, datetime(2026, 9, 16, 11, 0))
        corrected = _september(desk, september)
        _summary(desk, 6, datetime(2026, 10, 8, 9, 40))
        _repair(desk, corrected, datetime(2026, 10, 9, 10, 5))
    demo.company.sudo().rti_endpoint = PORT


def finish(demo):
    """The accountant agrees what is owed with the ledger and books levy and recovery."""
    accountant = demo.env(user=demo.users["force.accountant"], context={**demo.env.context, **QUIET})
    months = accountant["police.rti.liability"]._refresh_company(demo.company)
    for month in months.with_env(accountant).sorted("tax_month"):
        if month.levy or month.recovered:
            month.action_post()


def _fps(demo):
    model = demo.env["police.rti.submission"].sudo()
    found = model.search([("kind", "=", "fps"), ("company_id", "=", demo.company.id)], order="payment_date")
    return found[0], found[-1]


def _august(desk, one):
    """Sent the day before pay day; HMRC answers at the second question."""
    one = desk.send(one, datetime(2026, 8, 27, 10, 0), "delay:2")
    later = one.with_env(desk.at(datetime(2026, 8, 27, 10, 40)))
    later.action_check()


def _september(desk, one):
    """Refused for one person's address, put right on the record, sent again and accepted the same day."""
    slips = one.sudo().run_id.slip_ids.sorted("payroll_reference")
    number = min(12, len(slips))
    person = slips[number - 1].employee_id
    one = desk.send(one, datetime(2026, 9, 29, 9, 30), REFUSED.format(number=number))
    person.sudo().with_context(**QUIET).private_street = f"Flat 2, {person.sudo().private_street or ''}"
    moment = datetime(2026, 9, 29, 14, 5)
    action = one.with_env(desk.at(moment)).action_correct()
    fresh = one.browse(action["res_id"]).with_env(desk.at(moment))
    fresh.action_ready()
    return desk.send(fresh, moment)


def _summary(desk, month, moment):
    """An EPS of a tax month, when there is levy or recovery to tell."""
    env = desk.at(moment)
    one = env["police.rti.submission"].create(
        {"kind": "eps", "company_id": desk.demo.company.id, "tax_year": YEAR, "tax_month": month}
    )
    one.action_fill_eps()
    one.action_ready()
    if one.state != "ready":  # a very small force has neither levy nor recovery
        one.sudo().unlink()
        return
    desk.send(one, moment)


def _nino_request(desk, moment):
    """Three people are asked about; a notice answers for two of them."""
    env = desk.at(moment)
    people = env["hr.employee"].search(
        [("company_id", "=", desk.demo.company.id), ("payroll_reference", "!=", False)],
        order="joined_on desc, payroll_reference", limit=3,
    )  # fmt: skip
    wizard = env["police.rti.nino.request"].with_company(desk.demo.company).create(
        {"employee_ids": [(6, 0, people.ids)], "company_id": desk.demo.company.id}
    )
    one = env["police.rti.submission"].browse(wizard.action_create()["res_id"])
    if one.state != "ready":
        return
    desk.send(one, moment)
    notice = {"replied_on": "2026-09-24", "source": "Notice of 24 September 2026"}
    for check in one.nino_check_ids.with_env(env).filtered("asked_nino")[:2]:
        check.write({**notice, "reply": "verified", "nino_returned": check.asked_nino})
    one.nino_check_ids.with_env(env)[:1].action_take_over()


def _repair(desk, september, moment):
    """The former system's P11 of one person is read again: 100.00 more pay. HMRC's answer is awaited."""
    env = desk.at(moment)
    opening = env["police.pay.opening"].search(
        [("company_id", "=", desk.demo.company.id), ("tax_year", "=", YEAR), ("taxable_pay", ">", 1000)],
        order="id", limit=1,
    )  # fmt: skip
    if not opening or september.state != "accepted":
        return
    source = "Former system's P11, read again on 9 October 2026"
    opening.write({"taxable_pay": opening.taxable_pay + 100, "source": source})
    wizard = env["police.rti.correction"].create({"company_id": desk.demo.company.id, "tax_year": YEAR})
    wizard.action_compare()
    wizard.line_ids.filtered(lambda line: line.employee_id != opening.employee_id).chosen = False
    if wizard.line_ids.filtered("chosen"):
        action = wizard.action_create()
        one = env["police.rti.submission"].browse(action["res_id"])
        desk.send(one, moment, "delay:99")
