"""Deductions: court orders of every kind, schemes with rates, loans, and overpayments at every step.

The clerk enters, the approver approves, the accountant books; HR's late news make overpayments predictable.
"""

import random
from datetime import date

from ..quiet import QUIET

JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))
PAYEES = (
    ("Teesmouth Magistrates' Court", "court"), ("County Court Money Claims Centre", "court"),
    ("Teesmouth Borough Council", "council"), ("Cardiff Council", "council"),
    ("Department for Work and Pensions, Debt Management", "dwp"), ("Child Maintenance Service", "cms"),
    ("Edinburgh Sheriff Officers", "sheriff"), ("Police Superintendents' Association", "association"),
    ("GMB", "association"), ("Unite", "association"), ("Police Mutual", "insurer"),
    ("Flint House", "charity"), ("Force estates", "force"), ("Green Fleet Leasing", "provider"),
    ("LGPS AVC provider", "pension"), ("Force sports and social club", "association"),
)  # fmt: skip
# name, element, payee, rates by band (empty: the person chooses), kind of person, people
SCHEMES = (
    ("Superintendents' Association", "superintendents_subscription", "Police Superintendents' Association",
     (("Member", "38.75"),), "taken over", 0),
    ("GMB", "gmb_subscription", "GMB", (("Full time", "15.22"),), "taken over", 0),
    ("Unite", "unite_subscription", "Unite", (("Full time", "16.40"), ("Part time", "8.90")), "staff", 9),
    ("Police Mutual saving", "police_mutual", "Police Mutual", (), "officer", 14),
    ("Flint House", "flint_house", "Flint House", (("Monthly", "4.30"),), "officer", 12),
    ("Force accommodation", "accommodation_rent", "Force estates", (("Single room", "310.00"),), "officer",
     3),
    ("Car parking", "car_parking", "Force estates", (("Headquarters", "12.50"),), "staff", 10),
    ("Lease cars", "car_scheme", "Green Fleet Leasing", (("Small electric", "214.00"),), "staff", 4),
    ("LGPS AVC", "avc_lgps", "LGPS AVC provider", (), "staff", 5),
    ("Sports and social club", "sports_club", "Force sports and social club", (("Member", "3.00"),),
     "officer", 15),
)  # fmt: skip
# kind, payee, facts
ORDERS = (
    ("maintenance", 0, {"normal": 180, "states_protected": True, "protected": 1250}),
    ("maintenance", 0, {"normal": 650, "states_protected": True, "protected": 2050}),
    ("fine", 0, {"total": 560}), ("fine", 0, {"total": 95}),
    ("judgment", 1, {"normal": 120, "states_protected": True, "protected": 1400, "total": 2310}),
    ("judgment", 1, {"normal": 90, "states_protected": True, "protected": 2000, "total": 480}),
    ("council_tax", 2, {"table": "england", "total": 1450}),
    ("council_tax", 2, {"table": "england", "total": 610}),
    ("council_tax", 3, {"table": "wales", "total": 980}),
    ("direct", 4, {"table": "standard", "total": 3200}), ("direct", 4, {"normal": 60, "total": 400}),
    ("child_maintenance", 5, {"normal": 240}), ("child_maintenance", 5, {"normal": 310}),
    ("arrestment", 6, {"total": 1700}), ("current_maintenance", 6, {"normal": 7.5}),
    ("conjoined", 6, {"table": "both", "normal": 5}),
)  # fmt: skip


