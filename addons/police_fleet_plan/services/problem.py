"""Makes the planner's problem (design/formats.md, section 4) from a force's records, set-based.

Names in it are what people say (registration, workshop, base), so that every sentence of the engine can be
shown as it is; ``records`` leads from the names back to the records.
"""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from odoo.exceptions import UserError
from odoo.fields import Domain

from .clock import hour_stamp, to_stamp, to_utc
from .jobs import Jobs
from .shops import Shops

NO_BASE = "no base"


class Problem(NamedTuple):
    """``raw``: the document. ``records``: ``{kind: {name: id or facts}}``. ``notes``: what was assumed."""

    raw: dict[str, Any]
    records: dict[str, Any]
    notes: list[str]


class Names:
    """Readable names, each given once: a second ``Ann Lee`` becomes ``Ann Lee (2)``."""

    def __init__(self):
        self.given = {}  # kind -> {name: record id}
        self.known = {}  # (kind, record id) -> name

    def give(self, kind, words, record_id):
        taken = self.given.setdefault(kind, {})
        words = " ".join((words or "").split()) or kind
        name, number = words, 1
        while name in taken:
            number += 1
            name = f"{words} ({number})"
        taken[name] = record_id
        self.known.setdefault((kind, record_id), name)
        return name

    def of(self, kind, record_id):
        """The name given before; an empty one when there is none."""
        return self.known.get((kind, record_id), "")

    def vehicle(self, vehicle):
        known = self.of("vehicles", vehicle.id)
        words = vehicle.license_plate or vehicle.fleet_number or vehicle.model_id.name
        return known or self.give("vehicles", words, vehicle.id)


def build(plan):
    """The :class:`Problem` of a ``police.fleet.plan``. UserError when there is nothing to plan with."""
    names, notes = Names(), []
    shops = Shops(plan, names, notes)
    if not shops.workshops:
        raise UserError(
            plan.env._(
                "%s has no workshop of its own: enter one under Fleet, Configuration, Workshops.",
                plan.company_id.name,
            )
        )
    for workshop in shops.workshops:
        names.give("workshops", workshop.name, workshop.id)
    technicians = shops.technicians()
    jobs = Jobs(plan, names, notes, shops)
    rows = jobs.collect()
    vehicles = _vehicles(plan, names, jobs, notes)
    workshops, blocked = shops.rows()
    _wait_for_return(plan, rows, vehicles, workshops, notes)
    minimum, shifts = _minimums(plan, names, notes)
    _say_too_much(plan, minimum, vehicles, notes)
    raw = {
        "start": plan.date_from.isoformat(),
        "days": plan.days,
        "shifts": shifts,
        "minimum": minimum,
        "vehicles": vehicles,
        "workshops": workshops,
        "technicians": technicians,
        "travel_minutes": _travel(plan, names, shops.workshops),
        "jobs": rows,
        "locked": jobs.locks,
        "weights": plan._weights(),
    }
    _block_bays(raw, names, blocked)
    records = {**names.given, "jobs": jobs.records}
    return Problem(raw, json.loads(json.dumps(records)), notes)


# -- vehicles ------------------------------------------------------------------------------------------


def role_words(env, code):
    """``armed response`` for ``arv``."""
    roles = dict(env["fleet.vehicle"]._fields["police_role"]._description_selection(env))
    return roles.get(code, env._("other")).lower()


def _vehicles(plan, names, jobs, notes):
    domain = Domain("company_id", "=", plan.company_id.id) & Domain("life_state", "!=", "disposed")
    vehicles = plan.env["fleet.vehicle"].search(
        domain | Domain("id", "in", sorted(jobs.vehicles)), order="id"
    )
    off_road = _off_road(plan, vehicles, notes)
    for vehicle, first, last in jobs.off_road:
        _span(plan, off_road, vehicle, first, last)
    words = {}
    rows = []
    for vehicle in vehicles:
        role = words.setdefault(vehicle.police_role, role_words(plan.env, vehicle.police_role))
        base = vehicle.station_id
        rows.append(
            {
                "id": names.vehicle(vehicle),
                "base": base_name(names, base) if base else NO_BASE,
                "role": role,
                "off_road": sorted(off_road.get(vehicle.id, [])),
            }
        )
        names.given.setdefault("roles", {})[role] = vehicle.police_role
    return rows


def base_name(names, station):
    return names.of("bases", station.id) or names.give("bases", station.name, station.id)


def _off_road(plan, vehicles, notes):
    """Spells that touch the plan; one without an end lasts until the day expected, else the usual time."""
    spells = plan.env["police.fleet.off.road"].search(
        Domain("vehicle_id", "in", vehicles.ids)
        & (Domain("ended_on", "=", False) | Domain("ended_on", ">", to_utc(f"{plan.date_from}T00:00")))
    )
    cards = _repairs_end(plan, spells.vehicle_id)
    found, guessed = {}, 0
    usual = plan.date_from + timedelta(days=plan.off_road_days - 1)
    for spell in spells:
        if spell.booking_id.state == "in_workshop":
            continue  # known better from the booking
        first = max(_day(spell.began_on), plan.date_from)
        if spell.ended_on:
            last = _day(spell.ended_on)
        elif (back := spell.vehicle_id.back_expected_on) and back > _day(spell.began_on):
            last = back - timedelta(days=1)
        elif repaired := cards.get(spell.vehicle_id):
            last = _day(repaired)
        else:
            last, guessed = usual, guessed + 1
        _span(plan, found, spell.vehicle_id.id, first, last)
    if guessed:
        notes.append(
            plan.env._(
                "%(count)s vehicles are off the road without a day when they are expected back: "
                "%(days)s days are assumed.",
                count=guessed, days=plan.off_road_days,
            )
        )  # fmt: skip
    return found


