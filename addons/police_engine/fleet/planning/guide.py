"""What the bound tells the search: on which day each visit would best be, and what a day's room is worth.

The relaxation's solution is nearly whole: it splits few visits over days. Its days, and the prices at which
its rooms are full, are the best first plan and the best advice that there is.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .prices import Prices

_SPAN = 30  # early days (or late ones, where early ones cost nothing) that a priced day may cost more


class Guide(NamedTuple):
    """``wanted``: visit -> (day, shifts missed) of the way in which the relaxation does most of it.
    ``priced``: visit -> (price with the room it takes, day, price of that room), cheapest first.
    ``cover``: (group, shift instance) -> what one more vehicle missing then is worth; dearest row."""

    wanted: dict[int, tuple[int, frozenset[int]]]
    priced: dict[int, list[tuple[float, int, float]]]
    cover: dict[tuple, float]


def guide_of(prices: "Prices", wanted: dict[int, tuple[int, frozenset[int]]]) -> Guide:
    """The advice of one solution of the relaxation."""
    weights = prices.model.instance.weights
    span = _SPAN * (weights["early_day"] or weights["late_day"] or 1)
    priced = {visit.id: _days(prices, visit, span) for visit in prices.model.instance.visits}
    return Guide(wanted, priced, {key: max(rows) for key, rows in prices.cover.items()})


def _days(prices: "Prices", visit, span: float) -> list[tuple[float, int, float]]:
    model, found = prices.model, []
    for cost, day in model.days[visit.id]:
        if found and cost > found[0][0] + span:
            break
        ways = []
        for column in model.columns(visit, day, cost):
            charge = prices.charge(column)
            ways.append((column.cost + charge, day, charge))
        if ways:
            found.append(min(ways))
    return sorted(found)
