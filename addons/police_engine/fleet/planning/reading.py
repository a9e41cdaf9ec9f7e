"""Read a planning problem from decoded JSON; every fault of the file is collected before it is refused.

Each fault says where it is, what is wrong and what is wanted there. Nothing is guessed: a number that is no
whole number, a date that is no date or a name that nothing else bears is a fault.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from ...exceptions import InvalidRecord
from .instance import (
    DAY,
    DEFAULT_WEIGHTS,
    Instance,
    Job,
    Lock,
    Minimum,
    Shift,
    Technician,
    Vehicle,
    Workshop,
    join_visits,
)
from .references import faults

MOST_DAYS = 1100  # three years; more is surely a slip, and would take all memory
_WANTED = ("vehicles", "workshops", "technicians", "jobs")  # without these there is nothing to plan


class Reader:
    """One file. :meth:`instance` answers the problem or raises InvalidRecord with every fault."""

    def __init__(self, raw: Any):
        self.raw = raw
        self.errors: list[str] = []
        self.origin = 0

    def instance(self) -> Instance:
        if not isinstance(self.raw, Mapping):
            raise InvalidRecord("The planning file must hold one JSON object with start, days, jobs, …")
        start, days = self._horizon()
        self.origin = start.toordinal()
        self.errors += [f"{key} is missing: give a list" for key in _WANTED if key not in self.raw]
        bases = self._each("bases", lambda row: text(row, "id"))
        locks = self._each("locked", self._lock)
        result = Instance(
            start=start,
            days=days,
            shifts=tuple(self._keyed("shifts", self._shift).values()),
            minimums=self._each("minimum", self._minimum),
            vehicles=self._keyed("vehicles", self._vehicle),
            workshops=self._keyed("workshops", self._workshop),
            technicians=self._keyed("technicians", self._technician),
            jobs=self._keyed("jobs", self._job),
            travel=self._travel(),
            locks={lock.job: lock for lock in locks},
            weights=self._weights(),
        )
        # what leads nowhere only because its row was refused is not told as well
        self.errors += faults(result, bases if "bases" in self.raw else None, locks, self._broken())
        if self.errors:
            raise InvalidRecord("The planning file cannot be used:\n- " + "\n- ".join(self.errors))
        object.__setattr__(result, "visits", join_visits(result))
        return result

    def _broken(self) -> set[str]:
        """Lists of which some row was refused."""
        return {error.split(" row ")[0] for error in self.errors if " row " in error}

    # -- the file as a whole -----------------------------------------------------------------------

    def _horizon(self) -> tuple[date, int]:
        """Without these two no other date can be judged, so a fault here is told at once."""
        try:
            start, days = day_of(self.raw, "start"), whole(self.raw, "days", 1)
        except ValueError as error:
            raise InvalidRecord(f"The plan needs a start date and a number of days: {error}.") from error
        if days > MOST_DAYS:
            raise InvalidRecord(f"The plan is for {days} days: at most {MOST_DAYS} can be planned at once.")
        if start.toordinal() + days > date.max.toordinal() - 2 * MOST_DAYS:
            raise InvalidRecord(f"The plan starts on {start}: that is beyond the calendar.")
        return start, days

    def _each(self, key: str, parse: Callable[[Mapping], Any]) -> tuple:
        rows, entries = [], self.raw.get(key)
        if entries is None:
            return ()
        if not isinstance(entries, list | tuple):
            self.errors.append(f"{key} must be a list")
            return ()
        for number, entry in enumerate(entries, 1):
            where = f"{key} row {number} ({_name(entry)})"
            if not isinstance(entry, Mapping):
                self.errors.append(f"{where}: must be an object in braces")
                continue
            try:
                rows.append(parse(entry))
            except ValueError as error:
                self.errors.append(f"{where}: {error}")
        return tuple(rows)

    def _keyed(self, key: str, parse: Callable[[Mapping], Any]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for row in self._each(key, parse):
            if row.id in result:
                self.errors.append(f"{key}: {row.id} is there twice; give each its own id")
            result[row.id] = row
        return result

    def _travel(self) -> dict[str, dict[str, int]]:
        table, result = self.raw.get("travel_minutes") or {}, {}
        if not isinstance(table, Mapping):
            self.errors.append("travel_minutes must be an object: base, then workshop, then minutes")
            return {}
        for base, row in table.items():
            if not isinstance(row, Mapping):
                self.errors.append(f"travel_minutes of {base}: must hold minutes by workshop")
                continue
            result[base] = {}
            for workshop in row:
                try:
                    result[base][workshop] = whole(row, workshop, 0)
                except ValueError as error:
                    self.errors.append(f"travel_minutes of {base} to {error}")
        return result

    def _weights(self) -> dict[str, float]:
        given = self.raw.get("weights") or {}
        if not isinstance(given, Mapping):
            self.errors.append("weights must be an object of numbers")
            return dict(DEFAULT_WEIGHTS)
        for name in sorted(set(given) - set(DEFAULT_WEIGHTS)):
            self.errors.append(f"weights: there is no weight {name}; there are {', '.join(DEFAULT_WEIGHTS)}")
        weights = {name: given.get(name, usual) for name, usual in DEFAULT_WEIGHTS.items()}
        for name, value in weights.items():
            if not _is_number(value) or value < 0:
                self.errors.append(f"weights: {name} must be a number of 0 or more, not {value!r}")
        return weights

    # -- rows --------------------------------------------------------------------------------------

    def _day(self, entry: Mapping, key: str) -> int:
        return day_of(entry, key).toordinal() - self.origin

    def _days(self, entry: Mapping, key: str) -> frozenset[int]:
        return frozenset(day_of({key: day}, key).toordinal() - self.origin for day in listed(entry, key))

    @staticmethod
    def _shift(entry: Mapping) -> Shift:
        start, end = clock(entry.get("from"), "from"), clock(entry.get("to"), "to")
        return Shift(text(entry, "id"), start, end if end > start else end + DAY)

    @staticmethod
    def _minimum(entry: Mapping) -> Minimum:
        days = listed(entry, "weekdays") if "weekdays" in entry else range(7)
        if any(isinstance(day, bool) or day not in range(7) for day in days):
            raise ValueError("weekdays must be numbers from 0 (Monday) to 6")
        names = [text(entry, key) for key in ("base", "role", "shift")]
        return Minimum(*names, frozenset(map(int, days)), whole(entry, "vehicles", 0))

    def _vehicle(self, entry: Mapping) -> Vehicle:
        spans = []
        for span in listed(entry, "off_road"):
            if not isinstance(span, list | tuple) or len(span) != 2:
                raise ValueError("off_road must hold pairs of days, first and last")
            first, last = (self._day({"off_road": day}, "off_road") for day in span)
            if first > last:
                raise ValueError(f"off_road from {span[0]} to {span[1]}: the last day is before the first")
            spans.append((first, last))
        return Vehicle(text(entry, "id"), text(entry, "base"), text(entry, "role"), tuple(spans))

    def _workshop(self, entry: Mapping) -> Workshop:
        times, hours = {}, entry.get("open") or {}
        if not isinstance(hours, Mapping):
            raise ValueError("open must be an object: weekday 0 (Monday) to 6, then from and to")
        for day, span in hours.items():
            if str(day) not in "0123456" or len(str(day)) != 1:
                raise ValueError(f"open: {day} is no weekday from 0 (Monday) to 6")
            if not isinstance(span, list | tuple) or len(span) != 2:
                raise ValueError(f"open: weekday {day} must have two times, from and to")
            opens, closes = (clock(time, f"open on weekday {day}") for time in span)
            if opens >= closes:
                raise ValueError(f"opens after it closes on weekday {day} ({span[0]} to {span[1]})")
            times[int(day)] = (opens, closes)
        return Workshop(text(entry, "id"), whole(entry, "bays", 0), times, self._days(entry, "closed"))

    def _technician(self, entry: Mapping) -> Technician:
        skills = frozenset(words(entry, "skills"))
        return Technician(text(entry, "id"), text(entry, "workshop"), skills, self._days(entry, "absent"))

    def _job(self, entry: Mapping) -> Job:
        ready = [self._day(entry, key) for key in ("earliest", "parts_ready") if entry.get(key) is not None]
        hard, skill, task = entry.get("hard", False), entry.get("skill"), entry.get("task")
        if not isinstance(hard, bool):
            raise ValueError(f"hard must be true or false, not {hard!r}")
        return Job(
            text(entry, "id"),
            text(entry, "vehicle"),
            "" if task is None else str(task),
            whole(entry, "minutes", 1),
            "" if skill in (None, "") else text(entry, "skill"),
            max(ready, default=0),
            self._day(entry, "due"),
            hard,
            tuple(words(entry, "together_with")),
        )

    def _lock(self, entry: Mapping) -> Lock:
        given = text(entry, "start")
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            raise ValueError(f"start {given} is no moment; write it like 2026-12-07T08:00") from None
        if moment.tzinfo or moment.second or moment.microsecond:
            raise ValueError(f"start {given} must be a whole local minute, like 2026-12-07T08:00")
        start = (moment.toordinal() - self.origin) * DAY + moment.hour * 60 + moment.minute
        technician = entry.get("technician")
        return Lock(text(entry, "job"), text(entry, "workshop"), str(technician or ""), start)


# -- single values ---------------------------------------------------------------------------------


def _name(entry: Any) -> str:
    name = entry.get("id", entry.get("job", "no id")) if isinstance(entry, Mapping) else entry
    return str(name)[:40]


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)


def text(entry: Mapping, key: str) -> str:
    """A name; ValueError says what is wrong, as of all functions here."""
    if entry.get(key) is None:
        raise ValueError(f"{key} is missing")
    if not isinstance(entry[key], str) or not entry[key]:
        raise ValueError(f"{key} must be text in quotes, not {str(entry[key])[:40]!r}")
    return entry[key]


def whole(entry: Mapping, key: str, least: int) -> int:
    """A whole number, ``least`` or more."""
    if entry.get(key) is None:
        raise ValueError(f"{key} is missing")
    value = entry[key]
    if not _is_number(value) or value != int(value):
        raise ValueError(f"{key} must be a whole number, not {str(value)[:40]!r}")
    if value < least:
        raise ValueError(f"{key} must be {least} or more, not {int(value)}")
    return int(value)


def day_of(entry: Mapping, key: str) -> date:
    """A day like 2026-12-07."""
    given = text(entry, key)
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError(f"{key} {given[:40]} is no day; write it like 2026-12-07") from None


def clock(given: Any, where: str) -> int:
    """``'07:30'`` -> 450; ``'24:00'`` -> 1440."""
    hours, _, minutes = given.partition(":") if isinstance(given, str) else ("", "", "")
    if not (hours.isdecimal() and minutes.isdecimal() and hours.isascii() and minutes.isascii()):
        raise ValueError(f"{where}: {given!r} is no time of day; write it like 07:30")
    value = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or value > DAY:
        raise ValueError(f"{where}: {given!r} is not a time of day; they go from 00:00 to 24:00")
    return value


def listed(entry: Mapping, key: str) -> list:
    """A list; none is an empty one."""
    given = entry.get(key)
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        raise ValueError(f"{key} must be a list")
    return list(given)


def words(entry: Mapping, key: str) -> list[str]:
    """A list of names."""
    return [text({key: name}, key) for name in listed(entry, key)]
