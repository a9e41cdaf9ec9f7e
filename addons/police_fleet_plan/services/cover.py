"""Where and when a plan leaves a base below its minimum, row by row: the sum is the verifier's shortfall."""

from collections import defaultdict
from datetime import date, datetime, timedelta


def shortfalls(problem, assignments):
    """``[(base, role, shift, day, vehicles lacking)]`` of a PLAN's rows under the raw problem."""
    away = _away(problem, assignments)
    fleet = defaultdict(list)
    for vehicle in problem["vehicles"]:
        fleet[vehicle["base"], vehicle["role"]].append(away[vehicle["id"]])
    shifts = {shift["id"]: shift for shift in problem["shifts"]}
    first, found = date.fromisoformat(problem["start"]), []
    for row in problem["minimum"]:
        spans = fleet[row["base"], row["role"]]
        for number in range(problem["days"]):
            day = first + timedelta(days=number)
            if day.weekday() in row["weekdays"]:
                lack = row["vehicles"] - _present(spans, *_shift_times(shifts[row["shift"]], day))
                if lack > 0:
                    found.append((row["base"], row["role"], row["shift"], day, lack))
    return found


def _present(fleet, start, end):
    return sum(not any(a < end and b > start for a, b in spans) for spans in fleet)


def _shift_times(shift, day):
    start, end = _at(day, shift["from"]), _at(day, shift["to"])
    return start, end if end > start else end + timedelta(days=1)


def _at(day, clock):
    hours, minutes = clock.split(":")
    return datetime(day.year, day.month, day.day) + timedelta(hours=int(hours), minutes=int(minutes))


def _away(problem, assignments):
    """vehicle -> [(from, to)]: its visits with travel, and its days off the road."""
    jobs = {job["id"]: job for job in problem["jobs"]}
    vehicles = {vehicle["id"]: vehicle for vehicle in problem["vehicles"]}
    found = defaultdict(list)
    for row in assignments:
        vehicle = vehicles[jobs[row["job"]]["vehicle"]]
        travel = timedelta(minutes=problem["travel_minutes"].get(vehicle["base"], {}).get(row["workshop"], 0))
        span = datetime.fromisoformat(row["start"]) - travel, datetime.fromisoformat(row["end"]) + travel
        found[vehicle["id"]].append(span)
    for vehicle in vehicles.values():
        for start, end in vehicle["off_road"]:
            span = _at(date.fromisoformat(start), "00:00"), _at(date.fromisoformat(end), "24:00")
            found[vehicle["id"]].append(span)
    return found
