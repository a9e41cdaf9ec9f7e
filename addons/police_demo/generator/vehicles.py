"""The made-up fleet: registration, kind, station, mileage, and when the next service falls due."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from .figures import figures, pick, stream

AS_AT = date(2026, 9, 30)
LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"  # I and Q are not used


class Vehicle(NamedTuple):
    """One vehicle. Miles; ``service_due`` may lie in the past (overdue)."""

    registration: str
    call_sign: str
    role: str
    make: str
    model: str
    fuel: str
    station: str
    bought_on: date
    odometer: int
    last_service: date
    service_due: date
    booked_on: date | None  # workshop booking


def generate(seed: int, people: int) -> tuple[Vehicle, ...]:
    """About seven vehicles for a hundred people; same arguments, same fleet."""
    chance, data = stream(seed, "vehicles"), figures("vehicles")
    count = max(4, round(people * float(data["per_hundred_people"]) / 100))
    stations = [s["code"] for s in figures("places")["stations"]]
    seen: set[str] = set()
    return tuple(_vehicle(chance, n, data["kinds"], stations, seen) for n in range(count))


def _vehicle(
    chance: random.Random, number: int, kinds: list[dict], stations: list[str], seen: set[str]
) -> Vehicle:
    kind = kinds[pick(chance, [(i, entry["weight"]) for i, entry in enumerate(kinds)])]
    bought = date(2020, 1, 6) + timedelta(days=chance.randint(0, 2350))
    odometer = int(kind["miles"] * ((AS_AT - bought).days / 365) * chance.uniform(0.8, 1.15))
    due = AS_AT + timedelta(days=chance.randint(-12, 330))
    last = max(bought, due - timedelta(days=365))
    booked = None
    if due <= AS_AT + timedelta(days=42) and chance.random() < 0.85:
        booked = _weekday(max(AS_AT + timedelta(days=1), due - timedelta(days=chance.randint(0, 14))))
    return Vehicle(
        _registration(chance, bought, seen),
        f"TP{number + 101}",
        kind["role"],
        kind["make"],
        kind["model"],
        kind["fuel"],
        chance.choice(stations),
        bought,
        odometer,
        last,
        due,
        booked,
    )


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


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
