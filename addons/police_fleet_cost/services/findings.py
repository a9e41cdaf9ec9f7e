"""Run the engine's checks over purchases and keep the findings; what a person has decided stays decided."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.addons.police_engine.fleet.fuel import anomalies

from . import clock

LOOK_BACK = 92  # days


def look(vehicles):
    """Check the latest purchases of ``vehicles``; new findings become rows, those no longer so are closed."""
    env = vehicles.env
    since = fields.Datetime.now() - timedelta(days=LOOK_BACK)
    purchases = env["police.fleet.fuel"].search([("vehicle_id", "in", vehicles.ids), ("when", ">=", since)])
    by_vehicle = purchases.grouped("vehicle_id")
    spells = _spells(env, vehicles)
    found = {}
    for vehicle, rows in by_vehicle.items():
        for finding in anomalies.check(_facts(vehicle, spells[vehicle.id]), [_fill(row) for row in rows]):
            found[finding.fill, finding.code] = finding
    _keep(env, purchases, found)


def _facts(vehicle, spells):
    return anomalies.Vehicle(
        vehicle.id,
        vehicle.fuel_type or "",
        _decimal(vehicle.tank_litres),
        _decimal(vehicle.battery_kwh),
        _decimal(vehicle.miles_per_unit),
        spells,
    )


def _decimal(value):
    return Decimal(str(round(value, 3))) if value else None


def _fill(row):
    return anomalies.Fill(
        row.id,
        clock.to_local(row.when),
        row.site or "",
        row.product,
        _decimal(row.quantity) or Decimal(0),
        row.dial or None,
    )


def _spells(env, vehicles):
    found = defaultdict(list)
    for spell in env["police.fleet.off.road"].search([("vehicle_id", "in", vehicles.ids)]):
        found[spell.vehicle_id.id].append((clock.to_local(spell.began_on), clock.to_local(spell.ended_on)))
    return found


def _keep(env, purchases, found):
    Finding = env["police.fleet.fuel.finding"].sudo()
    known = {(row.fuel_id.id, row.code): row for row in Finding.search([("fuel_id", "in", purchases.ids)])}
    Finding.create(
        [
            {"fuel_id": f.fill, "other_id": f.other or False, "code": f.code, "text": f.text}
            for mark, f in found.items()
            if mark not in known
        ]
    )
    gone = [row.id for mark, row in known.items() if mark not in found and row.state == "open"]
    Finding.browse(gone).write({"state": "withdrawn", "answer": env._("The facts have been put right.")})
