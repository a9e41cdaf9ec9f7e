"""A job dragged on the board: may it be there, what would it break, what would it cost?

``check(instance, assignments, move)`` looks only at the workshop's day, the vehicle and the vehicles that
share its minimum, so it answers while the mouse is still down. ``assignments`` are rows of the PLAN format.
Nothing is changed; the answer holds the rows as they would be.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from .calendar_words import clock, day_words
from .document import worth
from .instance import DAY, Instance, Job, Minimum, Visit

Row = Mapping[str, Any]
Spans = list[tuple[int, int]]  # (from, to) in minutes of the horizon


class Move(NamedTuple):
    """Where the job is dropped; ``bay`` counts from 1, ``start`` is like ``2026-12-07T08:00``."""

    job: str
    workshop: str
    bay: int
    technician: str
    start: str


class Change(NamedTuple):
    """By how much each count of the objective changes; ``objective`` with the problem's weights."""

    shortfall_vehicle_shifts: int
    late_days: int
    early_days: int
    moved: int
    unplaced: int
    objective: float


class Answer(NamedTuple):
    """``broken``: limits that forbid it, in words (empty: it may be dropped). ``short``: shifts that would
    fall below their minimum by it. ``rows``: the visit's assignments as they would be."""

    feasible: bool
    broken: tuple[str, ...]
    short: tuple[str, ...]
    change: Change
    rows: tuple[dict[str, Any], ...]


def check(instance: Instance, assignments: Sequence[Row], move: Move) -> Answer:
    """The answer for one drop. KeyError when the job or the workshop does not exist."""
    return _Drop(instance, assignments, move).answer()


class _Piece(NamedTuple):
    """One job of the visit in its new place, in minutes of the horizon."""

    job: Job
    technician: str
    start: int
    end: int


