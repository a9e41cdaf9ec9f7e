"""Seeded planning problems as others might write them: odd sizes, odd rules, limits that cannot be kept."""

import random
from datetime import date, timedelta
from itertools import pairwise

SKILLS = ("light", "heavy", "tyre", "test", "electrical")
KINDS = (
    "plain", "no_skill", "shut", "no_bays", "far", "no_minimum", "all_hard", "together", "bad_locks",
    "zero_weights", "no_weights", "odd_weights", "due_outside", "late_parts", "impossible", "round_the_clock",
    "crowded", "off_road", "no_technicians", "no_jobs", "long_jobs", "twice_minimum", "short_shifts",
)  # fmt: skip


def problem(seed: int, most_vehicles: int = 40, most_days: int = 60) -> dict:
    """One problem of the kind ``KINDS[seed % len(KINDS)]``, with a dash of two others."""
    dice = random.Random(f"wild {seed}")
    kinds = {KINDS[seed % len(KINDS)], dice.choice(KINDS), dice.choice(KINDS)}
    start = date(2026, 12, 7) + timedelta(days=dice.randrange(30))
    days = dice.choice((1, 7, 14, 28, most_days))
    raw = _frame(dice, kinds, start, days, dice.choice((1, 5, 12, most_vehicles)))
    raw["jobs"] = [] if "no_jobs" in kinds else _jobs(dice, kinds, raw, start, days)
    raw["locked"] = _locks(dice, kinds, raw, start, days)
    _weights(dice, kinds, raw)
    return raw


def day(start: date, number: int) -> str:
    return (start + timedelta(days=number)).isoformat()


def _frame(dice, kinds, start, days, vehicles) -> dict:
    bases = [f"B{n}" for n in range(dice.choice((1, 2, 4)))]
    workshops = [_workshop(dice, kinds, start, days, n) for n in range(dice.choice((1, 2, 3)))]
    shifts = [("early", "07:00", "15:00"), ("late", "15:00", "23:00"), ("night", "23:00", "07:00")]
    if "short_shifts" in kinds:
        shifts = [("a", "06:30", "09:10"), ("b", "09:10", "12:00"), ("c", "11:00", "19:30")]
        shifts.append(("d", "22:00", "02:00"))
    skills = SKILLS[1:] if "no_skill" in kinds else SKILLS
    names = [name for name, _, _ in shifts]
    return {
        "start": start.isoformat(),
        "days": days,
        "shifts": [{"id": name, "from": a, "to": b} for name, a, b in shifts],
        "bases": [{"id": base} for base in bases],
        "minimum": [] if "no_minimum" in kinds else _minimum(dice, kinds, bases, names, vehicles),
        "vehicles": [
            {
                "id": f"V{n}",
                "base": dice.choice(bases),
                "role": dice.choice(("response", "van", "pool")),
                "off_road": _off_road(dice, kinds, start, days),
            }
            for n in range(vehicles)
        ],
        "workshops": workshops,
        "technicians": [] if "no_technicians" in kinds else [
            {
                "id": f"{w['id']}T{n}",
                "workshop": w["id"],
                "skills": dice.sample(skills, dice.randint(0, len(skills))),
                "absent": [day(start, dice.randrange(days)) for _ in range(dice.choice((0, 0, 3)))],
            }
            for w in workshops
            for n in range(dice.choice((1, 2, 5)))
        ],
        "travel_minutes": {
            base: {w["id"]: dice.choice((240, 500) if "far" in kinds else (0, 10, 45, 90)) for w in workshops}
            for base in bases
            if dice.random() < 0.8
        },
    }  # fmt: skip


def _workshop(dice, kinds, start, days, number) -> dict:
    hours = ["08:00", dice.choice(("12:00", "17:00", "22:00"))]
    if "round_the_clock" in kinds:
        hours = ["00:00", "24:00"]
    weekdays = range(7) if dice.random() < 0.3 else range(5)
    return {
        "id": f"W{number}",
        "bays": 0 if "no_bays" in kinds and number == 0 else dice.choice((1, 1, 2, 4)),
        "open": {} if "shut" in kinds and number == 0 else {str(n): hours for n in weekdays},
        "closed": [day(start, dice.randrange(days)) for _ in range(dice.choice((0, 1, 4)))],
    }


