"""The fleet's records: equipment, programmes, tyres, a recall, a sale, what DVLA says. All made up."""

import random
from datetime import timedelta

from odoo import fields
from odoo.addons.police_fleet.services import bookings, lookups
from odoo.addons.police_fleet.services.due import add_months

from ..quiet import QUIET

LIVERY = {
    "covert": "covert",
    "pool": "unmarked",
    "van": "half",
    "dog": "half",
    "cycle": "marked",
    "boat": "marked",
}
KIT = (  # kind, make and model, months between tests by the force's policy
    ("radio", "Sepura SCG22", 12), ("mdt", "Getac F110", 12), ("blue_lights", "Standby Legion", 12),
    ("anpr", "Neology Fixed Mini", 6),
)  # fmt: skip
WITH_KIT = ("response", "roads_policing", "arv", "dog")
SOURCE = "DEMO figures, not the manufacturer's"


def finish(demo):
    """A fleet manager's records as they stand on an ordinary day."""
    if "police.fleet.equipment" not in demo.env:
        return
    env = demo.env(
        user=demo.users["fleet.manager"], context={**demo.env.context, **QUIET, "tz": "Europe/London"}
    )
    today = fields.Date.context_today(env.user)
    vehicles = env["fleet.vehicle"].search(
        [("company_id", "=", demo.company.id), ("license_plate", "!=", False)], order="id"
    )
    if not vehicles:
        return
    dice = random.Random(f"{demo.seed} fleet records")
    _policy(demo, today)
    for role in set(vehicles.mapped("police_role")):
        vehicles.filtered(lambda v, r=role: v.police_role == r).write({"livery": LIVERY.get(role, "full")})
    _programme(env, demo.company, vehicles, today, dice)
    _equipment(env, demo.company, vehicles, today, dice)
    _tyres(env, demo.company, vehicles, today)
    _recall(env, demo.company, vehicles, today)
    _readings(env, vehicles, today)
    _enquiries(env, demo.company, vehicles, today)
    _coming_and_going(demo, env, vehicles)
    bookings.refresh(env, demo.company, today)