class _Drop:
    """One drop. The other jobs of the visit come along, back to back as before."""

    def __init__(self, instance: Instance, assignments: Sequence[Row], move: Move):
        self.instance, self.move = instance, move
        self.visit = next(v for v in instance.visits if any(job.id == move.job for job in v.jobs))
        self.workshop = instance.workshops[move.workshop]
        mine = {job.id for job in self.visit.jobs}
        self.old = {row["job"]: row for row in assignments if row["job"] in mine}
        self.others = [row for row in assignments if row["job"] not in mine]
        order = sorted(self.visit.jobs, key=lambda job: self.old[job.id]["start"] if self.old else "")
        before = sum(job.minutes for job in order[: [job.id for job in order].index(move.job)])
        self.start = self._minute(move.start) - before
        self.end = self.start + self.visit.minutes
        self.day = self.start // DAY
        self.near = self._near()
        self.pieces = list(self._pieces(order))

    def answer(self) -> Answer:
        broken = tuple(dict.fromkeys(self._broken()))
        change, short = self._change()
        return Answer(not broken, broken, short, change, tuple(self._rows()))

    # -- the new place -----------------------------------------------------------------------------

    def _minute(self, stamp: str) -> int:
        moment = datetime.fromisoformat(stamp)
        day = moment.toordinal() - self.instance.start.toordinal()
        return day * DAY + moment.hour * 60 + moment.minute

    def _near(self) -> list[tuple[Row, int, int]]:
        """Rows of the same days, with their minutes."""
        days = {self.instance.stamp(self.start)[:10], self.instance.stamp(max(self.start, self.end - 1))[:10]}
        rows = (row for row in self.others if row["start"][:10] in days or row["end"][:10] in days)
        return [(row, self._minute(row["start"]), self._minute(row["end"])) for row in rows]

    def _pieces(self, order: Iterable[Job]) -> Iterator[_Piece]:
        at = self.start
        for job in order:
            yield _Piece(job, self._technician(job, at), at, at + job.minutes)
            at += job.minutes

    def _technician(self, job: Job, at: int) -> str:
        """The one asked for; for jobs that come along the one they had, or another who is fit and free."""
        if job.id == self.move.job:
            return self.move.technician
        had = self.old[job.id]["technician"] if job.id in self.old else ""
        team = [t.id for t in self.instance.technicians.values() if t.workshop == self.workshop.id]
        names = [had, *team] if had in team else team
        able = (name for name in names if not list(self._unfit(job, name, at, at + job.minutes)))
        return next(able, had or self.move.technician)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for piece in self.pieces:
            yield {
                "job": piece.job.id,
                "workshop": self.workshop.id,
                "bay": self.move.bay,
                "technician": piece.technician,
                "start": self.instance.stamp(piece.start),
                "end": self.instance.stamp(piece.end),
            }

    # -- limits ------------------------------------------------------------------------------------

    def _broken(self) -> Iterator[str]:
        yield from self._of_jobs()
        yield from self._of_workshop()
        for piece in self.pieces:
            yield from self._unfit(piece.job, piece.technician, piece.start, piece.end)
        yield from self._of_vehicle()

    def _of_jobs(self) -> Iterator[str]:
        if not 0 <= self.day < self.instance.days:
            yield f"{self._day(self.day)} is outside the plan"
        for job in self.visit.jobs:
            if self.day < job.ready:
                yield f"{job.id}: its parts or earliest day ({self._day(job.ready)}) come later"
            if job.hard and self.day > job.due:
                yield f"{job.id}: the law wants it by {self._day(job.due)}"

    def _of_workshop(self) -> Iterator[str]:
        shop, hours = self.workshop, self.instance.hours(self.workshop, self.day)
        if hours is None:
            yield f"{shop.id} is shut on {self._day(self.day)}"
        elif self.start < hours[0] or self.end > hours[1]:
            yield (
                f"{shop.id} is open from {clock(hours[0])} to {_closing(hours[1], self.day)} on "
                f"{self._day(self.day)}; the work would last from {clock(self.start)} to {clock(self.end)}"
            )
        if not 1 <= self.move.bay <= shop.bays:
            yield f"{shop.id} has no bay {self.move.bay}; it has {shop.bays}"
        for row, start, end in self.near:
            same = (row["workshop"], row["bay"]) == (shop.id, self.move.bay)
            if same and start < self.end and self.start < end:
                yield f"bay {self.move.bay} of {shop.id} is taken by {row['job']} {_span(start, end)}"

    def _unfit(self, job: Job, name: str, start: int, end: int) -> Iterator[str]:
        technician = self.instance.technicians.get(name)
        if technician is None or technician.workshop != self.workshop.id:
            yield f"{job.id}: {name or 'nobody'} does not work at {self.workshop.id}"
            return
        if job.skill and job.skill not in technician.skills:
            yield f"{job.id}: {name} lacks the skill {job.skill}"
        if self.day in technician.absent:
            yield f"{name} is absent on {self._day(self.day)}"
        for row, other_start, other_end in self.near:
            if row["technician"] == name and other_start < end and start < other_end:
                yield f"{name} is busy with {row['job']} {_span(other_start, other_end)}"

    def _of_vehicle(self) -> Iterator[str]:
        vehicle = self.visit.vehicle
        for first, last in vehicle.off_road:
            if self.start < (last + 1) * DAY and self.end > first * DAY:
                yield f"{vehicle.id} is off the road from {self._day(first)} to {self._day(last)}"
        start, end = self._away(self.workshop.id, self.start, self.end)
        for other in self._stays([vehicle.id])[vehicle.id]:
            if other[0] < end and start < other[1]:
                yield f"{vehicle.id} is away then for another visit {_span(*other)}, travel included"

    def _day(self, number: int) -> str:
        return day_words(self.instance.start, number)

    # -- what it costs -----------------------------------------------------------------------------

    def _change(self) -> tuple[Change, tuple[str, ...]]:
        before, after = self._counts(self.old.values()), self._counts(list(self._rows()))
        shortfall, short = self._cover()
        counts = {key: after[key] - before[key] for key in before} | {"shortfall_vehicle_shifts": shortfall}
        unplaced = -len(self.visit.jobs) if not self.old else 0
        objective = worth(self.instance.weights, counts, unplaced)
        return Change(**counts, unplaced=unplaced, objective=objective), short

    def _counts(self, rows: Iterable[Row]) -> dict[str, int]:
        late = early = kept = 0
        jobs = {job.id: job for job in self.visit.jobs}
        for row in rows:
            job, start = jobs[row["job"]], self._minute(row["start"])
            late += 0 if job.hard else max(0, start // DAY - job.due)
            early += max(0, job.due - start // DAY)
            lock = self.instance.locks.get(job.id)
            kept += bool(lock and (lock.workshop, lock.start) == (row["workshop"], start))
        promised = sum(job.id in self.instance.locks for job in self.visit.jobs)
        return {"late_days": late, "early_days": early, "moved": promised - kept}

    def _cover(self) -> tuple[int, tuple[str, ...]]:
        """Change of the shortfall in vehicle-shifts, and the shifts that get shorter, in words."""
        me, instance = self.visit.vehicle, self.instance
        rows = [m for m in instance.minimums if (m.base, m.role) == (me.base, me.role)]
        if not rows:
            return 0, ()
        mates = {v.id: v for v in instance.vehicles.values() if (v.base, v.role) == (me.base, me.role)}
        away = self._stays(mates)
        for name, vehicle in mates.items():
            away[name] += [(first * DAY, (last + 1) * DAY) for first, last in vehicle.off_road]
        new = self._away(self.workshop.id, self.start, self.end)
        old = self._old_away()
        total, words = 0, []
        for minimum in rows:
            for day, span in self._shifts(minimum, [new, *old]):
                gone = sum(any(_touch(a, span) for a in away[name]) for name in mates if name != me.id)
                mine = any(_touch(a, span) for a in away[me.id])
                lacks = [
                    max(0, minimum.vehicles - len(mates) + gone + (mine or any(_touch(a, span) for a in own)))
                    for own in (old, [new])
                ]
                total += lacks[1] - lacks[0]
                if lacks[1] > lacks[0]:
                    words.append(self._lack(minimum, lacks[1], day))
        return total, tuple(dict.fromkeys(words))

    def _lack(self, minimum: Minimum, count: int, day: int) -> str:
        return (
            f"{minimum.base} would be {count} {minimum.role} vehicle{'s' * (count > 1)} short in the "
            f"{minimum.shift} shift on {self._day(day)}"
        )

    def _shifts(self, minimum: Minimum, spans: Spans) -> Iterator[tuple[int, tuple[int, int]]]:
        """(day, (from, to)) of the row's shifts near these spans."""
        shift = next(shift for shift in self.instance.shifts if shift.id == minimum.shift)
        for day in self._days_touched(spans):
            if self.instance.weekday(day) in minimum.weekdays:
                yield day, (day * DAY + shift.start, day * DAY + shift.end)

    def _days_touched(self, spans: Iterable[tuple[int, int]]) -> list[int]:
        """Days whose shifts may overlap; a night shift belongs to the day before."""
        days = {day for a, b in spans for day in range(a // DAY - 1, b // DAY + 1)}
        return sorted(day for day in days if 0 <= day < self.instance.days)

    def _old_away(self) -> list[tuple[int, int]]:
        if not self.old:
            return []
        starts = [self._minute(row["start"]) for row in self.old.values()]
        workshop = next(iter(self.old.values()))["workshop"]
        return [self._away(workshop, min(starts), min(starts) + self.visit.minutes)]

    def _away(self, workshop: str, start: int, end: int) -> tuple[int, int]:
        travel = self.instance.travel_minutes(self.visit.vehicle.base, workshop)
        return start - travel, end + travel

    def _stays(self, vehicles: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
        """(from, to) of the other visits of these vehicles, travel included."""
        wanted = set(vehicles)
        visit_of: dict[str, Visit] = {
            job.id: visit
            for visit in self.instance.visits
            if visit.vehicle.id in wanted
            for job in visit.jobs
        }
        spans: dict[int, list[int]] = {}
        where: dict[int, tuple[Visit, str]] = {}
        for row in self.others:
            if visit := visit_of.get(row["job"]):
                spans.setdefault(visit.id, []).extend((self._minute(row["start"]), self._minute(row["end"])))
                where[visit.id] = visit, row["workshop"]
        result: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, minutes in spans.items():
            visit, workshop = where[number]
            travel = self.instance.travel_minutes(visit.vehicle.base, workshop)
            result[visit.vehicle.id].append((min(minutes) - travel, max(minutes) + travel))
        return result


def _touch(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _span(start: int, end: int) -> str:
    return f"from {clock(start)} to {clock(end)}"


def _closing(minute: int, day: int) -> str:
    return "24:00" if minute == (day + 1) * DAY else clock(minute)
