"""Between the odometer readings in the database and ``police_engine.fleet.odometer``, which judges them.

A vehicle's ledger is put together from what was decided before (one query for all vehicles), told what is
new, and what has changed in it is written back (one statement). So a reading's standing can change later:
what was queried counts as soon as another reading bears it out.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo import fields
from odoo.addons.police_engine.fleet.odometer.ledger import Entry, Ledger
from odoo.addons.police_engine.fleet.odometer.readings import Judgement, Reading, Verdict, miles

from . import bulk

UNITS = {"miles": "mi", "kilometers": "km"}
COLUMNS = {"state": "varchar", "total": "integer", "why": "varchar", "slip": "varchar", "likely": "integer"}
NEW_DIAL = "new dial"


class Row(NamedTuple):
    """What the database holds of one reading."""

    id: int
    vehicle_id: int
    date: object
    value: float
    unit: str
    source: str
    state: str
    total: int
    why: str
    slip: str
    likely: int
    new_dial: bool
    old_dial: int


class Book:
    """The ledger of one vehicle, and its readings by id."""

    def __init__(self, rows, offset, off_road, fresh=frozenset()):
        self.rows = {row.id: row for row in rows}
        self.readings = {row.id: _reading(row) for row in rows}
        self.ledger = Ledger(off_road)
        self.ledger.offset = offset
        self.states, self.dials = {}, {}
        for row in sorted(rows, key=lambda r: (r.date, r.total or 0, r.id)):
            if row.id not in fresh:
                self._place(row)

    def _place(self, row):
        reading = self.readings[row.id]
        if row.state == "counted" and row.new_dial:
            reading = self._dial(row.id)
        if row.state == "counted":
            self.ledger.counted.append(Entry(row.date, row.total, miles(reading), reading))
        elif row.state == "queried":
            judgement = Judgement(Verdict.QUERY, row.why or "", row.slip or "", row.likely or None)
            self.ledger.queried.append((reading, judgement))

    def enter(self, row_id, today):
        """Judge a new reading; returns the judgement."""
        row, reading = self.rows[row_id], self.readings[row_id]
        if row.new_dial:
            self.ledger.new_dial(row.date, miles(reading), row.old_dial or None)
            self._dial(row_id)
            return Judgement(Verdict.ACCEPT)
        judgement = self.ledger.enter(reading, today)
        if judgement.verdict is Verdict.DUPLICATE:
            self.states[row_id] = ("duplicate", None, judgement.why, "", None)
        return judgement

    def _dial(self, row_id):
        """The engine knows new dials by a mark of its own; remember which row it is."""
        row, reading = self.rows[row_id], self.readings[row_id]
        self.dials[row.date, miles(reading)] = row_id
        return Reading(row.date, miles(reading), "workshop", id=NEW_DIAL)

    def _row_id(self, reading):
        return self.dials[reading.on, reading.value] if reading.id == NEW_DIAL else int(reading.id)

    def look_again(self, today):
        """Judge once more what is queried, after a person has decided about another reading."""
        waiting, self.ledger.queried = self.ledger.queried, []
        for reading, _ in sorted(waiting, key=lambda pair: pair[0].on):
            self.ledger.enter(reading, today)

    def changes(self):
        """(id, state, total, why, slip, likely) of each reading that stands otherwise than before."""
        now = dict(self.states)
        for entry in self.ledger.counted:
            now[self._row_id(entry.reading)] = ("counted", entry.total, "", "", None)
        for reading, judgement in self.ledger.queried:
            now[self._row_id(reading)] = ("queried", None, judgement.why, judgement.kind, judgement.likely)
        for reading, _reason in self.ledger.voided:
            now[self._row_id(reading)] = ("voided", None, "", "", None)
        return [(row_id, *what) for row_id, what in now.items() if self._differs(row_id, what)]

    def _differs(self, row_id, what):
        row = self.rows[row_id]
        return (row.state, row.total or None, row.why or "") != (what[0], what[1] or None, what[2])


def _reading(row):
    return Reading(row.date, round(row.value), row.source, UNITS.get(row.unit, "mi"), str(row.id))


def books(env, vehicle_ids, fresh=frozenset()):
    """``{vehicle id: Book}``, from three queries; readings of the ids ``fresh`` are yet to be judged."""
    env["fleet.vehicle.odometer"].flush_model()
    env["fleet.vehicle"].flush_model(["odometer_unit", "dial_offset"])
    env.cr.execute(
        """SELECT o.id, o.vehicle_id, o.date, o.value, v.odometer_unit, o.source, o.state, o.total, o.why,
                  o.slip, o.likely, o.new_dial, o.old_dial
             FROM fleet_vehicle_odometer o JOIN fleet_vehicle v ON v.id = o.vehicle_id
            WHERE o.vehicle_id = ANY(%s) AND o.date IS NOT NULL""",
        [list(vehicle_ids)],
    )
    rows = defaultdict(list)
    for values in env.cr.fetchall():
        row = Row(*values)
        rows[row.vehicle_id].append(row)
    env.cr.execute(
        "SELECT id, coalesce(dial_offset, 0) FROM fleet_vehicle WHERE id = ANY(%s)", [list(vehicle_ids)]
    )
    offsets = dict(env.cr.fetchall())
    spells = _spells(env, vehicle_ids)
    return {v: Book(rows[v], offsets.get(v, 0), spells.get(v, ()), fresh) for v in vehicle_ids}


def _spells(env, vehicle_ids):
    env["police.fleet.off.road"].flush_model(["vehicle_id", "began_on", "ended_on"])
    env.cr.execute(
        """SELECT vehicle_id, began_on::date, coalesce(ended_on, now())::date FROM police_fleet_off_road
            WHERE vehicle_id = ANY(%s)""",
        [list(vehicle_ids)],
    )
    found = defaultdict(tuple)
    for vehicle, first, last in env.cr.fetchall():
        found[vehicle] += ((first, last),)
    return found


def save(env, found):
    """Write back what has changed in the ``{vehicle id: Book}``."""
    readings = env["fleet.vehicle.odometer"].sudo()
    bulk.update(readings, COLUMNS, [change for book in found.values() for change in book.changes()])
    vehicles = env["fleet.vehicle"].sudo()
    bulk.update(vehicles, {"dial_offset": "integer"}, [(v, b.ledger.offset) for v, b in found.items()])
    vehicles.invalidate_model(["odometer", "distance"])


def enter(records):
    """Judge new readings in order of date; ``{id: Judgement}``."""
    today = fields.Date.context_today(records)
    new = [r for r in records if r.date]
    found = books(records.env, sorted({r.vehicle_id.id for r in new}), frozenset(records.ids))
    answers = {}
    for record in sorted(new, key=lambda r: (r.date, r.id)):
        answers[record.id] = found[record.vehicle_id.id].enter(record.id, today)
    save(records.env, found)
    return answers
