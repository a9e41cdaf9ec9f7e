"""The made-up fleet: registration, kind, station, a year of odometer readings, the last service.

Everything is counted back from ``as_at``, so that the same seed gives the same fleet and the workshop's
screens are about the present whatever the day.
"""

import random
from datetime import date, timedelta
from typing import NamedTuple

from .figures import figures, pick, stream

LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"  # I and Q are not used
MONTH = 30


class Vehicle(NamedTuple):
    """One vehicle. Distances are miles; ``readings`` are (date, odometer) in order of date."""

    registration: str
    call_sign: str
    fleet_number: str
    role: str  # as police_fleet names them
    make: str
    model: str
    fuel: str
    station: str
    bought_on: date
    readings: tuple[tuple[date, int], ...]
    serviced_on: date
    serviced_at: int
    inspected_on: date
    mot_due: date
    ved_due: date
    off_road: str  # '' or a reason of police_fleet


def generate(seed: int, people: int, as_at: date) -> tuple[Vehicle, ...]:
    """About seven vehicles for a hundred people; same arguments, same fleet."""
    chance, data = stream(seed, "vehicles"), figures("vehicles")
    count = max(4, round(people * float(data["per_hundred_people"]) / 100))
    stations = [s["code"] for s in figures("places")["stations"]]
    seen: set[str] = set()
    return tuple(_vehicle(chance, n, data, stations, seen, as_at) for n in range(count))


def _vehicle(
    chance: random.Random, number: int, data: dict, stations: list[str], seen: set[str], as_at: date
) -> Vehicle:
    kind = data["kinds"][pick(chance, [(i, entry["weight"]) for i, entry in enumerate(data["kinds"])])]
    bought = as_at - timedelta(days=chance.randint(120, 2400))
    per_day = kind["miles"] * chance.uniform(0.7, 1.2) / 365
    serviced = max(bought, as_at - timedelta(days=chance.randint(5, _service_gap(data, per_day))))
    inspected = max(
        serviced, as_at - timedelta(days=chance.randint(3, data["service"]["inspection_months"] * MONTH))
    )
    return Vehicle(
        _registration(chance, bought, seen),
        f"TP{number + 101}",
        f"{number + 101}",
        kind["role"],
        kind["make"],
        kind["model"],
        kind["fuel"],
        chance.choice(stations),
        bought,
        _readings(chance, bought, per_day, as_at),
        serviced,
        _miles(bought, serviced, per_day),
        inspected,
        as_at + timedelta(days=chance.randint(2, 360)),
        as_at + timedelta(days=chance.randint(2, 360)),
        pick(chance, {"": 95, "defect": 3, "accident": 2}),
    )


def _service_gap(data: dict, per_day: float) -> int:
    """Days between services, and a little more: a few are overdue."""
    service = data["service"]
    return int(min(service["months"] * MONTH, service["miles"] / per_day) * 1.04)


def _miles(bought: date, on: date, per_day: float) -> int:
    return int((on - bought).days * per_day)


def _readings(
    chance: random.Random, bought: date, per_day: float, as_at: date
) -> tuple[tuple[date, int], ...]:
    """Monthly readings of the last year, taken from fuel cards on no fixed day."""
    days = [as_at - timedelta(days=MONTH * n + chance.randint(0, 6)) for n in range(12, -1, -1)]
    return tuple((day, _miles(bought, day, per_day)) for day in days if day >= bought)


def _registration(chance: random.Random, bought: date, seen: set[str]) -> str:
    """Current style: area letters, age identifier, three letters. 'TM' is not an area in use."""
    year = bought.year % 100
    if bought.month < 3:
        age = f"{year - 1 + 50:02d}"
    elif bought.month < 9:
        age = f"{year:02d}"
    else:
        age = f"{year + 50:02d}"
    while True:
        plate = f"TM{age} " + "".join(chance.choice(LETTERS) for _ in range(3))
        if plate not in seen:
            seen.add(plate)
            return plate
