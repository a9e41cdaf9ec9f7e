"""Fuel-card and charge-point files, and the daily summary of telematics: their columns, and what is odd.

Fuel card:    transaction, card, registration, date, time, site, product, litres, gross, vat, odometer
Charge point: session, registration, date, time, site, kwh, gross, vat, odometer   (card is optional)
Telematics:   registration, date, miles, hours, trips   (idle_hours is optional)
"""

from datetime import date, datetime
from decimal import Decimal

from .table import Column, Table, clock, day, money, number, plate, quantity, read, whole, words

PRODUCTS = {
    "diesel": "diesel",
    "derv": "diesel",
    "hvo": "diesel",
    "petrol": "petrol",
    "unleaded": "petrol",
    "super unleaded": "petrol",
    "adblue": "adblue",
    "electric": "electric",
    "lpg": "lpg",
}


def product(raw: str) -> str:
    """The supplier's word for a product as ours: diesel, petrol, adblue, lpg, electric."""
    try:
        return PRODUCTS[words(raw).lower()]
    except KeyError:
        raise ValueError(f"“{raw}” is no product known here: {', '.join(sorted(PRODUCTS))}.") from None


_WHEN = [Column("date", day), Column("time", clock)]
_PAID = [Column("gross", money), Column("vat", money, False), Column("odometer", whole, False)]
CARD = [
    Column("transaction", words),
    Column("card", words, False),
    Column("registration", plate),
    *_WHEN,
    Column("site", words),
    Column("product", product),
    Column("litres", quantity),
    *_PAID,
]
CHARGE = [
    Column("session", words),
    Column("card", words, False),
    Column("registration", plate),
    *_WHEN,
    Column("site", words),
    Column("kwh", quantity),
    *_PAID,
]
DAILY = [
    Column("registration", plate),
    Column("date", day),
    Column("miles", number),
    Column("hours", number),
    Column("trips", whole),
    Column("idle_hours", number, False),
]
HIGHEST_DIAL = 9_999_999
LONGEST_DAY = Decimal(24)
FARTHEST_DAY = Decimal(1_500)  # miles; 24 hours at motorway speed


def read_cards(text: str, today: date) -> Table:
    """Rows ``reference, when, site, product, quantity, gross, vat, odometer, registration, card``."""
    return _bought(read(text, CARD), today, "transaction", "litres", None)


def read_charges(text: str, today: date) -> Table:
    """As :func:`read_cards`; quantity in kWh, product ``electric``."""
    return _bought(read(text, CHARGE), today, "session", "kwh", "electric")


def _bought(table: Table, today: date, key: str, amount: str, fixed: str | None) -> Table:
    if table.faults and not all(_whole(row, key, amount) for row in table.rows):
        table.rows = [row for row in table.rows if _whole(row, key, amount)]
    seen: dict[str, int] = {}
    for row in table.rows:
        row["reference"], row["quantity"] = row.pop(key), row.pop(amount)
        row["product"] = fixed or row.get("product")
        row["when"] = datetime.combine(row["date"], row["time"])
        line, reference = row["line"], row["reference"]
        if row["date"] > today:
            table.faults.append(f"Line {line}, date: {row['date']:%d/%m/%Y} is in the future.")
        if (row.get("odometer") or 0) > HIGHEST_DIAL:
            table.faults.append(f"Line {line}, odometer: no dial shows {row['odometer']:,}.")
        if (row.get("vat") or 0) > row["gross"]:
            table.faults.append(f"Line {line}, vat: more VAT than the whole price.")
        if reference in seen:
            table.faults.append(f"Line {line}, {key}: “{reference}” is in line {seen[reference]} already.")
        seen.setdefault(reference, line)
    return table


def _whole(row: dict, key: str, amount: str) -> bool:
    return all(row.get(name) is not None for name in (key, amount, "date", "time", "gross", "registration"))


def read_days(text: str, today: date) -> Table:
    """Rows ``registration, date, miles, hours, trips, idle_hours``; a vehicle has one row a day."""
    table = read(text, DAILY)
    seen: dict[tuple, int] = {}
    for row in table.rows:
        if any(row.get(name) is None for name in ("registration", "date", "miles", "hours")):
            continue
        line, mark = row["line"], (row["registration"], row["date"])
        if row["date"] > today:
            table.faults.append(f"Line {line}, date: {row['date']:%d/%m/%Y} is in the future.")
        if row["hours"] > LONGEST_DAY:
            table.faults.append(f"Line {line}, hours: {row['hours']} hours in one day.")
        if row["miles"] > FARTHEST_DAY:
            table.faults.append(f"Line {line}, miles: {row['miles']} miles in one day.")
        if (row.get("idle_hours") or 0) > row["hours"]:
            table.faults.append(f"Line {line}, idle_hours: idle for longer than it ran.")
        if mark in seen:
            table.faults.append(
                f"Line {line}: {mark[0]} on {mark[1]:%d/%m/%Y} is in line {seen[mark]} already."
            )
        seen.setdefault(mark, line)
    return table
