"""Write a finished timeline as the PLAN document of the file format."""

from collections.abc import Mapping, Sequence
from typing import Any

from .instance import DAY
from .timeline import Timeline


def plan_document(
    timeline: Timeline, bound: float | None = None, relaxations: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Assignments in time order, what is left out and why, and the figures of the objective."""
    instance = timeline.instance
    rows = []
    for place in sorted(timeline.placed.values(), key=lambda p: (p.start, p.workshop, p.bay)):
        at = place.start
        for job, technician in zip(place.jobs, place.technicians, strict=True):
            rows.append(
                {
                    "job": job.id,
                    "workshop": place.workshop,
                    "bay": place.bay + 1,
                    "technician": technician,
                    "start": instance.stamp(at),
                    "end": instance.stamp(at + job.minutes),
                }
            )
            at += job.minutes
    left_out = [visit for visit in instance.visits if visit.id not in timeline.placed]
    counts = figures(timeline)
    objective = worth(instance.weights, counts, sum(len(visit.jobs) for visit in left_out))
    proven = objective if bound is None else min(bound, objective)
    return {
        "assignments": rows,
        "unplaced": [
            {"job": job.id, "reason": reason(timeline, visit)} for visit in left_out for job in visit.jobs
        ],
        "objective": objective,
        "bound": proven,
        "gap": round((objective - proven) / max(1, objective), 6),
        "figures": counts,
        "relaxations": list(relaxations),
    }


def worth(weights: Mapping[str, float], counts: Mapping[str, int], unplaced: int) -> float:
    """The objective of the file format, counted anew so that no rounding of sums creeps in."""
    return (
        weights["shortfall_vehicle_shift"] * counts["shortfall_vehicle_shifts"]
        + weights["late_day"] * counts["late_days"]
        + weights["unplaced"] * unplaced
        + weights["early_day"] * counts["early_days"]
        + weights["moved_locked"] * counts["moved"]
    )


def figures(timeline: Timeline) -> dict[str, int]:
    """The counts behind the objective."""
    instance = timeline.instance
    late = early = 0
    kept = 0
    for place in timeline.placed.values():
        at = place.start
        for job in place.jobs:
            late += max(0, place.day - job.due) if not job.hard else 0
            early += max(0, job.due - place.day)
            lock = instance.locks.get(job.id)
            kept += bool(lock and lock.workshop == place.workshop and lock.start == at)
            at += job.minutes
    return {
        "shortfall_vehicle_shifts": timeline.shortfall,
        "late_days": late,
        "early_days": early,
        "moved": len(instance.locks) - kept,
    }


def reason(timeline: Timeline, visit) -> str:
    """Why a visit is not in the plan, in the words of the limit that stops it."""
    instance = timeline.instance
    last = instance.days - 1 if visit.last_day is None else min(visit.last_day, instance.days - 1)
    if last < 0:
        return "its due day is before the first day of the plan"
    if visit.ready > last:
        ready = instance.stamp(visit.ready * DAY)[:10]
        return f"its parts or earliest day ({ready}) come after its last lawful day"
    days = [(w, d) for w, d in timeline.shops if visit.ready <= d <= last]
    if not days:
        return "no workshop is open between its earliest and its last lawful day"
    days = [(w, d) for w, d in days if not any(a <= d <= b for a, b in visit.vehicle.off_road)]
    if not days:
        return "its vehicle is off the road on every open day between its earliest and its last lawful day"
    fits = [
        (w, d) for w, d in days if timeline.shops[w, d].closes - timeline.shops[w, d].opens >= visit.minutes
    ]
    if not fits:
        return f"it takes {visit.minutes} minutes and no workshop is open that long on one day"
    for job in visit.jobs:
        if not any(not job.skill or job.skill in s for w, d in fits for s in timeline.shops[w, d].known):
            return f"nobody with the skill {job.skill} is at work from its earliest to its last lawful day"
    return "no bay and fit technician are free together on any day that costs less than leaving it out"
