"""The CSV of ``design/formats.md`` section 5 into invoices; every bad row is listed with its line.

    invoices, faults = read(content)     ``invoices`` may be used only when ``faults`` is empty

Dates are 2026-09-30 or 30/09/2026; amounts are pounds, with or without £, commas and sign. One of net, vat
and gross may be left empty: it follows from the other two.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date

from ...exceptions import InvalidMoney
from ...money import pence
from .records import Invoice

COLUMNS = (
    "id", "channel", "supplier_id", "supplier_name", "bank_sort_code", "bank_account", "reference",
    "invoice_date", "net", "vat", "gross", "po", "type",
)  # fmt: skip
KINDS = {"invoice": False, "credit": True}


def read(content: bytes) -> tuple[list[Invoice], list[str]]:
    """All rows, and all faults in words (``Line 3, gross: “abc” is not an amount in pounds.``)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return [], [f"Line {line}: the file is not UTF-8 text. Save it as CSV UTF-8."]
    try:
        return _rows(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return [], [f"The file is not a sound CSV table: {error}."]


def _rows(lines) -> tuple[list[Invoice], list[str]]:
    header = [name.strip().lower() for name in next(lines, [])]
    faults = [f"Line 1: the column “{name}” is missing." for name in COLUMNS if name not in header]
    faults += [f"Line 1: the column “{name}” is there twice." for name in COLUMNS if header.count(name) > 1]
    if faults:
        return [], faults
    places = [header.index(name) for name in COLUMNS]
    invoices, seen = [], {}
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        line = lines.line_num
        if len(cells) != len(header):
            faults.append(f"Line {line}: {len(cells)} values for {len(header)} columns.")
            continue
        row = dict(zip(COLUMNS, (cells[place].strip() for place in places), strict=True))
        found = list(_faults(row))
        if row["id"] in seen:
            found.append(f"id: “{row['id']}” is on line {seen[row['id']]} already.")
        seen.setdefault(row["id"], line)
        faults += [f"Line {line}, {fault}" for fault in found]
        if not found:
            invoices.append(_invoice(row))
    return invoices, faults


def _faults(row: dict[str, str]) -> Iterator[str]:
    if not row["id"]:
        yield "id: nothing is entered."
    if not row["supplier_id"] and not row["supplier_name"]:
        yield "supplier_id: neither number nor name of the supplier is entered."
    if row["type"].lower() not in KINDS:
        yield f"type: “{row['type']}” is neither invoice nor credit."
    try:
        _day(row["invoice_date"])
    except ValueError:
        yield f"invoice_date: “{row['invoice_date']}” is not a date; write 2026-09-30 or 30/09/2026."
    empty = [name for name in ("net", "vat", "gross") if not row[name]]
    if len(empty) > 1:
        yield f"{' and '.join(empty)}: nothing is entered; only one of net, vat and gross may be left out."
    for name in ("net", "vat", "gross"):
        try:
            _money(row[name] or "0")
        except InvalidMoney:
            yield f"{name}: “{row[name]}” is not an amount in pounds."


def _invoice(row: dict[str, str]) -> Invoice:
    net, vat, gross = (_money(row[name]) if row[name] else None for name in ("net", "vat", "gross"))
    if net is None:
        net = gross - vat
    elif vat is None:
        vat = gross - net
    elif gross is None:
        gross = net + vat
    return Invoice(
        id=row["id"],
        supplier_id=row["supplier_id"],
        reference=row["reference"],
        invoice_date=_day(row["invoice_date"]),
        net=abs(net),
        vat=abs(vat),
        gross=abs(gross),
        credit=KINDS[row["type"].lower()],
        channel=row["channel"],
        supplier_name=row["supplier_name"],
        bank=bank_key(row["bank_sort_code"], row["bank_account"]),
        po=row["po"].upper(),
    )


def bank_key(sort_code: str, account: str) -> str:
    """``20-00-00`` and ``1234567`` -> ``20000001234567`` padded; ``""`` when either is missing."""
    code, number = ("".join(c for c in text if c.isdigit()) for text in (sort_code, account))
    return f"{code:0>6}{number:0>8}" if code.strip("0") and number.strip("0") else ""


def _money(text: str) -> int:
    return pence(text.replace("£", "").replace(",", "").replace(" ", ""))


def _day(text: str) -> date:
    if "/" in text:
        day, month, year = (int(part) for part in text.split("/"))
        if year < 1000:
            raise ValueError(text)
        return date(year, month, day)
    return date.fromisoformat(text)
