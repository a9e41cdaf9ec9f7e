"""A planning problem: what is read from the JSON file, checked and put in whole minutes.

Minutes count from 00:00 of the first day of the horizon; days count from 0. Local wall-clock time
without daylight saving, as the file format says.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from ...exceptions import InvalidRecord

DAY = 1440
DEFAULT_WEIGHTS = {
    "shortfall_vehicle_shift": 1000,
    "late_day": 100,
    "unplaced": 5000,
    "early_day": 1,
    "moved_locked": 2000,
}


class Shift(NamedTuple):
    """Minutes of the day; ``end`` is past 1440 when the shift runs over midnight."""

    id: str
    start: int
    end: int


class Minimum(NamedTuple):
    """At least ``vehicles`` of ``role`` present at ``base`` in ``shift`` on these weekdays (Monday 0)."""

    base: str
    role: str
    shift: str
    weekdays: frozenset[int]
    vehicles: int


class Vehicle(NamedTuple):
    """``off_road``: (first day, last day) inclusive."""

    id: str
    base: str
    role: str
    off_road: tuple[tuple[int, int], ...]


class Workshop(NamedTuple):
    """``open``: weekday -> (from, to) minutes of the day. ``closed``: days."""

    id: str
    bays: int
    open: Mapping[int, tuple[int, int]]
    closed: frozenset[int]


class Technician(NamedTuple):
    """Works in one workshop whenever it is open and he or she is not absent."""

    id: str
    workshop: str
    skills: frozenset[str]
    absent: frozenset[int]


class Job(NamedTuple):
    """``ready``: the later of earliest and parts_ready. ``due`` may lie outside the horizon."""

    id: str
    vehicle: str
    task: str
    minutes: int
    skill: str
    ready: int
    due: int
    hard: bool
    together_with: tuple[str, ...]


class Lock(NamedTuple):
    """A promise made earlier: the job at this workshop at this minute."""

    job: str
    workshop: str
    technician: str
    start: int


class Visit(NamedTuple):
    """Jobs done in one stay, back to back in one bay. ``last_day``: no later start keeps a hard job legal."""

    id: int
    jobs: tuple[Job, ...]
    vehicle: Vehicle
    minutes: int
    ready: int
    last_day: int | None
    must: bool  # leaving it out makes the plan invalid
    parts: tuple[tuple[str, int], ...]  # (skill, minutes) of the jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One planning problem. See the module for units."""

    start: date
    days: int
    shifts: tuple[Shift, ...]
    minimums: tuple[Minimum, ...]
    vehicles: Mapping[str, Vehicle]
    workshops: Mapping[str, Workshop]
    technicians: Mapping[str, Technician]
    travel: Mapping[str, Mapping[str, int]]
    jobs: Mapping[str, Job]
    locks: Mapping[str, Lock]
    weights: Mapping[str, int]
    visits: tuple[Visit, ...] = field(default=())

    def weekday(self, day: int) -> int:
        """Monday 0."""
        return (self.start.weekday() + day) % 7

    def hours(self, workshop: Workshop, day: int) -> tuple[int, int] | None:
        """(opens, closes) in minutes of the horizon, or None when shut."""
        if not 0 <= day < self.days or day in workshop.closed:
            return None
        times = workshop.open.get(self.weekday(day))
        return (day * DAY + times[0], day * DAY + times[1]) if times else None

    def travel_minutes(self, base: str, workshop: str) -> int:
        """One way; 0 when the file does not say."""
        return self.travel.get(base, {}).get(workshop, 0)

    def stamp(self, minute: int) -> str:
        """Minute of the horizon as ``2026-12-07T08:00``."""
        day, rest = divmod(minute, DAY)
        return (
            f"{date.fromordinal(self.start.toordinal() + day).isoformat()}T{rest // 60:02d}:{rest % 60:02d}"
        )


def read(raw: Mapping[str, Any]) -> Instance:
    """Build an :class:`Instance` from the decoded JSON; InvalidRecord lists everything that is wrong."""
    return _Reader(raw).instance()


