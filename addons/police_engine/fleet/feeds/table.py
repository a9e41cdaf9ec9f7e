"""Read a CSV text into typed rows and list every fault; a file with a fault gives no rows to keep.

    table = read(text, COLUMNS)
    table.rows    [{"line": 2, "registration": "AB12CDE", …}]
    table.faults  ["Line 3, litres: “abc” is not a number."]

Columns are found by name in the first line, in any order and case; unknown columns are left alone.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

MAX_ROWS = 200_000


class Column(NamedTuple):
    """``convert`` turns stripped text into a value or raises ValueError with a message."""

    name: str
    convert: Callable[[str], Any]
    required: bool = True


@dataclass
class Table:
    """What was read. ``rows`` may be used only when ``faults`` is empty."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(text: str, columns: Sequence[Column]) -> Table:
    """Read ``text``; faults name line and column."""
    table = Table()
    try:
        lines = csv.reader(io.StringIO(text), strict=True)
        header = [name.strip().lower() for name in next(lines, [])]
        missing = [column.name for column in columns if column.required and column.name not in header]
        twice = sorted({name for name in header if name and header.count(name) > 1})
        if missing or twice:
            table.faults += [f"Line 1: the column “{name}” is missing." for name in missing]
            table.faults += [f"Line 1: the column “{name}” is there twice." for name in twice]
            return table
        for cells in lines:
            if any(cell.strip() for cell in cells):
                _row(
                    table, lines.line_num, dict(zip(header, cells, strict=False)), len(cells), header, columns
                )
            if len(table.rows) > MAX_ROWS:
                table.faults.append(f"More than {MAX_ROWS:,} rows: send the file in parts.")
                break
    except csv.Error as error:
        table.faults.append(f"The file is not a sound CSV table: {error}.")
    if not table.rows and not table.faults:
        table.faults.append("The file has no rows.")
    return table


def _row(table, line, cells, count, header, columns):
    if count > len(header):
        table.faults.append(f"Line {line}: {count} values for {len(header)} columns.")
        return
    row: dict[str, Any] = {"line": line}
    for column in columns:
        raw = (cells.get(column.name) or "").strip()
        if not raw:
            row[column.name] = None
            if column.required:
                table.faults.append(f"Line {line}, {column.name}: nothing is entered.")
            continue
        try:
            row[column.name] = column.convert(raw)
        except ValueError as error:
            table.faults.append(f"Line {line}, {column.name}: {error}")
    table.rows.append(row)


# -- converters: text -> value, ValueError with a sentence --------------------------------------------------


def words(raw: str) -> str:
    """Any text of one line."""
    return " ".join(raw.split())


def plate(raw: str) -> str:
    """A registration mark without blanks, upper case."""
    return "".join(raw.split()).upper()


def day(raw: str) -> date:
    """``2026-09-30`` or ``30/09/2026``."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(raw, shape).date()
        except ValueError:
            continue
    raise ValueError(f"“{raw}” is not a date; write 2026-09-30 or 30/09/2026.")


def clock(raw: str) -> time:
    """``08:05`` or ``08:05:59``."""
    try:
        return time.fromisoformat(raw if len(raw) > 4 else f"0{raw}")
    except ValueError:
        raise ValueError(f"“{raw}” is not a time; write 08:05.") from None


def number(raw: str) -> Decimal:
    """A number of zero or more, with or without thousands commas."""
    try:
        value = Decimal(raw.replace(",", "").removeprefix("£"))
    except InvalidOperation:
        raise ValueError(f"“{raw}” is not a number.") from None
    if not value.is_finite() or value < 0:
        raise ValueError(f"“{raw}” is below zero.")
    return value


def quantity(raw: str) -> Decimal:
    """A number above zero."""
    value = number(raw)
    if not value:
        raise ValueError("nothing was taken; leave such rows out.")
    return value


def money(raw: str) -> int:
    """Pounds and pence as pence."""
    value = number(raw) * 100
    if value != int(value):
        raise ValueError(f"“{raw}” has a part of a penny.")
    return int(value)


def whole(raw: str) -> int:
    """A whole number of zero or more."""
    value = number(raw)
    if value != int(value):
        raise ValueError(f"“{raw}” is not a whole number.")
    return int(value)
