"""A planning problem: what is read from the JSON file, checked and put in whole minutes.

Minutes count from 00:00 of the first day of the horizon; days count from 0. Local wall-clock time
without daylight saving, as the file format says.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

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
    weights: Mapping[str, float]
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


def read(raw: Any) -> Instance:
    """Build an :class:`Instance` from the decoded JSON; InvalidRecord lists everything that is wrong."""
    from .reading import Reader

    return Reader(raw).instance()


def join_visits(instance: Instance) -> tuple[Visit, ...]:
    """Join jobs that must be done together (the relation is taken both ways and onwards)."""
    leader = {job: job for job in instance.jobs}

    def find(job: str) -> str:
        while leader[job] != job:
            leader[job] = leader[leader[job]]
            job = leader[job]
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
