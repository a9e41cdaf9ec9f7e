"""What the fleet costs: fuel with a few oddities, accidents and claims, use, pool cars, bills, replacement. Made up."""

import random
from datetime import datetime, time, timedelta

from odoo import fields
from odoo.fields import Command

from ..quiet import QUIET

DAYS, MOST = 14, 60  # of telematics and purchases; vehicles that take part in the files
LIMITS = {
    "diesel": (60, 0, 9.5),
    "gasoline": (45, 0, 8.0),
    "electric": (0, 64, 3.4),
}  # litres, kWh, miles a unit
PRICES = {
    "response": 31_500, "roads_policing": 46_000, "motorcycle": 19_500, "dog": 38_000, "arv": 58_000, "van": 42_000,
    "covert": 24_000, "pool": 21_000, "cycle": 1_400, "boat": 95_000,
}  # fmt: skip
SOURCE = "DEMO figures, no framework contract"
RESIDUAL = (100, 64, 48, 36, 27, 20, 15, 11, 8)
RUNNING = (19, 20, 22, 26, 33, 45, 62, 84, 110)
BILLS = (  # account, kind, pounds a vehicle
    ("Vehicle repairs and servicing", "servicing", 212.40),
    ("Vehicle insurance", "insurance", 61.15),
    ("Vehicle depreciation", "depreciation", 405.83),
)
ACCIDENTS = (  # days ago, cause, place, blame, police share, state wanted, reserve, paid, recovered
    (9, "reversing", "Station yard", "police", 100, "proposed", 0, 0, 0),
    (23, "emergency_response", "Quay Street, at the lights", "shared", 40, "decided", 8_500, 2_150, 0),
    (48, "hit_parked", "Market Square", "third_party", 0, "closed", 0, 0, 940),
    (61, "pursuit", "A-road, lay-by 7", "third_party", 0, "decided", 4_000, 1_200, 600),
    (3, "junction", "Mill Lane", "", 0, "reported", 0, 0, 0),
)


def finish(demo):
    """The running costs as they stand on an ordinary day."""
    if "police.fleet.supplier.file" not in demo.env:
        return
    env = _as(demo, "fleet.manager")
    vehicles = env["fleet.vehicle"].search(
        [
            ("company_id", "=", demo.company.id), ("license_plate", "!=", False), ("life_state", "=", "in_service"),
            ("police_role", "not in", ("cycle", "boat")),
        ],
        order="id", limit=MOST,
    )  # fmt: skip
    if len(vehicles) < 3:
        return
    dice = random.Random(f"{demo.seed} running costs")
    today = fields.Date.context_today(env.user)
    _limits(env, vehicles)
    _files(env, demo.company, vehicles, today, dice)
    _tank(env, demo.company, vehicles)
    _accidents(demo, env, vehicles)
    _pool(demo, env, vehicles)
    _bills(demo, env, vehicles, today)
    _replacement(demo, env, today)


def _as(demo, login):
    return demo.env(user=demo.users[login], context={**demo.env.context, **QUIET, "tz": "Europe/London"})


def _limits(env, vehicles):
    for model in vehicles.model_id:
        fuel = vehicles.filtered(lambda v, m=model: v.model_id == m)[:1].fuel_type
        tank, battery, reach = LIMITS.get(fuel, LIMITS["diesel"])
        model.write({"tank_litres": tank, "battery_kwh": battery, "miles_per_unit": reach})


def _files(env, company, vehicles, today, dice):
    Files = env["police.fleet.supplier.file"]
    electric = vehicles.filtered(lambda v: v.fuel_type == "electric")
    texts = {
        "card": _cards(vehicles - electric, today, dice),
        "charge": _charges(electric, today, dice),
        "telematics": _days(vehicles, today, dice),
    }
    for kind, lines in texts.items():
        if len(lines) > 1:
            Files._receive(kind, f"{kind}-{today:%Y-%m}.csv", "\n".join(lines).encode(), company)
    finding = env["police.fleet.fuel.finding"].search([("company_id", "=", company.id)], limit=1)
    finding.answer = "Two jerrycans for the boat; the sergeant has the receipt"
    finding.action_explain()


