"""Tiny random problems, and their best plan found by trying everything with the verifier's own figures.

The exhaustive search knows nothing of the planners: it walks over workshops, bays, technicians and a grid of
starts, and asks ``verify`` what each complete plan is worth.
"""

import random
from datetime import date, datetime, timedelta
from itertools import permutations

from odoo.addons.police_engine.fleet.planning import verify

START = date(2026, 12, 7)
GRID = 60


def day(number: int) -> str:
    return (START + timedelta(days=number)).isoformat()


def problem(seed: int) -> dict:
    """At most three visits over one to three days: small enough to try every plan."""
    dice = random.Random(seed)
    days = dice.choice((1, 2, 2, 3))
    vehicles = [
        {"id": f"V{n}", "base": "N", "role": dice.choice(("response", "response", "van")), "off_road": []}
        for n in range(dice.choice((2, 3)))
    ]
    if dice.random() < 0.3:
        first = dice.randrange(days)
        vehicles[0]["off_road"] = [[day(first), day(first)]]
    workshops = [_workshop(dice, n) for n in range(dice.choice((1, 1, 2)))]
    jobs = [_job(dice, n, dice.choice(vehicles)["id"], days) for n in range(dice.choice((2, 3, 3)))]
    if dice.random() < 0.35 and len(jobs) > 2:
        jobs[1]["vehicle"] = jobs[0]["vehicle"]
        jobs[0]["together_with"] = ["J1"]
    shift = dice.choice((("early", "07:00", "15:00"), ("mid", "13:00", "14:00")))
    return {
        "start": START.isoformat(),
        "days": days,
        "bases": [{"id": "N"}],
        "shifts": [
            {"id": shift[0], "from": shift[1], "to": shift[2]},
            {"id": "late", "from": "15:00", "to": "23:00"},
        ],
        "minimum": [_minimum(dice, name) for name in (shift[0], "late")],
        "vehicles": vehicles,
        "workshops": workshops,
        "technicians": _technicians(dice, workshops, days),
        "travel_minutes": {"N": {w["id"]: dice.choice((0, 0, 60)) for w in workshops}},
        "jobs": jobs,
        "locked": [_lock(dice, job["id"]) for job in jobs if dice.random() < 0.25],
        "weights": {
            "shortfall_vehicle_shift": dice.choice((1000, 30)),
            "late_day": dice.choice((100, 10)),
            "unplaced": dice.choice((5000, 150)),
            "early_day": dice.choice((1, 7)),
            "moved_locked": dice.choice((2000, 5)),
        },
    }


def _workshop(dice: random.Random, number: int) -> dict:
    hours = ["12:00", dice.choice(("16:00", "18:00"))]
    return {
        "id": f"W{number}",
        "bays": dice.choice((1, 1, 2)),
        "closed": [day(1)] if dice.random() < 0.1 else [],
        "open": {str(weekday): hours for weekday in range(7)},
    }


def _technicians(dice: random.Random, workshops: list[dict], days: int) -> list[dict]:
    return [
        {
            "id": f"{workshop['id']}T{number}",
            "workshop": workshop["id"],
            "skills": dice.choice((["a"], ["a", "b"], ["b"])),
            "absent": [day(dice.randrange(days))] if dice.random() < 0.2 else [],
        }
        for workshop in workshops
        for number in range(dice.choice((1, 2)))
    ]


def _minimum(dice: random.Random, shift: str) -> dict:
    vehicles = dice.choice((0, 1, 1, 2))
    return {
        "base": "N", "role": "response", "shift": shift, "weekdays": list(range(7)), "vehicles": vehicles,
    }  # fmt: skip


def _lock(dice: random.Random, job: str) -> dict:
    start = f"{day(0)}T{dice.choice((12, 12, 13, 14))}:00"
    return {"job": job, "workshop": "W0", "technician": "W0T0", "start": start}


def _job(dice: random.Random, number: int, vehicle: str, days: int) -> dict:
    due = dice.randrange(-1, days + 1)
    return {
        "id": f"J{number}",
        "vehicle": vehicle,
        "task": "t",
        "minutes": dice.choice((60, 120, 180, 240)),
        "skill": dice.choice(("a", "a", "b", "")),
        "earliest": day(dice.choice((0, 0, 1))),
        "due": day(due),
        "hard": dice.random() < 0.2 and due >= 0,
        "parts_ready": day(0),
    }


