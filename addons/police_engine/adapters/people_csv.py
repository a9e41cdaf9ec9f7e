"""Read the people import file: all of it or nothing, every bad cell listed with row, column and reason.

The columns are those of :mod:`.people_columns`. A file may be UTF-8 (with or without the mark Excel
writes) or Windows-1252, but not both at once. Cells that a spreadsheet would run as a formula are
refused. Required columns must be there; others may be left out; unknown ones are refused.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..exceptions import InvalidIdentifier
from ..identifiers import bank_account
from .people_columns import BY_NAME, COLUMNS, STAFF_EXAMPLE, Column

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_BYTES = 50_000_000


class RowError(NamedTuple):
    """One fault. ``row`` is the line of the file (the header is 1), 0 for the whole file."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"Row {self.row}" if self.row else "File"
        what = f", {self.column}" if self.column else ""
        given = f" {self.value!r}" if self.value and repr(self.value) not in self.reason else ""
        return f"{where}{what}:{given} {self.reason}"


Rows = list[dict[str, Any]]


def template_csv() -> bytes:
    """The header and two example people, as Excel opens it without asking (UTF-8 with mark, CR LF)."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow([column.name for column in COLUMNS])
    writer.writerow([column.example for column in COLUMNS])
    writer.writerow([STAFF_EXAMPLE.get(column.name, column.example) for column in COLUMNS])
    return output.getvalue().encode("utf-8-sig")


def read_people(content: bytes) -> tuple[Rows, list[RowError]]:
    """``(rows, errors)``. With any error ``rows`` is empty: nothing half-imported.

    A row is a dictionary of every column name (None when empty) and ``row``, the line in the file.
    """
    text, errors = _decode(content)
    if errors:
        return [], errors
    records, errors = _records(text)
    if errors:
        return [], errors
    header, errors = _header(records)
    if errors:
        return [], errors
    rows: Rows = []
    for line, cells in records[1:]:
        row, faults = _row(line, cells, header)
        rows.append(row)
        errors += faults
    errors += [*_duplicates(rows), *_same_person(rows)]
    if not rows:
        errors.append(RowError(0, "", "", "has a header but no people."))
    return ([] if errors else rows), sorted(errors, key=lambda error: error.row)


def _decode(content: bytes) -> tuple[str, list[RowError]]:
    if len(content) > _MOST_BYTES:
        return "", [RowError(0, "", "", f"is larger than {_MOST_BYTES // 1_000_000} MB.")]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        return "", [RowError(0, "", "", "is not a CSV text file. In Excel choose 'CSV UTF-8' when saving.")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _decode_windows(content)


def _decode_windows(content: bytes) -> tuple[str, list[RowError]]:
    """Not UTF-8 as a whole: either all of it is Windows-1252, or encodings are mixed."""
    utf8, other = content.startswith(b"\xef\xbb\xbf"), []
    for number, line in enumerate(content.splitlines(), start=1):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            utf8 = True
        except UnicodeDecodeError as error:
            other.append((number, line[error.start]))
    if utf8:
        reason = "is not UTF-8 although other rows are: two encodings are mixed. Save again as UTF-8."
        return "", [RowError(number, "", f"byte 0x{byte:02X}", reason) for number, byte in other]
    try:
        return content.decode("cp1252"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = "is neither UTF-8 nor Windows-1252. Save the file again as 'CSV UTF-8'."
        return "", [RowError(line, "", f"byte 0x{content[error.start]:02X}", reason)]


def _records(text: str) -> tuple[list[tuple[int, list[str]]], list[RowError]]:
    """(line, cells) of every row that is not blank; the header comes first."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return [], [RowError(line, "", "", f"cannot be read as CSV: {error}. Look for a missing quote.")]
    return records, ([] if records else [RowError(0, "", "", "is empty.")])


def _header(records: list[tuple[int, list[str]]]) -> tuple[list[Column | None], list[RowError]]:
    line, cells = records[0]
    names = [cell.strip().lower() for cell in cells]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        return [], [RowError(line, "", "", "is not separated by commas. Save the file as comma-separated.")]
    errors = [
        RowError(line, name, "", "is in the header more than once.")
        for name, count in Counter(names).items()
        if count > 1
    ]
    errors += [
        RowError(line, name, "", "is not a column of this import. Compare with the template.")
        for name in dict.fromkeys(names)
        if name not in BY_NAME
    ]
    errors += [
        RowError(line, column.name, "", "is missing from the header.")
        for column in COLUMNS
        if column.required and column.name not in names
    ]
    return [BY_NAME.get(name) for name in names], errors