class Cast:
    """People in pay in a settled, seeded order; each is taken once."""

    def __init__(self, demo):
        dice = random.Random(f"{demo.seed} deductions")
        versions = demo.env["hr.version"].sudo().search(
            [("company_id", "=", demo.company.id), ("contract_date_start", "<", JULY),
             ("contract_date_end", "=", False), ("police_type", "in", ("officer", "staff"))],
            order="employee_id",
        )  # fmt: skip
        self.of = {"officer": [], "staff": []}
        for employee in versions.employee_id.sorted("payroll_reference"):
            if not employee.user_id and employee.payroll_reference:
                kind = employee.version_id.police_type
                if kind in self.of and employee.version_id.paid:
                    self.of[kind].append(employee)
        for people in self.of.values():
            dice.shuffle(people)

    def take(self, kind, well_paid=False):
        """The next person of this kind; ``well_paid``: of staff, one far above the minimum wage."""
        people = self.of[kind]
        if well_paid and kind == "staff":
            enough = [p for p in people if p.version_id.local_salary_id.annual_salary > 33_000]
            people.remove(enough[-1])
            return enough[-1]
        return people.pop()


def _as(demo, login):
    return demo.env(user=demo.users[login], context={**demo.env.context, **QUIET})


def august(demo):
    """Before August is paid: payees, schemes with rates, agreements, orders, loans, limits."""
    if "police.deduction.order" not in demo.env:
        return
    cast = demo.deduction_cast = Cast(demo)
    clerk, approver = _as(demo, "payroll.clerk"), _as(demo, "payroll.approver")
    payees = _payees(demo, clerk)
    _schemes(demo, clerk, approver, payees, cast)
    _orders(clerk, approver, payees, cast)
    _loans(demo, clerk, approver, cast)
    _limits(demo)


def _own(demo):
    """The person who logs in as ``employee``."""
    return demo.env["hr.employee"].search([("user_id", "=", demo.users["employee"].id)], limit=1)


def _payees(demo, clerk):
    made = clerk["police.deduction.payee"].create(
        [{"name": name, "kind": kind, "company_id": demo.company.id} for name, kind in PAYEES]
    )
    return dict(zip((name for name, _kind in PAYEES), made, strict=True))


def _schemes(demo, clerk, approver, payees, cast):
    for name, code, payee, bands, kind, people in SCHEMES:
        scheme = clerk["police.deduction.scheme"].create(
            {
                "name": name, "code": code, "payee_id": payees[payee].id, "own_amount": not bands,
                "company_id": demo.company.id, "band_ids": [(0, 0, {"name": band}) for band, _rate in bands],
            }
        )  # fmt: skip
        rates = clerk["police.deduction.rate"].create(
            [
                {"band_id": band.id, "date_from": date(2026, 4, 1), "amount": float(rate),
                 "source": "DEMO: made up"}
                for band, (_name, rate) in zip(scheme.band_ids, bands, strict=True)
            ]
        )  # fmt: skip
        rates.with_env(approver).action_approve()
        persons = (
            _taken_over(demo, clerk, code)
            if kind == "taken over"
            else [cast.take(kind, code == "car_scheme") for _ in range(people)]
        )
        _agree(clerk, approver, scheme, persons, code)


def _taken_over(demo, clerk, code):
    """People whose amount was typed by hand: the elements are archived, agreements take their place."""
    elements = clerk["police.pay.element"].search(
        [("company_id", "=", demo.company.id), ("code", "=", code), ("recurrence", "=", "every_period"),
         ("date_from", "<", AUGUST)]
    )  # fmt: skip
    people = elements.employee_id
    elements.write({"active": False})
    return list(people)


def _agree(clerk, approver, scheme, people, code):
    sacrifice = scheme.category == "sacrifice"
    made = clerk["police.deduction.agreement"].create(
        [
            {
                "employee_id": person.id, "scheme_id": scheme.id, "date_from": AUGUST,
                "signed_on": date(2026, 7, 1 + number % 28), "terms_changed": sacrifice,
                "membership": f"{code[:3].upper()}-{4000 + 37 * number}",
                "amount": 10.0 + 5 * (number % 9) if scheme.own_amount else 0.0,
            }
            for number, person in enumerate(people)
        ]
    )  # fmt: skip
    made.action_submit()
    made.with_env(approver).action_approve()