class _Reader:
    """Collects every fault of the file before refusing it."""

    def __init__(self, raw: Mapping[str, Any]):
        self.raw = raw
        self.errors: list[str] = []
        self.origin = 0

    def instance(self) -> Instance:
        start, days = self.horizon()
        self.origin = start.toordinal()
        parts = {
            "shifts": self.each("shifts", self.shift),
            "minimums": self.each("minimum", self.minimum),
            "vehicles": self.keyed("vehicles", self.vehicle),
            "workshops": self.keyed("workshops", self.workshop),
            "technicians": self.keyed("technicians", self.technician),
            "jobs": self.keyed("jobs", self.job),
        }
        locks = {lock.job: lock for lock in self.each("locked", self.lock)}
        travel, weights = self.travel(), self.weights()
        result = Instance(start=start, days=days, travel=travel, locks=locks, weights=weights, **parts)
        self.check(result)
        if self.errors:
            raise InvalidRecord("The planning file cannot be used:\n- " + "\n- ".join(self.errors))
        object.__setattr__(result, "visits", _visits(result))
        return result

    def horizon(self) -> tuple[date, int]:
        if not isinstance(self.raw, Mapping):
            raise InvalidRecord(
                "The planning file must hold one JSON object with start, days, jobs and so on."
            )
        try:
            start, days = date.fromisoformat(self.raw["start"]), int(self.raw["days"])
        except (KeyError, TypeError, ValueError) as error:
            fault = self.fault(error)
            raise InvalidRecord(f"The plan needs a start date and a number of days: {fault}.") from error
        if days < 1:
            raise InvalidRecord("The plan needs a start date and a number of days: days must be 1 or more.")
        return start, days

    def travel(self) -> dict[str, dict[str, int]]:
        try:
            return {
                base: {workshop: _not_negative(minutes) for workshop, minutes in row.items()}
                for base, row in (self.raw.get("travel_minutes") or {}).items()
            }
        except (TypeError, ValueError, AttributeError) as error:
            self.errors.append(f"travel_minutes must hold minutes by base and workshop: {error}")
            return {}

    def weights(self) -> dict[str, float]:
        given = self.raw.get("weights") or {}
        weights = {name: given.get(name, usual) for name, usual in DEFAULT_WEIGHTS.items()}
        bad = [
            n for n, v in weights.items() if isinstance(v, bool) or not isinstance(v, int | float) or v < 0
        ]
        if bad:
            self.errors.append(f"weights {', '.join(bad)} must be numbers of 0 or more")
        return weights

    def each(self, key, parse) -> tuple:
        rows = []
        entries = self.raw.get(key) or ()
        if not isinstance(entries, list | tuple):
            self.errors.append(f"{key} must be a list")
            return ()
        for number, entry in enumerate(entries, 1):
            try:
                rows.append(parse(entry))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                self.errors.append(f"{key} row {number} ({self.name(entry)}): {self.fault(error)}")
        return tuple(rows)

    def keyed(self, key, parse) -> dict:
        result = {}
        for row in self.each(key, parse):
            if row.id in result:
                self.errors.append(f"{key}: {row.id} is there twice")
            result[row.id] = row
        return result

    def day(self, text: str) -> int:
        return date.fromisoformat(text).toordinal() - self.origin

    def shift(self, entry) -> Shift:
        start, end = _clock(entry["from"]), _clock(entry["to"])
        return Shift(str(entry["id"]), start, end if end > start else end + DAY)

    def minimum(self, entry) -> Minimum:
        days = frozenset(int(day) for day in entry.get("weekdays", range(7)))
        return Minimum(entry["base"], entry["role"], str(entry["shift"]), days, int(entry["vehicles"]))

    def vehicle(self, entry) -> Vehicle:
        spans = tuple((self.day(first), self.day(last)) for first, last in entry.get("off_road", ()))
        return Vehicle(str(entry["id"]), entry["base"], entry["role"], spans)

    def workshop(self, entry) -> Workshop:
        times = {int(day): (_clock(a), _clock(b) or DAY) for day, (a, b) in entry.get("open", {}).items()}
        if any(a >= b for a, b in times.values()):
            raise ValueError("opens after it closes")
        closed = frozenset(self.day(day) for day in entry.get("closed", ()))
        return Workshop(str(entry["id"]), int(entry["bays"]), times, closed)

    def technician(self, entry) -> Technician:
        absent = frozenset(self.day(day) for day in entry.get("absent", ()))
        return Technician(str(entry["id"]), entry["workshop"], frozenset(entry.get("skills", ())), absent)

    def job(self, entry) -> Job:
        if int(entry["minutes"]) < 1:
            raise ValueError("minutes must be 1 or more")
        ready = [self.day(entry[key]) for key in ("earliest", "parts_ready") if entry.get(key)]
        return Job(
            str(entry["id"]),
            str(entry["vehicle"]),
            entry.get("task", ""),
            int(entry["minutes"]),
            entry.get("skill", ""),
            max(ready, default=0),
            self.day(entry["due"]),
            bool(entry.get("hard", False)),
            tuple(str(other) for other in entry.get("together_with") or ()),
        )

    def lock(self, entry) -> Lock:
        moment = datetime.fromisoformat(entry["start"])
        start = (moment.toordinal() - self.origin) * DAY + moment.hour * 60 + moment.minute
        return Lock(str(entry["job"]), entry["workshop"], entry.get("technician", ""), start)

    @staticmethod
    def name(entry: Any) -> str:
        return str(entry.get("id", "no id")) if isinstance(entry, dict) else str(entry)[:40]

    @staticmethod
    def fault(error: Exception) -> str:
        return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)

    def check(self, result: Instance) -> None:
        """References between the parts."""
        shifts = {shift.id for shift in result.shifts}
        for row in result.minimums:
            if row.shift not in shifts:
                self.errors.append(f"minimum for {row.base} {row.role}: there is no shift {row.shift}")
        self.check_bases(result)
        for technician in result.technicians.values():
            if technician.workshop not in result.workshops:
                self.errors.append(f"technician {technician.id}: there is no workshop {technician.workshop}")
        for job in result.jobs.values():
            if job.vehicle not in result.vehicles:
                self.errors.append(f"job {job.id}: there is no vehicle {job.vehicle}")
            for other in job.together_with:
                self.partner(result, job, other)
        for lock in result.locks.values():
            if lock.job not in result.jobs:
                self.errors.append(f"locked: there is no job {lock.job}")

    def check_bases(self, result: Instance) -> None:
        """Only where the file lists its bases."""
        bases = {row["id"] for row in self.raw.get("bases") or () if isinstance(row, dict) and "id" in row}
        for row in result.minimums if bases else ():
            if row.base not in bases:
                self.errors.append(f"minimum for {row.role}: there is no base {row.base}")
        for vehicle in result.vehicles.values() if bases else ():
            if vehicle.base not in bases:
                self.errors.append(f"vehicle {vehicle.id}: there is no base {vehicle.base}")

    def partner(self, result: Instance, job: Job, other: str) -> None:
        if other not in result.jobs:
            self.errors.append(f"job {job.id}: together_with names an unknown job {other}")
        elif result.jobs[other].vehicle != job.vehicle:
            self.errors.append(f"job {job.id}: together_with {other} is on another vehicle")


