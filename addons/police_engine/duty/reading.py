"""Duty entries from a CSV or from JSON rows: the same fields, checked the same way.

Columns are the fields of ``DutyEntry``; person, reference and kind are required, others may be absent.
Times: ``2026-10-25T01:30`` or ``25/10/2026 01:30``, with ``+01:00`` or ``+00:00`` where the hour happens
twice. Hours are decimal (37.50). Yes/no fields take yes, no or nothing. A file is read whole or not at
all, and every bad row is listed.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ..adapters.people_columns import day, money
from ..exceptions import EngineError
from ..pay.scales import RANKS
from ..problems import Problem, Severity
from .checks import ENTRY
from .records import KINDS, DutyEntry

REQUIRED = ("person", "reference", "kind")
_TIMES = ("rostered_start", "rostered_end", "start", "end", "told_at", "reinstated_at", "on_call_from",
          "on_call_to")  # fmt: skip
_NUMBERS = ("travel_minutes", "nights_away", "nights_hardship", "standby_sessions", "miles")
_FLAGS = ("time_off", "personal_duty")
_LIMIT = 100_000


def read_csv(text: str) -> tuple[tuple[DutyEntry, ...], tuple[Problem, ...]]:
    """All entries of a file, or none and a problem for every bad row."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if faults := _header_faults(header):
        return (), tuple(_problem(1, "", fault) for fault in faults)
    records, problems = [], []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.append(_problem(number, "", f"has {len(cells)} cells instead of {len(header)}."))
            continue
        records.append((number, dict(zip(header, (cell.strip() for cell in cells), strict=True))))
    entries, more = _entries(records)
    problems += more
    return ((), tuple(problems)) if problems else (entries, ())


def read_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[DutyEntry, ...], tuple[Problem, ...]]:
    """The same for rows already split, as ``/json/2`` or a duty system posts them; numbered from 1."""
    records, problems = [], []
    for number, row in enumerate(rows, start=1):
        if unknown := sorted(set(row) - set(DutyEntry._fields)):
            problems.append(_problem(number, "", f"unknown field {', '.join(unknown)}."))
        else:
            records.append((number, {name: _text(value) for name, value in row.items()}))
    entries, more = _entries(records)
    problems += more
    return ((), tuple(problems)) if problems else (entries, ())


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value).strip()


def _header_faults(header: list[str]) -> list[str]:
    missing = [name for name in REQUIRED if name not in header]
    unknown = [name for name in header if name not in DutyEntry._fields]
    twice = sorted({name for name in header if header.count(name) > 1})
    return (
        [f"the header lacks {name}." for name in missing]
        + [f"{name!r} is not a column of duty entries." for name in unknown]
        + [f"{name} is in the header more than once." for name in twice]
    )


def _entries(records: list[tuple[int, dict[str, str]]]) -> tuple[tuple[DutyEntry, ...], list[Problem]]:
    entries, problems, seen = [], [], {}
    for number, row in records:
        values = {}
        for name, text in row.items():
            try:
                if text:
                    values[name] = _READERS.get(name, str)(text)
            except ValueError as error:
                problems.append(_problem(number, row.get("person", ""), f"{name} {text!r} {error}"))
        for name in REQUIRED:
            if not row.get(name):
                problems.append(_problem(number, row.get("person", ""), f"{name} is empty."))
        key = row.get("person", ""), row.get("reference", "")
        if key in seen:
            text = f"reference {key[1]} is that of row {seen[key]} too."
            problems.append(_problem(number, key[0], text))
        seen.setdefault(key, number)
        if not problems:
            entries.append(DutyEntry(**values))
    return tuple(entries), problems


def _problem(row: int, person: str, text: str) -> Problem:
    return Problem(Severity.BLOCKING, "duty_row", f"Row {row}: {text}", person, ENTRY)


def _time(text: str) -> datetime:
    try:
        if "/" in text:
            on, _, clock = text.partition(" ")
            return datetime.fromisoformat(f"{day(on).isoformat()}T{clock}")
        if len(text) > 10:
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise EngineError("is not a time. Write 2026-10-25T01:30 or 25/10/2026 01:30.")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > _LIMIT:
        raise EngineError("is not a whole number.")
    return int(text)


def _hours(text: str) -> int:
    whole, _, part = text.partition(".")
    digits = whole + part.ljust(2, "0")
    if not (digits.isascii() and digits.isdigit()) or len(part) > 2 or int(digits) > 16800:
        raise EngineError("are not weekly hours. Write 37.50.")
    return int(digits)


def _money(text: str) -> int:
    amount = money(text)
    if amount < 0:
        raise EngineError("may not be negative.")
    return amount


def _shares(text: str) -> tuple[tuple[str, int], ...]:
    """``RES:60 TRG:40``: cost centre and parts."""
    found = []
    for piece in text.replace(";", " ").split():
        code, _, parts = piece.partition(":")
        if not code or not (parts.isascii() and parts.isdigit()) or not 0 < int(parts) <= 10_000:
            raise EngineError("is not a split between cost centres. Write RES:60 TRG:40.")
        found.append((code, int(parts)))
    if len({code for code, _ in found}) != len(found) or len(found) < 2:
        raise EngineError("must name two or more different cost centres. Write RES:60 TRG:40.")
    return tuple(found)


def _rank(text: str) -> str:
    if text not in RANKS:
        raise EngineError(f"is not one of {', '.join(RANKS)}.")
    return text


def _flag(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise EngineError("is not yes or no.")
    return text.lower() == "yes"


def _kind(text: str) -> str:
    if text not in KINDS:
        raise EngineError(f"is not one of {', '.join(KINDS)}.")
    return text


def _date(text: str) -> date:
    return day(text)


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_TIMES, _time),
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_FLAGS, _flag),
    "hours": _hours,
    "expenses": _money,
    "shares": _shares,
    "acting_rank": _rank,
    "kind": _kind,
    "on": _date,
}