def optimum(raw: dict) -> float | None:
    """The least objective of any lawful plan; None when there is none."""
    groups: list[list[dict]] = []
    for job in raw["jobs"]:
        partner = next(
            (
                g
                for g in groups
                if any(
                    o["id"] in job.get("together_with", ()) or job["id"] in o.get("together_with", ())
                    for o in g
                )
            ),
            None,
        )
        if partner:
            partner.append(job)
        else:
            groups.append([job])
    best: list[float | None] = [None]
    ways = [
        sorted(((_own(raw, rows), rows) for rows in _ways(raw, group)), key=lambda w: w[0])
        for group in groups
    ]

    def walk(number: int, rows: list[dict], out: list[str], cost: float) -> None:
        if best[0] is not None and cost >= best[0]:
            return  # cover and broken promises only add to it
        if number == len(groups):
            unplaced = [{"job": job, "reason": ""} for job in out]
            verdict = verify.check(raw, {"assignments": rows, "unplaced": unplaced})
            if not verdict.breaches and (best[0] is None or verdict.objective < best[0]):
                best[0] = verdict.objective
            return
        for own, more in ways[number]:
            if not _clash(rows, more):
                walk(number + 1, rows + more, out, cost + own)
        left = [job["id"] for job in groups[number]]
        walk(number + 1, rows, [*out, *left], cost + len(left) * raw["weights"]["unplaced"])

    walk(0, [], [], 0)
    return best[0]


def _own(raw: dict, rows: list[dict]) -> float:
    """Early and late days of placed jobs, by the file format."""
    due = {job["id"]: date.fromisoformat(job["due"]) for job in raw["jobs"]}
    days = [(date.fromisoformat(row["start"][:10]) - due[row["job"]]).days for row in rows]
    return sum(
        raw["weights"]["late_day"] * max(0, d) + raw["weights"]["early_day"] * max(0, -d) for d in days
    )


def _together(a: dict, b: dict) -> bool:
    return a["id"] in b.get("together_with", ()) or b["id"] in a.get("together_with", ())


def _clash(rows: list[dict], more: list[dict]) -> bool:
    return any(
        a["start"] < b["end"]
        and b["start"] < a["end"]
        and ((a["workshop"], a["bay"]) == (b["workshop"], b["bay"]) or a["technician"] == b["technician"])
        for a in rows
        for b in more
    )


def _ways(raw: dict, jobs: list[dict]):
    for workshop in raw["workshops"]:
        team = [t for t in raw["technicians"] if t["workshop"] == workshop["id"]]
        for number in range(raw["days"]):
            for hour in range(12, 18):
                for bay in range(1, workshop["bays"] + 1):
                    for order in permutations(jobs):
                        yield from _staffed(workshop, team, number, hour, bay, order)


def _staffed(workshop, team, number, hour, bay, order):
    """Every choice of fit technicians for one start; what is rarely unlawful is left to the verifier."""
    moment = datetime.combine(START + timedelta(days=number), datetime.min.time()) + timedelta(hours=hour)
    plans = [[]]
    for job in order:
        end = moment + timedelta(minutes=job["minutes"])
        if end.hour + end.minute / 60 > int(workshop["open"]["0"][1][:2]) or end.date() != moment.date():
            return
        if moment.date().isoformat() < job["earliest"] or (
            job["hard"] and moment.date().isoformat() > job["due"]
        ):
            return
        able = [
            t["id"]
            for t in team
            if (not job["skill"] or job["skill"] in t["skills"])
            and moment.date().isoformat() not in t["absent"]
        ]
        plans = [
            [
                *plan,
                {
                    "job": job["id"],
                    "workshop": workshop["id"],
                    "bay": bay,
                    "technician": name,
                    "start": moment.isoformat(timespec="minutes"),
                    "end": end.isoformat(timespec="minutes"),
                },
            ]
            for plan in plans
            for name in able
        ]
        moment = end
    yield from plans
