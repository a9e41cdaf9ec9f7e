"""The plan a diligent clerk makes by hand: earliest due first, each job on its best day, cover not looked at.

It is the yardstick for the optimiser and the fallback where OR-Tools is not installed.
"""

from .instance import Instance, Visit
from .timeline import Timeline


def days_by_cost(timeline: Timeline, visit: Visit) -> list[tuple[int, int]]:
    """(cost of early and late days, day), cheapest first, of each day on which the visit can be done at all.

    A day counts when its vehicle is not off the road and some workshop is open long enough with the skills at
    work; what else is placed there does not matter.
    """
    last = (
        timeline.instance.days - 1
        if visit.last_day is None
        else min(visit.last_day, timeline.instance.days - 1)
    )
    skills = frozenset(job.skill for job in visit.jobs if job.skill)
    off = visit.vehicle.off_road
    return sorted(
        (timeline.day_cost(visit, day), day)
        for day in range(visit.ready, last + 1)
        if timeline.longest(day, skills) >= visit.minutes
        and not any(first <= day <= end for first, end in off)
    )


def plan(instance: Instance) -> Timeline:
    """Place every visit in order of its first due day, on the cheapest day with room anywhere."""
    timeline = Timeline(instance)
    for visit in sorted(instance.visits, key=lambda visit: (min(job.due for job in visit.jobs), visit.id)):
        for _, day in days_by_cost(timeline, visit):
            found = (timeline.find(visit, workshop, day, cover=False) for workshop in instance.workshops)
            first = next(filter(None, found), None)
            if first:
                timeline.put(visit, first.place)
                break
    return timeline
