"""Vehicles on the road: minimums, drivers, legal register, checks, defects, releases. All made up."""

import random
from datetime import timedelta

from odoo import Command, fields
from odoo.addons.police_engine.fleet.gate import add_months

from .. import repair
from ..quiet import QUIET

SHIFTS = (("Early", 7, 15), ("Late", 15, 23), ("Night", 23, 7))
DAYS_MEASURED = 21
DRIVERS = 160
CAR = (
    "lights",
    "blues",
    "tyres",
    "brakes",
    "steering",
    "glass",
    "belts",
    "fluids",
    "body",
    "mdt",
    "kit",
    "charge",
)
TEMPLATES = (
    ("Cars and vans", False, CAR),
    ("Custody and cell vans", "van", (*CAR, "cage")),
    ("Motorcycles", "motorcycle", ("lights", "blues", "tyres", "brakes", "moto", "fluids", "mdt")),
    ("Cycles", "cycle", ("frame", "lights")),
    ("Boats", "boat", ("hull", "lights", "fluids", "mdt", "kit")),
)
SAFETY = {"lights", "blues", "tyres", "brakes", "steering", "glass", "belts", "moto", "hull", "frame"}
# (item, severity, what is wrong, how far it has come, minutes in each state so far)
DEFECTS = (
    ("tyres", "safety", "Nearside front cut to the cord", "parts", (35, 20, 1500)),
    ("brakes", "safety", "Grinding from the rear, pulls left", "work", (25, 40, 130)),
    ("glass", "safety", "Crack across the driver's view", "reported", (90,)),
    ("lights", "safety", "Offside brake light out", "test", (20, 10, 35, 8)),
    ("body", "minor", "Dent in the rear nearside door", "reported", (2900,)),
    ("mdt", "major", "Terminal restarts on its own", "diagnosed", (400, 1300)),
    ("fluids", "major", "Low coolant again, no leak seen", "diagnosed", (200, 900)),
    ("blues", "safety", "Rear reds dead on one side", "closed", (30, 15, 55, 20)),
    ("brakes", "safety", "Warning lamp stays on", "closed", (60, 30, 190, 25)),
    ("belts", "safety", "Rear middle belt does not lock", "closed", (45, 20, 70, 10)),
    ("steering", "safety", "Knocks on full lock", "closed", (120, 60, 400, 40)),
    ("tyres", "safety", "Bulge in the wall", "closed", (15, 10, 40, 15)),
    ("kit", "minor", "First-aid kit seal broken", "no_fault", (700,)),
)
STEPS = ("reported", "diagnosed", "parts", "work", "test", "closed")


def october(demo):
    """What planning needs: shifts, minimums, templates, drivers. Told before anybody plans."""
    if "police.fleet.shift" not in demo.env:
        return
    env = _as(demo, "fleet.manager")
    vehicles = _vehicles(env, demo)
    if not vehicles:
        return
    dice = random.Random(f"{demo.seed} road set up")
    _minimums(env, demo.company, vehicles)
    _templates(env, demo.company)
    _drivers(env, demo, dice)


def finish(demo):
    """An ordinary day: who checked what, what is broken, what went out and what was refused."""
    if "police.fleet.shift" not in demo.env:
        return
    env = _as(demo, "fleet.manager")
    vehicles = _vehicles(env, demo)
    if not vehicles:
        return
    dice = random.Random(f"{demo.seed} road")
    today = fields.Date.context_today(env.user)
    _legal(env, demo.company, vehicles, today)
    _past_spells(env, vehicles, dice)
    on_road = vehicles.filtered(lambda v: v.road_state == "on" and v.police_role != "covert")
    _defects(env, on_road[1:], dice)
    _checks(_as(demo, "employee"), on_road, dice)
    bad = _bad_drivers(env, demo, today)
    demo.company.sudo().fleet_driver_check_from = add_months(today, -1)
    _releases(demo, on_road, bad)
    now = fields.Datetime.now()
    env["police.fleet.availability"].sudo()._measure(demo.company, now - timedelta(days=DAYS_MEASURED), now)


def _as(demo, login):
    return demo.env(user=demo.users[login], context={**demo.env.context, **QUIET, "tz": "Europe/London"})


def _vehicles(env, demo):
    return env["fleet.vehicle"].search(
        [
            ("company_id", "=", demo.company.id),
            ("police_role", "!=", False),
            ("life_state", "=", "in_service"),
        ],
        order="id",
    )


def _minimums(env, company, vehicles):
    shifts = env["police.fleet.shift"].create(
        [{"name": n, "hour_from": a, "hour_to": b, "company_id": company.id} for n, a, b in SHIFTS]
    )
    rows = []
    for role in ("response", "roads_policing", "van"):
        for station in vehicles.station_id:
            owned = len(
                vehicles.filtered(lambda v, s=station, r=role: (v.station_id, v.police_role) == (s, r))
            )
            for shift, share in zip(shifts, (0.6, 0.7, 0.5), strict=True):
                if least := int(owned * share):
                    rows.append(
                        {
                            "station_id": station.id,
                            "police_role": role,
                            "shift_id": shift.id,
                            "vehicles": least,
                        }
                    )
    env["police.fleet.minimum"].create(rows)