def _cards(vehicles, today, dice):
    lines = ["transaction,registration,date,time,site,product,litres,gross,vat,odometer"]
    sites = ("Riverside Services", "Moor Road Filling Station", "Quay Fuels", "Northgate Garage")
    for n, vehicle in enumerate(vehicles):
        product = "Diesel" if vehicle.fuel_type == "diesel" else "Unleaded"
        for visit in range(2):
            ago, litres = dice.randint(1, 6) + 7 * visit, dice.randint(240, 420) / 10
            if n == 1 and not visit:
                litres = 83.5  # more than the tank
            if n == 2 and not visit:
                product = "Unleaded" if product == "Diesel" else "Diesel"  # misfuelled
            lines.append(
                _bought(
                    f"FC{n:03}{visit}",
                    vehicle,
                    today - timedelta(days=ago),
                    "08:15",
                    sites[n % 4],
                    product,
                    litres,
                )
            )
            if n == 0 and not visit:  # ten minutes later at another place
                lines.append(
                    _bought("FC9990", vehicle, today - timedelta(days=ago), "08:25", sites[3], product, 31.2)
                )
    return lines


def _bought(reference, vehicle, day, clock, site, product, litres):
    gross = round(litres * 1.43, 2)
    vat = round(gross / 6, 2)
    return (
        f"{reference},{vehicle.license_plate},{day},{clock},{site},{product},{litres},{gross:.2f},{vat:.2f},"
    )


def _charges(vehicles, today, dice):
    lines = ["session,registration,date,time,site,kwh,gross,vat"]
    for n, vehicle in enumerate(vehicles):
        kwh = dice.randint(180, 450) / 10
        day = today - timedelta(days=dice.randint(1, 9))
        lines.append(
            f"CP{n:03},{vehicle.license_plate},{day},22:10,Yard post {n % 4 + 1},{kwh},{kwh * 0.27:.2f},{kwh * 0.045:.2f}"
        )
    return lines


def _days(vehicles, today, dice):
    lines = ["registration,date,miles,hours,trips,idle_hours"]
    for vehicle in vehicles:
        usual = dice.choice((6, 25, 45, 60, 70, 80))
        for ago in range(1, DAYS + 1):
            miles = max(0, round(dice.gauss(usual, usual / 3), 1))
            hours = round(miles / 17, 2)
            lines.append(
                f"{vehicle.license_plate},{today - timedelta(days=ago)},{miles},{hours},{int(miles // 5)},{hours * 0.2:.2f}"
            )
    return lines


def _tank(env, company, vehicles):
    now = fields.Datetime.now()
    tank = env["police.fleet.tank"].create(
        {"name": "Headquarters yard, diesel", "company_id": company.id, "capacity": 20_000, "reorder": 5_000,
         "station_id": vehicles.station_id[:1].id}
    )  # fmt: skip
    Move = env["police.fleet.tank.move"]
    Move.create({"tank_id": tank.id, "kind": "delivery", "quantity": 12_000, "cost": 13_560, "reference": "DN 40217",
                 "when": now - timedelta(days=12)})  # fmt: skip
    diesel = vehicles.filtered(lambda v: v.fuel_type == "diesel")[:3]
    env["police.fleet.fuel"].create(
        [
            {"tank_id": tank.id, "vehicle_id": v.id, "quantity": 38 + n, "when": now - timedelta(days=6 - n)}
            for n, v in enumerate(diesel)
        ]
    )
    Move.create(
        {"tank_id": tank.id, "kind": "dip", "quantity": 12_000 - 150, "when": now - timedelta(days=1)}
    )


