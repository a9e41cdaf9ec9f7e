"""The workshop floor: technicians and stores, cards in every stage, an order, a claim, a partner's month.

The fleet manager runs it, the accountant approves rates and charges, the technician (a demo user) works.
"""

from datetime import timedelta
from random import Random

from odoo import Command, fields

from .. import users as people_with_logins
from ..quiet import QUIET

LOGIN = "technician"
# name, number, cost, deposit on the old unit, months of warranty, on the shelf, minimum, maximum
PARTS = [
    ("Front brake pads, set", "BP-3081", 42.60, 0, 12, 14, 8, 24),
    ("Front brake discs, pair", "BD-3082", 88.40, 0, 12, 6, 4, 12),
    ("Oil filter", "OF-1010", 6.35, 0, 0, 40, 20, 60),
    ("Engine oil 5W-30, 5 litres", "EO-0530", 24.90, 0, 0, 30, 12, 48),
    ("Starter motor", "SM-4400", 164.00, 35.00, 24, 2, 1, 3),
    ("Alternator", "AL-4410", 212.00, 45.00, 24, 1, 1, 2),
    ("Pursuit tyre 225/45 R18", "TY-2254", 118.75, 0, 0, 16, 12, 40),
    ("Blue light bar module", "BL-7700", 305.00, 0, 36, 0, 1, 2),
    ("Run-flat tyre 245/50 R18", "TY-9001", 187.30, 0, 0, 0, 2, 6),
    ("Rear lamp cluster, offside", "LC-5150", 61.20, 0, 12, 3, 1, 4),
]
SKILLS = [
    ("light", "tyre"), ("light", "electrical", "emergency_equipment"), ("light", "tyre"), ("heavy", "light"),
    ("bodywork",), ("light", "electrical"), ("motorcycle", "light"), ("light", "tyre", "heavy"),
]  # fmt: skip
TASKS = ["Change oil and filter", "Check brakes and tyres", "Test lights, siren and radio", "Road test"]
REPAIRS = [
    "Brakes grind when cold", "Slow puncture, offside rear", "Siren cuts out", "Battery light on",
    "Starter turns slowly", "Nearside mirror broken",
]  # fmt: skip


def october(demo):
    """The workshop as it stands before anything breaks: figures, people, stores."""
    manager, shops = _as(demo, "fleet.manager"), _shops(demo)
    if shops:
        _money(demo, shops)
        _crew(demo, manager, shops)
        _stores(demo, manager)


def finish(demo):
    """After the month: vehicles and bookings are there."""
    manager, shops = _as(demo, "fleet.manager"), _shops(demo)
    crew = list(shops.technician_ids.sorted("id"))
    if not crew:
        return
    parts = {p.default_code: p for p in manager["product.product"].search([("is_fleet_part", "=", True)])}
    rng = Random(demo.seed + 505)
    _cards(manager, shops, rng)
    cars = manager["fleet.vehicle"].search([("company_id", "=", demo.company.id), ("road_state", "=", "on")])
    cars = list(cars - manager["police.fleet.job"].search([]).vehicle_id)
    rng.shuffle(cars)
    _repairs(demo, manager, crew, parts, cars)
    _away(manager, crew)


def _shops(demo):
    return _as(demo, "fleet.manager")["police.fleet.workshop"].search(
        [("company_id", "=", demo.company.id), ("partner_id", "=", False)]
    )


def _as(demo, login):
    return demo.env(user=demo.users[login], context={**demo.env.context, **QUIET, "tz": "Europe/London"})


# -- figures and accounts ------------------------------------------------------------------------


def _money(demo, shops):
    """Ledger map, cost centres, approved rates."""
    env, company = demo.env(su=True), demo.company
    mapped = env["police.ledger.role"].search([("company_id", "=", company.id)])
    role = {row.role: row.account_id for row in mapped}
    journals = {
        kind: env["account.journal"].search([("company_id", "=", company.id), ("type", "=", kind)])
        for kind in ("general", "sale")
    }
    income = env["account.account"].search(
        [("company_ids", "in", company.ids), ("account_type", "=", "income")], limit=1
    )
    general = journals["general"].filtered(lambda j: j.code == "MISC") or journals["general"]
    env["police.workshop.ledger"].create(
        {
            "company_id": company.id,
            "journal_id": general[:1].id,
            "cost_account_id": role["supplies_vehicle_parts"].id,
            "labour_account_id": role["pay_staff"].id,
            "parts_account_id": role["supplies_vehicle_parts"].id,
            "sale_journal_id": journals["sale"][:1].id,
            "income_account_id": income.id,
        }
    )
    _cost_centres(env, company, shops)
    for place, shop in enumerate(shops):
        rate = _as(demo, "fleet.manager")["police.workshop.rate"].create(
            {
                "workshop_id": shop.id,
                "amount": 54.20 + 2.35 * place,
                "date_from": "2026-04-01",
                "source": "DEMO: workshop budget 2026-27, table 4 (made up)",
            }
        )
        rate.with_user(demo.users["force.accountant"]).action_approve()


