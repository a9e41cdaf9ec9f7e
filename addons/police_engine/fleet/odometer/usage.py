"""How far may this vehicle have gone since it was last read? From its own past, robustly.

A past of few readings says little, so until there are enough the range is that of any police vehicle.
"""

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

FURTHEST_PER_DAY = 1_000  # miles; two drivers round the clock on motorways
_ENOUGH = 5  # intervals before a vehicle's own past is believed
_MOVES = 2  # miles a day; less is standing
_RECENT = 60  # intervals looked at
_USUAL, _SPREAD = 60.0, 90.0  # miles a day of any vehicle, and how much that varies from day to day
_WIDTH = 5.0  # standard deviations of the range
_SLACK = 60  # miles that never make a query


class Usage(NamedTuple):
    """``rate``: miles a day; ``spread``: deviation of a day's miles; ``known``: from its own past."""

    rate: float
    spread: float
    known: bool = True

    def most(self, days: float) -> float:
        """Miles that the vehicle hardly exceeds in so many days."""
        return self.rate * days + _WIDTH * self.spread * math.sqrt(max(1.0, days)) + _SLACK

    def least(self, days: float) -> float:
        """Miles that it hardly falls short of; often 0. A vehicle of which little is known may well stand."""
        if not self.known:
            return 0.0
        return max(0.0, self.rate * days - _WIDTH * self.spread * math.sqrt(max(1.0, days)) - _SLACK)


def usage(counted: Sequence[tuple[date, int]]) -> Usage:
    """From counted (day, distance), in order of day, both never falling."""
    recent = counted[-_RECENT - 1 :]
    steps = [((b[0] - a[0]).days, b[1] - a[1]) for a, b in pairwise(recent) if b[0] > a[0]]
    steps = [step for step in steps if step[1] > _MOVES * step[0]]  # standing still says nothing of driving
    if len(steps) < _ENOUGH:
        return Usage(_USUAL, _SPREAD, known=False)
    rate = median(gone / days for days, gone in steps)
    # deviations of longer steps are longer by the root of their days
    deviations = sorted(abs(gone - rate * days) / math.sqrt(days) for days, gone in steps)
    spread = 1.4826 * median(deviations)
    return Usage(rate, max(spread, 0.25 * rate, 8.0))
