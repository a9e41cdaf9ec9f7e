"""A proven lower bound: no plan, however clever, can cost less.

Bounds come in order of effort, each valid on its own: the cheapest day of every visit; the linear
relaxation (``relaxation``); and exact programs of the weeks in which a real plan is dearer than the
relaxation (``blocks``).
"""

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from .blocks import Blocks
from .daymodel import DayModel
from .guide import Guide, guide_of
from .instance import Instance
from .prices import Prices
from .relaxation import Relaxation
from .timeline import Placement, Timeline

WEEK = 7
_SOON = 0.15  # of the time: then the search is told what is known, also of an unfinished relaxation
_SLICE = 8.0  # seconds for one block at a time
_TRIES = 3
_REACH = 2.5  # late days by which a block may be dearer than its linear part, to begin with
_WORTHWHILE = 0.0005  # share of the objective below which a block is left alone


class Plan(NamedTuple):
    """What the bound knows of a real plan: placements, extra shortfall by shift instance, objective."""

    places: list[Placement]
    short: dict[int, int]
    objective: float

    @classmethod
    def of(cls, timeline: Timeline) -> "Plan":
        """A copy of the plan's present state."""
        return cls(list(timeline.placed.values()), timeline.extra_shortfall(), timeline.objective)


class Bound:
    """Lower bounds of one instance's objective. ``lawful``: see :class:`DayModel`."""

    def __init__(self, instance: Instance, lawful: bool = False):
        self.instance = instance
        self.model = DayModel(instance, lawful)
        self.whole = all(float(weight).is_integer() for weight in instance.weights.values())

    def simple(self) -> float:
        """Every visit alone on its cheapest day, or left out where that is cheaper."""
        model, total = self.model, 0.0
        for visit in self.instance.visits:
            days = model.days[visit.id]
            total += min(days[0][0], model.price(visit)) if days else model.price(visit)
        return self.tidy(total + model.timeline.fixed_shortfall * model.weight)

    def improve(
        self, until: float, plan: Callable[[], Plan], tell: Callable[[Guide], None] = lambda _: None
    ) -> Iterator[float]:
        """Ever better bounds until the clock (``time.monotonic``); none when OR-Tools is not there.

        ``plan`` answers the best plan known. ``tell`` is given what the search should know, once or twice.
        """
        try:
            relaxation = Relaxation(self.model)
        except ImportError:
            return
        prices: Prices | None = None
        soon = time.monotonic() + _SOON * (until - time.monotonic())
        for prices in relaxation.rounds(until):
            yield self.tidy(prices.value())
            if time.monotonic() > soon:
                soon = math.inf
                tell(guide_of(prices, relaxation.wanted))
        if prices is not None and time.monotonic() < until:
            tell(guide_of(prices, relaxation.wanted))
            yield self.tidy(prices.value())
            yield from self._sharpen(prices, until, plan)

    def _sharpen(self, prices: Prices, until: float, plan: Callable[[], Plan]) -> Iterator[float]:
        """Week by week where the plan is furthest from the relaxation; then by longer and longer blocks."""
        days, length = self.instance.days, WEEK
        reach = _REACH * max(self.instance.weights["late_day"], self.instance.weights["early_day"], 1)
        while time.monotonic() < until:
            blocks = Blocks(prices, [day // length for day in range(days)])
            wanted = max(1.0, plan().objective - blocks.value() + 1)
            blocks.spread(min(wanted, reach))
            for value in self._each(blocks, until, plan):
                yield self.tidy(value)
            if length >= days and reach >= wanted:
                return
            length, reach = min(length * 2, days), reach * 4

    @staticmethod
    def _each(blocks: Blocks, until: float, plan: Callable[[], Plan]) -> Iterator[float]:
        """Prove block by block, the widest gap first; the bound after each."""
        base = blocks.value()
        gains: dict[int, float] = defaultdict(float)
        tries: dict[int, int] = defaultdict(int)
        while (left := until - time.monotonic()) > 0:
            present = plan()
            gaps = blocks.gaps(present.places, present.short)
            least = _WORTHWHILE * max(1, present.objective)
            wide = {
                block: (gap - gains[block]) / 4 ** tries[block]
                for block, gap in gaps.items()
                if gap - gains[block] > least and tries[block] < _TRIES
            }
            if not wide:
                return
            block = max(wide, key=wide.get)
            gain = blocks.prove(block, gaps[block] + 1, min(left, _SLICE * 2 ** tries[block]))
            gains[block] = max(gains[block], gain.amount)
            tries[block] = _TRIES if gain.finished else tries[block] + 1
            yield base + math.fsum(gains.values())

    def tidy(self, value: float) -> float:
        """Whole weights make whole objectives, so fractions are rounded up; float errors are given away."""
        lower = value - 1e-6 * max(1.0, abs(value))
        return math.ceil(lower) if self.whole else lower
