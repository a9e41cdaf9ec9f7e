"""Seeded planning problems of a realistic force, for the bench and for trying things out.

``generate(seed)`` answers the JSON document of the file format: 1,200 vehicles at eight bases, three
workshops with twelve bays, technicians with skills and leave, 26 weeks of services, safety checks and
statutory tests. The figures are invented to be of the right size; they are not any force's data.
"""

import random
from datetime import date, timedelta
from typing import Any

ROLES = (
    ("response", 0.40),
    ("roads_policing", 0.08),
    ("van", 0.14),
    ("dog", 0.04),
    ("pool", 0.18),
    ("covert", 0.16),
)
SHIFTS = (("early", "07:00", "15:00"), ("late", "15:00", "23:00"), ("night", "23:00", "07:00"))
COVER = {
    "response": (0.84, 0.84, 0.75),
    "roads_policing": (0.8, 0.8, 0.7),
    "van": (0.82, 0.84, 0.7),
    "dog": (0.8, 0.8, 0.7),
}
TASKS = {  # task: (minutes, skill, days between, hard)
    "service_a": (120, "light", 180, False),
    "service_b": (210, "light", 365, False),
    "tyres": (60, "tyre", 300, False),
    "statutory_test": (75, "test", 365, True),
    "blue_light_kit": (150, "electrical", 540, False),
}


def generate(
    seed: int, vehicles: int = 1200, days: int = 182, start: date = date(2026, 12, 7)
) -> dict[str, Any]:
    """One problem; the same arguments always give the same problem."""
    dice = random.Random(f"workshop plan {seed} {vehicles} {days}")
    bases = [f"B{number}" for number in range(1, 9)]
    fleet = [
        {
            "id": f"V{number:04d}",
            "base": dice.choice(bases),
            "role": _pick_role(dice),
            "off_road": _off_road(dice, start, days),
        }
        for number in range(1, vehicles + 1)
    ]
    workshops = [_workshop(number, start, days) for number in (1, 2, 3)]
    jobs = [job for vehicle in fleet for job in _jobs(dice, vehicle, start, days)]
    return {
        "start": start.isoformat(),
        "days": days,
        "shifts": [{"id": name, "from": a, "to": b} for name, a, b in SHIFTS],
        "bases": [{"id": base} for base in bases],
        "minimum": _minimum(fleet, bases),
        "vehicles": fleet,
        "workshops": workshops,
        "technicians": _technicians(dice, workshops, start, days),
        "travel_minutes": {
            base: {w["id"]: dice.choice((10, 15, 20, 30, 45)) for w in workshops} for base in bases
        },
        "jobs": jobs,
        "locked": _locks(dice, jobs, start),
        "weights": {
            "shortfall_vehicle_shift": 1000,
            "late_day": 100,
            "unplaced": 5000,
            "early_day": 1,
            "moved_locked": 2000,
        },
    }


def _pick_role(dice: random.Random) -> str:
    return dice.choices([role for role, _ in ROLES], [share for _, share in ROLES])[0]


def _day(start: date, number: int) -> str:
    return (start + timedelta(days=number)).isoformat()


def _off_road(dice: random.Random, start: date, days: int) -> list[list[str]]:
    if dice.random() > 0.06:
        return []
    first = dice.randrange(days)
    return [[_day(start, first), _day(start, min(days - 1, first + dice.randint(2, 20)))]]


def _workshop(number: int, start: date, days: int) -> dict[str, Any]:
    holidays = {
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2027-03-26",
        "2027-03-29",
        "2027-05-03",
        "2027-05-31",
    }
    inside = sorted(day for day in holidays if start.isoformat() <= day <= _day(start, days - 1))
    weekdays = {str(day): ["08:00", "17:00"] for day in range(5)}
    return {"id": f"W{number}", "bays": 4, "open": weekdays, "closed": inside}


def _minimum(fleet, bases) -> list[dict[str, Any]]:
    rows = []
    for base in bases:
        for role, shares in COVER.items():
            count = sum(v["base"] == base and v["role"] == role for v in fleet)
            for (shift, _, _), share in zip(SHIFTS, shares, strict=True):
                vehicles = int((count - 1) * (share + 0.12))
                if vehicles > 0:
                    rows.append(
                        {
                            "base": base,
                            "role": role,
                            "shift": shift,
                            "weekdays": list(range(7)),
                            "vehicles": vehicles,
                        }
                    )
    return rows


def _technicians(dice, workshops, start, days) -> list[dict[str, Any]]:
    skill_sets = (
        ["light", "tyre"],
        ["light", "test"],
        ["light", "electrical"],
        ["light", "tyre", "test"],
        ["light", "electrical", "tyre"],
    )
    result = []
    for workshop in workshops:
        for number, skills in enumerate(skill_sets, 1):
            absent = sorted(
                {
                    _day(start, first + n)
                    for first in (dice.randrange(days), dice.randrange(days))
                    for n in range(5)
                }
            )
            result.append(
                {
                    "id": f"{workshop['id']}T{number}",
                    "workshop": workshop["id"],
                    "skills": skills,
                    "absent": absent,
                }
            )
    return result


def _jobs(dice, vehicle, start, days) -> list[dict[str, Any]]:
    result = []
    for task, (minutes, skill, interval, hard) in TASKS.items():
        if task == "blue_light_kit" and vehicle["role"] in ("pool", "covert"):
            continue
        due = dice.randrange(interval)
        while due < days:
            result.append(
                {
                    "id": f"{vehicle['id']}-{task}-{due}",
                    "vehicle": vehicle["id"],
                    "task": task,
                    "minutes": minutes + dice.choice((0, 0, 15, 30)),
                    "skill": skill,
                    "earliest": _day(start, max(0, due - (28 if hard else 21))),
                    "due": _day(start, due),
                    "hard": hard,
                    "parts_ready": _day(start, max(0, due - dice.randint(14 if hard else 5, 30))),
                }
            )
            due += interval
    result = [job for job in result if not (job["hard"] and job["due"] < _day(start, 4))]
    _interlock(result)
    return result


def _interlock(jobs) -> None:
    """Join a light task to a service of the same vehicle due within ten days of it, as a workshop would."""
    services = [job for job in jobs if job["task"].startswith("service")]
    for job in jobs:
        if job["task"] not in ("tyres", "statutory_test"):
            continue
        for service in services:
            gap = (date.fromisoformat(job["due"]) - date.fromisoformat(service["due"])).days
            if 0 <= gap <= 10 and not service.get("together_with"):
                job["together_with"], service["together_with"] = [service["id"]], [job["id"]]
                break


def _locks(dice, jobs, start) -> list[dict[str, Any]]:
    """A few promises for the first week: lone services already booked at eight or half past ten."""
    soon = [
        j
        for j in jobs
        if _day(start, 0) <= j["due"] <= _day(start, 4)
        and j["earliest"] <= _day(start, 0)
        and j["parts_ready"] <= _day(start, 0)
        and j["task"] == "service_a"
        and not j.get("together_with")
    ]
    dice.shuffle(soon)
    return [
        {
            "job": job["id"],
            "workshop": f"W{n % 3 + 1}",
            "technician": f"W{n % 3 + 1}T{n // 3 % 5 + 1}",
            "start": f"{start}T{('08:00', '10:30')[n // 15 % 2]}",
        }
        for n, job in enumerate(soon[:12])
    ]