def _templates(env, company):
    env["police.fleet.check.template"].create(
        [
            {
                "name": name,
                "company_id": company.id,
                "police_role": role,
                "odometer_needed": role not in ("cycle", "boat"),
                "line_ids": [
                    Command.create(
                        {
                            "item_id": env.ref(f"police_fleet_road.item_{item}").id,
                            "safety_critical": item in SAFETY,
                            "sequence": 10 * number,
                        }
                    )
                    for number, item in enumerate(items, 1)
                ],
            }
            for name, role, items in TEMPLATES
        ]
    )


def _drivers(env, demo, dice):
    """Most are in order; the few who are not come with the day's story."""
    ref = env.ref
    today = fields.Date.context_today(env.user)
    people = (
        env["hr.employee"].sudo().search([("company_id", "=", demo.company.id)], order="id", limit=DRIVERS)
    )
    people |= demo.users["employee"].sudo().employee_id
    kinds = {code: ref(f"police_fleet_road.class_{code}").id for code in ("car", "van", "carrier")}
    licence = {code: ref(f"police_fleet_road.category_{code}").id for code in ("b", "c1", "d1")}
    rows = []
    for person in people.filtered(lambda p: p.company_id == demo.company):
        grade = dice.choices(("basic", "standard", "advanced"), (3, 6, 1))[0]
        since = today - timedelta(days=dice.randrange(30, 900))
        pursuit = (
            "tactical"
            if grade == "advanced"
            else "initial"
            if grade == "standard" and dice.random() < 0.6
            else False
        )
        carrier = dice.random() < 0.2
        rows.append(
            {
                "employee_id": person.id,
                "company_id": demo.company.id,
                "licence_until": today + timedelta(days=dice.randrange(200, 3000)),
                "category_ids": [Command.set([licence["b"], *([licence["d1"]] if carrier else [])])],
                "checked_on": today - timedelta(days=dice.randrange(5, 300)),
                "points": 3 if dice.random() < 0.1 else 0,
                "grade": grade,
                "grade_on": since,
                "grade_until": add_months(since, 60),
                "pursuit": pursuit,
                "pursuit_on": pursuit and since,
                "pursuit_until": pursuit and add_months(since, 36),
                "class_ids": [
                    Command.set([kinds["car"], kinds["van"], *([kinds["carrier"]] if carrier else [])])
                ],
            }
        )
    env["police.fleet.driver"].create(rows)


def _bad_drivers(env, demo, today):
    """Three people whom the gate refuses, each for another reason; the first may be overridden."""
    mine = demo.users["employee"].sudo().employee_id
    drivers = env["police.fleet.driver"].search(
        [("company_id", "=", demo.company.id), ("employee_id", "!=", mine.id)], order="id", limit=3
    )
    changes = (
        {"checked_on": add_months(today, -14)},
        {"grade": "standard", "grade_until": today - timedelta(days=20)},
        {
            "disqualified_from": today - timedelta(days=12),
            "disqualified_until": add_months(today, 6),
            "points": 12,
        },
    )
    for driver, change in zip(drivers, changes, strict=False):
        driver.write(change)
    return drivers


def _legal(env, company, vehicles, today):
    """A third of the response cars are maintained by an approved workshop instead of an MOT."""
    workshop = env["police.fleet.workshop"].search([("company_id", "=", company.id)], limit=1)
    workshop.write({"approval_reference": "DEMO approval 3/2021", "approved_until": add_months(today, 20)})
    exempt = vehicles.filtered(lambda v: v.police_role == "response")[::3]
    for number, vehicle in enumerate(exempt):
        vehicle.write(
            {
                "mot_exempt": True,
                "mot_exempt_reason": "Maintained in our approved workshop",
                "inspection_due": add_months(today, number % 11 + 1),
            }
        )
        row = vehicle.requirement_ids.filtered(lambda r: r.kind == "mot")
        if number:  # the first has no record: one to find
            row.write({"workshop_id": workshop.id, "reference": f"IR {7700 + number}"})
    lifts = vehicles.filtered(lambda v: v.police_role == "van")[:4]
    env["police.fleet.requirement"].create(
        [
            {
                "vehicle_id": van.id,
                "kind": "loler",
                "due_on": add_months(today, number - 1),
                "reference": f"TE {310 + number}",
            }
            for number, van in enumerate(lifts)
        ]
    )


