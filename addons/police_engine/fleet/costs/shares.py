"""Share an amount over keys by weight so that the shares add up to it to the penny."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def share(pence: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """``pence`` (may be negative) by whole-number ``weights``; the pennies left go to the largest remainders.

    Keys without weight get nothing and are left out. Ties go to the key that comes first. ValueError for a
    weight
    below zero or when nothing weighs anything.

    >>> share(100, {"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    >>> share(-100, {"a": 2, "b": 1, "c": 0})
    {'a': -67, 'b': -33}
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("A weight is below zero.")
    total = sum(weights.values())
    if not total:
        raise ValueError("Nothing to share by: no weight is above zero.")
    sign, amount = (-1, -pence) if pence < 0 else (1, pence)
    kept = {key: weight for key, weight in weights.items() if weight}
    shares = {key: amount * weight // total for key, weight in kept.items()}
    order = sorted(kept, key=lambda key: -(amount * kept[key] % total))
    for key in order[: amount - sum(shares.values())]:
        shares[key] += 1
    return {key: sign * value for key, value in shares.items()}