def _accidents(demo, env, vehicles):
    now = fields.Datetime.now()
    drivers = env["hr.employee"].sudo().search([("company_id", "=", demo.company.id)], order="id", limit=5)
    for n, (ago, cause, place, blame, percent, wanted, reserve, paid, recovered) in enumerate(ACCIDENTS):
        parked = cause == "hit_parked"
        accident = env["police.fleet.accident"].create(
            {
                "vehicle_id": vehicles[-1 - n % len(vehicles)].id,
                "driver_id": False if parked else drivers[n % len(drivers)].id,
                "no_driver_reason": "Parked" if parked else False,
                "happened_on": now - timedelta(days=ago, hours=3 * n),
                "place": place, "cause": cause, "blue_lights": cause in ("pursuit", "emergency_response"),
                "account": "As the driver's report says; photographs are with the claims officer.",
                "blame": blame, "blame_percent": percent, "blame_reason": "Camera and both reports" if blame else False,
                "third_party_ids": [] if cause == "reversing" else [
                    Command.create({"name": "Driver of the other car", "role": "driver", "insurer": "Example Insurance"})
                ],
            }
        )  # fmt: skip
        _claim(env, accident, reserve, paid, recovered)
        _decide(demo, accident, wanted)


def _claim(env, accident, reserve, paid, recovered):
    entries = [
        ("reserve", reserve, "First estimate"),
        ("payment", paid, "On account"),
        ("recovery", recovered, "From their insurer"),
    ]
    rows = [Command.create({"kind": k, "amount": a, "note": t}) for k, a, t in entries if a]
    if rows:
        kind = "property" if reserve else "recovery"
        claim = env["police.fleet.insurance.claim"].create(
            {"accident_id": accident.id, "kind": kind, "entry_ids": rows}
        )
        if not reserve:
            claim.action_settle()


def _decide(demo, accident, wanted):
    if wanted != "reported":
        accident.action_propose()
    if wanted in ("decided", "closed"):
        accident.with_user(demo.users["force.manager"]).action_decide()
    if wanted == "closed":
        accident.action_close()


def _pool(demo, env, vehicles):
    pool = vehicles.filtered(lambda v: v.police_role == "pool" and v.road_state == "on")[:6]
    pool = (pool or vehicles.filtered(lambda v: v.road_state == "on")[:2]).filtered(
        lambda v: not v._release_obstacles()
    )
    cars = env["police.fleet.pool.car"].create([{"vehicle_id": v.id} for v in pool])
    cabinet = env["police.fleet.cabinet"].create(
        {
            "name": "Headquarters front desk",
            "company_id": demo.company.id,
            "station_id": pool.station_id[:1].id,
        }
    )
    env["police.fleet.key"].create(
        [{"cabinet_id": cabinet.id, "slot": n, "vehicle_id": v.id} for n, v in enumerate(pool, 1)]
    )
    people = env["hr.employee"].sudo().search([("company_id", "=", demo.company.id)], order="id", limit=8)
    monday = datetime.combine(fields.Date.context_today(env.user), time(9))
    for n, car in enumerate(cars):
        for day, purpose in ((1 + n % 3, "Court"), (4, "Training at headquarters")):
            start = monday + timedelta(days=day, hours=n % 3)
            values = {"car_id": car.id, "employee_id": people[(n + day) % len(people)].id, "start": start,
                      "stop": start + timedelta(hours=4), "purpose": purpose}  # fmt: skip
            if not env["police.fleet.pool.booking"].new(values)._gate(car):
                env["police.fleet.pool.booking"].create(values)


