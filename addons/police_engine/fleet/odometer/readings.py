"""Readings, their sources, and what the ledger says of them. Distances are whole miles; days are dates."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

MILES_PER_KM = 0.621371

# Who is believed when two readings of one vehicle cannot both be true; higher is better.
RANKS = {
    "mot": 90,  # a tester reads the dial and is answerable for it
    "workshop": 80,
    "inspection": 70,
    "telematics": 60,  # measured, but may be fitted late or lose its count
    "daily_check": 50,
    "booking": 40,
    "fuel_card": 20,  # typed on a forecourt
    "import": 10,
}


class Verdict(StrEnum):
    """What becomes of a reading. Only what no dial can show is refused."""

    ACCEPT = "accept"
    QUERY = "accept_with_query"  # kept and shown; counts once a person or a later reading bears it out
    DUPLICATE = "duplicate"  # known already; nothing is added
    REFUSE = "refuse"


class Reading(NamedTuple):
    """As it came. ``unit`` is ``mi`` or ``km``, ``source`` a key of RANKS."""

    on: date
    value: int
    source: str
    unit: str = "mi"
    id: str = ""


class Judgement(NamedTuple):
    """``why``: in words, empty when accepted. ``kind``: the likely slip, and ``likely`` what was meant."""

    verdict: Verdict
    why: str = ""
    kind: str = ""
    likely: int | None = None


def miles(reading: Reading) -> int:
    """The reading in whole miles."""
    return round(reading.value * MILES_PER_KM) if reading.unit == "km" else reading.value
