"""The made-up vehicles, entered by the fleet manager, with services due and workshop bookings."""

from datetime import timedelta

from odoo.addons.police_fleet.services import bookings

from ..generator.figures import figures
from .quiet import QUIET

FUEL = {"petrol": "gasoline"}  # Odoo's word
BOOK_DAYS = 21  # services that fall due within so many days are booked


def run(env, company, users, vehicles, today):
    """Enter the fleet as it is ``today`` and book what is due; returns counts for the summary."""
    manager = env(user=users["fleet.manager"], context={**env.context, **QUIET, "tz": "Europe/London"})
    stations = {s.code: s.id for s in manager["police.station"].search([("company_id", "=", company.id)])}
    plans = _plans(manager, company)
    _workshops(manager, company, stations)
    records = _vehicles(manager, company, vehicles, stations)
    _odometers(manager, records, vehicles)
    _last_services(manager, company, plans, records, vehicles, today)
    booked = bookings.book_due(manager, company, today + timedelta(days=BOOK_DAYS), _monday_after(today))
    _off_road(records, vehicles)
    return _counts(manager, company, records, booked, today)


def _plans(env, company):
    service = figures("vehicles")["service"]
    return env["police.fleet.service.plan"].create(
        [
            {
                "name": "Full service",
                "service_type_id": env.ref("police_fleet.service_type_full").id,
                "company_id": company.id,
                "interval_months": service["months"],
                "interval_distance": service["miles"],
                "hours": 4,
            },
            {
                "name": "Tyre and brake inspection",
                "service_type_id": env.ref("police_fleet.service_type_tyres").id,
                "company_id": company.id,
                "interval_months": service["inspection_months"],
                "hours": 1,
            },
        ]
    )


def _workshops(env, company, stations):
    env["police.fleet.workshop"].create(
        [
            {
                "name": w["name"],
                "company_id": company.id,
                "bays": w["bays"],
                "station_id": stations[w["station"]],
            }
            for w in figures("vehicles")["workshops"]
        ]
    )


def _vehicles(env, company, vehicles, stations):
    models = _models(env, vehicles)
    return env["fleet.vehicle"].create(
        [
            {
                "license_plate": v.registration,
                "model_id": models[v.make, v.model].id,
                "company_id": company.id,
                "acquisition_date": v.bought_on,
                "fuel_type": FUEL.get(v.fuel, v.fuel),
                "police_role": v.role,
                "station_id": stations[v.station],
                "call_sign": v.call_sign,
                "fleet_number": v.fleet_number,
                "mot_due": v.mot_due,
                "ved_due": v.ved_due,
            }
            for v in vehicles
        ]
    )


def _models(env, vehicles):
    Brand = env["fleet.vehicle.model.brand"]
    known = {brand.name: brand for brand in Brand.search([])}
    for make in sorted({v.make for v in vehicles} - known.keys()):
        known[make] = Brand.create({"name": make})
    kinds = sorted({(v.make, v.model, v.fuel) for v in vehicles})
    records = env["fleet.vehicle.model"].create(
        [
            {"name": model, "brand_id": known[make].id, "default_fuel_type": FUEL.get(fuel, fuel)}
            for make, model, fuel in kinds
        ]
    )
    return {(make, model): record for (make, model, _), record in zip(kinds, records, strict=True)}


def _odometers(env, records, vehicles):
    env["fleet.vehicle.odometer"].create(
        [
            {"vehicle_id": record.id, "value": value, "date": day}
            for record, v in zip(records, vehicles, strict=True)
            for day, value in v.readings
        ]
    )


def _last_services(env, company, plans, records, vehicles, today):
    """When each service was done last, then the due dates by the product's own rule."""
    full, _inspection = plans
    made = dict(zip(records.ids, vehicles, strict=True))
    for row in bookings.refresh(env, company, today):
        vehicle = made[row.vehicle_id.id]
        done, at = (
            (vehicle.serviced_on, vehicle.serviced_at) if row.plan_id == full else (vehicle.inspected_on, 0)
        )
        row.write({"last_done_on": done, "last_done_odometer": at})
    bookings.refresh(env, company, today)


def _off_road(records, vehicles):
    for record, vehicle in zip(records, vehicles, strict=True):
        if vehicle.off_road:
            record._take_off_road(vehicle.off_road, "Reported by the crew at the start of the shift")


def _monday_after(day):
    return day + timedelta(days=7 - day.weekday())


def _counts(env, company, records, booked, today):
    due = env["police.fleet.service.due"].search([("company_id", "=", company.id)])
    return {
        "as_at": today.strftime("%-d %B %Y"),
        "vehicles": len(records),
        "off_the_road": len(records.filtered(lambda v: v.road_state == "off")),
        "services_overdue": len(due.filtered(lambda row: row.urgency == "overdue")),
        "services_due_within_30_days": len(due.filtered(lambda row: row.urgency == "soon")),
        "booked_into_a_workshop": len(booked),
    }
