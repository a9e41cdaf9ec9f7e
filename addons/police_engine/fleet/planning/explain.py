"""Why each job is where it is: what stood in the way of the days that would have cost less."""

from typing import Any

from .calendar_words import day_words
from .greedy import days_by_cost
from .instance import Visit
from .timeline import Timeline

_DAYS = 5  # cheaper days that are explained


def explain(timeline: Timeline) -> list[dict[str, Any]]:
    """One row for every job: ``{"job", "why"}``. The timeline is left as it was."""
    rows = []
    for visit in timeline.instance.visits:
        if visit.id in timeline.placed:
            why = _placed(timeline, visit)
            rows += [{"job": job.id, "why": why} for job in visit.jobs]
    return rows


def _placed(timeline: Timeline, visit: Visit) -> str:
    instance, place = timeline.instance, timeline.take(visit)
    paid = instance.weights["shortfall_vehicle_shift"] * timeline.cover_cost(visit, place.missed)
    try:
        own = timeline.day_cost(visit, place.day)
        kept = [j.id for j in place.jobs if j.id in instance.locks]
        if kept and timeline.moved_cost(place.jobs, place.workshop, place.start) == 0:
            return "kept as promised"
        better = [day for cost, day in days_by_cost(timeline, visit) if cost < own][:_DAYS]
        words = [
            f"{day_words(instance.start, day)}: {_obstacle(timeline, visit, day, place.cost + paid)}"
            for day in better
        ]
        if words:
            return "; ".join(words)
        return "its best day" + (", although its base is short then" if paid else "")
    finally:
        timeline.put(visit, place)


def _obstacle(timeline: Timeline, visit: Visit, day: int, cost: float) -> str:
    """What stops the visit on a day that would have been cheaper, all else being as planned."""
    found = [f for w in timeline.instance.workshops if (f := timeline.find(visit, w, day))]
    if not found:
        return "no bay and fit technician free together for long enough"
    if min(option.total for option in found) >= cost:
        return (
            f"{visit.vehicle.base} would have too few {visit.vehicle.role} vehicles, or a promise be broken"
        )
    return "room was found only after the plan was settled"
