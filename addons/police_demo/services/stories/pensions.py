"""Pensions: history from the former system, September's returns, two postponements and an opting out."""

import base64
from datetime import date
from random import Random

from odoo.addons.police_engine.pension import history
from odoo.addons.police_pensions.services import history_csv

from ..quiet import QUIET

FORMER_MEMBERS = 12
LEGACY = (("pps_1987", "14.25%", 1425, 2340), ("pps_2015", "13.44%", 1344, 3100))


UNDECIDED = 3


def august(demo):
    """The clerk enters the opting out on paper so far, and imports the remedy years of a dozen officers."""
    _enter_opting_out(demo)
    _import_history(demo)


def _outside(env, demo):
    """People in no scheme, by payroll number."""
    profiles = env["police.pay.profile"].search(
        [("company_id", "=", demo.company.id), ("pension_scheme", "=", "none")]
    )
    return profiles.employee_id.sorted("payroll_reference")


def _enter_opting_out(demo):
    clerk = demo.env(user=demo.users["payroll.clerk"], context={**demo.env.context, **QUIET})
    clerk["police.pension.event"].create(
        [
            {
                "employee_id": person.id,
                "kind": "opted_out",
                "date_from": "2025-04-01",
                "authority": "Opt-out form on the personal file",
            }
            for person in _outside(clerk, demo)[:-UNDECIDED]
        ]
    )


def _import_history(demo):
    env = demo.env(user=demo.users["payroll.clerk"])
    officers = env["hr.employee"].search(
        [
            ("company_id", "=", demo.company.id),
            ("police_type", "=", "officer"),
            ("service_date", "<", "2012-01-01"),
        ],
        order="payroll_reference",
        limit=FORMER_MEMBERS,
    )  # fmt: skip
    rows = [row for place, officer in enumerate(officers) for row in _years(demo, officer, place)]
    if not rows:
        return
    wizard = env["police.pension.import"].create(
        {
            "company_id": demo.company.id,
            "content": base64.b64encode(history_csv.write(rows)),
            "file_name": "pension-history-2015-2022.csv",
        }
    )
    wizard.action_import()
    if wizard.state != "done":
        raise ValueError(wizard.error_ids.mapped("reason"))


def _years(demo, officer, place):
    """(payroll number, engine row, reason) for each scheme year of the remedy period."""
    chance = Random(f"{demo.seed}/pension/{officer.payroll_reference}")
    pay = chance.randint(38_000, 46_000) * 100
    for year in range(2015, 2022):
        scheme, rate, own, theirs = LEGACY[year >= 2019 or place % 3 == 0]
        start, end = date(year, 4, 1), date(year + 1, 3, 31)
        days = (end - start).days + 1
        unpaid = 90 if place == 4 and year == 2018 else 0
        earned = pay * (days - unpaid) // days
        yield (
            officer.payroll_reference,
            history.Row(
                scheme, start, end, end, earned, earned * own // 10_000, earned * theirs // 10_000, rate,
                days, unpaid, (days - unpaid) * history.DAY,
            ),
            "",
        )  # fmt: skip
        pay += pay // 50


def september(demo):
    """Staff outside every scheme: two postponed, one opted out."""
    clerk = demo.env(user=demo.users["payroll.clerk"])
    for place, person in enumerate(_outside(clerk, demo)[-UNDECIDED:]):
        facts = (
            {"kind": "opted_out", "authority": "Opt-out form of 3 September 2026"}
            if place == 2
            else {"kind": "postponed", "date_to": "2026-11-30"}
        )
        clerk["police.pension.event"].create({"employee_id": person.id, "date_from": "2026-09-01", **facts})


def paid(demo):
    """September's returns: the police one approved and sent, the LGPS one waiting for approval."""
    clerk = demo.env(user=demo.users["payroll.clerk"])["police.pension.return"]
    for family in ("pps", "lgps"):
        entry = clerk.create(
            {
                "company_id": demo.company.id,
                "family": family,
                "date_from": "2026-09-01",
                "date_to": "2026-09-30",
            }
        )
        entry.action_make()
        if family == "pps":
            entry.with_user(demo.users["payroll.approver"]).action_approve()
            entry.action_sent()
