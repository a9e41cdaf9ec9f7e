"""The made-up vehicles, entered by the fleet manager, with services due and workshop bookings."""

from datetime import date

from .quiet import QUIET

AS_AT = date(2026, 9, 30)


def run(env, company, users, vehicles):
    """Enter the fleet; returns counts for the summary."""
    manager = env(user=users["fleet.manager"], context={**env.context, **QUIET})
    models = _models(manager, vehicles)
    records = manager["fleet.vehicle"].create(
        [
            {
                "license_plate": v.registration,
                "model_id": models[v.make, v.model].id,
                "company_id": company.id,
                "acquisition_date": v.bought_on,
                "odometer_unit": "miles",
                "fuel_type": v.fuel,
            }
            for v in vehicles
        ]
    )
    _odometers(manager, records, vehicles)
    booked = _services(manager, records, vehicles)
    return {
        "vehicles": len(records),
        "services_overdue": sum(v.service_due < AS_AT for v in vehicles),
        "services_due_in_six_weeks": sum(0 <= (v.service_due - AS_AT).days <= 42 for v in vehicles),
        "workshop_bookings": booked,
    }


def _models(env, vehicles):
    makes = {}
    for make in sorted({v.make for v in vehicles}):
        makes[make] = env["fleet.vehicle.model.brand"].search([("name", "=", make)], limit=1) or env[
            "fleet.vehicle.model.brand"
        ].create({"name": make})
    kinds = sorted({(v.make, v.model, v.fuel) for v in vehicles})
    records = env["fleet.vehicle.model"].create(
        [
            {
                "name": model,
                "brand_id": makes[make].id,
                "default_fuel_type": fuel,
                "vehicle_type": "bike" if model.startswith("R ") else "car",
            }
            for make, model, fuel in kinds
        ]
    )
    return {(make, model): record for (make, model, _), record in zip(kinds, records, strict=True)}


def _odometers(env, records, vehicles):
    env["fleet.vehicle.odometer"].create(
        [
            {"vehicle_id": record.id, "value": v.odometer, "date": AS_AT}
            for record, v in zip(records, vehicles, strict=True)
        ]
    )


def _services(env, records, vehicles):
    """Bookings for services that fall due soon. Returns how many."""
    kind = env.ref("fleet.type_service_service_8", raise_if_not_found=False) or env[
        "fleet.service.type"
    ].search([("category", "=", "service")], limit=1)
    rows = [
        {
            "vehicle_id": record.id,
            "service_type_id": kind.id,
            "date": v.booked_on,
            "state": "new",
            "description": "Service due",
        }
        for record, v in zip(records, vehicles, strict=True)
        if v.booked_on
    ]
    env["fleet.vehicle.log.services"].create(rows)
    return len(rows)
