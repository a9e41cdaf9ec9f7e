"""Large-neighbourhood search: take some visits out, put them back where they cost least, keep what is better.

Deterministic for a seed when the work is bounded by rounds; with a time limit the number of rounds varies.
"""

import random
import time
from collections.abc import Callable

from .greedy import days_by_cost
from .instance import Instance, Visit
from .timeline import Placement, Timeline


class Search:
    """One search over one instance. ``run`` improves :attr:`timeline` in place."""

    def __init__(self, instance: Instance, seed: int = 0):
        self.instance = instance
        self.timeline = Timeline(instance)
        self.dice = random.Random(seed)
        self.days = {visit.id: days_by_cost(self.timeline, visit) for visit in instance.visits}
        self.nearest = {
            vehicle.id: sorted(instance.workshops, key=lambda w, b=vehicle.base: instance.travel_minutes(b, w))
            for vehicle in instance.vehicles.values()
        }
        self.least = {  # what a visit costs at the very best, for choosing whom to disturb
            visit.id: (self.days[visit.id][0][0] if self.days[visit.id] else 0) for visit in instance.visits
        }

    # -- one visit ---------------------------------------------------------------------------------

    def best(self, visit: Visit) -> Placement | None:
        """The cheapest feasible placement now, cover included; None when leaving it out is cheaper."""
        timeline, weight = self.timeline, self.timeline.weights["shortfall_vehicle_shift"]
        limit, chosen = timeline.unplaced_cost(visit), None
        for place in self._promised(visit):
            total = place.cost + weight * timeline.cover_cost(visit, place.missed)
            if total < limit:
                limit, chosen = total, place
        for cost, day in self.days[visit.id]:
            if cost >= limit:
                break
            for workshop in self.nearest[visit.vehicle.id]:
                for place in timeline.options(visit, workshop, day):
                    total = place.cost + weight * timeline.cover_cost(visit, place.missed)
                    if total < limit:
                        limit, chosen = total, place
                    if total == cost:
                        break
                if limit == cost:
                    return chosen
        return chosen

    def _promised(self, visit: Visit):
        for job in visit.jobs:
            if lock := self.instance.locks.get(job.id):
                yield from self.timeline.options(visit, lock.workshop, lock.start // 1440)

    def insert(self, visits: list[Visit]) -> None:
        for visit in visits:
            if place := self.best(visit):
                self.timeline.put(visit, place)

    def build(self) -> None:
        """First plan: promised visits, then the ones with fewest lawful days."""
        self.insert(sorted(
            self.instance.visits,
            key=lambda v: (not any(j.id in self.instance.locks for j in v.jobs), not v.must, min(j.due for j in v.jobs), -v.minutes),
        ))

    # -- improving ---------------------------------------------------------------------------------

    def run(self, until: float, rounds: int | None = None, good_enough: Callable[[int], bool] = lambda _: False) -> int:
        """Improve until the clock (``time.monotonic``) or ``rounds``; returns the rounds done."""
        done = 0
        while (rounds is None or done < rounds) and time.monotonic() < until:
            if done % 64 == 0 and good_enough(self.timeline.objective):
                break
            self._round()
            done += 1
        return done

    def _round(self) -> None:
        timeline = self.timeline
        before = timeline.objective
        chosen = self._choose()
        old = [(visit, timeline.take(visit)) for visit in chosen if visit.id in timeline.placed]
        order = list(chosen)
        self.dice.shuffle(order)
        if self.dice.random() < 0.5:
            order.sort(key=lambda visit: -visit.minutes)
        self.insert(order)
        if timeline.objective > before:
            for visit in chosen:
                if visit.id in timeline.placed:
                    timeline.take(visit)
            for visit, place in old:
                timeline.put(visit, place)

    def _choose(self) -> list[Visit]:
        """A costly visit and the visits that stand in its way."""
        visits, placed, dice = self.instance.visits, self.timeline.placed, self.dice
        candidates = dice.sample(range(len(visits)), min(24, len(visits)))
        lead = visits[max(candidates, key=lambda number: self._regret(visits[number]))]
        target = self.days[lead.id][0][1] if self.days[lead.id] else 0
        size = dice.randint(3, 12)
        group = (lead.vehicle.base, lead.vehicle.role)
        near = [
            visit for visit in self.by_day(target, 2 if dice.random() < 0.6 else 5)
            if visit.id != lead.id and (dice.random() < 0.5 or (visit.vehicle.base, visit.vehicle.role) == group)
        ]
        dice.shuffle(near)
        out = [visit for visit in visits if visit.id not in placed and visit.id != lead.id][:2]
        return [lead, *near[:size], *out]

    def by_day(self, day: int, reach: int) -> list[Visit]:
        return [
            self.instance.visits[number] for number, place in self.timeline.placed.items() if abs(place.day - day) <= reach
        ]

    def _regret(self, visit: Visit) -> int:
        place = self.timeline.placed.get(visit.id)
        if place is None:
            return self.timeline.unplaced_cost(visit)
        short = sum(
            need > self.timeline.present[visit.vehicle.base, visit.vehicle.role][index]
            for index in place.missed
            for need in self.timeline.required.get((visit.vehicle.base, visit.vehicle.role), {}).get(index, ())
        )
        return place.cost - self.least[visit.id] + short * self.timeline.weights["shortfall_vehicle_shift"]