def _clock(text: str) -> int:
    """``'07:30'`` -> 450; ``'24:00'`` -> 1440."""
    hours, _, minutes = str(text).partition(":")
    value = int(hours) * 60 + int(minutes or 0)
    if not 0 <= value <= DAY:
        raise ValueError(f"{text} is not a time of day")
    return value


def _not_negative(minutes: Any) -> int:
    if int(minutes) < 0:
        raise ValueError(f"{minutes} minutes")
    return int(minutes)


def _visits(instance: Instance) -> tuple[Visit, ...]:
    """Join jobs that must be done together (the relation is taken both ways and onwards)."""
    leader = {job: job for job in instance.jobs}

    def find(job: str) -> str:
        while leader[job] != job:
            job = leader[job] = leader[leader[job]]
        return job

    for job in instance.jobs.values():
        for other in job.together_with:
            leader[find(other)] = find(job.id)
    groups: dict[str, list[Job]] = defaultdict(list)
    for job in instance.jobs.values():
        groups[find(job.id)].append(job)
    result = []
    for number, jobs in enumerate(groups.values()):
        hard = [job.due for job in jobs if job.hard]
        result.append(
            Visit(
                number,
                tuple(jobs),
                instance.vehicles[jobs[0].vehicle],
                sum(job.minutes for job in jobs),
                max(0, *(job.ready for job in jobs)),
                min(hard, default=None),
                any(0 <= due < instance.days for due in hard),
                tuple((job.skill, job.minutes) for job in jobs),
            )
        )
    return tuple(result)
