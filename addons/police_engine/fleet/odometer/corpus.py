"""A seeded corpus of odometer readings, true and mistyped, for the bench and the tests.

It imitates vehicles and people, not the ledger: days are driven by role, weekday and chance; dials are read
at fuel stops, checks, workshops and tests, exactly or rounded; vehicles stand, go on mutual aid, change
their dial or its unit. The figures are invented.

Every kind of slip is made on purpose. A slip that moves the figure by less than ``MATERIAL`` miles and does
not go backwards is no typo of the corpus: nobody could tell it from a day's more driving.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from .readings import MILES_PER_KM, Reading

MATERIAL = 1_000
START = date(2025, 3, 3)
KINDS = (
    "tenfold", "tenth", "swapped", "kilometres", "miles_as_km", "digit_dropped", "last_digits",
    "digit_doubled", "digit_wrong",
)  # fmt: skip
_ROLES = (  # miles a day, and how much one day differs from another
    ("response", 95, 0.5), ("traffic", 150, 0.6), ("van", 60, 0.6), ("pool", 25, 1.0), ("dog", 75, 0.5),
)  # fmt: skip
_LIVES = ("", "stands", "aid", "dial", "told_dial", "km", "", "rounds", "long_gap", "")


class Case(NamedTuple):
    """``truth``: total miles of the vehicle; ``shown``: what the dial said; ``slip``: kind of typo or ""."""

    reading: Reading
    truth: int
    shown: int
    slip: str


class Vehicle(NamedTuple):
    """Cases in order of day; off-road spells and new dials that the force recorded (not all are)."""

    name: str
    cases: list[Case]
    off_road: tuple[tuple[date, date], ...]
    dials: dict[date, int]  # day -> what the new dial begins at


def corpus(seed: int, vehicles: int = 300, days: int = 540) -> Iterator[Vehicle]:
    """The same arguments give the same corpus."""
    for number in range(vehicles):
        yield _Maker(random.Random(f"odometer {seed} {number}"), number, days).vehicle()


class _Maker:
    """One vehicle's life. Kinds of hard life go round by number, so that each is in every corpus."""

    def __init__(self, dice: random.Random, number: int, days: int):
        self.dice, self.number, self.days = dice, number, days
        self.role, self.mean, self.varies = dice.choice(_ROLES)
        self.hard = _LIVES[number % len(_LIVES)]

    def vehicle(self) -> Vehicle:
        dice, days = self.dice, self.days
        event = dice.randrange(days // 4, 3 * days // 4)
        spell = dice.randint(20, 90) if self.hard == "stands" else dice.randint(8, 20)
        total = float(dice.randrange(0, 120_000))
        shown_offset, unit, cases, dials, off = 0.0, "mi", [], {}, ()
        due, recent = 2, 0
        for number in range(days):
            on = START + timedelta(days=number)
            total += self._driven(on, number, event, spell)
            if number == event and self.hard in ("dial", "told_dial"):
                first = dice.choice((0, 0, 7, 20_000))
                shown_offset = total - first
                if self.hard == "told_dial":
                    dials[on] = first
            if number == event and self.hard == "km":
                unit = "km"  # a dial switched over; it is read with its unit
            due -= 1
            quiet = self.hard == "long_gap" and event <= number < event + 110
            if due > 0 or quiet:
                continue
            due = dice.choice((1, 2, 3, 4, 5, 7, 7, 9))
            case = self._read(on, total, total - shown_offset, unit, recent < 3)
            recent = 0 if case.slip else recent + 1
            cases.append(case)
        if self.hard == "stands" and dice.random() < 0.5:
            first = START + timedelta(days=event)
            off = ((first, first + timedelta(days=spell - 1)),)
        return Vehicle(f"V{self.number}", cases, off, dials)

    def _driven(self, on: date, number: int, event: int, spell: int) -> float:
        away = event <= number < event + spell
        if away and self.hard == "stands":
            return 0.0
        if away and self.hard == "aid":
            return self.dice.uniform(250, 520)
        shape = 1 / self.varies**2
        mean = self.mean * (0.6 if on.weekday() >= 5 else 1.15)
        return self.dice.gammavariate(shape, mean / shape)

    def _read(self, on: date, total: float, shown: float, unit: str, quiet: bool) -> Case:
        dice = self.dice
        source = dice.choices(
            ("fuel_card", "daily_check", "workshop", "mot", "telematics"), (60, 25, 6, 2, 7)
        )[0]
        true = int(shown / MILES_PER_KM) if unit == "km" else int(shown)
        if self.hard == "rounds" and source in ("fuel_card", "daily_check") and dice.random() < 0.4:
            true -= true % dice.choice((10, 10, 100))
        if not quiet and source in ("fuel_card", "daily_check", "workshop") and dice.random() < 0.08:
            kind = dice.choice(KINDS)
            value = _mistype(dice, kind, true)
            wrong = abs(value - true) * (MILES_PER_KM if unit == "km" else 1)
            if wrong >= MATERIAL:
                return Case(Reading(on, value, source, unit, "typo"), int(total), true, kind)
        return Case(Reading(on, true, source, unit, "true"), int(total), true, "")


def _mistype(dice: random.Random, kind: str, value: int) -> int:
    digits = str(value)
    place = dice.randrange(len(digits))
    if kind in ("swapped", "last_digits"):
        near = len(digits) - 2 - (dice.randrange(3) if kind == "last_digits" else dice.randrange(len(digits)))
        near = max(0, near)
        digits = digits[:near] + digits[near + 1 : near + 2] + digits[near] + digits[near + 2 :]
    elif kind == "digit_dropped":
        digits = digits[:place] + digits[place + 1 :]
    elif kind == "digit_doubled":
        digits = digits[:place] + digits[place] + digits[place:]
    elif kind == "digit_wrong":
        digits = digits[:place] + dice.choice("0123456789") + digits[place + 1 :]
    else:
        return {
            "tenfold": value * 10 + dice.randrange(10),
            "tenth": value // 10,
            "kilometres": round(value / MILES_PER_KM),
            "miles_as_km": round(value * MILES_PER_KM),
        }[kind]
    return int(digits or "0")