def _orders(clerk, approver, payees, cast):
    issuers = list(payees.values())
    rows = []
    for number, (kind, place, facts) in enumerate(ORDERS):
        rows.append(
            {
                "employee_id": cast.take("staff" if number % 3 else "officer").id, "kind": kind,
                "payee_id": issuers[place].id,
                "authority_reference": f"{kind[:2].upper()}/26/{1187 + 31 * number}",
                "made_on": date(2026, 6, 1 + number), "received_on": date(2026, 6, 8 + number),
                "date_from": JULY, **facts,
            }
        )  # fmt: skip
    orders = clerk["police.deduction.order"].create(rows)
    orders.action_submit()
    orders.with_env(approver).action_approve()


def _loans(demo, clerk, approver, cast):
    rows = [
        ("season_ticket", 1284, 12, "Rail season ticket"), ("season_ticket", 920, 10, "Bus and Metro"),
        ("season_ticket", 2460, 12, "Rail season ticket"), ("hardship", 1500, 15, "Boiler replaced"),
        ("hardship", 600, 12, "Funeral expenses"), ("hardship", 10400, 48, "Flood damage"),
    ]  # fmt: skip
    loans = clerk["police.deduction.loan"].create(
        [
            {
                "employee_id": cast.take("officer" if number % 2 else "staff").id, "kind": kind,
                "principal": principal, "count": count, "date_from": AUGUST, "purpose": purpose,
                "signed_on": date(2026, 7, 20),
            }
            for number, (kind, principal, count, purpose) in enumerate(rows)
        ]
        + [
            {
                "employee_id": own.id, "kind": "season_ticket", "principal": 840, "count": 12,
                "date_from": AUGUST, "purpose": "Metro season ticket", "signed_on": date(2026, 7, 15),
            }
            for own in _own(demo)
        ]
    )  # fmt: skip
    loans.action_submit()
    loans.with_env(approver).action_approve()
    for loan in loans.with_env(_as(demo, "force.accountant")):
        loan.action_pay_out()


def _limits(demo):
    accountant = _as(demo, "force.accountant")
    limits = accountant["police.overpayment.authority"].create(
        [
            {"role": f"police_core.group_{role}", "limit": limit, "date_from": date(2026, 4, 1),
             "source": "Scheme of delegation 4.3", "company_id": demo.company.id}
            for role, limit in (("payroll_approver", 100), ("force_accountant", 2500))
        ]
    )  # fmt: skip
    limits.with_env(_as(demo, "force.manager")).action_approve()


def september(demo):
    """August is closed: overpayments come to light, one of each step; some are recovered in September."""
    if not hasattr(demo, "deduction_cast"):
        return
    cast, clerk = demo.deduction_cast, _as(demo, "payroll.clerk")
    approver = _as(demo, "payroll.approver")
    cases = [
        _overpaid(demo, clerk, cast.take(kind), cause, note, gross)
        for kind, cause, note, gross in (
            ("officer", "rate", "Point 5 was entered instead of point 4 from 1 August.", 214.50),
            ("staff", "hours", "Hours were reduced to 30 from 1 August; the form came on 27 August.", 398.20),
            ("officer", "absence", "Two days of unpaid leave on 13 and 14 August were not recorded.", 241.77),
            ("staff", "keying", "An honorarium of £90.00 was entered as £900.00.", 810.00),
            ("officer", "double", "Mileage of August was claimed on two forms.", 63.45),
            ("staff", "rate", "Market supplement was paid a month after it had ended.", 150.00),
        )
    ]
    cases += [
        _overpaid(demo, clerk, own, "absence", "An unpaid day on 20 August was recorded late.", 118.40)
        for own in _own(demo)
    ]
    for overpayment in cases[:5] + cases[6:]:
        overpayment.action_assess()
    for overpayment in cases[:4] + cases[6:]:
        overpayment.with_env(approver).action_approve()
        overpayment.action_letter()
    for overpayment in cases[:3]:
        overpayment.action_recover()
    cases[1]._hardship_asked("Rent rose and a partner lost work; asks for £50 a pay day", 50.0)
    cases[3].good_faith = "yes"
    clerk["police.overpayment.writeoff"].create(
        {
            "overpayment_id": cases[3].id,
            "amount": 60.0,
            "reason": "Cost of recovery above the sum; good faith",
        }
    )


