"""Put promised visits exactly where they were promised, before anything else is planned.

In order of their starts any free bay will do for each; technicians are those promised, or others who are fit
and free. A promise that cannot be kept is left to the search.
"""

from .instance import DAY, Job, Lock, Visit
from .shop import Shop
from .timeline import Placement, Timeline


def keep(timeline: Timeline) -> None:
    """Place every visit whose jobs are all promised, back to back, where there is room."""
    instance = timeline.instance
    if not instance.locks:
        return
    wanted = []
    for visit in instance.visits:
        locks = [instance.locks.get(job.id) for job in visit.jobs]
        if visit.id not in timeline.placed and all(locks):
            wanted.append((min(lock.start for lock in locks), visit))
    for start, visit in sorted(wanted, key=lambda pair: (pair[0], pair[1].id)):
        if place := _place(timeline, visit, start):
            timeline.put(visit, place)


def _place(timeline: Timeline, visit: Visit, start: int) -> Placement | None:
    instance = timeline.instance
    jobs = tuple(sorted(visit.jobs, key=lambda job: instance.locks[job.id].start))
    workshop, day = instance.locks[jobs[0].id].workshop, start // DAY
    shop = timeline.shops.get((workshop, day))
    if shop is None or not _together(timeline, jobs, workshop, start):
        return None
    if not _allowed(timeline, visit, shop, start):
        return None
    travel = instance.travel_minutes(visit.vehicle.base, workshop)
    bay = shop.best_bay(start, visit.minutes)
    team = _team(shop, jobs, start, [instance.locks[job.id] for job in jobs])
    if bay < 0 or team is None:
        return None
    end = start + visit.minutes
    if any(a < end + travel and start - travel < b for a, b in timeline.away[visit.vehicle.id]):
        return None
    missed = timeline.overlapping(start - travel, end + travel)
    return Placement(
        visit.id, workshop, day, start, end, bay, jobs, team, missed, timeline.day_cost(visit, day)
    )


def _together(timeline: Timeline, jobs: tuple[Job, ...], workshop: str, start: int) -> bool:
    """Whether the promises of one visit follow each other without a gap, in one workshop."""
    for job in jobs:
        lock = timeline.instance.locks[job.id]
        if (lock.workshop, lock.start) != (workshop, start):
            return False
        start += job.minutes
    return True


def _allowed(timeline: Timeline, visit: Visit, shop: Shop, start: int) -> bool:
    day = start // DAY
    if start < shop.opens or start + visit.minutes > shop.closes or day < visit.ready:
        return False
    if visit.last_day is not None and day > visit.last_day:
        return False
    return not any(first <= day <= last for first, last in visit.vehicle.off_road)


def _team(shop: Shop, jobs: tuple[Job, ...], start: int, locks: list[Lock]) -> tuple[str, ...] | None:
    team, at = [], start
    for job, lock in zip(jobs, locks, strict=True):
        able = [shop.names[n] for n in shop.free_hands(job.skill, at, job.minutes)]
        if not able:
            return None
        team.append(lock.technician if lock.technician in able else able[0])
        at += job.minutes
    return tuple(team)
