"""One crowded day packed anew by an exact program: who stays, who comes, who had better go elsewhere.

What a visit would cost elsewhere is what its cheapest other place costs at this moment, so the program's
choice is a good one but no proof; the search keeps it only if the whole plan gains.
"""

import math
import time
from collections import Counter
from typing import TYPE_CHECKING

from .instance import Visit
from .timeline import Placement
from .window import Window

if TYPE_CHECKING:
    from .search import Search

_LIMIT = 0.7  # seconds for one day
_WAIT, _LONGEST = 0.5, 8.0  # seconds of plain search between two days; longer where it did nothing
_COMERS = 20  # visits of other days that are offered the day


class Repack:
    """Repacks days of a search's plan, the costliest first."""

    def __init__(self, search: "Search"):
        self.search, self.timeline = search, search.timeline
        self.visits = search.instance.visits
        self.tried: Counter[int] = Counter()
        self.due, self.wait = 0.0, _WAIT

    def turn(self, until: float) -> None:
        """Repack a day when one is due; then wait, the longer the less it did."""
        if self.due <= time.monotonic() < until - _LIMIT:
            day = self._next_day()
            if day is None:
                self.due = math.inf
                return
            began = time.monotonic()
            better = self._day(day, _LIMIT)
            self.wait = _WAIT if better else min(self.wait * 1.5, _LONGEST)
            self.due = time.monotonic() + max(self.wait, time.monotonic() - began)

    def _next_day(self) -> int | None:
        """The day that seems to hold most of the avoidable cost."""
        score: Counter[int] = Counter()
        for visit in self.visits:
            if (regret := self.search.regret(visit)) <= 0:
                continue
            place, days = self.timeline.placed.get(visit.id), self.search.days_of(visit)
            for day in {place.day if place else -1, *days[:1]} - {-1}:
                score[day] += min(regret, 5000)
        if not score:
            return None
        return max(score, key=lambda day: score[day] / 4 ** self.tried[day])

    def _day(self, day: int, seconds: float) -> bool:
        """Repack one day; whether the plan is better for it."""
        self.tried[day] += 1
        timeline, before = self.timeline, self.timeline.objective
        here = [self.visits[number] for number in sorted(timeline.on_day[day])]
        comers = self._comers(day)
        elsewhere = {visit.id: self._elsewhere(visit, day) for visit in here}
        old = {visit.id: timeline.take(visit) for visit in here}
        for visit in comers:
            if visit.id in timeline.placed:
                whole = timeline.objective
                old[visit.id] = timeline.take(visit)
                elsewhere[visit.id] = whole - timeline.objective + timeline.unplaced_cost(visit)
            else:
                elsewhere[visit.id] = timeline.unplaced_cost(visit)
        window = Window(timeline, [day], [*here, *comers], elsewhere)
        window.hint({number: place for number, place in old.items() if place.day == day})
        solved = window.solve(seconds)
        if solved.places is not None:
            self._apply(solved.places, old, [*here, *comers])
            if timeline.objective < before - 1e-6:
                return True
        self._put_back([*here, *comers], old)
        return False

    def _apply(self, places: dict[int, Placement], old: dict[int, Placement], visits: list[Visit]) -> None:
        day_left = []
        for visit in visits:
            if visit.id in places:
                self.timeline.put(visit, places[visit.id])
            else:
                day_left.append(visit)
        again = []
        for visit in day_left:
            place = old.get(visit.id)
            if place is not None and all(place.day != p.day for p in places.values()):
                self.timeline.put(visit, place)  # it stays where it was
            else:
                again.append(visit)
        self.search.insert(again)

    def _put_back(self, visits: list[Visit], old: dict[int, Placement]) -> None:
        for visit in visits:
            if visit.id in self.timeline.placed:
                self.timeline.take(visit)
        for visit in visits:
            if visit.id in old:
                self.timeline.put(visit, old[visit.id])

    def _comers(self, day: int) -> list[Visit]:
        """Visits of other days that would rather be here."""
        found = []
        for visit in self.visits:
            place = self.timeline.placed.get(visit.id)
            if place is not None and place.day == day:
                continue
            if day in self.search.days_of(visit)[:3] and (regret := self.search.regret(visit)) > 0:
                found.append((regret, visit))
        return [visit for _, visit in sorted(found, key=lambda pair: -pair[0])[:_COMERS]]

    def _elsewhere(self, visit: Visit, day: int) -> float:
        """What the visit would cost on any other day, all others staying."""
        place = self.timeline.take(visit)
        cost = self.search.cost_elsewhere(visit, day)
        self.timeline.put(visit, place)
        return cost
