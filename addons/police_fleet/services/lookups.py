"""Asking DVLA and DVSA about the vehicles of a force, and comparing their facts with ours.

Every enquiry is kept, answered or not. Nothing of ours is changed by an answer: a difference is opened for a
person to decide. A service that fails or limits us is left alone until the next night; who was asked longest
ago is asked first, so that nobody is left out for ever.
"""

import json
import tempfile
from datetime import date, timedelta

from odoo import fields
from odoo.addons.police_engine.fleet.odometer.readings import MILES_PER_KM

from . import mot_bulk, mot_history
from .gateway import Client, GatewayError

FAILURES = 3  # in a row; then the service is taken to be down
STOP = ("limited", "setup")


def run(service, vehicles=None, client=None, each=None):
    """Ask ``service`` (police.fleet.lookup.service) about ``vehicles`` (None: those whose turn it is).

    ``each``: called after every vehicle, e.g. to commit. Returns the police.fleet.lookup records made.
    """
    env = service.env
    done = env["police.fleet.lookup"]
    vehicles = service._next_vehicles() if vehicles is None else vehicles
    failed = 0
    try:
        client = client or Client(service._settings())
    except GatewayError as error:
        service.write({"last_run": fields.Datetime.now(), "last_message": error.message})
        return done
    for vehicle in vehicles:
        lookup, kind = _one(service, client, vehicle)
        done |= lookup
        if each:
            each()
        failed = failed + 1 if kind in ("failed", "timeout", "refused") else 0
        if kind in STOP or failed >= FAILURES:
            break
    service.write({"last_run": fields.Datetime.now(), "last_message": _summary(env, done, len(vehicles))})
    return done


def take_deltas(service, client=None):
    """Take DVSA's daily files that were not taken yet, oldest first; what goes wrong is told and asked again.

    A day that DVSA offers no more is told too: then every vehicle is asked about again, turn by turn.
    """
    env = service.env
    try:
        client = client or Client(service._settings())
        listed = sorted(client.files().get("delta") or (), key=lambda row: row["fileCreatedOn"])
        days = [(date.fromisoformat(row["fileCreatedOn"]), row["downloadUrl"]) for row in listed]
        if service.delta_until and days and days[0][0] > service.delta_until + timedelta(days=1):
            message = env._("DVSA's daily files since %s are gone: vehicles are asked about again.",
                            service.delta_until.strftime("%d/%m/%Y"))  # fmt: skip
            service.write({"delta_until": False, "last_message": message})
            return
        told = [_take_delta(service, client, day, url) for day, url in days if _is_new(service, day)]
    except GatewayError as error:
        service.write({"last_run": fields.Datetime.now(), "last_message": error.message})
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        message = env._("The list of daily files is not in the published form: %s", error)
        service.write({"last_run": fields.Datetime.now(), "last_message": message})
    else:
        if told:
            service.write({"last_run": fields.Datetime.now(), "last_message": "; ".join(told)[:500]})


def _is_new(service, day):
    return not service.delta_until or day > service.delta_until


def _take_delta(service, client, day, url):
    with tempfile.TemporaryFile() as file:
        client.download(url, file)
        file.seek(0)
        ours = own_vehicles(service.env, service.company_id, service.include_covert)
        tests, faults, answers = bulk_tests(file, ours)
    if faults:
        raise GatewayError("failed", f"{day:%d/%m/%Y}: {faults[0]}")
    made, _known, _strangers = store_tests(service.env, service.company_id, tests, "file")
    for record in answers:
        vehicle = ours["".join(record["registration"].split()).upper()]
        compare(service, vehicle, _facts("mot", record))
    service.delta_until = day
    return service.env._("%(day)s: %(count)s new tests", day=day.strftime("%d/%m/%Y"), count=len(made))


def own_vehicles(env, company, covert=True):
    """``{registration: vehicle}`` of the force, archived ones too."""
    vehicles = env["fleet.vehicle"].with_context(active_test=False).search([("company_id", "=", company.id)])
    if not covert:
        vehicles = vehicles.filtered(lambda v: v.police_role != "covert" and v.livery != "covert")
    return {"".join((v.license_plate or "").split()).upper(): v for v in vehicles if v.license_plate}


def bulk_tests(file, ours):
    """(tests, faults, records) of our vehicles in a bulk or daily file."""
    tests, faults, answers = [], [], []
    for where, record in mot_bulk.records(file, set(ours)):
        if isinstance(record, str):
            faults.append(f"{where} {record}")
        elif not mot_bulk.is_deleted(record):
            try:
                tests += mot_history.from_answer(record)
                answers.append(record)
            except (ValueError, AttributeError, TypeError) as error:
                faults.append(f"{where}: {error}")
    return tests, faults, answers


def _one(service, client, vehicle):
    values = {"service_id": service.id, "vehicle_id": vehicle.id, "outcome": "answered", "http_status": 200}
    try:
        answer = client.ask(vehicle.license_plate)
        facts = _facts(service.code, answer)
        values["answer"] = json.dumps(answer, indent=1, sort_keys=True)
    except GatewayError as error:
        values |= {"outcome": error.kind, "message": error.message, "http_status": error.status}
        return service.env["police.fleet.lookup"].create(values), error.kind
    except (ValueError, AttributeError, TypeError) as error:
        values |= {"outcome": "failed", "message": f"The answer is not in the published form: {error}"}
        return service.env["police.fleet.lookup"].create(values), "failed"
    if service.code == "mot":
        store_tests(service.env, service.company_id, mot_history.from_answer(answer), "api")
    compare(service, vehicle, facts)
    return service.env["police.fleet.lookup"].create(values), "answered"