def _bills(demo, env, vehicles, today):
    """Posted entries: most name the vehicle, the fuel invoice is one for all and shared by what was taken."""
    books = demo.env(user=1, context={**demo.env.context, **QUIET})
    journal = books["account.journal"].search(
        [("company_id", "=", demo.company.id), ("type", "=", "general")], limit=1
    )
    creditors = books["account.account"].with_company(demo.company).search(
        [("company_ids", "in", demo.company.ids), ("account_type", "=", "liability_current")], limit=1
    )  # fmt: skip
    if not journal or not creditors:
        return
    month_end = today.replace(day=1) - timedelta(days=1)
    for name, kind, pounds in BILLS:
        flag = _flag(books, demo.company, name, kind)
        for quarter in range(4):
            lines = [
                (v.id, round(3 * pounds * _wear(v, kind, today) * (0.8 + (n + quarter) % 5 / 10), 2))
                for n, v in enumerate(vehicles)
            ]
            day = month_end - timedelta(days=91 * quarter)
            _post(books, journal, flag.account_id, creditors, day, lines, name)
    flag = _flag(books, demo.company, "Vehicle fuel", "fuel")
    total = sum(env["police.fleet.fuel"].search([("company_id", "=", demo.company.id)]).mapped("net"))
    line = _post(
        books,
        journal,
        flag.account_id,
        creditors,
        today,
        [(False, round(total, 2))],
        "Fuel cards, invoice 88121",
    )
    env["police.fleet.share.wizard"].create(
        {"move_line_id": line.id, "cost_account_id": flag.id, "method": "fuel", "note": "Card invoice",
         "date_from": today - timedelta(days=31), "date_to": today}
    ).action_share()  # fmt: skip
    _post(books, journal, flag.account_id, creditors, today, [(False, 318.40)], "AdBlue, 200 litres")


def _wear(vehicle, kind, today):
    """Repairs grow with age: nobody replaces vehicles whose upkeep stays the same."""
    age = (today - (vehicle.acquisition_date or today)).days / 365.25
    return 0.5 + age**2 / 8 if kind == "servicing" else 1.0


def _flag(books, company, name, kind):
    accounts = books["account.account"].with_company(company)
    account = accounts.search([("company_ids", "in", company.ids), ("name", "=ilike", name)], limit=1)
    if not account:
        used = set(accounts.search([("company_ids", "in", company.ids)]).mapped("code"))
        code = next(str(n) for n in range(581001, 589999) if str(n) not in used)
        account = accounts.create(
            {"name": name, "code": code, "account_type": "expense", "company_ids": [Command.set(company.ids)]}
        )
    return books["police.fleet.cost.account"].create(
        {"company_id": company.id, "account_id": account.id, "kind": kind}
    )


def _post(books, journal, account, creditors, day, lines, text):
    total = round(sum(amount for _vehicle, amount in lines), 2)
    move = books["account.move"].create(
        {
            "journal_id": journal.id, "company_id": journal.company_id.id, "date": day, "ref": text,
            "line_ids": [
                *(Command.create({"account_id": account.id, "name": text, "debit": amount, "vehicle_id": vehicle})
                  for vehicle, amount in lines),
                Command.create({"account_id": creditors.id, "name": text, "credit": total}),
            ],
        }
    )  # fmt: skip
    move.action_post()
    return move.line_ids.filtered(lambda line: line.account_id == account)[:1]


def _replacement(demo, env, today):
    """Figures for every role, approved by the accountant; one programme worked out, to be adopted."""
    rates = env["police.fleet.rate"].create(
        [
            {
                "company_id": demo.company.id, "police_role": role, "price": price, "source": SOURCE,
                "date_from": today.replace(month=1, day=1), "age_limit": 9 if role == "arv" else 0,
                "line_ids": [
                    Command.create({"age": n, "residual_percent": r, "pence_a_mile": p * (1 + price / 100_000)})
                    for n, (r, p) in enumerate(zip(RESIDUAL, RUNNING, strict=True))
                ],
            }
            for role, price in PRICES.items()
        ]
    )  # fmt: skip
    rates.with_user(demo.users["force.accountant"]).action_approve()
    Scenario = env["police.fleet.scenario"]
    year = Scenario._next_year()
    fleet = env["fleet.vehicle"].search_count([("company_id", "=", demo.company.id)])
    capital = max(120_000, fleet * 4_000)
    Scenario.create(
        {
            "name": "Capital as in the medium-term plan", "company_id": demo.company.id,
            "limit_ids": [Command.create({"year": year + n, "capital": capital}) for n in range(3)],
        }
    ).action_work_out()  # fmt: skip