def _minimum(dice, kinds, bases, shifts, vehicles) -> list[dict]:
    rows = []
    for base in bases:
        for role in ("response", "van", "dog"):
            for shift in shifts:
                if dice.random() < 0.5:
                    need = dice.randint(0, max(1, vehicles // len(bases) // 2))
                    weekdays = sorted(dice.sample(range(7), dice.choice((7, 7, 5, 0))))
                    row = {"base": base, "role": role, "shift": shift, "weekdays": weekdays, "vehicles": need}
                    rows += [row, {**row, "vehicles": need + 1}] if "twice_minimum" in kinds else [row]
    return rows


def _off_road(dice, kinds, start, days) -> list[list[str]]:
    spans = []
    for _ in range(dice.choice((0, 1, 2)) if "off_road" in kinds else dice.random() < 0.1):
        first = dice.randrange(-5, days + 5)
        spans.append([day(start, first), day(start, first + dice.choice((0, 3, 30)))])
    return spans


def _jobs(dice, kinds, raw, start, days) -> list[dict]:
    jobs, most = [], 8 if "crowded" in kinds else 3
    for vehicle in raw["vehicles"]:
        mine = [_job(dice, kinds, vehicle, start, days, n) for n in range(dice.randint(0, most))]
        if "together" in kinds and len(mine) > 1:
            group = mine[: dice.choice((2, 3, 4))]
            for a, b in pairwise(group):
                a["together_with"] = [b["id"]]
                if dice.random() < 0.5:
                    b["together_with"] = [a["id"]]
        jobs += mine
    dice.shuffle(jobs)
    return jobs


def _job(dice, kinds, vehicle, start, days, number) -> dict:
    due = dice.randrange(-20, days + 40) if "due_outside" in kinds else dice.randrange(days)
    earliest = due - dice.choice((0, 7, 28))
    ready = due + dice.choice((1, 5)) if "late_parts" in kinds else earliest + dice.choice((0, 0, 5))
    minutes = dice.choice((200, 600, 1500)) if "long_jobs" in kinds else dice.choice((15, 60, 75, 120, 210))
    hard = "all_hard" in kinds or dice.random() < 0.2
    if "impossible" in kinds and dice.random() < 0.3:
        hard, ready = True, due + 1
    job = {
        "id": f"{vehicle['id']}-{number}", "vehicle": vehicle["id"], "task": "t", "minutes": minutes,
        "skill": dice.choice(SKILLS), "earliest": day(start, earliest), "due": day(start, due), "hard": hard,
        "parts_ready": day(start, ready),
    }  # fmt: skip
    for key in ("parts_ready", "hard", "earliest", "task"):
        if dice.random() < 0.05:
            del job[key]
    return job


def _locks(dice, kinds, raw, start, days) -> list[dict]:
    rows = []
    for job in raw["jobs"]:
        if dice.random() >= (0.5 if "bad_locks" in kinds else 0.05):
            continue
        number = dice.randrange(-1, days + 2) if "bad_locks" in kinds else dice.randrange(days)
        clock = dice.choice(("08:00", "08:00", "10:30", "13:07", "23:30"))
        workshop = dice.choice(raw["workshops"])["id"]
        row = {"job": job["id"], "workshop": workshop, "start": f"{day(start, number)}T{clock}"}
        rows.append(row | {"technician": "T?"} if dice.random() < 0.5 else row)
    return rows


def _weights(dice, kinds, raw) -> None:
    names = ("shortfall_vehicle_shift", "late_day", "unplaced", "early_day", "moved_locked")
    if "zero_weights" in kinds:
        raw["weights"] = {name: dice.choice((0, 0, 1, 100)) for name in names}
    elif "odd_weights" in kinds:
        some = [name for name in names if dice.random() < 0.8]
        raw["weights"] = {name: dice.choice((0.1, 2.5, 1000, 33.333, 1e6)) for name in some}
    elif "no_weights" not in kinds:
        raw["weights"] = dict(zip(names, (1000, 100, 5000, 1, 2000), strict=True))
