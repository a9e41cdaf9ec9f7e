"""In how many really different ways can a visit be done on a day? What the lower bound needs to know.

Two starts are alike when they miss the same shifts that have a minimum. What is then said of all of them is
what is true of every start among them, so nothing that a real plan can do is ruled out.
"""

from typing import NamedTuple

from .instance import DAY, Visit
from .timeline import Timeline

_PARTS = 1  # travel times that get parts of the day of their own


class Shape(NamedTuple):
    """``missed``: shift instances with a minimum that lose this vehicle. ``sides``: (edge, is_after) where
    the work is surely over by the edge (False) or surely begins after it (True); edges are minutes."""

    missed: frozenset[int]
    sides: frozenset[tuple[int, bool]]


class Shapes:
    """Shapes by visit and day, remembered for visits that are alike."""

    def __init__(self, timeline: Timeline):
        self.timeline = timeline
        self.instance = timeline.instance
        self._known: dict[tuple, tuple[Shape, ...]] = {}
        self._sides: dict[int, tuple[tuple[int, bool], ...]] = {}
        self._travels = self._known_travels()

    def of(self, visit: Visit, day: int) -> tuple[Shape, ...]:
        """The shapes of ``visit`` on ``day`` that are worth having; empty when it cannot be done that day."""
        group = (visit.vehicle.base, visit.vehicle.role)
        gone = self.timeline.absent[visit.vehicle.id] if visit.vehicle.off_road else {}
        gone_then = frozenset(
            index for index in gone if abs(self.timeline.shift_times[index][0] - day * DAY) < 3 * DAY
        )
        skills = frozenset(job.skill for job in visit.jobs if job.skill)
        key = (group, visit.minutes, skills, day, gone_then)
        if key not in self._known:
            relevant = self.timeline.required.get(group, {}).keys() - gone_then
            self._known[key] = self._find(visit, skills, day, relevant)
        return self._known[key]

    def sides(self, day: int) -> tuple[tuple[int, bool], ...]:
        """(moment, after): parts of the day to which a visit that spares a shift may be confined.

        Who spares a shift is back when it begins, or leaves after its end; so the work is over, or begins, by
        the shift's edge, and by a travel time more.
        """
        if day not in self._sides:
            shops = [shop for (_, d), shop in self.timeline.shops.items() if d == day]
            edges = {
                m
                for i in self.timeline.overlapping(day * DAY, (day + 1) * DAY)
                for m in self.timeline.shift_times[i]
            }
            found = {(e + t, True) for e in edges for t in self._travels}
            found |= {(e - t, False) for e in edges for t in self._travels}
            inside = (side for side in found if any(s.opens < side[0] < s.closes for s in shops))
            self._sides[day] = tuple(sorted(inside))
        return self._sides[day]

    def _known_travels(self) -> list[int]:
        """No travel, and some of the travel times that there are, the shortest first."""
        bases = {vehicle.base for vehicle in self.instance.vehicles.values()}
        travels = {self.instance.travel_minutes(b, w) for b in bases for w in self.instance.workshops}
        ranked = sorted(travels - {0})
        chosen = {ranked[len(ranked) * part // _PARTS] for part in range(_PARTS)} if ranked else set()
        return [0, *sorted(chosen)]

    def _find(self, visit: Visit, skills: frozenset[str], day: int, relevant) -> tuple[Shape, ...]:
        sides_of_day, found = self.sides(day), {}
        for workshop in self.instance.workshops:
            shop = self.timeline.shops.get((workshop, day))
            if (
                shop is None
                or shop.closes - shop.opens < visit.minutes
                or not skills <= shop.skills
                or not shop.names
            ):
                continue
            travel = self.instance.travel_minutes(visit.vehicle.base, workshop)
            for start in self._starts(shop, travel, visit.minutes, relevant):
                missed, sides = self._shape(start, start + visit.minutes, travel, sides_of_day, relevant)
                found[missed] = found[missed] & sides if missed in found else sides
        shapes = [Shape(missed, sides) for missed, sides in found.items()]
        return tuple(
            s
            for s in shapes
            if not any(o != s and o.missed <= s.missed and o.sides <= s.sides for o in shapes)
        )

    def _shape(self, start: int, end: int, travel: int, sides, relevant) -> Shape:
        missed = frozenset(
            i for i in self.timeline.overlapping(start - travel, end + travel) if i in relevant
        )
        kept = (side for side in sides if (start >= side[0] if side[1] else end <= side[0]))
        return Shape(missed, frozenset(kept))

    def at(self, visit: Visit, workshop: str, day: int, start: int) -> Shape:
        """The shape of one known start."""
        travel = self.instance.travel_minutes(visit.vehicle.base, workshop)
        group = (visit.vehicle.base, visit.vehicle.role)
        relevant = (
            self.timeline.required.get(group, {}).keys() - self.timeline.absent[visit.vehicle.id].keys()
        )
        return self._shape(start, start + visit.minutes, travel, self.sides(day), relevant)

    def _starts(self, shop, travel: int, minutes: int, relevant) -> list[int]:
        """Every start at which something changes, and the one just before or after."""
        if not relevant:
            return [shop.opens, shop.closes - minutes]
        starts = {shop.opens, shop.closes - minutes}
        for index in self.timeline.overlapping(shop.opens - travel, shop.closes + travel):
            for edge in self.timeline.shift_times[index]:
                starts.update(
                    (edge + travel, edge + travel - 1, edge - travel - minutes, edge - travel - minutes + 1)
                )
        return [start for start in starts if shop.opens <= start <= shop.closes - minutes]
