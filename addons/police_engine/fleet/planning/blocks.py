"""Sharpen the relaxation week by week: whole visits instead of shares of visits.

The horizon is cut into blocks of days. A visit that may be done in several blocks is tied over the cut by a price
(Lagrangian relaxation): a block that does it earns the price, not doing it at all costs the price. For every set of
prices, the sum of the blocks' optima is a bound. The prices are those of the linear relaxation, raised where that loses
nothing, so the sum is never below the linear bound; and each block is small enough to be solved in whole numbers.

Sums are kept in whole hundredths, rounded down, because CP-SAT reckons in whole numbers.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from .relaxation import Column, DayModel, Relaxation, Solved, _Prices

CENT = 100
_REACH = 40.0  # columns dearer than this over the block's linear optimum are left out and the bound capped


class Blocks:
    """The weekly programs of one solved relaxation."""

    def __init__(self, relaxation: Relaxation, solved: Solved, length: int = 7, offset: int = 0):
        self.model, self.solved = relaxation.model, solved
        self.prices = _Prices(relaxation)
        days = self.model.instance.days
        self.block_of = [(day + length - offset) // length for day in range(days)]
        self.base, self.slack_of = 0.0, {}
        self.columns: dict[int, list[tuple[Column, float]]] = defaultdict(list)
        self.worth: dict[int, int] = {}
        self.home: dict[int, int] = {}
        self._collect()

    def _collect(self):
        """Every column that may matter, with its reduced cost, by block; and the price of each visit."""
        for visit in self.model.instance.visits:
            lam = self.solved.worth[visit.id]
            by_block = defaultdict(list)
            for cost, day in self.model.days[visit.id]:
                if cost > lam + _REACH * 1.5:
                    break
                for column in self.model.columns(visit, day, cost):
                    by_block[self.block_of[day]].append((column, cost + self.prices.charge(column)))
            cheapest = {b: min(price for _, price in entries) for b, entries in by_block.items()}
            home = min(cheapest, key=cheapest.get, default=0)
            outside = min((p for b, p in cheapest.items() if b != home), default=math.inf)
            cap = min(outside, self.model.price(visit), lam + _REACH)
            self.home[visit.id] = home
            self.worth[visit.id] = math.floor(max(lam, cap) * CENT)
            for block, entries in by_block.items():
                for column, price in entries:
                    reduced = price - self.worth[visit.id] / CENT if block != home else price - lam
                    if reduced < _REACH:
                        self.columns[block].append((column, reduced))
