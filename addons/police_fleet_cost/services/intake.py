"""Take a supplier's file: engine reads it, rows are matched to vehicles, stored in bulk, readings offered."""

from odoo import fields
from odoo.addons.police_engine.fleet.feeds import fuel
from odoo.addons.police_engine.money import pounds
from odoo.exceptions import UserError, ValidationError

from . import clock, findings

READERS = {"card": fuel.read_cards, "charge": fuel.read_charges, "telematics": fuel.read_days}


def take(file, text):
    """Store the rows of ``text`` under ``file``; returns faults (then nothing may be kept)."""
    table = READERS[file.kind](text, fields.Date.context_today(file))
    faults = list(table.faults)
    vehicles = file.env["fleet.vehicle"].search([("company_id", "=", file.company_id.id)])._plain_plates()
    for row in table.rows:
        if row.get("registration") and row["registration"] not in vehicles:
            faults.append(
                file.env._(
                    "Line %(n)s, registration: %(plate)s is no vehicle of this force.",
                    n=row["line"],
                    plate=row["registration"],
                )
            )
    store = _store_days if file.kind == "telematics" else _store_fuel
    return faults or store(file, table.rows, vehicles)


def _store_fuel(file, rows, vehicles):
    faults = _known_references(file, rows)
    cards = {
        card.number: card
        for card in file.env["police.fleet.fuel.card"].search([("company_id", "=", file.company_id.id)])
    }
    faults += [
        file.env._(
            "Line %(n)s, card: card %(card)s is not ours; enter it first.", n=row["line"], card=row["card"]
        )
        for row in rows
        if row.get("card") and row["card"] not in cards
    ]
    if faults:
        return faults
    made = file.env["police.fleet.fuel"].create([_purchase(file, row, vehicles, cards) for row in rows])
    file.rows, file.gross = len(rows), sum(made.mapped("gross"))
    offered, refused = offer(
        file.env, [(made[i], row["odometer"]) for i, row in enumerate(rows) if row.get("odometer")]
    )
    file.readings_offered, file.readings_refused = offered, "\n".join(refused)
    findings.look(made.vehicle_id)
    return []


def _purchase(file, row, vehicles, cards):
    return {
        "file_id": file.id,
        "company_id": file.company_id.id,
        "source": file.kind,
        "reference": row["reference"],
        "vehicle_id": vehicles[row["registration"]].id,
        "card_id": cards[row["card"]].id if row.get("card") else False,
        "when": clock.to_utc(row["when"]),
        "site": row["site"],
        "product": row["product"],
        "quantity": float(row["quantity"]),
        "gross": float(pounds(row["gross"])),
        "vat": float(pounds(row["vat"] or 0)),
        "dial": row["odometer"] or 0,
    }


def _known_references(file, rows):
    known = file.env["police.fleet.fuel"].search_read(
        [
            ("company_id", "=", file.company_id.id),
            ("source", "=", file.kind),
            ("reference", "in", [row["reference"] for row in rows]),
        ],
        ["reference", "file_id"],
    )
    told = {row["reference"]: row["file_id"][1] if row["file_id"] else "" for row in known}
    return [
        file.env._(
            "Line %(n)s: transaction %(ref)s was received already (%(file)s).",
            n=row["line"],
            ref=row["reference"],
            file=told[row["reference"]],
        )
        for row in rows
        if row["reference"] in told
    ]


def offer(env, readings):
    """Offer (purchase, dial) pairs to the odometer ledger; returns (how many, sentences on those refused).

    The ledger queries what is doubtful and refuses only what no dial can show; that never stops a fuel file.
    """
    Odometer = env["fleet.vehicle.odometer"]
    values = [_reading(Odometer, purchase, dial) for purchase, dial in readings]
    try:
        with env.cr.savepoint():
            Odometer.create(values)
        return len(values), []
    except (UserError, ValidationError):
        return len(values), _one_by_one(env, Odometer, values)


def _one_by_one(env, Odometer, values):
    refused = []
    for row in values:
        try:
            with env.cr.savepoint():
                Odometer.create([row])
        except (UserError, ValidationError) as error:
            refused.append(str(error))
    return refused


def _reading(Odometer, purchase, dial):
    row = {"vehicle_id": purchase.vehicle_id.id, "date": clock.to_local(purchase.when).date(), "value": dial}
    if "source" in Odometer._fields:
        row["source"] = "fuel_card"
    if "reference" in Odometer._fields:
        row["reference"] = purchase.reference
    return row


def _store_days(file, rows, vehicles):
    Day = file.env["police.fleet.day"]
    known = Day.search_read(
        [
            ("vehicle_id", "in", [v.id for v in vehicles.values()]),
            ("date", "in", list({r["date"] for r in rows})),
        ],
        ["vehicle_id", "date"],
    )
    told = {(row["vehicle_id"][0], row["date"]) for row in known}
    faults = [
        file.env._(
            "Line %(n)s: %(plate)s on %(day)s was received already.",
            n=row["line"],
            plate=row["registration"],
            day=row["date"].strftime("%d/%m/%Y"),
        )
        for row in rows
        if (vehicles[row["registration"]].id, row["date"]) in told
    ]
    if faults:
        return faults
    Day.create(
        [
            {
                "file_id": file.id,
                "vehicle_id": vehicles[row["registration"]].id,
                "date": row["date"],
                "miles": float(row["miles"]),
                "hours": float(row["hours"]),
                "idle_hours": float(row["idle_hours"] or 0),
                "trips": row["trips"],
            }
            for row in rows
        ]
    )
    file.rows = len(rows)
    return []
