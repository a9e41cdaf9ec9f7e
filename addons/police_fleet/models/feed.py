"""Readings that come in numbers: from telematics and fuel cards, as files or through the API; taken once."""

import base64
import csv
import hashlib
import io

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import lookups, mot_bulk, mot_history

KINDS = [
    ("telematics", "Telematics"),
    ("fuel_card", "Fuel card"),
    ("import", "Other readings"),
    ("mot", "MOT history"),
]
UNITS = {"mi": "mi", "miles": "mi", "km": "km", "kilometres": "km", "kilometers": "km", "": ""}
SHOWN = 30  # faults told at once


class PoliceFleetFeed(models.Model):
    _name = "police.fleet.feed"
    _description = "Received readings"
    _order = "id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    received_on = fields.Datetime(default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one("res.users", string="By", default=lambda self: self.env.user, readonly=True)
    digest = fields.Char(readonly=True, index=True)
    rows = fields.Integer(readonly=True)
    added = fields.Integer(readonly=True)
    queried = fields.Integer(readonly=True)
    known = fields.Integer(string="Known already", readonly=True)
    note = fields.Char(readonly=True)

    _file_once = models.UniqueIndex(
        "(company_id, kind, digest) WHERE digest IS NOT NULL", "This file was received already."
    )

    @api.model
    def receive_readings(self, source, readings):
        """Take odometer readings; for ``/json/2/police.fleet.feed/receive_readings``. Idempotent.

        ``source``: telematics, fuel_card or import. ``readings``: a list of ``{"registration", "date"
        (2026-11-24), "odometer", "unit" (mi or km; empty: as the dial), "reference"}``. All or nothing: one
        bad row refuses all, and every bad row is named. Returns for each row
        ``{"registration", "outcome", "why"}``; outcome: counted, queried or known.
        """
        self.check_access("create")
        if source not in dict(KINDS) or source == "mot":
            raise ValidationError(
                self.env._("There is no source %s; it is telematics, fuel_card or import.", source)
            )
        return self._take(source, list(enumerate(readings, 1)), self.env.company)

    def _take(self, source, numbered, company):
        rows, faults = self._checked(numbered, company)
        if faults:
            raise ValidationError(self._told(faults))
        known = self._known(source, rows)
        answers, new, keys = [], [], set()
        for row in rows:
            fresh = row["key"] not in known and row["key"] not in keys
            keys.add(row["key"])
            answers.append({"registration": row["plate"], "outcome": "" if fresh else "known", "why": ""})
            if fresh:
                new.append((answers[-1], row["values"] | {"source": source}))
        made = self.env["fleet.vehicle.odometer"].create([values for _answer, values in new])
        for (answer, _values), reading in zip(new, made, strict=True):
            answer["outcome"] = "known" if reading.state == "duplicate" else reading.state
            answer["why"] = reading.why or ""
        return answers

    def _told(self, faults):
        more = len(faults) - SHOWN
        rest = [self.env._("… and %s more.", more)] if more > 0 else []
        return "\n".join([self.env._("Nothing was taken; mend these rows:"), *faults[:SHOWN], *rest])

    def _checked(self, numbered, company):
        vehicles = {
            "".join((v.license_plate or "").split()).upper(): v
            for v in self.env["fleet.vehicle"].search([("company_id", "=", company.id)])
        }
        today, rows, faults = fields.Date.context_today(self), [], []
        for number, item in numbered:
            try:
                rows.append(self._row(item, vehicles, today))
            except (ValueError, TypeError, AttributeError) as error:
                faults.append(self.env._("Row %(number)s: %(error)s", number=number, error=error))
        return rows, faults

    def _row(self, item, vehicles, today):
        plate = "".join(str(item.get("registration") or "").split()).upper()
        vehicle = vehicles.get(plate)
        if not vehicle:
            raise ValueError(
                self.env._("%s is not a vehicle of this force.", plate or self.env._("An empty registration"))
            )
        try:
            day = fields.Date.to_date(str(item.get("date") or "")[:10])
        except ValueError:
            day = None
        if not day:
            raise ValueError(
                self.env._(
                    "%(plate)s: %(date)s is no date of the form 2026-11-24.",
                    plate=plate,
                    date=item.get("date"),
                )
            )
        if day > today:
            raise ValueError(self.env._("%(plate)s: %(date)s is in the future.", plate=plate, date=day))
        unit = UNITS.get(str(item.get("unit") or "").strip().lower())
        if unit is None:
            raise ValueError(
                self.env._(
                    "%(plate)s: the unit %(unit)s is neither mi nor km.", plate=plate, unit=item.get("unit")
                )
            )
        value = self._figure(plate, item.get("odometer"))
        dial = vehicle.odometer_unit
        shown = lookups.in_unit(value, unit, dial) if unit else value
        reference = str(item.get("reference") or "").strip()
        key = (vehicle.id, reference) if reference else (vehicle.id, day, float(shown))
        values = {"vehicle_id": vehicle.id, "date": day, "value": shown, "reference": reference or False}
        return {"plate": plate, "key": key, "values": values}

    def _figure(self, plate, text):
        try:
            value = round(float(str(text).replace(",", "").strip()))
        except (ValueError, OverflowError):
            raise ValueError(
                self.env._("%(plate)s: the odometer %(text)s is no number.", plate=plate, text=text)
            ) from None
        if not 0 <= value <= 3_000_000:
            raise ValueError(self.env._("%(plate)s: no dial shows %(text)s.", plate=plate, text=text))
        return value

    def _known(self, source, rows):
        vehicles = [row["values"]["vehicle_id"] for row in rows]
        found = self.env["fleet.vehicle.odometer"].search_read(
            [("vehicle_id", "in", vehicles), ("source", "=", source)],
            ["vehicle_id", "date", "value", "reference"],
        )
        plain = {(r["vehicle_id"][0], r["date"], r["value"]) for r in found}
        return plain | {(r["vehicle_id"][0], r["reference"]) for r in found if r["reference"]}

    @api.model
    def _receive_file(self, kind, name, content, company):
        """Take a file (bytes) once; returns the police.fleet.feed. UserError when it was received before."""
        digest = hashlib.sha256(content).hexdigest()
        twin = self.search(
            [("company_id", "=", company.id), ("kind", "=", kind), ("digest", "=", digest)], limit=1
        )
        if twin:
            when = fields.Datetime.context_timestamp(self, twin.received_on).strftime("%d/%m/%Y %H:%M")
            raise UserError(
                self.env._(
                    "This file was received on %(when)s by %(who)s as %(name)s; nothing was added.",
                    when=when, who=twin.user_id.name, name=twin.name,
                )
            )  # fmt: skip
        if kind == "mot" and mot_bulk.is_bulk(content):
            tests, faults, _answers = lookups.bulk_tests(
                io.BytesIO(content), lookups.own_vehicles(self.env, company)
            )
            counts = self._take_tests(tests, faults, company)
        elif kind == "mot":
            counts = self._take_tests(*mot_history.read_csv(self._decoded(content)), company)
        else:
            counts = self._take_csv(kind, self._decoded(content), company)
        return self.create(
            [{"name": name, "kind": kind, "company_id": company.id, "digest": digest, **counts}]
        )

    def _decoded(self, content):
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UserError(self.env._("The file is not text (UTF-8); save it as CSV.")) from None

    def _take_csv(self, kind, text, company):
        rows = csv.DictReader(io.StringIO(text))
        missing = [
            name for name in ("registration", "date", "odometer") if name not in (rows.fieldnames or ())
        ]
        if missing:
            raise UserError(self.env._("Line 1: the columns %s are missing.", ", ".join(missing)))
        answers = self._take(kind, [(rows.line_num, row) for row in rows], company)
        outcomes = [answer["outcome"] for answer in answers]
        return {
            "rows": len(answers),
            "added": outcomes.count("counted") + outcomes.count("queried"),
            "queried": outcomes.count("queried"),
            "known": outcomes.count("known"),
        }

    def _take_tests(self, tests, faults, company):
        today = fields.Date.context_today(self)
        faults += [
            self.env._("Test %(number)s of %(day)s is in the future.", number=t.number, day=t.completed)
            for t in tests
            if t.completed > today
        ]
        if faults:
            raise UserError(self._told(faults))
        made, known, strangers = lookups.store_tests(self.env, company, tests, "file")
        note = self.env._("Not ours: %s", ", ".join(strangers[:20])) if strangers else False
        return {"rows": len(tests), "added": len(made), "known": known, "note": note}


class PoliceFleetFeedWizard(models.TransientModel):
    _name = "police.fleet.feed.wizard"
    _description = "Take a file of readings or MOT tests"

    kind = fields.Selection(KINDS, required=True, default="telematics")
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    def action_take(self):
        """Take the file, all or nothing, and show what became of it."""
        feed = self.env["police.fleet.feed"]._receive_file(
            self.kind, self.file_name or self.env._("file"), base64.b64decode(self.file), self.company_id
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_feed")
        return {**action, "views": [(False, "form")], "res_id": feed.id}
