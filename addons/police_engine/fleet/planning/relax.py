"""What to give way on when a plan cannot keep every limit, in a fleet manager's words.

Two kinds of limit can be out of reach. A hard job may have no lawful place: then the fewest changes are
sought that give every such job one (a workshop opened or working on, a technician at work or borrowed, a
vehicle back, parts sooner; last of all the job done late, its vehicle off the road meanwhile). Every change
is tried on the plan itself, so what is proposed works. And a base may fall below its minimum: then it is
said how many vehicles to borrow, and when.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from .calendar_words import day_words, span_words, spans
from .instance import Visit
from .limits import Limit, Trial, limits
from .timeline import Timeline

_PAIRS = 60  # changes of which all pairs are tried; beyond that the one that helps most is taken first
_AT_ONCE = 10  # hard jobs looked at together
_LOOK_BACK = 28  # days before its last lawful day in which a change for a hard job is sought


def relaxations(timeline: Timeline, until: float = math.inf) -> list[dict[str, Any]]:
    """``[{"limit", "why"}]``; empty when every hard job is placed and every minimum kept.

    At the clock (``time.monotonic``) no more combinations are tried; each job still lost is then told with
    the one change that surely helps it.
    """
    instance = timeline.instance
    lost = [
        visit
        for visit in instance.visits
        if visit.id not in timeline.placed and visit.last_day is not None and visit.last_day < instance.days
    ]
    return [*_for_jobs(timeline, lost, until), *_for_bases(timeline)]


# -- hard jobs without a place -------------------------------------------------------------------------


def _for_jobs(timeline: Timeline, lost: list[Visit], until: float) -> list[dict[str, Any]]:
    chosen: list[Limit] = []
    while lost:
        if time.monotonic() > until:
            return [_row(c) for c in chosen] + [_late(timeline, visit) for visit in lost]
        batch = lost[:_AT_ONCE]
        candidates = list(dict.fromkeys(c for visit in batch for c in limits(timeline, visit, _LOOK_BACK)))
        best = _fewest(timeline, batch, candidates, chosen, until)
        helped = Trial(timeline, [*chosen, *best]).places(lost)
        if not helped & {visit.id for visit in batch}:
            return [_row(c) for c in chosen] + [_hopeless(visit) for visit in lost]
        chosen += best
        lost = [visit for visit in lost if visit.id not in helped]
    return [_row(c) for c in chosen]


def _fewest(
    timeline: Timeline, lost: list[Visit], candidates: list[Limit], chosen: list[Limit], until: float
) -> tuple[Limit, ...]:
    """One change that helps all; else two that do; else the one that helps most. Milder changes win ties."""
    helps: dict[Limit, set[int]] = {}
    for candidate in candidates:
        if time.monotonic() > until and any(helps.values()):
            break
        helps[candidate] = Trial(timeline, [*chosen, candidate]).places(lost)
    ranked = sorted(helps, key=lambda c: (-len(helps[c]), c.hardship, c.limit))
    if not ranked or len(helps[ranked[0]]) == len(lost):
        return tuple(ranked[:1])
    useful = [c for c in ranked if helps[c]][:_PAIRS]
    pairs = sorted(combinations(useful, 2), key=lambda p: p[0].hardship + p[1].hardship)
    wanted = {visit.id for visit in lost}
    for pair in pairs:
        if time.monotonic() > until:
            break
        if (
            helps[pair[0]] | helps[pair[1]] >= wanted
            and Trial(timeline, [*chosen, *pair]).places(lost) >= wanted
        ):
            return pair
    return tuple(ranked[:1])


def _row(change: Limit) -> dict[str, Any]:
    return {"limit": change.limit, "why": change.why}


def _late(timeline: Timeline, visit: Visit) -> dict[str, Any]:
    names, start = ", ".join(job.id for job in visit.jobs), timeline.instance.start
    return {
        "limit": f"Keep {visit.vehicle.id} off the road from {day_words(start, visit.last_day + 1)} "
        f"until {names} is done",
        "why": f"{names} has no lawful place; there was no time to look for a milder change",
    }


def _hopeless(visit: Visit) -> dict[str, Any]:
    names = ", ".join(job.id for job in visit.jobs)
    return {
        "limit": f"Send {names} of {visit.vehicle.id} to an outside garage",
        "why": f"no workshop can do {visit.minutes} minutes of it, even opened longer or with borrowed staff",
    }


# -- bases below their minimum -------------------------------------------------------------------------


def _for_bases(timeline: Timeline) -> Iterator[dict[str, Any]]:
    instance, count = timeline.instance, len(timeline.instance.shifts)
    for (base, role), by_index in timeline.required.items():
        fleet = sum((v.base, v.role) == (base, role) for v in instance.vehicles.values())
        short: dict[tuple[str, int], list[int]] = defaultdict(list)  # (shift, vehicles short) -> days
        most = 0
        for index, needs in by_index.items():
            lack = max(needs) - timeline.present[base, role][index]
            if lack > 0:
                short[instance.shifts[index % count].id, lack].append(index // count)
                most = max(most, *needs)
        for (shift, lack), days in sorted(short.items(), key=lambda item: (item[1][0], item[0])):
            yield {
                "limit": f"Borrow {lack} {role} vehicle{'s' * (lack > 1)} at {base} for the {shift} shift "
                f"{_when(instance, days)}, or lower that minimum",
                "why": _why_short(timeline, base, role, fleet, most, days),
            }


def _when(instance, days: Iterable[int]) -> str:
    found = spans(sorted(days))
    words = [span_words(instance.start, a, b) for a, b in found[:4]]
    more = sum(b - a + 1 for a, b in found[4:])
    return "on " + ", ".join(words) + (f" and {more} more days" if more else "")


def _why_short(timeline: Timeline, base: str, role: str, fleet: int, most: int, days: list[int]) -> str:
    if most > fleet:
        return f"the minimum is {most} and {base} has {fleet} {role} vehicles in all"
    day = days[0]
    off = sum(
        (v.base, v.role) == (base, role) and any(a <= day <= b for a, b in v.off_road)
        for v in timeline.instance.vehicles.values()
    )
    booked = sum(
        (v.vehicle.base, v.vehicle.role) == (base, role)
        for n in timeline.on_day[day]
        for v in (timeline.instance.visits[n],)
    )
    return (
        f"of {fleet} {role} vehicles, {off} are off the road and {booked} in the workshop on "
        f"{day_words(timeline.instance.start, day)}; the minimum is {most}"
    )
