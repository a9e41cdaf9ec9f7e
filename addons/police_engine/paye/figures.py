"""Turn parameters (Decimal pounds and shares) into whole numbers once, and keep them per rule set."""

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar

from ..exceptions import InvalidParameterFile
from ..params import RuleSet

SHARE = 10_000  # one whole, in the units that rates are kept in (hundredths of a per cent)
_LIMIT = 4096  # entries kept a function: far more than the contexts of a pay run

T = TypeVar("T")


def share(value: Decimal | int) -> int:
    """A rate as a number of ten-thousandths: 0.0185 -> 185. InvalidParameterFile if it needs more digits."""
    scaled = Decimal(value) * SHARE
    if scaled != int(scaled):
        raise InvalidParameterFile(f"Rate {value} has more than four decimals.")
    return int(scaled)


def in_pence(value: Decimal | int) -> int:
    """Pounds -> pence, exactly."""
    scaled = Decimal(value) * 100
    if scaled != int(scaled):
        raise InvalidParameterFile(f"Amount {value} has a fraction of a penny.")
    return int(scaled)


def percent(rate: int) -> str:
    """Ten-thousandths as people read them: 1380 -> '13.8%'."""
    whole, part = divmod(rate, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"


def per_rule_set(function: Callable[..., T]) -> Callable[..., T]:
    """Remember ``function(rules, *key)`` by the hash of the rules and the key.

    A rule set never changes, so what is derived from it may be kept; errors are not kept.
    """
    kept: dict[Any, T] = {}

    @wraps(function)
    def remembered(rules: RuleSet, *key: Any) -> T:
        index = (rules.hash, key)
        try:
            return kept[index]
        except KeyError:
            if len(kept) >= _LIMIT:
                kept.clear()
            result = kept[index] = function(rules, *key)
            return result

    return remembered