def _repairs_end(plan, vehicles):
    """``{vehicle: planned end}`` of job cards with a time, of vehicles that are off the road now."""
    cards = plan.env["police.fleet.job"].search(
        Domain("vehicle_id", "in", vehicles.ids)
        & Domain("state", "not in", ("done", "cancelled"))
        & Domain("stop", "!=", False)
        & Domain("booking_id", "=", False)
    )
    return {vehicle: max(rows.mapped("stop")) for vehicle, rows in cards.grouped("vehicle_id").items()}


def _wait_for_return(plan, rows, vehicles, workshops, notes):
    """A date of law that passes while the vehicle is off the road is no breach: it may not be used anyway.

    Such work is wanted from the day it is back, and the notes say so.
    """
    off_road = {v["id"]: [tuple(span) for span in v["off_road"]] for v in vehicles}
    open_days = _open_days(plan, workshops)
    waiting = []
    for row in rows:
        spans = off_road[row["vehicle"]]
        if not (row["hard"] and spans) or row["due"] > plan.date_to.isoformat():
            continue
        usable = [d for d in open_days if row["earliest"] <= d <= row["due"]]
        if usable and all(any(a <= day <= b for a, b in spans) for day in usable):
            end = date.fromisoformat(max(b for a, b in spans if a <= row["due"]))
            row["due"] = min(end + timedelta(days=1), plan.date_to).isoformat()
            row["hard"] = False
            waiting.append(row["id"])
    if waiting:
        notes.append(
            plan.env._(
                "%(count)s dates of law pass while the vehicle is off the road: the work is planned for its "
                "return, and until then it may not be used: %(which)s.",
                count=len(waiting), which=", ".join(waiting[:5]),
            )
        )  # fmt: skip


def _open_days(plan, workshops):
    days = (plan.date_from + timedelta(days=n) for n in range(plan.days))
    return [
        day.isoformat()
        for day in days
        if any(str(day.weekday()) in w["open"] and day.isoformat() not in w["closed"] for w in workshops)
    ]


def _span(plan, found, vehicle, first, last):
    first, last = max(first, plan.date_from), min(last, plan.date_to)
    if first <= last:
        found.setdefault(vehicle, []).append([first.isoformat(), last.isoformat()])


def _day(moment):
    return date.fromisoformat(to_stamp(moment)[:10])


# -- cover, travel, closed bays ------------------------------------------------------------------------


def _minimums(plan, names, notes):
    rows = plan.env["police.fleet.minimum"].search([("company_id", "=", plan.company_id.id)])
    if not rows:
        notes.append(plan.env._("No minimum cover is entered: the plan cannot look after any base."))
    minimum = [
        {
            "base": base_name(names, row.station_id),
            "role": role_words(plan.env, row.police_role),
            "shift": names.of("shifts", row.shift_id.id)
            or names.give("shifts", row.shift_id.name, row.shift_id.id),
            "weekdays": sorted(row._weekdays()),
            "vehicles": row.vehicles,
        }
        for row in rows
        if row.station_id and row.shift_id
    ]
    shifts = [
        {"id": names.of("shifts", s.id), "from": hour_stamp(s.hour_from), "to": hour_stamp(s.hour_to)}
        for s in rows.shift_id
    ]
    return minimum, shifts


def _say_too_much(plan, minimum, vehicles, notes):
    """A minimum above what the base has is short whatever is planned: said, so that it is put right there."""
    owned = Counter((v["base"], v["role"]) for v in vehicles)
    for row in minimum:
        has = owned[row["base"], row["role"]]
        if row["vehicles"] > has:
            notes.append(
                plan.env._(
                    "%(base)s, %(role)s, %(shift)s: the minimum is %(least)s vehicles, the base has %(has)s. "
                    "It is short without any workshop visit: correct the minimum or move a vehicle there.",
                    base=row["base"], role=row["role"], shift=row["shift"], least=row["vehicles"], has=has,
                )
            )  # fmt: skip


def _travel(plan, names, workshops):
    known = {
        (row.station_id.id, row.workshop_id.id): row.minutes
        for row in plan.env["police.fleet.travel"].search([("company_id", "=", plan.company_id.id)])
    }
    result = {}
    for base, station_id in names.given.get("bases", {}).items():
        result[base] = {
            names.of("workshops", w.id): known.get(
                (station_id, w.id), 0 if w.station_id.id == station_id else plan.travel_minutes
            )
            for w in workshops
        }
    return result


def _block_bays(raw, names, blocked):
    """A taken bay is work that only a hand of its own can do, on that day and no other, all day long."""
    hours = {row["id"]: row["open"] for row in raw["workshops"]}
    made = {}
    for workshop, number, day, words in blocked:
        shop = names.of("workshops", workshop.id)
        if (shop, number, words) not in made:
            name = names.give("blocks", f"{shop}: {words}", number)
            made[shop, number, words] = name
            raw["vehicles"].append({"id": name, "base": NO_BASE, "role": "bay", "off_road": []})
            raw["technicians"].append({"id": name, "workshop": shop, "skills": [name], "absent": []})
        name = made[shop, number, words]
        opens, closes = hours[shop][str(day.weekday())]
        job = f"{name} {day.isoformat()}"
        raw["jobs"].append(
            {
                "id": job, "vehicle": name, "task": "", "minutes": _minutes(closes) - _minutes(opens),
                "skill": name,
                "earliest": day.isoformat(), "due": day.isoformat(), "hard": True, "together_with": [],
            }
        )  # fmt: skip


def _minutes(clock):
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
