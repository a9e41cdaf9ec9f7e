"""Sharpen the bound where it is weak: a few days at a time, exactly.

The horizon is cut into blocks of days. A visit that may be done in several blocks is tied over the cut by a
price (Lagrangian relaxation): a block that does it earns the price, not doing it at all costs the price.
For every set of prices, the blocks' optima add up to a bound. With the prices of the linear relaxation the
sum is the linear bound; a price is raised to what the visit would cost in any other block, which loses
nothing there. Then a block's linear part may be replaced by what CP-SAT proves of the block with every rule
kept (``window``).

A minimum's row that vehicles of two blocks may touch belongs to the block in which its shift begins; the
other block does not count it.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .instance import DAY
from .prices import Prices
from .timeline import Placement
from .window import SCALE, Window


class Option(NamedTuple):
    """A visit may be done on ``day`` at ``dearer`` more than the linear part of the block allows for."""

    visit: int
    day: int
    dearer: float


class Gain(NamedTuple):
    """What a block adds to the bound. ``finished``: more time would not add more."""

    amount: float
    finished: bool


class Blocks:
    """Blocks of one set of prices. ``block_of[day]`` rises with the day."""

    def __init__(self, prices: Prices, block_of: list[int]):
        self.prices, self.model, self.block_of = prices, prices.model, block_of
        self.instance, self.timeline = self.model.instance, self.model.timeline
        prices.drop_cover([key for key in list(prices.cover) if len(self._touching(key[1])) > 1])
        self.low = prices.worths()
        self.reach = 0.0
        self.options: dict[int, list[Option]] = defaultdict(list)
        self.worth: dict[int, float] = {}
        self.home: dict[int, int] = {}

    # -- prices of visits --------------------------------------------------------------------------

    def spread(self, reach: float) -> None:
        """Raise every visit's price as far as that loses nothing, and note what each day would cost it.

        ``reach``: days dearer than this are not noted, which caps what a block may gain at ``reach``.
        """
        self.reach = reach
        for visit in self.instance.visits:
            low, best = self.low[visit.id], defaultdict(lambda: math.inf)
            by_day: dict[int, float] = {}
            for cost, day in self.model.days[visit.id]:
                if cost > low + 2 * reach:
                    break
                for column in self.model.columns(visit, day, cost):
                    price = column.cost + self.prices.charge(column)
                    by_day[day] = min(by_day.get(day, math.inf), price)
                    best[self.block_of[day]] = min(best[self.block_of[day]], price)
            home = min(best, key=best.get, default=-1)
            elsewhere = min((price for block, price in best.items() if block != home), default=math.inf)
            worth = min(elsewhere, self.model.price(visit), low + 2 * reach)
            worth = max(low, math.floor(worth * SCALE) / SCALE)
            self.home[visit.id], self.worth[visit.id] = home, worth
            for day, price in by_day.items():
                block = self.block_of[day]
                dearer = price - (low if block == home else worth)
                if dearer < reach:
                    self.options[block].append(Option(visit.id, day, dearer))

    def value(self) -> float:
        """The bound of the prices alone."""
        return self.prices.value(self.low)

    def part(self, block: int) -> float:
        """The share of one block in :meth:`value`, prices of visits not counted."""
        rooms = sum(self.prices.day_value(day) for day in self.prices.rooms if self.block_of[day] == block)
        cover = sum(self.prices.cover_value(key) for key in self.prices.cover if self.owner(key[1]) == block)
        raised = sum(self.worth[v] - self.low[v] for v, home in self.home.items() if home == block)
        return -rooms - cover - raised

    def owner(self, index: int) -> int:
        """The block to which a shift instance belongs."""
        return self.block_of[index // len(self.instance.shifts)]

    def _touching(self, index: int) -> set[int]:
        """Blocks whose workshops a vehicle may visit so that it misses this shift."""
        start, end = self.timeline.shift_times[index]
        far = max((m for row in self.instance.travel.values() for m in row.values()), default=0)
        first, last = max(0, (start - far) // DAY - 1), min(self.instance.days - 1, (end + far) // DAY + 1)
        days = range(first, last + 1)
        return {self.owner(index)} | {
            self.block_of[day]
            for day in days
            for workshop in self.instance.workshops
            if (shop := self.timeline.shops.get((workshop, day)))
            and shop.opens - far < end
            and shop.closes + far > start
        }

    # -- a real plan beside it ---------------------------------------------------------------------

    def gaps(self, places: Iterable[Placement], short: Mapping[int, float]) -> dict[int, float]:
        """By block: how much dearer a plan is than :meth:`part`; ``short``: shortfall by shift instance."""
        cost: dict[int, float] = defaultdict(float)
        placed = set()
        for place in places:
            cost[self.block_of[place.day]] += place.cost - self.worth[place.visit]
            placed.add(place.visit)
        for visit in self.instance.visits:
            if visit.id not in placed:
                cost[self.home[visit.id]] += self.model.price(visit) - self.worth[visit.id]
        for index, vehicles in short.items():
            cost[self.owner(index)] += vehicles * self.model.weight
        return {block: cost[block] - self.part(block) for block in sorted({*self.block_of, *cost})}

    # -- exactly -----------------------------------------------------------------------------------

    def prove(self, block: int, reach: float, seconds: float, workers: int = 1) -> "Gain":
        """By how much the bound may rise for this block; at most ``reach``."""
        reach = min(reach, self.reach)
        days_of = defaultdict(list)
        for option in self.options[block]:
            if option.dearer < reach:
                days_of[option.visit].append(option.day)
        days = sorted({day for wanted in days_of.values() for day in wanted})
        if not days:
            return Gain(0.0, True)
        must = {v for v in days_of if self.home[v] == block and self.worth[v] - self.low[v] >= reach}
        window = Window(
            self.timeline,
            days,
            [self.instance.visits[v] for v in sorted(days_of)],
            {v: self.worth[v] for v in days_of},
            days_of=days_of,
            must=must,
            counts=lambda index: self.owner(index) == block,
            below=True,
        )
        solved = window.solve(seconds, workers)
        linear = self.part(block) + math.fsum(self.worth[v] for v in days_of)
        # home visits with no option within reach cannot be done elsewhere at their low price either
        lost = [v for v, home in self.home.items() if home == block and v not in days_of]
        linear += math.fsum(self.worth[v] - self.low[v] for v in lost) if lost else 0.0
        return Gain(max(0.0, min(reach, solved.bound - linear)), solved.finished)
