"""What the fleet costs: fuel with oddities, accidents, claims, use, pool cars. Made up."""

import random
from datetime import datetime, time, timedelta

from odoo import fields
from odoo.fields import Command

from .. import fleet_bills
from ..quiet import QUIET

DAYS, MOST = 14, 60  # of telematics and purchases; vehicles that take part in the files
LIMITS = {
    "diesel": (60, 0, 9.5),
    "gasoline": (45, 0, 8.0),
    "electric": (0, 64, 3.4),
}  # litres, kWh, miles a unit
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
            ("company_id", "=", demo.company.id),
            ("license_plate", "!=", False),
            ("life_state", "=", "in_service"),
            ("police_role", "not in", ("cycle", "boat")),
        ],
        order="id",
        limit=MOST,
    )
    if len(vehicles) < 3:
        return
    dice = random.Random(f"{demo.seed} running costs")
    today = fields.Date.context_today(env.user)
    _limits(env, vehicles)
    _files(env, demo.company, vehicles, today, dice)
    _tank(env, demo.company, vehicles)
    _accidents(demo, env, vehicles)
    _pool(demo, env, vehicles)
    fleet_bills.bills(demo, env, vehicles, today)
    fleet_bills.replacement(demo, env, today)


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
            f"CP{n:03},{vehicle.license_plate},{day},22:10,Yard post {n % 4 + 1},{kwh},"
            f"{kwh * 0.27:.2f},{kwh * 0.045:.2f}"
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
                f"{vehicle.license_plate},{today - timedelta(days=ago)},{miles},{hours},"
                f"{int(miles // 5)},{hours * 0.2:.2f}"
            )
    return lines


def _tank(env, company, vehicles):
    now = fields.Datetime.now()
    tank = env["police.fleet.tank"].create(
        {
            "name": "Headquarters yard, diesel",
            "company_id": company.id,
            "capacity": 20_000,
            "reorder": 5_000,
            "station_id": vehicles.station_id[:1].id,
        }
    )
    Move = env["police.fleet.tank.move"]
    Move.create(
        {
            "tank_id": tank.id,
            "kind": "delivery",
            "quantity": 12_000,
            "cost": 13_560,
            "reference": "DN 40217",
            "when": now - timedelta(days=12),
        }
    )
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
                "place": place,
                "cause": cause,
                "blue_lights": cause in ("pursuit", "emergency_response"),
                "account": "As the driver's report says; photographs are with the claims officer.",
                "blame": blame,
                "blame_percent": percent,
                "blame_reason": "Camera and both reports" if blame else False,
                "third_party_ids": []
                if cause == "reversing"
                else [
                    Command.create(
                        {"name": "Driver of the other car", "role": "driver", "insurer": "Example Insurance"}
                    )
                ],
            }
        )
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
            values = {
                "car_id": car.id,
                "employee_id": people[(n + day) % len(people)].id,
                "start": start,
                "stop": start + timedelta(hours=4),
                "purpose": purpose,
            }
            if not env["police.fleet.pool.booking"].new(values)._gate(car):
                env["police.fleet.pool.booking"].create(values)