def _policy(demo, today):
    """Insurance of the force and the accounts of disposals."""
    env, company = demo.env, demo.company
    accounts = env["account.account"].with_company(company)

    def account(kind):
        found = accounts.search([("account_type", "=", kind), ("company_ids", "in", company.ids)], limit=1)
        return found.id

    journal = env["account.journal"].search(
        [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
    )
    company.sudo().write(
        {
            "fleet_insured_until": today + timedelta(days=180),
            "fleet_insurer": "Mutual Motor (DEMO), policy 4711",
            "fleet_disposal_journal_id": journal.id,
            "fleet_proceeds_account_id": account("asset_current"),
            "fleet_asset_account_id": account("asset_fixed"),
            "fleet_gain_account_id": account("income_other") or account("income"),
            "fleet_loss_account_id": account("expense"),
        }
    )


def _programme(env, company, vehicles, today, dice):
    """The commonest model's programme, and the MOT as a service that the law demands."""
    models = vehicles.mapped("model_id").sorted(lambda m: -len(vehicles.filtered(lambda v: v.model_id == m)))
    kind = env.ref("police_fleet.service_type_full").id
    tasks = (
        ("Brake fluid", 24, 0, 1.0, "light"), ("Air and cabin filters", 24, 30_000, 0.5, "light"),
        ("Timing belt", 72, 75_000, 5.0, "heavy"),
    )  # fmt: skip
    programme = env["police.fleet.programme"].create(
        {
            "name": models[0].name,
            "brand_id": models[0].brand_id.id,
            "model_ids": [(6, 0, models[0].ids)],
            "source": SOURCE,
            "company_id": company.id,
            "task_ids": [
                (0, 0, {"name": name, "service_type_id": kind, "interval_months": months,
                        "interval_distance": miles, "hours": hours, "skill_code": skill})
                for name, months, miles, hours, skill in tasks
            ],
        }
    )  # fmt: skip
    programme.task_ids[1].with_task_ids = programme.task_ids[0]
    programme.action_apply()
    mot = env["police.fleet.service.plan"].create(
        {
            "name": "MOT test",
            "service_type_id": env.ref("police_fleet.service_type_mot").id,
            "company_id": company.id,
            "interval_months": 12,
            "hours": 1,
            "statutory": True,
        }
    )
    inspection = env["police.fleet.service.plan"].search(
        [
            ("company_id", "=", company.id),
            ("service_type_id", "=", env.ref("police_fleet.service_type_tyres").id),
        ]
    )
    mot.with_plan_ids = inspection
    for row in bookings.refresh(env, company, today).filtered(lambda r: r.plan_id == mot):
        if row.vehicle_id.mot_due:
            row.last_done_on = add_months(row.vehicle_id.mot_due, -12)
    for row in env["police.fleet.service.due"].search([("plan_id", "in", programme.plan_ids.ids)]):
        ago = dice.randint(20, 24 * 29)
        row.last_done_on = max(today - timedelta(days=ago), row.vehicle_id.acquisition_date)
        row.last_done_odometer = max(0, row.vehicle_id.odometer - 55 * ago)


def _equipment(env, company, vehicles, today, dice):
    rows = []
    for car in vehicles.filtered(lambda v: v.police_role in WITH_KIT)[:16]:
        rows += [
            (kind, name, months, car) for kind, name, months in KIT if kind != "anpr" or dice.random() < 0.4
        ]
    rows += [
        ("winch", "Warn Tabor 8", 0, car) for car in vehicles.filtered(lambda v: v.police_role == "van")[:4]
    ]
    rows += [("radio", "Sepura SCG22 (spare)", 12, None)]
    items = env["police.fleet.equipment"].create(
        [
            {
                "kind": kind, "name": name, "serial": f"{kind[:2].upper()}{1000 + n}",
                "policy_months": months,
                "vehicle_id": car.id if car else False, "company_id": company.id,
                "fitted_on": today - timedelta(days=700) if car else False,
            }
            for n, (kind, name, months, car) in enumerate(rows)
        ]
    )  # fmt: skip
    env["police.fleet.equipment.test"].create(
        [
            {
                "equipment_id": item.id,
                "tested_on": today - timedelta(days=dice.randint(5, 385)),
                "tester": dice.choice(("R. Marsh", "J. Okoro", "Lift Surveys (DEMO)")),
                "certificate": f"C{item.id:05d}",
                "result": "fail" if dice.random() < 0.04 else "pass",
            }
            for item in items[: len(items) - 2]
        ]
    )


def _tyres(env, company, vehicles, today):
    cars = vehicles.filtered(lambda v: v.police_role in (*WITH_KIT, "van"))[:6]
    parts = env["police.fleet.component"].create(
        [
            {
                "name": "225/45 R17", "kind": "tyre", "serial": f"DOT{car.id}{place}",
                "company_id": company.id,
                "life_miles": 22_000 if place.startswith("f") else 30_000,
            }
            for car in cars
            for place in ("fl", "fr", "rl", "rr")
        ]
    )  # fmt: skip
    places = [(car, place) for car in cars for place in ("fl", "fr", "rl", "rr")]
    for part, (car, place) in zip(parts, places, strict=True):
        part._fit(car, place, today - timedelta(days=150))
    if len(cars) > 1:  # one worn pair goes to the store, one tyre of it to another car's spare place
        parts[0]._take_off(today - timedelta(days=20))
        parts[0]._fit(cars[1], "spare", today - timedelta(days=20))


def _recall(env, company, vehicles, today):
    model = vehicles[:1].model_id
    recall = env["police.fleet.recall"].create(
        {
            "name": "Front seat-belt pretensioner (DEMO)",
            "reference": "R/2026/DEMO1",
            "brand_id": model.brand_id.id,
            "model_ids": [(6, 0, model.ids)],
            "launched_on": today - timedelta(days=40),
            "complete_by": today + timedelta(days=50),
            "remedy": "The dealer replaces both pretensioners, one hour.",
            "company_id": company.id,
        }
    )
    recall.action_find()
    for number, line in enumerate(recall.line_ids):
        if number % 3 == 0:
            line.write({"state": "done", "done_on": today - timedelta(days=10)})
        elif number % 3 == 1:
            line.write({"state": "booked", "booked_on": today + timedelta(days=7)})


def _readings(env, vehicles, today):
    """Slips at the pump, queried with what was meant."""
    ledger = env["fleet.vehicle.odometer"]
    for number, car in enumerate(vehicles[2:6]):
        now = round(car.odometer)
        if now < 1_000:
            continue
        typed = now * 10 + 3 if number % 2 else int(f"{str(now)[1]}{str(now)[0]}{str(now)[2:]}")
        ledger.create({"vehicle_id": car.id, "date": today, "value": typed, "source": "fuel_card"})


class _MadeUp:
    """What DVLA would say: mostly as we do."""

    def __init__(self, vehicles, dice):
        self.vehicles = {v.license_plate: v for v in vehicles}
        self.odd = set(dice.sample(sorted(self.vehicles), min(4, len(self.vehicles))))

    def ask(self, plate):
        """A dict in DVLA's shape."""
        car, late = self.vehicles[plate], timedelta(days=31 if plate in self.odd else 0)
        answer = {
            "registrationNumber": plate,
            "taxStatus": "Taxed",
            "make": (car.brand_id.name or "").upper(),
        }
        days = (("motExpiryDate", car.mot_due), ("taxDueDate", car.ved_due))
        return answer | {key: (day - late).isoformat() for key, day in days if day}


def _enquiries(env, company, vehicles, today):
    services = env["police.fleet.lookup.service"].create(
        [{"code": "ves", "company_id": company.id}, {"code": "mot", "company_id": company.id}]
    )
    asked = vehicles.filtered(lambda v: v.police_role not in ("covert", "cycle", "boat"))[:40]
    lookups.run(services[0], asked, client=_MadeUp(asked, random.Random(company.id)))
    env["police.fleet.mot.test"].create(
        [
            {
                "vehicle_id": car.id, "number": f"{900_000_000_000 + car.id}", "result": "passed",
                "source": "file",
                "completed_on": add_months(car.mot_due, -12), "expiry_on": car.mot_due,
            }
            for car in asked
            if car.mot_due and add_months(car.mot_due, -12) <= today
        ]
    )  # fmt: skip


def _coming_and_going(demo, env, vehicles):
    """One vehicle is fitted out; one is sold; one waits to be certified. Small fleets keep their vehicles."""
    free = vehicles.filtered(lambda v: v.road_state == "on" and not v.booking_ids)
    if len(vehicles) < 20 or len(free) < 3:
        return
    new, sold, leaving = free[-1], free[-2], free[-3]
    new.action_commission()
    new.checklist_ids.line_ids[:6].write({"done": True})
    papers = env["police.fleet.checklist"]
    for car in (sold, leaving):
        car.equipment_ids.filtered(lambda item: item.state == "fitted").action_remove()
        car.component_ids._take_off()
        car.action_decommission()
        paper = car.checklist_ids.filtered(lambda c: c.kind == "decommissioning")
        paper.line_ids.write({"done": True})
        paper.action_done()
        papers |= paper
    papers[0].with_user(demo.users["force.manager"]).action_certify()
    buyer = demo.env["res.partner"].create(
        {"name": "County Motor Auctions (DEMO)", "company_id": demo.company.id}
    )
    sale = env["police.fleet.disposal"].create(
        {"vehicle_id": sold.id, "proceeds": 3_850.0, "book_value": 3_200.0, "partner_id": buyer.id}
    )
    if demo.company.fleet_asset_account_id and demo.company.fleet_proceeds_account_id:
        sale.with_user(demo.users["force.accountant"]).action_post()