def _cost_centres(env, company, shops):
    centres = {c.code: c for c in env["account.analytic.account"].search([("company_id", "=", company.id)])}
    shops.sudo().cost_centre_id = centres.get("3500")
    by_role = {"roads_policing": "1400", "arv": "1400", "covert": "2100", "pool": "3500"}
    vehicles = env["fleet.vehicle"].search([("company_id", "=", company.id)])
    for role, found in vehicles.grouped("police_role").items():
        found.filtered(lambda v: not v.cost_centre_id).write(
            {"cost_centre_id": centres[by_role.get(role, "1200")].id}
        )


# -- people and stores ---------------------------------------------------------------------------


def _crew(demo, manager, shops):
    """Technicians from the force's staff, one of them with the demo login."""
    env = demo.env(su=True)
    staff = env["hr.employee"].search(
        [
            ("company_id", "=", demo.company.id),
            ("version_id.police_type", "=", "staff"),
            ("user_id", "=", False),
        ],
        order="payroll_reference desc",
        limit=3 * len(shops) + 2,
    )
    if not staff:
        return []
    staff[0].user_id = _login(demo)
    skills = {s.code: s.id for s in env["police.fleet.skill"].search([])}
    crew = []
    for place, person in enumerate(staff):
        shop = shops[place % len(shops)]
        codes = SKILLS[place % len(SKILLS)]
        crew.append(
            manager["police.fleet.technician"].create(
                {
                    "employee_id": person.id,
                    "workshop_id": shop.id,
                    "skill_ids": [Command.set([skills[code] for code in codes])],
                }
            )
        )
    for shop in shops:
        shop.hours_ids = [
            Command.create({"weekday": str(day), "hour_from": 7, "hour_to": 19 if day < 5 else 13})
            for day in range(6)
        ]
    return crew


def _login(demo):
    env = demo.env(su=True)
    user = env["res.users"].with_context(no_reset_password=True).search([("login", "=", LOGIN)])
    user = user or env["res.users"].with_context(no_reset_password=True).create(
        {
            "name": "Terry Technician (workshop)",
            "login": LOGIN,
            "email": f"{LOGIN}@teesmouth.police.example",
            "company_id": demo.company.id,
            "company_ids": [Command.set(demo.company.ids)],
            "lang": demo.users["fleet.manager"].lang,
            "tz": "Europe/London",
            "notification_type": "inbox",
            "odoobot_state": "disabled",
            "action_id": env.ref("police_workshop.action_my_job").id,
            "group_ids": [Command.set([env.ref("police_workshop.group_technician").id])],
        }
    )
    people_with_logins._set_passwords({LOGIN: user})
    return user


def _stores(demo, manager):
    """Parts with supplier, minimum and maximum, and what lies on the shelf."""
    supplier = manager["res.partner"].create(
        {
            "name": "Tees Motor Factors Ltd",
            "is_company": True,
            "supplier_rank": 1,
            "company_id": demo.company.id,
        }
    )
    Warehouse = demo.env(su=True)["stock.warehouse"]
    location = Warehouse.search([("company_id", "=", demo.company.id)], limit=1).lot_stock_id
    parts = {}
    for name, number, cost, deposit, months, shelf, low, high in PARTS:
        product = manager["product.product"].create(
            {
                "name": name, "default_code": number, "is_storable": True, "is_fleet_part": True,
                "sale_ok": False, "standard_price": cost, "core_charge": deposit, "warranty_months": months,
                "company_id": demo.company.id,
                "seller_ids": [Command.create({"partner_id": supplier.id, "price": cost, "delay": 2})],
            }
        )  # fmt: skip
        manager["stock.warehouse.orderpoint"].create(
            {
                "product_id": product.id, "location_id": location.id, "company_id": demo.company.id,
                "product_min_qty": low, "product_max_qty": high, "trigger": "manual",
            }
        )  # fmt: skip
        if shelf:
            demo.env(su=True)["stock.quant"]._update_available_quantity(product.sudo(), location, shelf)
        parts[number] = product
    services = manager["police.fleet.service.plan"].search(
        [("company_id", "=", demo.company.id), ("name", "=ilike", "full service%")]
    )
    services.part_ids = [
        Command.create({"product_id": parts[number].id, "quantity": 1}) for number in ("OF-1010", "EO-0530")
    ]
    return parts


# -- job cards -----------------------------------------------------------------------------------


