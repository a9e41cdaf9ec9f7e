"""A proven lower bound: no plan, however clever, can cost less.

Bounds come in order of effort, each valid on its own: the cheapest day of every visit; the linear relaxation
(``relaxation``); and exact programs of the blocks in which the relaxation is weak.
"""

import math
import time
from collections.abc import Iterator

from .instance import Instance
from .relaxation import DayModel, Relaxation


class Bound:
    """Lower bounds of one instance's objective."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.model = DayModel(instance)
        self.whole = all(float(weight).is_integer() for weight in instance.weights.values())

    def simple(self) -> float:
        """Every visit alone on its cheapest day, or left out where that is cheaper."""
        model, total = self.model, 0.0
        for visit in self.instance.visits:
            days = model.days[visit.id]
            total += min(days[0][0], model.price(visit)) if days else model.price(visit)
        return total + model.timeline.fixed_shortfall * model.weight

    def improve(self, until: float) -> Iterator[float]:
        """Ever better bounds until the clock (``time.monotonic``); nothing when OR-Tools is not there."""
        try:
            relaxation = Relaxation(self.model)
        except ImportError:
            return
        for solved in relaxation.rounds(until):
            if solved:
                yield self.tidy(solved.value)

    def tidy(self, value: float) -> float:
        """Whole weights make whole objectives, so a fraction may be rounded up; rounding errors are given away."""
        lower = value - 1e-6 * max(1.0, abs(value))
        return math.ceil(lower) if self.whole else lower
