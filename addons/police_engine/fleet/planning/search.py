"""Large-neighbourhood search: take some visits out, put them back where they cost least, keep what is better.

Deterministic for a seed when the work is bounded by rounds; with a time limit the number of rounds varies.
"""

import math
import random
import time
from collections.abc import Callable

from .dive import Dive
from .greedy import days_by_cost
from .guide import Guide
from .instance import DAY, Instance, Visit
from .promises import keep
from .repack import Repack
from .timeline import Placement, Timeline

_NOTHING = 1e-6
_REFRESH = 100  # rounds between two looks at which visits are costly
_BY_PRICE = 0.5  # how often room is weighed by the prices of the bound, once they are known
_FAR = 10_000
_LOOKS = (4, 4, 8, 16, _FAR)  # days compared before the best so far is taken
_LATE = 0.3  # how often the day is filled from its end
_WARMTH = 3.0  # early days by which a plan may get worse at first
_COOL = 0.5  # and when it was begun by a guide


class Search:
    """One search over one instance. ``run`` improves :attr:`timeline` in place."""

    def __init__(self, instance: Instance, seed: int = 0):
        self.instance = instance
        self.timeline = Timeline(instance)
        self.dice = random.Random(seed)
        self.days = {visit.id: days_by_cost(self.timeline, visit) for visit in instance.visits}
        self.nearest = {
            vehicle.id: sorted(
                instance.workshops, key=lambda w, b=vehicle.base: instance.travel_minutes(b, w)
            )
            for vehicle in instance.vehicles.values()
        }
        self.best_objective, self.best_places = math.inf, {}
        self.warmth = _WARMTH
        self.repack: Repack | None = None  # once there is a guide
        self.priced: dict[int, list[tuple[float, int, float]]] = {}  # see Guide
        self.price_on: dict[int, dict[int, float]] = {}
        self.cover: dict[tuple, float] = {}
        self.by_price, self.look = False, _FAR
        self.least = {  # what a visit costs at the very best, for choosing whom to disturb
            visit.id: (self.days[visit.id][0][0] if self.days[visit.id] else 0) for visit in instance.visits
        }

    def follow(self, guide: Guide, until: float) -> None:
        """Take advice from the bound: start again from the days it wants, if that beats the best so far.

        From now on half of the rounds weigh room as the guide's prices do, so that a crowded day goes to
        those who gain most by it; and visits are disturbed whose day is dearer by these prices than need be.
        """
        self.priced, self.cover = guide.priced, guide.cover
        self.price_on = {v: {day: price for price, day, _ in days} for v, days in guide.priced.items()}
        self._keep_best()
        self._clear()
        keep(self.timeline)
        self.by_price, self.look = True, _FAR
        Dive(self.timeline, guide, self.nearest, self.dice).run(until, self.insert)
        if self.timeline.objective > self.best_objective:
            self._restore(self.best_places)
        self.warmth, self.repack = _COOL, Repack(self)

    # -- one visit ---------------------------------------------------------------------------------

    def best(self, visit: Visit) -> Placement | None:
        """The cheapest feasible placement now, cover included; None when leaving it out is cheaper."""
        timeline, late = self.timeline, self.dice.random() < _LATE
        limit, chosen = timeline.unplaced_cost(visit), None
        for workshop, day in self._promised(visit):
            found = timeline.find(visit, workshop, day)
            if found and found.total < limit:
                limit, chosen = found
        for number, (cost, day, charge) in enumerate(self._candidates(visit)):
            if cost >= limit or (number >= self.look and chosen):
                break
            for workshop in self.nearest[visit.vehicle.id]:
                found = timeline.find(visit, workshop, day, late=late)
                if found and found.total + charge < limit:
                    limit, chosen = found.total + charge, found.place
                    if limit <= cost:
                        return chosen
        return chosen

    def _candidates(self, visit: Visit):
        """(cost, day, what is added to the true cost) in order of cost."""
        if self.by_price and (known := self.price_on.get(visit.id)):
            yield from self.priced[visit.id]
            yield from ((cost, day, 0) for cost, day in self.days[visit.id] if day not in known)
        else:
            yield from ((cost, day, 0) for cost, day in self.days[visit.id])

    def days_of(self, visit: Visit) -> list[int]:
        """Its days, the cheapest first, room paid where prices are known."""
        return [row[1] for row in self.priced.get(visit.id) or self.days[visit.id]]

    def cost_elsewhere(self, visit: Visit, day: int) -> float:
        """The least that a place on another day costs now."""
        limit = self.timeline.unplaced_cost(visit)
        for cost, other in self.days[visit.id]:
            if cost >= limit:
                break
            for workshop in self.nearest[visit.vehicle.id] if other != day else ():
                if (found := self.timeline.find(visit, workshop, other)) and found.total < limit:
                    limit = found.total
        return limit

    def _promised(self, visit: Visit) -> list[tuple[str, int]]:
        locks = self.instance.locks
        return (
            [(locks[j.id].workshop, locks[j.id].start // DAY) for j in visit.jobs if j.id in locks]
            if locks
            else []
        )

    def insert(self, visits: list[Visit]) -> None:
        for visit in visits:
            if place := self.best(visit):
                self.timeline.put(visit, place)

    def build(self) -> None:
        """First plan: promised visits, then the ones with fewest lawful days."""
        keep(self.timeline)
        self.insert(
            sorted(
                (visit for visit in self.instance.visits if visit.id not in self.timeline.placed),
                key=lambda v: (
                    not any(j.id in self.instance.locks for j in v.jobs),
                    not v.must,
                    min(j.due for j in v.jobs),
                    -v.minutes,
                ),
            )
        )

    # -- improving ---------------------------------------------------------------------------------

    def run(
        self, until: float, rounds: int | None = None, listen: Callable[["Search"], bool] = lambda _: False
    ) -> int:
        """Improve until the clock (``time.monotonic``) or ``rounds``; returns the rounds done.

        ``listen`` is called now and then and may end the search by answering True.

        Slightly worse plans are accepted while there is time left, less and less so; the best is kept.
        """
        done, began = 0, time.monotonic()
        self._keep_best()
        if not self.instance.visits:
            return 0
        while (rounds is None or done < rounds) and (now := time.monotonic()) < until:
            if done % _REFRESH == 0:
                if listen(self):
                    break
                if self.repack:
                    self.repack.turn(until)
                    self._keep_best()
                self._find_costly()
            left = 1 - (done / rounds if rounds else (now - began) / max(1e-9, until - began))
            self._round(self.warmth * self.timeline.weights["early_day"] * left)
            self._keep_best()
            done += 1
        self._restore(self.best_places)
        return done

    def _keep_best(self) -> None:
        if self.timeline.objective < self.best_objective:
            self.best_objective, self.best_places = self.timeline.objective, dict(self.timeline.placed)

    def _clear(self) -> None:
        for number in list(self.timeline.placed):
            self.timeline.take(self.instance.visits[number])

    def _restore(self, places: dict[int, Placement]) -> None:
        timeline, visits = self.timeline, self.instance.visits
        changed = [n for n, place in timeline.placed.items() if places.get(n) is not place]
        for number in changed:
            timeline.take(visits[number])
        for number, place in places.items():
            if number not in timeline.placed:
                timeline.put(visits[number], place)

    def _round(self, warmth: float) -> None:
        timeline = self.timeline
        before = timeline.objective
        chosen = self._choose()
        self.by_price = bool(self.priced) and self.dice.random() < _BY_PRICE
        self.look = self.dice.choice(_LOOKS)
        old = [(visit, timeline.take(visit)) for visit in chosen if visit.id in timeline.placed]
        self.insert(self._order(chosen))
        if timeline.objective > before + warmth * self.dice.random():
            for visit in chosen:
                if visit.id in timeline.placed:
                    timeline.take(visit)
            for visit, place in old:
                timeline.put(visit, place)

    def _order(self, chosen: list[Visit]) -> list[Visit]:
        order, way = list(chosen), self.dice.random()
        self.dice.shuffle(order)
        if way < 0.4:
            order.sort(key=lambda visit: -visit.minutes)
        elif way < 0.6:
            order.sort(key=lambda visit: -len(visit.jobs))
        return order

    def _find_costly(self) -> None:
        """Visits that cost more than they need to, and by how much."""
        regrets = [(visit, self.regret(visit)) for visit in self.instance.visits]
        self.costly = [visit for visit, regret in regrets if regret > _NOTHING] or list(self.instance.visits)
        self.chance = [min(50, regret) for _, regret in regrets if regret > _NOTHING] or None

    def _choose(self) -> list[Visit]:
        """A costly visit and visits that stand in its way, or in the way of those."""
        timeline, dice, visits = self.timeline, self.dice, self.instance.visits
        lead = dice.choices(self.costly, self.chance)[0]
        days = self.priced.get(lead.id) or self.days[lead.id]
        if not days:
            return [lead]
        target = days[min(len(days) - 1, int(dice.expovariate(0.8)))][1]
        reach = dice.choice((0, 0, 1, 1, 2, 3))
        near = [
            n
            for day in range(max(0, target - reach), min(self.instance.days, target + reach + 1))
            for n in timeline.on_day[day]
            if n != lead.id
        ]
        near.sort()  # sets have no order of their own; without this a seed would not fix the plan
        count = min(len(near), dice.choice((2, 4, 6, 10, 16)))
        return [lead, *(visits[number] for number in dice.sample(near, count))]

    def regret(self, visit: Visit) -> float:
        place = self.timeline.placed.get(visit.id)
        if place is None:
            return self.timeline.unplaced_cost(visit)
        group = (visit.vehicle.base, visit.vehicle.role)
        needs = self.timeline.required.get(group, {})
        weight, cover = self.instance.weights["shortfall_vehicle_shift"], self.cover
        paid = sum(  # where the guide sees no way round a shortfall there is nothing to regret
            max(0.0, weight - cover.get((group, index), 0.0))
            for index in place.missed
            for need in needs.get(index, ())
            if need > self.timeline.present[group][index]
        )
        if prices := self.price_on.get(visit.id):
            least = self.priced[visit.id][0][0] if self.priced[visit.id] else 0
            return max(0.0, prices.get(place.day, place.cost) - least) + paid
        return place.cost - self.least[visit.id] + paid
