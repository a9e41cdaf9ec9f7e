"""The TOML files beside this module, read once, and a seeded stream of chance for each topic."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

DATA = Path(__file__).resolve().parent / "data"
T = TypeVar("T")


@lru_cache
def figures(name: str) -> dict[str, Any]:
    """One file of ``generator/data`` as a dictionary; fractions are Decimal."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)


def stream(seed: int, topic: str) -> random.Random:
    """An independent stream of chance, so that a change in one topic leaves the others alone."""
    return random.Random(f"constabulary/{seed}/{topic}")


def pick(chance: random.Random, weights: Mapping[T, Any] | Sequence[tuple[T, Any]]) -> T:
    """One key by weight. Keys ``source`` and ``confidence`` of a TOML table are not choices."""
    pairs = list(weights.items()) if isinstance(weights, Mapping) else list(weights)
    pairs = [(key, float(weight)) for key, weight in pairs if key not in ("source", "confidence")]
    return chance.choices([key for key, _ in pairs], [weight for _, weight in pairs])[0]


def percent(chance: random.Random, share: Any) -> bool:
    """True in ``share`` percent of cases."""
    return chance.random() * 100 < float(share)


def scaled(shares: Mapping[str, Any], total: int) -> dict[str, int]:
    """Share out ``total`` heads by weight, largest remainder, so that they add up."""
    weights = {key: Decimal(value) for key, value in shares.items() if key not in ("source", "confidence")}
    whole = sum(weights.values())
    exact = {key: weight * total / whole for key, weight in weights.items()}
    heads = {key: int(value) for key, value in exact.items()}
    left = total - sum(heads.values())
    for key in sorted(exact, key=lambda k: heads[k] - exact[k])[:left]:
        heads[key] += 1
    return heads