def _row(line: int, cells: list[str], header: list[Column]) -> tuple[dict[str, Any], list[RowError]]:
    row: dict[str, Any] = dict.fromkeys(BY_NAME)
    row["row"] = line
    if len(cells) != len(header):
        reason = f"has {len(cells)} cells, the header has {len(header)}. Look for a comma outside quotes."
        return row, [RowError(line, "", "", reason)]
    errors = []
    for column, cell in zip(header, cells, strict=True):
        text = cell.strip()
        if not text:
            if column.required:
                errors.append(RowError(line, column.name, "", "is needed."))
            continue
        if cell[0] in _FORMULA and not (column.signed and cell[0] == "-" and text[1:2].isdigit()):
            errors.append(RowError(line, column.name, text, "starts like a formula and is refused."))
            continue
        try:
            row[column.name] = column.read(text)
        except ValueError as error:
            errors.append(RowError(line, column.name, text, str(error)))
    if not errors:
        errors += [RowError(line, name, "", reason) for name, reason in _together(row)]
    return row, errors


def _together(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Checks that need more than one cell: (column, reason)."""
    yield from _job(row)
    yield from _dates(row)
    if bool(row["sort_code"]) != bool(row["account_number"]):
        yield "account_number", "sort code and account number must come together."
    elif row["sort_code"]:
        if not row["account_name"]:
            yield "account_name", "is needed with a bank account."
        try:
            bank_account.validate(row["sort_code"], row["account_number"])
        except InvalidIdentifier as error:
            yield "account_number", str(error)


def _job(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if row["person_type"] == "officer":
        if not row["rank"]:
            yield "rank", "is needed for an officer."
        if not row["pay_point"] and row["annual_salary"] is None:
            yield "pay_point", "an officer needs a pay point, or an annual salary set by the force."
    elif row["person_type"] in ("staff", "pcso"):
        local = row["local_grade"] and row["local_point"]
        if row["annual_salary"] is None and not local:
            yield "annual_salary", "staff and PCSOs need a local grade and point, or an annual salary."
    if row["person_type"] == "special":
        return
    for name in ("weekly_hours", "full_time_hours", "ni_category"):
        if row[name] is None:
            yield name, "is needed for everybody who is paid."
    if (row["weekly_hours"] or 0) > (row["full_time_hours"] or 16800):
        yield "weekly_hours", "are more than the full-time hours; pay the excess as overtime."


def _dates(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    start = row["start_date"]
    if row["birth_date"] >= start or start.year - row["birth_date"].year < 16:
        yield "birth_date", "makes the person younger than 16 on the start date."
    elif start.year - row["birth_date"].year > 90:
        yield "birth_date", "makes the person older than 90 on the start date."
    if row["leaving_date"] and row["leaving_date"] < start:
        yield "leaving_date", "is before the start date."
    if row["service_date"] and row["service_date"] > start:
        yield "service_date", "continuous service cannot start after this employment."


def _duplicates(rows: Rows) -> list[RowError]:
    errors = []
    for column in (column for column in COLUMNS if column.unique):
        first: dict[Any, int] = {}
        for row in rows:
            value = row[column.name]
            if value is None:
                continue
            if value in first:
                reason = f"is already used in row {first[value]}."
                errors.append(RowError(row["row"], column.name, str(value), reason))
            else:
                first[value] = row["row"]
    return errors


def _same_person(rows: Rows) -> Iterator[RowError]:
    """One person under two numbers: the same name and date of birth."""
    first: dict[Any, int] = {}
    for row in rows:
        key = (row["surname"], row["forenames"], row["birth_date"])
        if None in key:
            continue
        if key in first:
            reason = (
                f"has the name and date of birth of row {first[key]}: one person twice? "
                "Load one; enter a second job of the same person by hand."
            )
            yield RowError(row["row"], "surname", str(row["surname"]), reason)
        first.setdefault(key, row["row"])


class FieldScore(NamedTuple):
    """One column of a file: how many rows it has, how many of them are faulty there, and per cent good."""

    column: str
    rows: int
    faulty: int

    @property
    def good(self) -> float:
        return 100 * (self.rows - self.faulty) / self.rows if self.rows else 0.0


def quality(content: bytes, errors: Iterable[RowError]) -> list[FieldScore]:
    """Scores of the columns with a fault, the worst first. Rows are those of ``content`` below its header."""
    text, unreadable = _decode(content)
    records = [] if unreadable else _records(text)[0]
    rows = max(0, len(records) - 1)
    faulty: dict[str, set[int]] = {}
    for error in errors:
        if error.row and error.column:
            faulty.setdefault(error.column, set()).add(error.row)
    scores = [FieldScore(column, rows, len(lines)) for column, lines in faulty.items()]
    return sorted(scores, key=lambda score: (-score.faulty, score.column))