def _past_spells(env, vehicles, dice):
    """Time off the road in the weeks that availability is measured for."""
    now = fields.Datetime.now()
    rows = []
    for vehicle in vehicles.filtered(lambda v: v.road_state == "on"):
        if dice.random() < 0.35:
            began = now - timedelta(hours=dice.randrange(60, DAYS_MEASURED * 24))
            ended = began + timedelta(hours=dice.choice((3, 5, 8, 26, 50)))
            reason = dice.choice(("service", "service", "defect", "accident"))
            rows.append({"vehicle_id": vehicle.id, "reason": reason, "began_on": began, "ended_on": ended})
    env["police.fleet.off.road"].sudo().create(rows)


def _defects(env, vehicles, dice):
    """One of each kind on different vehicles, lived through with times in the past."""
    chosen = dice.sample(list(vehicles), min(len(vehicles), len(DEFECTS)))
    days = iter(dice.sample(range(1, 12), 8))
    for vehicle, (item, severity, text, state, minutes) in zip(chosen, DEFECTS, strict=False):
        record = env.ref(f"police_fleet_road.item_{item}")
        defect = env["police.fleet.defect"].create(
            {
                "vehicle_id": vehicle.id,
                "title": record.name,
                "item_id": record.id,
                "severity": severity,
                "description": text,
            }
        )
        ago = next(days) if state == "closed" else 0
        if repair.on_card(defect):
            repair.live(defect, item, state, minutes, fields.Datetime.now() - timedelta(days=ago))
        else:
            _live(defect, state)
        _backdate(defect, minutes, ago)
        repair.backdate(defect, minutes)


def _live(defect, state):
    path = {"no_fault": ("no_fault",), "parts": ("diagnosed", "parts")}.get(state) or STEPS[
        1 : STEPS.index(state) + 1
    ]
    for step in path:
        if step == "parts" and state != "parts":
            continue
        defect.write({"cause": defect.cause or "Looked at on the ramp"})
        if step == "parts":
            defect.write(
                {"part": "On order from the dealer", "part_eta": fields.Date.today() + timedelta(days=4)}
            )
        elif step == "test":
            defect.write({"work_done": "Repaired as found"})
        elif step == "closed":
            defect.write({"test_passed": True, "test_note": "Road test, 5 miles, in order"})
        defect.state = step


def _backdate(defect, minutes, days_ago):
    """Put the times of a lived-through defect into the past: steps, report and the spell off the road."""
    end = fields.Datetime.now() - timedelta(days=days_ago)
    began = end - timedelta(minutes=sum(minutes))
    defect = defect.sudo()._own_step()
    defect.reported_on = began
    moment = began
    for step, length in zip(defect.step_ids.sorted("id"), minutes, strict=False):
        ended = moment + timedelta(minutes=length)
        step.write({"began_on": moment, "ended_on": ended if step.ended_on else False})
        moment = ended
    if defect.state == "closed":
        defect.write({"closed_on": end, "hours_open": sum(minutes) / 60})
    if spell := defect.off_road_id:
        spell.write({"began_on": began, "ended_on": end if spell.ended_on else False})


def _checks(env, vehicles, dice):
    """The self-service officer's checks of this morning: fit, with a defect, and one under way."""
    chosen = vehicles[:4].sudo()
    for number, vehicle in enumerate(chosen):
        check = env["police.fleet.check"].create({"vehicle_id": vehicle.id})
        lines = check.line_ids
        if number == 3:
            lines[:3].action_pass()
            continue
        if number == 1 and (body := lines.filtered(lambda line: not line.safety_critical)[:1]):
            body.note = "Scrape along the sill, not there yesterday"
            body.action_report()
        lines.filtered(lambda line: line.answer == "todo").action_pass()
        check.odometer = int(vehicle.odometer) + dice.randrange(5, 60)
        check.action_submit()


def _releases(demo, vehicles, drivers):
    """Out on duty, back, refused, and one overridden by a second person with the reason."""
    env = _as(demo, "fleet.manager")
    Release = env["police.fleet.release"]
    cars = vehicles.filtered(lambda v: v.police_role in ("response", "pool") and not v._release_obstacles())[
        :6
    ]
    mine = demo.users["employee"].sudo().employee_id
    good = env["police.fleet.driver"].search(
        [("company_id", "=", demo.company.id), ("id", "not in", drivers.ids), ("employee_id", "!=", mine.id)],
        limit=6,
    )
    releases = Release.browse()
    for car, driver in zip(cars, [*drivers, *good][: len(cars)], strict=False):
        releases |= Release.create(
            {"vehicle_id": car.id, "driver_id": driver.employee_id.id, "purpose": "patrol"}
        )
    releases.action_decide()
    late = releases.filtered(lambda r: r.state == "refused" and r.driver_id == drivers[:1].employee_id)
    if late and len(late.obstacles.splitlines()) == 1:
        late.with_user(demo.users["force.manager"])._override(
            "High-risk missing person on the marsh; the licence was looked up with DVLA by telephone."
        )
    releases.filtered(lambda r: r.state == "released")[-1:].action_return()
