"""Agreements from CSV: checked as a whole, loaded as a whole. One bad row and nothing is loaded."""

import csv
import io
from datetime import date
from typing import NamedTuple

from odoo.addons.police_engine.exceptions import InvalidMoney
from odoo.addons.police_engine.money import pence

COLUMNS = (
    "payroll_reference", "scheme", "band", "amount", "date_from", "date_to", "signed_on", "membership",
    "terms_changed",
)  # fmt: skip
REQUIRED = ("payroll_reference", "scheme", "date_from", "signed_on")
EXAMPLE = (
    ("100001", "Police Federation", "Standard", "", "2026-10-01", "", "2026-09-12", "PF-88121", ""),
    ("100002", "Payroll giving", "", "10.00", "2026-10-01", "", "2026-09-14", "", ""),
)
LIMIT = 20_000
YES = {"yes": True, "y": True, "1": True, "true": True, "": False, "no": False, "n": False, "0": False}


class Fault(NamedTuple):
    """One thing wrong with one row (the header is row 1; 0 is the file)."""

    row: int
    column: str
    value: str
    reason: str


def template():
    """The documented header with two examples, as CSV bytes."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    writer.writerows(EXAMPLE)
    return output.getvalue().encode("utf-8-sig")


class AgreementImport:
    """Loads agreements of ``company`` as drafts that wait for approval."""

    def __init__(self, env, company):
        self.env, self.company = env, company
        self.faults = []

    def load(self, content):
        """``(agreements, [])``, or ``(nothing, every fault)`` with nothing changed."""
        rows = self._read(content)
        values = [value for number, row in rows if (value := self._values(number, row))]
        model = self.env["police.deduction.agreement"]
        if not self.faults and not rows:
            self.faults.append(Fault(0, "", "", "the file has no rows."))
        if self.faults:
            return model, sorted(self.faults)
        try:
            with self.env.cr.savepoint():
                made = model.create(values)
                for number, agreement in zip((n for n, _row in rows), made, strict=True):
                    self._complete(number, agreement)
                if self.faults:
                    raise ValueError
                made.action_submit()
        except Exception as error:  # the savepoint took everything back; the reason goes on the list
            if not self.faults:
                self.faults.append(Fault(0, "", "", f"was not loaded: {error}"))
            return model, sorted(self.faults)
        return made, []

    def _complete(self, number, agreement):
        for missing, text in agreement._missing():
            if missing:
                self.faults.append(Fault(number, "", agreement.scheme_id.name, text))

    def _read(self, content):
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.faults.append(Fault(0, "", "", "is not UTF-8 text: save it as CSV UTF-8."))
            return []
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey="_more")
        missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
        unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
        for name in missing:
            self.faults.append(Fault(1, name, "", "this column is missing."))
        for name in unknown:
            self.faults.append(Fault(1, name, "", "nobody knows this column."))
        if self.faults:
            return []
        rows = [
            (number, {key: (value or "").strip() for key, value in row.items() if key != "_more"})
            for number, row in enumerate(reader, 2)
        ]
        if len(rows) > LIMIT:
            self.faults.append(Fault(0, "", str(len(rows)), f"more than {LIMIT} rows: split the file."))
        return [(number, row) for number, row in rows if any(row.values())]

    def _values(self, number, row):
        before = len(self.faults)
        person = self._person(number, row["payroll_reference"])
        scheme = self._scheme(number, row["scheme"])
        values = {
            "employee_id": person and person.id, "scheme_id": scheme and scheme.id,
            "band_id": self._band(number, scheme, row.get("band", "")),
            "amount": self._amount(number, row.get("amount", "")),
            "date_from": self._day(number, "date_from", row["date_from"], required=True),
            "date_to": self._day(number, "date_to", row.get("date_to", "")),
            "signed_on": self._day(number, "signed_on", row["signed_on"], required=True),
            "membership": row.get("membership") or False,
            "terms_changed": self._yes(number, row.get("terms_changed", "")),
        }  # fmt: skip
        return values if len(self.faults) == before else None

    def _fault(self, number, column, value, reason):
        self.faults.append(Fault(number, column, value, reason))

    def _person(self, number, reference):
        if not hasattr(self, "_people"):
            people = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
            self._people = {p.payroll_reference: p for p in people if p.payroll_reference}
        if reference not in self._people:
            self._fault(number, "payroll_reference", reference, "nobody in the force has this number.")
        return self._people.get(reference)

    def _scheme(self, number, name):
        if not hasattr(self, "_schemes"):
            found = self.env["police.deduction.scheme"].search([("company_id", "=", self.company.id)])
            self._schemes = {scheme.name.casefold(): scheme for scheme in found}
        if name.casefold() not in self._schemes:
            self._fault(number, "scheme", name, "there is no such scheme.")
        return self._schemes.get(name.casefold())

    def _band(self, number, scheme, name):
        if not scheme or scheme.own_amount:
            return False
        bands = {band.name.casefold(): band for band in scheme.band_ids}
        if not name and len(bands) == 1:
            return next(iter(bands.values())).id
        if name.casefold() not in bands:
            known = ", ".join(band.name for band in scheme.band_ids)
            self._fault(number, "band", name, f"the scheme has the bands {known or 'none'}.")
            return False
        return bands[name.casefold()].id

    def _amount(self, number, text):
        if not text:
            return 0.0
        try:
            amount = pence(text.replace("£", "").replace(",", ""))
        except InvalidMoney as error:
            self._fault(number, "amount", text, str(error))
            return 0.0
        if not 0 < amount < 10_000_000:
            self._fault(number, "amount", text, "the amount is not possible.")
        return amount / 100

    def _day(self, number, column, text, required=False):
        if not text:
            if required:
                self._fault(number, column, text, "a date is needed, as 2026-10-01.")
            return False
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._fault(number, column, text, "is not a date. Write it as 2026-10-01.")
            return False

    def _yes(self, number, text):
        if text.casefold() not in YES:
            self._fault(number, "terms_changed", text, "write yes or no.")
        return YES.get(text.casefold(), False)
