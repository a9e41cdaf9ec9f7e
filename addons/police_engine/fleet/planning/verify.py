"""Check a plan against the raw JSON of its problem. Shares no code with the planners, on purpose.

``check(problem, plan)`` takes the two decoded JSON documents and answers the breaches in plain words and the
figures recounted from nothing but the rules of the file format.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

USUAL_WEIGHTS = {  # of the file format, for a problem that gives none
    "shortfall_vehicle_shift": 1000,
    "late_day": 100,
    "unplaced": 5000,
    "early_day": 1,
    "moved_locked": 2000,
}


class Verdict(NamedTuple):
    """``breaches`` empty: the plan keeps every rule. ``figures`` and ``objective`` are recounted."""

    breaches: list[str]
    figures: dict[str, int]
    objective: float


def check(problem: dict[str, Any], plan: dict[str, Any]) -> Verdict:
    """Every broken rule of ``plan``, and its true figures."""
    breaches: list[str] = []
    jobs = {job["id"]: job for job in problem["jobs"]}
    placed: dict[str, dict] = {}
    for row in plan["assignments"]:
        if row["job"] not in jobs:
            breaches.append(f"{row['job']}: no such job")
        elif row["job"] in placed:
            breaches.append(f"{row['job']}: placed twice")
        else:
            placed[row["job"]] = {
                **row,
                "from": datetime.fromisoformat(row["start"]),
                "to": datetime.fromisoformat(row["end"]),
            }
    for job_id, row in placed.items():
        breaches += _job(problem, jobs[job_id], row)
    breaches += _no_clash(placed.values(), "bay", lambda row: (row["workshop"], row["bay"]))
    breaches += _no_clash(placed.values(), "technician", lambda row: row["technician"])
    visits = _visits(jobs)
    breaches += _together(visits, placed)
    away, clash = _away(problem, jobs, visits, placed)
    breaches += clash
    for job in jobs.values():
        due = date.fromisoformat(job["due"])
        inside = _first(problem) <= due < _first(problem) + timedelta(days=problem["days"])
        if job.get("hard") and job["id"] not in placed and inside:
            breaches.append(f"{job['id']}: hard, due {due}, not placed")
    named = {row["job"] for row in plan.get("unplaced", ())}
    missing = set(jobs) - set(placed)
    if named != missing:
        breaches.append(f"the unplaced list differs from what is unplaced: {sorted(named ^ missing)[:5]}")
    figures = _figures(problem, jobs, placed, away)
    weights = USUAL_WEIGHTS | (problem.get("weights") or {})
    objective = (
        weights["shortfall_vehicle_shift"] * figures["shortfall_vehicle_shifts"]
        + weights["late_day"] * figures["late_days"]
        + weights["unplaced"] * len(missing)
        + weights["early_day"] * figures["early_days"]
        + weights["moved_locked"] * figures["moved"]
    )
    return Verdict(breaches, figures, objective)


def _first(problem) -> date:
    return date.fromisoformat(problem["start"])


def _at(day: date, clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return datetime(day.year, day.month, day.day) + timedelta(hours=int(hours), minutes=int(minutes))


def _job(problem, job, row) -> list[str]:
    """Rules that concern one placed job alone."""
    name, day, found = job["id"], row["from"].date(), []
    if row["to"] - row["from"] != timedelta(minutes=job["minutes"]):
        found.append(f"{name}: lasts {row['to'] - row['from']}, needs {job['minutes']} minutes")
    for key in ("earliest", "parts_ready"):
        if job.get(key) and row["from"] < _at(date.fromisoformat(job[key]), "00:00"):
            found.append(f"{name}: starts before {key} {job[key]}")
    if job.get("hard") and day > date.fromisoformat(job["due"]):
        found.append(f"{name}: hard and starts after its due day {job['due']}")
    if not _first(problem) <= day < _first(problem) + timedelta(days=problem["days"]):
        found.append(f"{name}: outside the horizon")
    workshop = next((w for w in problem["workshops"] if w["id"] == row["workshop"]), None)
    if workshop is None:
        return [*found, f"{name}: no such workshop {row['workshop']}"]
    times = (workshop.get("open") or {}).get(str(day.weekday()))
    if times is None or day.isoformat() in (workshop.get("closed") or ()):
        found.append(f"{name}: {workshop['id']} is shut on {day}")
    elif row["from"] < _at(day, times[0]) or row["to"] > _at(day, times[1]):
        found.append(f"{name}: outside the opening hours of {workshop['id']}")
    if not 1 <= row["bay"] <= workshop["bays"]:
        found.append(f"{name}: {workshop['id']} has no bay {row['bay']}")
    return found + _staff(problem, job, row)


def _staff(problem, job, row) -> list[str]:
    """The technician of one placed job."""
    name, day = job["id"], row["from"].date()
    technician = next((t for t in problem["technicians"] if t["id"] == row["technician"]), None)
    if technician is None or technician["workshop"] != row["workshop"]:
        return [f"{name}: technician {row['technician']} does not work at {row['workshop']}"]
    found = []
    if job.get("skill") and job["skill"] not in (technician.get("skills") or ()):
        found.append(f"{name}: {technician['id']} lacks the skill {job['skill']}")
    if day.isoformat() in (technician.get("absent") or ()):
        found.append(f"{name}: {technician['id']} is absent on {day}")
    return found


def _no_clash(rows, what, key) -> list[str]:
    by_key = defaultdict(list)
    for row in rows:
        by_key[key(row)].append(row)
    found = []
    for owner, group in by_key.items():
        group.sort(key=lambda row: row["from"])
        found += [
            f"{what} {owner}: {a['job']} and {b['job']} overlap"
            for a, b in pairwise(group)
            if b["from"] < a["to"]
        ]
    return found


def _visits(jobs) -> list[list[str]]:
    near = defaultdict(set)
    for job in jobs.values():
        for other in job.get("together_with") or ():
            near[job["id"]].add(other)
            near[other].add(job["id"])
    seen, groups = set(), []
    for job_id in jobs:
        if job_id in seen:
            continue
        group, stack = [], [job_id]
        seen.add(job_id)
        while stack:
            at = stack.pop()
            group.append(at)
            for other in near[at] - seen:
                seen.add(other)
                stack.append(other)
        groups.append(group)
    return groups


def _together(visits, placed) -> list[str]:
    found = []
    for group in visits:
        rows = sorted((placed[job] for job in group if job in placed), key=lambda row: row["from"])
        if rows and len(rows) != len(group):
            found.append(f"{group}: must be one visit, only part is placed")
        for a, b in pairwise(rows):
            if (a["workshop"], a["bay"], a["to"]) != (b["workshop"], b["bay"], b["from"]):
                found.append(f"{a['job']} and {b['job']}: not back to back in one bay")
    return found


def _away(problem, jobs, visits, placed):
    """vehicle -> [(from, to)] of visits with travel, then off-road days; and clashes found on the way."""
    vehicles = {vehicle["id"]: vehicle for vehicle in problem["vehicles"]}
    away, found = defaultdict(list), []
    for group in visits:
        rows = [placed[job] for job in group if job in placed]
        if not rows:
            continue
        vehicle = vehicles[jobs[group[0]]["vehicle"]]
        travel = timedelta(
            minutes=(problem.get("travel_minutes") or {}).get(vehicle["base"], {}).get(rows[0]["workshop"], 0)
        )
        start, end = min(row["from"] for row in rows), max(row["to"] for row in rows)
        for first, last in (vehicle.get("off_road") or ()):
            if start < _at(date.fromisoformat(last), "24:00") and end > _at(
                date.fromisoformat(first), "00:00"
            ):
                found.append(f"{group}: in the off-road days {first} to {last} of {vehicle['id']}")
        away[vehicle["id"]].append((start - travel, end + travel))
    for vehicle_id, spans in away.items():
        spans.sort()
        if any(b[0] < a[1] for a, b in pairwise(spans)):
            found.append(f"{vehicle_id}: two visits overlap, travel included")
    for vehicle in vehicles.values():
        for first, last in (vehicle.get("off_road") or ()):
            away[vehicle["id"]].append(
                (_at(date.fromisoformat(first), "00:00"), _at(date.fromisoformat(last), "24:00"))
            )
    return away, found


def _figures(problem, jobs, placed, away) -> dict[str, int]:
    late = early = 0
    for job_id, row in placed.items():
        days = (row["from"].date() - date.fromisoformat(jobs[job_id]["due"])).days
        late += max(0, days) if not jobs[job_id].get("hard") else 0
        early += max(0, -days)
    moved = 0
    for lock in (problem.get("locked") or ()):
        row = placed.get(lock["job"])
        moved += row is None or (row["workshop"], row["from"]) != (
            lock["workshop"],
            datetime.fromisoformat(lock["start"]),
        )
    return {
        "shortfall_vehicle_shifts": _shortfall(problem, away),
        "late_days": late,
        "early_days": early,
        "moved": moved,
    }


def _shortfall(problem, away) -> int:
    shifts = {shift["id"]: shift for shift in problem.get("shifts") or ()}
    fleet = defaultdict(list)
    for vehicle in problem["vehicles"]:
        fleet[vehicle["base"], vehicle["role"]].append(away.get(vehicle["id"], ()))
    total = 0
    for row in problem.get("minimum") or ():
        shift, spans = shifts[row["shift"]], fleet[row["base"], row["role"]]
        for number in range(problem["days"]):
            day = _first(problem) + timedelta(days=number)
            if day.weekday() not in row.get("weekdays", range(7)):
                continue
            start, end = _at(day, shift["from"]), _at(day, shift["to"])
            if end <= start:
                end += timedelta(days=1)
            present = sum(not any(a < end and b > start for a, b in of_one) for of_one in spans)
            total += max(0, row["vehicles"] - present)
    return total