def _overpaid(demo, clerk, employee, cause, note, gross):
    slip = demo.env["police.payslip"].sudo().search(
        [("employee_id", "=", employee.id), ("run_id.state", "in", ("approved", "paid"))],
        order="pay_date desc", limit=1,
    )  # fmt: skip
    return clerk["police.overpayment"].create(
        {
            "employee_id": employee.id, "cause": cause, "cause_note": note, "known_on": date(2026, 9, 3),
            "line_ids": [
                (0, 0, {"slip_id": slip.id, "label": "Basic pay", "gross": gross,
                        "pensionable": cause in ("rate", "hours", "absence")})
            ],
        }
    )  # fmt: skip


def october(demo):
    """Late news before October: reported, not recorded. The calculation predicts what they would cost."""
    if not hasattr(demo, "deduction_cast"):
        return
    cast, clerk = demo.deduction_cast, _as(demo, "payroll.clerk")
    approver = _as(demo, "payroll.approver")
    news = (
        ("officer", "left", date(2026, 10, 9), None, "Insp. Rowe, by telephone"),
        ("staff", "left", date(2026, 10, 2), None, "Control room manager"),
        ("staff", "unpaid", date(2026, 10, 12), date(2026, 10, 23), "Ms Dunn, line manager"),
        ("officer", "unpaid", date(2026, 10, 19), None, "Sgt Okafor, by e-mail"),
    )
    clerk["police.overpayment.report"].create(
        [
            {"employee_id": cast.take(kind).id, "kind": what, "date_from": start, "date_to": end,
             "reported_by": who, "reported_on": date(2026, 10, 20)}
            for kind, what, start, end, who in news
        ]
    )  # fmt: skip
    clerk["police.pay.element"].create(
        {"employee_id": cast.take("staff").id, "code": "honorarium", "amount": 5200.0,
         "date_from": date(2026, 10, 5), "reference": "Panel of 5 October"}
    )  # fmt: skip
    _to_look_at(demo, clerk, cast)
    paid = demo.env["police.deduction.schedule"].search([("pay_date", "<", SEPTEMBER)])
    accountant = _as(demo, "force.accountant")
    paid.filtered("payee_id").filtered(lambda s: s.payee_id.partner_id).with_env(
        accountant
    ).action_make_payable()
    paid.filtered("move_id").with_env(accountant).action_paid()
    case = demo.env["police.overpayment"].search([("hardship_state", "=", "asked")], limit=1)
    case.with_env(approver).action_grant_hardship()


def _to_look_at(demo, clerk, cast):
    """Left on the desks: an order and agreements to approve, a changed rate, a hardship request."""
    court = clerk["police.deduction.payee"].search([("name", "like", "Magistrates")], limit=1)
    order = clerk["police.deduction.order"].create(
        {
            "employee_id": cast.take("staff").id, "kind": "fine", "payee_id": court.id, "total": 340,
            "authority_reference": "FI/26/2209", "made_on": date(2026, 10, 1),
            "received_on": date(2026, 10, 6),
            "date_from": OCTOBER,
        }
    )  # fmt: skip
    order.action_submit()
    scheme = clerk["police.deduction.scheme"].search([("name", "=", "GMB")], limit=1)
    wizard = clerk["police.deduction.rate.change"].create(
        {"scheme_id": scheme.id, "date_from": date(2027, 1, 1), "percent": 3.1, "source": "DEMO: made up"}
    )
    wizard.action_apply()
    loan = clerk["police.deduction.loan"].create(
        {"employee_id": cast.take("officer").id, "kind": "season_ticket", "principal": 1100, "count": 10,
         "date_from": date(2026, 11, 1), "signed_on": date(2026, 10, 12), "purpose": "Rail season ticket"}
    )  # fmt: skip
    loan.action_submit()