def _cards(manager, shops, rng):
    """Cards for the first booked services, each with a free technician who can do it."""
    for shop in shops:
        booked = manager["police.fleet.service.booking"].search(
            [("workshop_id", "=", shop.id), ("state", "=", "booked")], order="start, id", limit=8
        )
        busy = set()
        for job in booked._make_jobs():
            day = job._planned_days()[0]
            able = [
                t for t in shop.technician_ids
                if (t.id, day) not in busy and not t._obstacles(job.skill_id.code, day, day)
            ]  # fmt: skip
            if able:
                chosen = rng.choice(able)
                busy.add((chosen.id, day))
                job.technician_id = chosen
            job.task_ids = [Command.create({"name": name}) for name in TASKS]


def _repairs(demo, manager, crew, parts, cars):
    """Repairs in every stage: done and charged, under test, reworked, in work, waiting for a part."""
    partner = _partner(demo, manager)
    mine = crew[0]
    for place, fault in enumerate(REPAIRS):
        if not cars:
            break
        car = cars.pop()
        if place < 2:
            car.charge_partner_id = partner
        hand = mine if place in (0, 3, 4) else crew[min(place, len(crew) - 1)]
        job = manager["police.fleet.job"].create(
            {
                "vehicle_id": car.id, "workshop_id": hand.workshop_id.id, "technician_id": hand.id,
                "skill_id": hand.skill_ids[:1].id, "fault": fault, "priority": "1" if place == 2 else "0",
                "odometer": car.odometer + 40,
            }
        )  # fmt: skip
        _tell(demo, job, place, parts)
    _charge(demo, manager, partner)


def _tell(demo, job, place, parts):
    """How far repair number ``place`` has come."""
    wanted = {0: "BP-3081", 1: "TY-2254", 2: "BL-7700", 3: "AL-4410", 4: "SM-4400"}.get(place)
    if wanted:
        part = job.part_ids.create({"job_id": job.id, "product_id": parts[wanted].id, "quantity": 1})
        part.action_reserve()
    if place == 2:  # the blue light module is not on the shelf: ordered, the job waits
        job.action_wait_parts()
        job.action_order_parts()
        return
    if place == 5:
        job.write({"repairer_id": _repairer(demo, job), "repair_estimate": 340})
        job.action_order_repair()
        return
    job.action_start()
    _worked(job, place)
    if place == 4:
        return
    job.part_ids.action_issue()
    job.action_test()
    if place == 3:
        job._fail("Alternator belt still squeals")
        _earlier(job, 20)
        return
    job.action_done()
    _earlier(job, 26 + 20 * place)


def _worked(job, place):
    began = fields.Datetime.now() - timedelta(hours=3 + place * 4)
    job.labour_ids.create(
        {
            "job_id": job.id,
            "technician_id": job.technician_id.id,
            "began_on": began,
            "ended_on": began + timedelta(minutes=75 + 15 * place),
        }
    )


def _earlier(job, hours):
    """The card was opened ``hours`` before: its first stages lasted longer."""
    first, second = job.sudo().spell_ids.sorted("id")[:2]
    opened = first.began_on - timedelta(hours=hours)
    first.write({"began_on": opened, "ended_on": opened + timedelta(hours=hours / 2)})
    second.write({"began_on": first.ended_on})


def _repairer(demo, job):
    return job.env["res.partner"].create(
        {
            "name": "Riverside Accident Repairs Ltd", "is_company": True, "supplier_rank": 1,
            "company_id": demo.company.id,
        }
    ).id  # fmt: skip


def _partner(demo, manager):
    """A neighbouring force whose cars we look after."""
    partner = manager["res.partner"].create(
        {"name": "Wearside Police (made up)", "is_company": True, "company_id": demo.company.id}
    )
    agreement = manager["police.workshop.agreement"].create(
        {
            "partner_id": partner.id, "company_id": demo.company.id, "hourly_rate": 61.50,
            "handling_percent": 7.5, "turnaround_hours": 36, "target_percent": 90,
            "date_from": "2026-04-01", "source": "DEMO: collaboration agreement, schedule 3 (made up)",
        }
    )  # fmt: skip
    agreement.with_user(demo.users["force.accountant"]).action_approve()
    return partner


def _charge(demo, manager, partner):
    statement = manager["police.workshop.statement"].create(
        {"partner_id": partner.id, "month": fields.Date.context_today(partner), "company_id": demo.company.id}
    )
    statement.action_compute()


def _away(manager, crew):
    """Leave and a course in the coming weeks, where no card stands in the way."""
    today = fields.Date.context_today(manager.user)
    for place, technician in enumerate(crew[1::3]):
        start = today + timedelta(days=35 + 9 * place)
        manager["police.fleet.technician.absence"].create(
            {
                "technician_id": technician.id,
                "date_from": start,
                "date_to": start + timedelta(days=4),
                "note": "Leave" if place % 2 else "Course",
            }
        )
