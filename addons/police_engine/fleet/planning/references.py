"""What in a planning problem refers to something that is not there, with what to do about it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from .instance import Instance, Job, Lock


def faults(
    instance: Instance,
    bases: Sequence[str] | None,
    locks: Sequence[Lock],
    broken: Collection[str] = frozenset(),
) -> list[str]:
    """Every loose end. ``bases``: None when the file lists none.

    ``broken``: lists that lost faulty rows; a name missing from those is not told, the faulty row is.
    """
    found = [*_of_jobs(instance, broken), *_of_locks(instance, locks, broken)]
    found += _of_bases(instance, bases, broken)
    if "shifts" not in broken:
        shifts = {shift.id for shift in instance.shifts}
        found += [
            f"minimum for {row.base} {row.role}: there is no shift {row.shift}; add it or correct the name"
            for row in instance.minimums
            if row.shift not in shifts
        ]
    if "workshops" not in broken:
        found += _of_workshops(instance)
    return found


def _of_workshops(instance: Instance) -> Iterator[str]:
    for technician in instance.technicians.values():
        if technician.workshop not in instance.workshops:
            yield f"technician {technician.id}: there is no workshop {technician.workshop}; correct the name"
    for base, row in instance.travel.items():
        for workshop in row:
            if workshop not in instance.workshops:
                yield f"travel_minutes of {base}: there is no workshop {workshop}; correct the name"


def _of_bases(instance: Instance, bases: Sequence[str] | None, broken) -> Iterator[str]:
    if bases is None or "bases" in broken:
        return
    for base, count in Counter(bases).items():
        if count > 1:
            yield f"bases: {base} is there twice; give each its own id"
    known = set(bases)
    for row in instance.minimums:
        if row.base not in known:
            yield f"minimum for {row.role}: there is no base {row.base}; add it to bases or correct the name"
    for vehicle in instance.vehicles.values():
        if vehicle.base not in known:
            yield f"vehicle {vehicle.id}: there is no base {vehicle.base}; add it or correct the name"
    for base in instance.travel:
        if base not in known:
            yield f"travel_minutes: there is no base {base}; add it to bases or correct the name"


def _of_jobs(instance: Instance, broken) -> Iterator[str]:
    for job in instance.jobs.values():
        if job.vehicle not in instance.vehicles and "vehicles" not in broken:
            yield f"job {job.id}: there is no vehicle {job.vehicle}; add it or correct the name"
        for other in job.together_with:
            yield from _of_partner(instance, job, other, broken)


def _of_partner(instance: Instance, job: Job, other: str, broken) -> Iterator[str]:
    if other not in instance.jobs:
        if "jobs" not in broken:
            yield f"job {job.id}: together_with names an unknown job {other}; take it out or correct it"
    elif instance.jobs[other].vehicle != job.vehicle:
        yield f"job {job.id}: together_with {other} is on another vehicle; join only jobs of one vehicle"


def _of_locks(instance: Instance, locks: Sequence[Lock], broken) -> Iterator[str]:
    for job, count in Counter(lock.job for lock in locks).items():
        if count > 1:
            yield f"locked: {job} is promised {count} times; keep one"
    for lock in locks:
        if lock.job not in instance.jobs and "jobs" not in broken:
            yield f"locked: there is no job {lock.job}; take the row out or correct the name"
        if lock.workshop not in instance.workshops and "workshops" not in broken:
            yield f"locked {lock.job}: there is no workshop {lock.workshop}; correct the name"
