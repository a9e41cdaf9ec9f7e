"""The old system's payslips as CSV in a long format: one row for each person, period and element.

Columns, in any order; the first four of the list are required::

    employee    payroll number in the old system
    period      first day of the pay period, YYYY-MM-DD
    element     the old system's code or name of the pay element, as its payslip has it
    amount      pounds; deductions positive, as printed
    nino        National Insurance number (optional; used to match people)
    name        surname, forenames (optional; used to match people)
    birth_date  YYYY-MM-DD (optional; used to match people)
    line        a number that tells two equal lines of one payslip apart (optional)

The file is taken whole or not at all. UTF-8, with or without Excel's mark. A cell that a spreadsheet
would run as a formula is refused, except a negative amount.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ..exceptions import InvalidIdentifier, InvalidMoney
from ..identifiers import nino as ninos
from ..money import pence, text

REQUIRED = ("employee", "period", "element", "amount")
OPTIONAL = ("nino", "name", "birth_date", "line")
COLUMNS = (*REQUIRED, *OPTIONAL)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_BYTES = 200_000_000
_MOST_POUNDS = 10_000_000  # one line of one payslip


class LegacyRow(NamedTuple):
    """One line of an old payslip; ``row`` is the line of the file."""

    row: int
    employee: str
    period: date
    element: str
    amount: int
    nino: str = ""
    name: str = ""
    birth_date: date | None = None
    line: str = ""


class RowError(NamedTuple):
    """One fault. ``row`` is the line of the file (the header is 1), 0 for the whole file."""

    row: int
    column: str
    value: str
    reason: str


def template_csv() -> bytes:
    """The header with a small example."""
    rows = [
        ("500001", "2026-08-01", "BASIC", "3498.25", "AA000001A", "Surname, Forename", "1990-05-17", "1"),
        ("500001", "2026-08-01", "TAX", "431.20", "AA000001A", "Surname, Forename", "1990-05-17", "2"),
    ]
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerows([COLUMNS, *rows])
    return output.getvalue().encode("utf-8-sig")


def write_legacy(rows: Sequence[LegacyRow]) -> bytes:
    """Rows as a file of this format."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(COLUMNS)
    for row in rows:
        born = row.birth_date.isoformat() if row.birth_date else ""
        writer.writerow(
            [
                row.employee,
                row.period.isoformat(),
                row.element,
                text(row.amount),
                row.nino,
                row.name,
                born,
                row.line,
            ]
        )
    return output.getvalue().encode()


def read_legacy(content: bytes) -> tuple[list[LegacyRow], list[RowError]]:
    """``(rows, [])``, or ``([], every fault)``: nothing is taken from a file with a fault."""
    decoded, errors = _decoded(content)
    if errors:
        return [], errors
    table = list(csv.reader(io.StringIO(decoded, newline="")))
    header, errors = _header(table)
    if errors:
        return [], errors
    rows: list[LegacyRow] = []
    for number, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells):
            row, faults = _row(number, cells, header)
            errors += faults
            rows += [row] if row else []
    if not rows and not errors:
        errors.append(RowError(0, "", "", "has no rows under its header."))
    errors += _repeated(rows)
    errors += _one_person(rows)
    return ([], sorted(errors)) if errors else (rows, [])


def _decoded(content: bytes) -> tuple[str, list[RowError]]:
    if not content.strip():
        return "", [RowError(0, "", "", "is empty.")]
    if len(content) > _MOST_BYTES:
        return "", [RowError(0, "", "", f"is larger than {_MOST_BYTES // 1_000_000} MB. Split it by period.")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return "", [RowError(row, "", "", "is not UTF-8. Save the file as CSV UTF-8.")]


def _header(table: list[list[str]]) -> tuple[list[str], list[RowError]]:
    names = [cell.strip().lower() for cell in table[0]]
    errors = [RowError(1, name, "", "is missing from the header.") for name in REQUIRED if name not in names]
    errors += [
        RowError(1, name, "", f"is no column of this format. Use {', '.join(COLUMNS)}.")
        for name in names
        if name not in COLUMNS
    ]
    errors += [RowError(1, name, "", "is there twice.") for name in COLUMNS if names.count(name) > 1]
    return names, errors


def _row(number: int, cells: list[str], header: list[str]) -> tuple[LegacyRow | None, list[RowError]]:
    if len(cells) != len(header):
        return None, [RowError(number, "", "", f"has {len(cells)} cells; the header has {len(header)}.")]
    given = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    errors: list[RowError] = []

    def fault(column: str, reason: str) -> None:
        errors.append(RowError(number, column, given.get(column, ""), reason))

    for column, value in given.items():
        if not value and column in REQUIRED:
            fault(column, "is empty.")
        if column != "amount" and value.startswith(_FORMULA):
            fault(column, "would be run as a formula by a spreadsheet. Remove the sign in front.")
    day = _day(given.get("period", ""))
    if given.get("period") and day is None:
        fault("period", "is no date. Write the first day of the period like 2026-08-01.")
    born = _day(given.get("birth_date", ""))
    if given.get("birth_date") and born is None:
        fault("birth_date", "is no date. Write it like 1990-05-17.")
    amount = _amount(given.get("amount", ""), fault)
    number_text = _nino(given.get("nino", ""), fault)
    if errors or day is None or amount is None:
        return None, errors
    return (
        LegacyRow(
            row=number,
            employee=given["employee"],
            period=day,
            element=given["element"],
            amount=amount,
            nino=number_text,
            name=given.get("name", ""),
            birth_date=born,
            line=given.get("line", ""),
        ),
        [],
    )


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _amount(value: str, fault) -> int | None:
    if not value:
        return None
    if not re.fullmatch(r"-?\d+(\.\d{1,2})?", value):
        fault("amount", "is no amount in pounds. Write it like 1234.56, without commas or signs for pounds.")
        return None
    try:
        amount = pence(value)
    except InvalidMoney as error:
        fault("amount", str(error))
        return None
    if abs(amount) > _MOST_POUNDS * 100:
        fault("amount", f"is more than {_MOST_POUNDS:,} pounds on one line of a payslip.")
        return None
    return amount


def _nino(value: str, fault) -> str:
    if not value:
        return ""
    try:
        return ninos.validate(value)
    except InvalidIdentifier:
        fault("nino", "is not a National Insurance number. Leave it empty when there is none.")
        return ""


def _repeated(rows: list[LegacyRow]) -> Iterator[RowError]:
    """The same line twice is an export fault unless the old system numbers its lines."""
    seen: dict[tuple, int] = {}
    for row in rows:
        key = (row.employee, row.period, row.element, row.amount, row.line)
        if key in seen:
            yield RowError(
                row.row, "element", row.element,
                f"is the same as row {seen[key]}. If the payslip has it twice, number both in column line.",
            )  # fmt: skip
        seen.setdefault(key, row.row)


def _one_person(rows: list[LegacyRow]) -> Iterator[RowError]:
    """One payroll number is one person: the same NINO, name and birth date on every row that gives them."""
    first: dict[str, LegacyRow] = {}
    for row in rows:
        known = first.setdefault(row.employee, row)
        for column in ("nino", "name", "birth_date"):
            mine, theirs = getattr(row, column), getattr(known, column)
            if mine and theirs and mine != theirs:
                yield RowError(
                    row.row,
                    column,
                    str(mine),
                    f"differs from row {known.row} of payroll number {row.employee}.",
                )
