"""A big force's plan through Odoo's records and service, not the bare engine: seconds and memory a step.

    python bench/fleet_service.py DATABASE [--seed 1] [--vehicles 1200] [--seconds 60]

DATABASE has the fleet addons installed and is yours to fill: a force of its own with the generator's
vehicles, workshops, technicians, minimums and due services is written into it, then planned, looked at,
tried, published and planned again as every night. Needs Odoo's configuration in ODOO_RC. It is not part of
``./constabulary bench``, which needs no database.
"""

import argparse
import json
import resource
import sys
import time
from contextlib import contextmanager
from datetime import date, timedelta

PEOPLE_SKILLS = ("light", "tyre", "test", "electrical")


class Steps:
    """Seconds of each step, printed as they come."""

    def __init__(self):
        self.seconds = {}

    @contextmanager
    def step(self, name):
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 2)
        sys.stdout.write(f"  {name:<58}{self.seconds[name]:>9.2f} s   {_memory()}\n")
        sys.stdout.flush()


def _memory():
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"peak {own:,.0f} MB here, {child:,.0f} MB in the planner"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vehicles", type=int, default=1200)
    parser.add_argument("--days", type=int, default=182)
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    import odoo.init  # noqa: F401 (before anything else of Odoo)
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-d", chosen.database, "--no-http", "--max-cron-threads=0", "--log-level=warn"])
    steps = Steps()
    with Registry(chosen.database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tz": "Europe/London", "tracking_disable": True})
        with steps.step("Force written into the database"):
            force, first = _load(env, chosen)
        cr.commit()
        _measure(steps, env(context={"tz": "Europe/London"}), force, first, chosen)
        cr.commit()
    sys.stdout.write(json.dumps(steps.seconds) + "\n")


def _load(env, chosen):
    from odoo.addons.police_engine.fleet.planning.generate import generate

    today = date.today()
    first = today + timedelta(days=7 + (7 - today.weekday()) % 7)
    raw = generate(chosen.seed, chosen.vehicles, chosen.days, first)
    force = env["res.company"].create(
        {
            "name": f"Bench force {time.time():.0f}",
            "is_police_force": True,
            "currency_id": env.ref("base.GBP").id,
        }
    )
    env = env(context={**env.context, "allowed_company_ids": force.ids})
    names = {row["base"] for row in raw["vehicles"]}
    base = {
        n: env["police.station"].create({"name": n, "code": f"{n}-{force.id}", "company_id": force.id})
        for n in sorted(names)
    }
    _shops(env, force, raw)
    cars = _cars(env, force, raw, base)
    _work(env, force, raw, cars, first)
    _cover(env, force, raw, base)
    return force, first


def _shops(env, force, raw):
    skills = {s.code: s for s in env["police.fleet.skill"].search([])}
    for code in PEOPLE_SKILLS:
        skills.setdefault(code, None)
        skills[code] = skills[code] or env["police.fleet.skill"].create({"code": code, "name": code})
    for shop in raw["workshops"]:
        made = env["police.fleet.workshop"].create(
            {"name": shop["id"], "company_id": force.id, "bays": shop["bays"]}
        )
        made.hours_ids = [
            (0, 0, {"weekday": day, "hour_from": _hour(a), "hour_to": _hour(b)})
            for day, (a, b) in shop["open"].items()
        ]
        for row in raw["technicians"]:
            if row["workshop"] == shop["id"]:
                person = env["hr.employee"].create({"name": row["id"], "company_id": force.id})
                env["police.fleet.technician"].create(
                    {
                        "employee_id": person.id,
                        "workshop_id": made.id,
                        "skill_ids": [skills[code].id for code in row["skills"] if code in skills],
                        "absence_ids": [(0, 0, {"date_from": d, "date_to": d}) for d in row["absent"]],
                    }
                )


def _cars(env, force, raw, base):
    brand = env["fleet.vehicle.model.brand"].create({"name": "Bench"})
    model = env["fleet.vehicle.model"].create({"name": "Bench car", "brand_id": brand.id})
    rows = [
        {
            "fleet_number": row["id"], "model_id": model.id, "company_id": force.id,
            "police_role": row["role"], "station_id": base[row["base"]].id,
            "mot_exempt": True, "mot_exempt_reason": "bench",
            "ved_exempt": True, "ved_exempt_reason": "bench",
        }
        for row in raw["vehicles"]
    ]  # fmt: skip
    fields = env["fleet.vehicle"]._fields
    rows = [{k: v for k, v in row.items() if k in fields} for row in rows]
    return dict(zip((row["id"] for row in raw["vehicles"]), env["fleet.vehicle"].create(rows), strict=True))


def _work(env, force, raw, cars, first):
    plans = {}
    kind = env["fleet.service.type"].search([("category", "=", "service")], limit=1)
    rows = []
    for job in raw["jobs"]:
        key = job["task"], job["minutes"], job["skill"], job["hard"]
        if key not in plans:
            plans[key] = env["police.fleet.service.plan"].create(
                {
                    "name": job["task"], "service_type_id": kind.id, "company_id": force.id,
                    "interval_months": 12, "hours": job["minutes"] / 60, "skill_code": job["skill"],
                    "statutory": job["hard"],
                }
            )  # fmt: skip
        rows.append(
            {
                "vehicle_id": cars[job["vehicle"]].id, "plan_id": plans[key].id, "due_on": job["due"],
                "due_by": "date", "parts_ready_on": job.get("parts_ready"),
            }
        )  # fmt: skip
    once = {(row["vehicle_id"], row["plan_id"]): row for row in reversed(rows)}  # the first of each service
    env["police.fleet.service.due"].create(list(once.values()))


def _cover(env, force, raw, base):
    shifts = {
        row["id"]: env["police.fleet.shift"].create(
            {"name": row["id"], "company_id": force.id, "hour_from": _hour(row["from"]),
             "hour_to": _hour(row["to"])}
        )
        for row in raw["shifts"]
    }  # fmt: skip
    env["police.fleet.minimum"].create(
        [
            {
                "station_id": base[row["base"]].id, "police_role": row["role"],
                "shift_id": shifts[row["shift"]].id, "vehicles": row["vehicles"],
            }
            for row in raw["minimum"]
        ]
    )  # fmt: skip


def _hour(clock):
    hours, minutes = clock.split(":")
    return int(hours) + int(minutes) / 60


def _measure(steps, env, force, first, chosen):
    from odoo.addons.police_fleet_plan.services import problem

    env = env(context={**env.context, "allowed_company_ids": force.ids})
    plan = env["police.fleet.plan"].create(
        {
            "company_id": force.id, "date_from": first,
            "date_to": first + timedelta(days=chosen.days - 1), "seconds": chosen.seconds,
        }
    )  # fmt: skip
    with steps.step("Problem made from the records"):
        made = problem.build(plan)
    sys.stdout.write(f"    {len(made.raw['vehicles'])} vehicles, {len(made.raw['jobs'])} jobs\n")
    with steps.step(f"Planned for {chosen.seconds} s, verified, explained and stored"):
        plan.write({"state": "planning"})
        plan._work()
        env.flush_all()
    sys.stdout.write(
        f"    {plan.outcome} gap {plan.gap:.2f} %, short {plan.shortfall}, lawful {plan.lawful}\n"
    )
    env.cr.commit()
    env.invalidate_all()
    with steps.step("Board opened"):
        board = plan.board()
    line = plan.line_ids.filtered("placed")[100:101]
    where = (line.id, line.workshop_id.id, line.bay_number, f"{line.slot[:10]}T12:00")
    for turn in ("first", "second"):
        with steps.step(f"A slot tried ({turn} time)"):
            plan.try_slot(*where)
    sys.stdout.write(f"    {len(json.dumps(board)) / 1e6:.1f} MB of board, {len(board['bars'])} bars\n")
    with steps.step("Published: every visit booked"):
        plan.action_publish()
        env.flush_all()
    env.cr.commit()
    with steps.step("Made again at night, every promise kept"):
        fresh = plan._replan()
        env.flush_all()
    sys.stdout.write(f"    {fresh.outcome} moved {fresh.moved}, gap {fresh.gap:.2f} %\n")


if __name__ == "__main__":
    main()