def _facts(code, answer):
    """What the service says, under our names; a name is absent where it says nothing."""
    if code == "mot":
        tests = mot_history.from_answer(answer)
        found = {"mot_due": mot_history.due(answer, tests)}
        colour = answer.get("primaryColour")
    else:
        found = {name: date.fromisoformat(answer[key]) for name, key in _VES_DATES if answer.get(key)}
        if answer.get("taxStatus"):
            found["tax_status"] = answer["taxStatus"]
        colour = answer.get("colour")
    found |= {"make": answer.get("make"), "colour": colour}
    return {name: value for name, value in found.items() if value}


_VES_DATES = (("ved_due", "taxDueDate"), ("mot_due", "motExpiryDate"))
_UNTAXED = ("SORN", "Untaxed", "Not Taxed for on Road Use")


def compare(service, vehicle, facts):
    """Open, keep or settle a ``police.fleet.difference`` for each fact."""
    found = {
        name: ours for name, theirs in facts.items() if (ours := _differs(vehicle, name, theirs)) is not None
    }
    env = service.env
    open_rows = env["police.fleet.difference"].search(
        [("service_id", "=", service.id), ("vehicle_id", "=", vehicle.id), ("state", "in", ("open", "kept"))]
    )
    by_name = {row.fact: row for row in open_rows}
    for name, ours in found.items():
        row, theirs = by_name.get(name), _text(facts[name])
        if row and (row.theirs, row.ours) == (theirs, ours):
            row.last_seen = fields.Datetime.now()
            continue
        if row:
            row.write({"state": "settled"})
        env["police.fleet.difference"].create(
            {
                "service_id": service.id, "vehicle_id": vehicle.id, "fact": name, "ours": ours,
                "theirs": theirs,
                "their_date": facts[name] if isinstance(facts[name], date) else False,
            }
        )  # fmt: skip
    for name, row in by_name.items():
        if name not in found and name in facts:
            row.write({"state": "settled"})


def _differs(vehicle, name, theirs):
    """What we say, where it contradicts; None where it does not."""
    if name == "mot_due":
        ours = None if vehicle.mot_exempt else vehicle.mot_due
        return None if vehicle.mot_exempt or ours == theirs else _text(ours)
    if name == "ved_due":
        return None if vehicle.ved_exempt or vehicle.ved_due == theirs else _text(vehicle.ved_due)
    if name == "tax_status":
        wrong = theirs in _UNTAXED and vehicle.road_state == "on" and not vehicle.ved_exempt
        return vehicle.env._("On the road") if wrong else None
    if name == "make":
        ours = vehicle.brand_id.name or ""
        same = _plain(theirs) in _plain(ours) or _plain(ours) in _plain(theirs)
        return None if same else ours
    ours = vehicle.color or ""
    return None if not ours or _plain(ours) == _plain(theirs) else ours


def _plain(text):
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _text(value):
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return value or ""


def _summary(env, lookups, wanted):
    counts = {}
    for lookup in lookups:
        counts[lookup.outcome] = counts.get(lookup.outcome, 0) + 1
    labels = dict(env["police.fleet.lookup"]._fields["outcome"]._description_selection(env))
    told = ", ".join(f"{labels[kind]}: {count}" for kind, count in sorted(counts.items()))
    left = wanted - len(lookups)
    rest = env._("; stopped, %s vehicles are asked next time", left) if left > 0 else ""
    return (told or env._("No vehicle to ask about")) + rest


def store_tests(env, company, tests, source):
    """Keep MOT tests of the force's vehicles and put their readings into the ledger.

    Returns (new police.fleet.mot.test, number known already, registrations that are not ours). Idempotent.
    """
    vehicles = own_vehicles(env, company)
    known = set(
        env["police.fleet.mot.test"]
        .search([("company_id", "=", company.id), ("number", "in", [t.number for t in tests])])
        .mapped("number")
    )
    ours = [test for test in tests if test.registration in vehicles]
    fresh = [test for test in ours if test.number not in known]
    rows = env["police.fleet.mot.test"].create(
        [_test_values(test, vehicles[test.registration], source) for test in fresh]
    )
    _read_dials(env, fresh, vehicles)
    strangers = sorted({test.registration for test in tests} - vehicles.keys())
    return rows, len(ours) - len(fresh), strangers


def _test_values(test, vehicle, source):
    return {
        "vehicle_id": vehicle.id,
        "number": test.number,
        "completed_on": test.completed,
        "result": "passed" if test.passed else "failed",
        "expiry_on": test.expiry,
        "odometer": test.odometer or 0,
        "odometer_unit": test.unit,
        "defects": test.defects,
        "source": source,
    }


def _read_dials(env, tests, vehicles):
    wanted = [
        (test, vehicles[test.registration])
        for test in tests
        if test.odometer is not None and test.completed <= fields.Date.context_today(env["fleet.vehicle"])
    ]
    env["fleet.vehicle.odometer"].create(
        [
            {
                "vehicle_id": vehicle.id,
                "date": test.completed,
                "value": in_unit(test.odometer, test.unit, vehicle.odometer_unit),
                "source": "mot",
                "reference": test.number,
            }
            for test, vehicle in wanted
        ]
    )


def in_unit(value, unit, dial):
    """``value`` in mi or km as the vehicle's dial (miles or kilometers) shows it."""
    if unit == "km" and dial != "kilometers":
        return round(value * MILES_PER_KM)
    return round(value / MILES_PER_KM) if unit == "mi" and dial == "kilometers" else value
