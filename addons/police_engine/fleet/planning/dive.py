"""A first plan from the relaxation's solution: every day is packed with what the relaxation wants on it.

The relaxation fills days to the brim and knows bays only as minutes, so a day packed in one go often leaves
a visit over that would fit in another order. Days that do are packed again, in other orders.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable

from .guide import Guide
from .instance import Visit
from .timeline import Placement, Timeline

_TRIES = 20  # for a day that is not packed at once
_LATE = 0.3


class Dive:
    """Packs a timeline, empty but for kept promises, as the guide wants."""

    def __init__(self, timeline: Timeline, guide: Guide, nearest: dict[str, list[str]], dice: random.Random):
        self.timeline, self.guide, self.nearest, self.dice = timeline, guide, nearest, dice
        self.visits = timeline.instance.visits

    def run(self, until: float, place: Callable[[list[Visit]], None]) -> None:
        """Pack every day, then ``place`` what is left over; what the law wants goes first.

        Repacking ends at the clock (``time.monotonic``).
        """
        for must in (True, False):
            visits = [v for v in self.visits if v.must is must and v.id not in self.timeline.placed]
            left = [visit for visit in visits if visit.id not in self.guide.wanted]
            by_day: dict[int, list[Visit]] = defaultdict(list)
            for visit in visits:
                if visit.id in self.guide.wanted:
                    by_day[self.guide.wanted[visit.id][0]].append(visit)
            for day, wanted in sorted(by_day.items()):
                left += self._day(day, wanted, until)
            place(sorted(left, key=lambda visit: -visit.minutes))

    def _day(self, day: int, visits: list[Visit], until: float) -> list[Visit]:
        order = sorted(visits, key=self._hardness)
        best, lost = self._pack(day, order, False)
        worst = self._value(lost)
        for _ in range(_TRIES):
            if not lost or time.monotonic() > until:
                break
            self._undo(best)
            order = self._reordered(order, lost)
            places, out = self._pack(day, order, True)
            value = self._value(out)
            if value > worst:
                self._undo(places)
                self._redo(best)
            else:
                best, lost, worst = places, out, value
        return lost

    def _pack(self, day: int, order: list[Visit], mixed: bool) -> tuple[dict[int, Placement], list[Visit]]:
        places, lost = {}, []
        for visit in order:
            place = self._place(day, visit, mixed)
            if place is None:
                lost.append(visit)
            else:
                self.timeline.put(visit, place)
                places[visit.id] = place
        return places, lost

    def _place(self, day: int, visit: Visit, mixed: bool) -> Placement | None:
        shops, late = self.nearest[visit.vehicle.id], False
        if mixed:
            shops, late = self.dice.sample(shops, len(shops)), self.dice.random() < _LATE
        missing = self.guide.wanted[visit.id][1]
        ways = (self.timeline.find(visit, w, day, late=late, missing=missing) for w in shops)
        found = filter(None, ways)
        if self._promised(visit):
            way = min(found, key=lambda way: way.total, default=None)
        else:
            way = next(found, None)
        return way.place if way else None

    def _promised(self, visit: Visit) -> bool:
        return any(job.id in self.timeline.instance.locks for job in visit.jobs)

    def _reordered(self, order: list[Visit], lost: list[Visit]) -> list[Visit]:
        """The left over ones sooner, and a few swaps."""
        first = {visit.id for visit in lost}
        sooner, dice = len(order) / 2, self.dice
        rank = {v.id: n - (v.id in first) * sooner + dice.uniform(0, 4) for n, v in enumerate(order)}
        return sorted(order, key=lambda visit: rank[visit.id])

    def _value(self, visits: list[Visit]) -> float:
        """What it costs, at the guide's prices, that these are not done on this day."""
        return sum(self._loss(visit) for visit in visits)

    def _loss(self, visit: Visit) -> float:
        day = self.guide.wanted[visit.id][0]
        others = [price for price, other, _ in self.guide.priced[visit.id] if other != day]
        own = [price for price, other, _ in self.guide.priced[visit.id] if other == day]
        return 1 + visit.minutes / 1000 + max(0.0, min(others, default=1000) - min(own, default=0))

    def _hardness(self, visit: Visit) -> tuple:
        return not self._promised(visit), -len({job.skill for job in visit.jobs}), -visit.minutes

    def _undo(self, places: dict[int, Placement]) -> None:
        for number in places:
            self.timeline.take(self.visits[number])

    def _redo(self, places: dict[int, Placement]) -> None:
        for number, place in places.items():
            self.timeline.put(self.visits[number], place)
