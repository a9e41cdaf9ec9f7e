"""Prices of rooms and of cover, and the bound that any such prices prove.

Given prices of 0 or more (of a minimum's row at most the weight of a vehicle-shift), every visit pays for
the room and cover it uses; what the cheapest way costs it, summed over visits, less the price of all room
and free cover there is, is a lower bound of every plan (weak duality). So the solver need not be trusted:
its prices are only a suggestion.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .daymodel import Column, DayModel, Room
    from .instance import Visit
    from .relaxation import Relaxation


class Prices:
    """One set of prices. ``rooms``: by day; ``cover``: (group, shift instance) -> prices of its rows."""

    def __init__(self, model: "DayModel"):
        self.model = model
        self.rooms: dict[int, list[tuple[Room, float]]] = defaultdict(list)
        self.cover: dict[tuple, list[float]] = {}
        self.links: dict[
            tuple, dict[int, float]
        ] = {}  # (group, index, vehicle) -> visit -> its part of the price
        self._charge: dict[tuple, float] = {}
        self._worths: dict[int, float] = {}

    @classmethod
    def of(cls, relaxation: "Relaxation") -> "Prices":
        """The dual values of the last solution, made lawful."""
        result = cls(relaxation.model)
        for room, row in relaxation.rooms.values():
            if (price := -row.dual_value()) > 1e-9:
                result.rooms[room.key[0]].append((room, price))
        weight = relaxation.model.weight
        for key, rows in relaxation.covers.items():
            prices = [min(weight, max(0.0, -row.dual_value())) for row in rows]
            if sum(prices) > 1e-9:
                result.cover[key] = prices
                result._share(relaxation, key)
        return result

    def _share(self, relaxation: "Relaxation", key) -> None:
        """Visits of one vehicle share the price of its absence; together never more than the whole."""
        total = sum(self.cover[key])
        for vehicle, by_visit in relaxation.missing[key].items():
            link = relaxation.links.get((*key, vehicle))
            if link:
                parts = {visit: max(0.0, -row.dual_value()) for visit, row in link[1].items()}
                excess = max(1.0, sum(parts.values()) / total)
                self.links[(*key, vehicle)] = {visit: part / excess for visit, part in parts.items()}
            else:
                self.links[(*key, vehicle)] = {visit: total for visit in list(by_visit)[:1]}

    def charge(self, column: "Column") -> float:
        """What the column pays for room and cover."""
        key = (column.day, column.parts, column.shape.sides, column.visit.id if column.kept else None)
        if key not in self._charge:
            self._charge[key] = sum(
                price * room.size(column) for room, price in self.rooms.get(column.day, ())
            )
        return self._charge[key] + sum(self._absence(index, column.visit) for index in column.shape.missed)

    def _absence(self, index: int, visit: "Visit") -> float:
        vehicle = visit.vehicle
        group = (vehicle.base, vehicle.role)
        prices = self.cover.get((group, index))
        if not prices:
            return 0.0
        parts = self.links.get((group, index, vehicle.id))
        if parts is None:
            return sum(prices) / self.model.visits_of[vehicle.id]
        return parts.get(visit.id, 0.0)

    def drop_cover(self, keys: Any) -> None:
        """Forget the prices of these cover rows."""
        for key in keys:
            self.cover.pop(key, None)
        self._worths = {}

    def worths(self, visits=None) -> dict[int, float]:
        """By visit: its cheapest way, room and cover paid, or the price of leaving it out."""
        if visits is None and self._worths:
            return self._worths
        result = {}
        for visit in self.model.instance.visits if visits is None else visits:
            best = self.model.price(visit)
            for cost, day in self.model.days[visit.id]:
                if cost >= best:
                    break
                for column in self.model.columns(visit, day, cost):
                    best = min(best, column.cost + self.charge(column))
            result[visit.id] = best
        return result

    def cheaper(self, worths: dict[int, float]) -> Iterator["Column"]:
        """Every way that costs less than ``worths`` says; notes :meth:`worths` on the side."""
        result = {}
        for visit in self.model.instance.visits:
            best, worth = self.model.price(visit), worths[visit.id]
            for cost, day in self.model.days[visit.id]:
                if cost >= best and cost >= worth:
                    break
                for column in self.model.columns(visit, day, cost):
                    price = column.cost + self.charge(column)
                    best = min(best, price)
                    if price < worth:
                        yield column
            result[visit.id] = best
        self._worths = result

    def day_value(self, day: int) -> float:
        """Price of all room there is on the day (to be taken off)."""
        return sum(price * room.limit for room, price in self.rooms.get(day, ()))

    def cover_value(self, key) -> float:
        """Price of the vehicles that may be missing freely (to be taken off)."""
        return sum(p * s for p, s in zip(self.cover[key], self.model.slack(*key), strict=True))

    def value(self, worths: dict[int, float] | None = None) -> float:
        """The bound that these prices prove."""
        worths = self.worths() if worths is None else worths
        used = math.fsum(self.day_value(day) for day in self.rooms) + math.fsum(
            map(self.cover_value, self.cover)
        )
        return math.fsum(worths.values()) - used + self.model.timeline.fixed_shortfall * self.model.weight
