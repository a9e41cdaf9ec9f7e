"""Pension history as CSV, in and out: what goes out comes in again equal. All rows or none.

Columns: payroll_reference, scheme, earned_from, earned_to, paid_on (ISO dates), pensionable, employee,
employer (pounds), rate, days, unpaid_days, service_days, reason. A row for a period on record
already is a correction: its figures are added to those on record, and ``reason`` says why.
"""

import csv
import io
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from odoo.addons.police_engine.money import pence, text
from odoo.addons.police_engine.pension import history
from odoo.addons.police_engine.pension.contributions import LABELS

COLUMNS = (
    "payroll_reference", "scheme", "earned_from", "earned_to", "paid_on", "pensionable", "employee",
    "employer", "rate", "days", "unpaid_days", "service_days", "reason",
)  # fmt: skip
_DATES, _MONEY, _COUNTS = COLUMNS[2:5], COLUMNS[5:8], ("days", "unpaid_days")
_EARLIEST = date(1948, 7, 5)  # nobody paid before this is still owed a statement


class Fault(NamedTuple):
    """One thing wrong: line of the file (header is 1), column, what stands there, why not."""

    row: int
    column: str
    value: str
    reason: str


def read(content):
    """``([(line, dict)], [])`` of typed values, or ``([], every fault)``. ``content``: UTF-8 bytes."""
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return [], [Fault(0, "", "", "is not UTF-8 text; save it as CSV UTF-8.")]
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        return [], [Fault(1, ", ".join(missing), "", "is missing from the header.")]
    rows, faults = [], []
    for number, raw in enumerate(reader, start=2):
        values, wrong = _row(number, raw)
        faults += wrong
        rows.append((number, values))
    if not rows:
        faults.append(Fault(0, "", "", "has no rows below the header."))
    return ([], faults) if faults else (rows, [])


def _row(number, raw):
    values, faults = {}, []
    for name in COLUMNS:
        given = (raw.get(name) or "").strip()
        try:
            values[name] = _value(name, given)
        except ValueError as error:
            faults.append(Fault(number, name, given, str(error)))
    if not faults:
        faults += _sense(number, values)
    return values, faults


def _value(name, given):
    if name in _DATES:
        return _date(given)
    if name in _MONEY:
        return _pence(given)
    if name in _COUNTS:
        return _count(given)
    if name == "service_days":
        return _service(given)
    if name == "scheme" and given not in LABELS:
        raise ValueError(f"is not a scheme; use one of {', '.join(LABELS)}.")
    if name == "payroll_reference" and not given:
        raise ValueError("is empty.")
    return given


def _date(given):
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise ValueError("is not a date written 2016-03-31.") from None
    if not day >= _EARLIEST:
        raise ValueError(f"is before {_EARLIEST:%d/%m/%Y}.")
    return day


def _pence(given):
    try:
        return pence(given or "0")
    except (ArithmeticError, ValueError):
        raise ValueError("is not an amount in pounds and pence.") from None


def _count(given):
    if not given.isascii() or not (given or "0").isdigit():
        raise ValueError("is not a whole number.")
    return int(given or 0)


def _service(given):
    try:
        units = Decimal(given or "0") * history.DAY
    except InvalidOperation:
        raise ValueError("is not a number of days.") from None
    if units != int(units):
        raise ValueError("has more than four decimals.")
    return int(units)


def _sense(number, values):
    start, end = values["earned_from"], values["earned_to"]
    span = (end - start).days + 1
    if span < 1:
        yield Fault(number, "earned_to", str(end), f"is before {start}.")
    elif span > 366:
        yield Fault(
            number, "earned_to", str(end), "makes a period longer than a year; split it by scheme year."
        )
    elif history.scheme_year(start) != history.scheme_year(end):
        yield Fault(number, "earned_to", str(end), "is in another scheme year; split the period at 31 March.")
    if values["unpaid_days"] > values["days"] or values["days"] > max(span, 0):
        yield Fault(number, "days", str(values["days"]), "do not fit the period and the unpaid days.")


def to_row(values):
    """A typed row of :func:`read` as the engine's record."""
    return history.Row(
        values["scheme"], values["earned_from"], values["earned_to"], values["paid_on"],
        values["pensionable"], values["employee"], values["employer"], values["rate"],
        values["days"], values["unpaid_days"], values["service_days"],
    )  # fmt: skip


def write(rows):
    """CSV bytes of ``[(payroll reference, engine row, reason)]``."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    for reference, row, reason in rows:
        writer.writerow(
            [reference, row.scheme, row.earned_from, row.earned_to, row.paid_on, text(row.pensionable),
             text(row.employee), text(row.employer), row.rate, row.days, row.unpaid_days,
             f"{row.service / history.DAY:.4f}", reason]
        )  # fmt: skip
    return output.getvalue().encode("utf-8-sig")
