"""All work of a few whole days as one exact program for CP-SAT: starts, bays, technicians, cover, promises.

Used two ways: to improve a plan (what is outside the days stays as it is) and, with the prices of
``blocks`` as the cost of being elsewhere, to bound from below what any plan can make of those days.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .instance import Job, Visit
from .timeline import MOST_JOBS, Placement, Timeline

SCALE = 100  # costs in whole hundredths


class _Stay(NamedTuple):
    """A visit in one workshop on one day, in one order of its jobs."""

    visit: Visit
    workshop: str
    day: int
    jobs: tuple[Job, ...]
    present: Any
    start: Any


class Solved(NamedTuple):
    """Placements by visit id (None: none found), a lower bound of its cost, whether it is settled."""

    places: dict[int, Placement] | None
    bound: float
    finished: bool


class Window:
    """The program for ``days``. ``timeline`` must have nothing of ``visits`` and nothing else on those days.

    ``elsewhere``: what each visit costs when it is not done in the window, by visit id; those in ``must``
    cannot be left out. ``days_of`` narrows the days of a visit. ``counts``: whether a shift instance is the
    window's concern. ``below``: round costs down, so that the program's bound is one of the true costs.
    """

    def __init__(
        self,
        timeline: Timeline,
        days: list[int],
        visits: list[Visit],
        elsewhere: Mapping[int, float],
        *,
        days_of: Mapping[int, list[int]] | None = None,
        must: frozenset[int] | set[int] = frozenset(),
        counts: Callable[[int], bool] = lambda _: True,
        below: bool = False,
    ):
        from ortools.sat.python import cp_model

        self.api, self.model = cp_model, cp_model.CpModel()
        self.timeline, self.instance, self.days = timeline, timeline.instance, days
        self.visits, self.elsewhere = visits, elsewhere
        self.days_of, self.must, self.counts, self.below = days_of, must, counts, below
        self.stays: list[_Stay] = []
        self.outs: dict[int, Any] = {}
        self.technicians: list[tuple[_Stay, Job, str, Any]] = []
        self.cost: list[Any] = []
        self.constant = 0
        self.away = defaultdict(list)  # vehicle -> intervals, travel included
        self.fixed = defaultdict(set)  # vehicle -> (from, to) of its visits outside the window that are near
        self.bays, self.hands = (
            defaultdict(list),
            defaultdict(list),
        )  # (workshop, day) / technician, day -> intervals
        self.missing = defaultdict(
            lambda: defaultdict(list)
        )  # (group, shift instance) -> vehicle -> literals
        for visit in visits:
            self._visit(visit)
        self._capacity()
        self._cover()
        self.model.Minimize(sum(self.cost) + self.constant)

    # -- one visit ---------------------------------------------------------------------------------

    def _visit(self, visit: Visit) -> None:
        model, price, choices = self.model, math.inf, []
        if visit.id not in self.must:
            out, price = model.NewBoolVar(""), self._scaled(self.elsewhere[visit.id])
            self.cost.append(price * out)
            self.outs[visit.id] = out
            choices.append(out)
        last = visit.last_day if visit.last_day is not None else self.instance.days
        for day in self.days if self.days_of is None else self.days_of[visit.id]:
            if not visit.ready <= day <= last or any(a <= day <= b for a, b in visit.vehicle.off_road):
                continue
            cost = self._scaled(self.timeline.day_cost(visit, day))
            if cost >= price:
                continue
            for workshop in self.instance.workshops:
                for stay in self._stays(visit, workshop, day):
                    choices.append(stay.present)
                    self.cost.append(cost * stay.present)
                    self.stays.append(stay)
                    self._promises(stay)
        model.AddExactlyOne(choices)

    def _stays(self, visit: Visit, workshop: str, day: int):
        shop = self.timeline.shops.get((workshop, day))
        if shop is None or not shop.names or shop.closes - shop.opens < visit.minutes:
            return
        if not all(not job.skill or job.skill in shop.skills for job in visit.jobs):
            return
        travel = self.instance.travel_minutes(visit.vehicle.base, workshop)
        busy = [
            (a, b)
            for a, b in self.timeline.away[visit.vehicle.id]
            if a < shop.closes + travel and b > shop.opens - travel
        ]
        # a bound must not forget an order; where there are too many, order and staff are left open instead
        loose = self.below and len(visit.jobs) > MOST_JOBS
        for jobs in [visit.jobs] if loose else self.timeline.orders(visit):
            present = self.model.NewBoolVar("")
            start = self.model.NewIntVar(shop.opens, shop.closes - visit.minutes, "")
            stay = _Stay(visit, workshop, day, jobs, present, start)
            interval = self.model.NewOptionalFixedSizeIntervalVar(start, visit.minutes, present, "")
            self.bays[workshop, day].append((interval, visit.minutes, present))
            trip = self.model.NewOptionalFixedSizeIntervalVar(
                start - travel, visit.minutes + 2 * travel, present, ""
            )
            self.away[visit.vehicle.id].append(trip)
            self.fixed[visit.vehicle.id].update(busy)
            if not loose:
                self._staff(stay, shop)
            self._misses(stay, travel, shop)
            yield stay

    def _staff(self, stay: _Stay, shop) -> None:
        offset = 0
        for job in stay.jobs:
            chosen = []
            for name, skills in zip(shop.names, shop.known, strict=True):
                if job.skill and job.skill not in skills:
                    continue
                taken = self.model.NewBoolVar("")
                interval = self.model.NewOptionalFixedSizeIntervalVar(
                    stay.start + offset, job.minutes, taken, ""
                )
                self.hands[name, stay.day].append((interval, job.minutes, taken))
                self.technicians.append((stay, job, name, taken))
                chosen.append(taken)
            self.model.Add(sum(chosen) == stay.present)
            offset += job.minutes

    def _misses(self, stay: _Stay, travel: int, shop) -> None:
        """A literal for every shift with a minimum that this stay may touch."""
        visit, timeline = stay.visit, self.timeline
        group = (visit.vehicle.base, visit.vehicle.role)
        needs, gone = timeline.required.get(group), timeline.absent[visit.vehicle.id]
        if not needs:
            return
        for index in timeline.overlapping(shop.opens - travel, shop.closes + travel):
            if index not in needs or index in gone or not self.counts(index):
                continue
            first, last = timeline.shift_times[index]
            latest = first - travel - visit.minutes  # a start up to here is over before the shift
            soonest = last + travel
            if latest < shop.opens and soonest > shop.closes - visit.minutes:
                self.missing[group, index][visit.vehicle.id].append(stay.present)
                continue
            touched = self.model.NewBoolVar("")
            self.missing[group, index][visit.vehicle.id].append(touched)
            spared = self.api.Domain.FromIntervals([[shop.opens, latest], [soonest, shop.closes]])
            self.model.AddLinearExpressionInDomain(stay.start, spared).OnlyEnforceIf(
                stay.present, touched.Not()
            )

    def _promises(self, stay: _Stay) -> None:
        offset = 0
        if self.below and len(stay.jobs) > MOST_JOBS:
            return  # in some order they may all be kept
        for job in stay.jobs:
            lock = self.instance.locks.get(job.id)
            if lock:
                moved = self._scaled(self.instance.weights["moved_locked"])
                at = lock.start - offset
                shop = self.timeline.shops[stay.workshop, stay.day]
                self.cost.append(moved * stay.present)
                if lock.workshop == stay.workshop and shop.opens <= at <= shop.closes - stay.visit.minutes:
                    kept = self.model.NewBoolVar("")
                    self.model.AddImplication(kept, stay.present)
                    self.model.Add(stay.start == at).OnlyEnforceIf(kept)
                    self.cost.append(-moved * kept)
            offset += job.minutes

    # -- what they share ---------------------------------------------------------------------------

    def _capacity(self) -> None:
        for (workshop, day), entries in self.bays.items():
            shop = self.timeline.shops[workshop, day]
            self.model.AddCumulative(
                [interval for interval, _, _ in entries], [1] * len(entries), len(shop.bays)
            )
            self.model.Add(sum(m * p for _, m, p in entries) <= len(shop.bays) * (shop.closes - shop.opens))
        for (name, day), entries in self.hands.items():
            shop = self.timeline.shops[self.instance.technicians[name].workshop, day]
            self.model.AddNoOverlap([interval for interval, _, _ in entries])
            self.model.Add(sum(m * p for _, m, p in entries) <= shop.closes - shop.opens)
        for vehicle, intervals in self.away.items():
            intervals += [
                self.model.NewFixedSizeIntervalVar(a, b - a, "") for a, b in sorted(self.fixed[vehicle])
            ]
            if len(intervals) > 1:
                self.model.AddNoOverlap(intervals)

    def _cover(self) -> None:
        timeline = self.timeline
        weight = self._scaled(self.instance.weights["shortfall_vehicle_shift"])
        for (group, index), by_vehicle in self.missing.items():
            present = timeline.present[group][index]
            for need in timeline.required[group][index]:
                slack = max(0, present - need)
                if len(by_vehicle) <= slack:
                    continue
                over = self.model.NewIntVar(0, len(by_vehicle), "")
                self.model.Add(
                    sum(self._gone(group, index, v, ls) for v, ls in by_vehicle.items()) <= slack + over
                )
                self.cost.append(weight * over)

    def _gone(self, group, index, vehicle: str, literals: list[Any]):
        if len(literals) == 1:
            return literals[0]
        gone = self.model.NewBoolVar("")
        for literal in literals:
            self.model.AddImplication(literal, gone)
        return gone

    def _scaled(self, cost: float) -> int:
        return math.floor(cost * SCALE + 1e-6) if self.below else round(cost * SCALE)

    # -- solving -----------------------------------------------------------------------------------

    def hint(self, places: dict[int, Placement]) -> None:
        """Start from these placements."""
        for visit_id, out in self.outs.items():
            self.model.AddHint(out, visit_id not in places or places[visit_id].day not in self.days)
        for stay in self.stays:
            place = places.get(stay.visit.id)
            here = bool(place) and (place.workshop, place.day, place.jobs) == (
                stay.workshop,
                stay.day,
                stay.jobs,
            )
            self.model.AddHint(stay.present, here)
            if here:
                self.model.AddHint(stay.start, place.start)
        for stay, job, name, taken in self.technicians:
            place = places.get(stay.visit.id)
            here = bool(place) and (place.workshop, place.day, place.jobs) == (
                stay.workshop,
                stay.day,
                stay.jobs,
            )
            self.model.AddHint(taken, here and place.technicians[place.jobs.index(job)] == name)

    def solve(self, seconds: float, workers: int = 1, seed: int = 0) -> Solved:
        """Run CP-SAT for so long at most."""
        solver = self.api.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.random_seed = seed
        status = solver.Solve(self.model)
        found = status in (self.api.OPTIMAL, self.api.FEASIBLE)
        finished = status in (self.api.OPTIMAL, self.api.INFEASIBLE)
        bound = math.inf if status == self.api.INFEASIBLE else solver.BestObjectiveBound() / SCALE
        return Solved(self._placements(solver) if found else None, bound, finished)

    def _placements(self, solver) -> dict[int, Placement]:
        team = defaultdict(dict)
        for stay, job, name, taken in self.technicians:
            if solver.BooleanValue(taken):
                team[stay.visit.id][job.id] = name
        chosen = sorted(
            ((solver.Value(stay.start), stay) for stay in self.stays if solver.BooleanValue(stay.present)),
            key=lambda pair: (pair[0], pair[1].visit.id),
        )
        free_from: dict[tuple[str, int], list[int]] = {}
        result = {}
        for start, stay in chosen:
            shop = self.timeline.shops[stay.workshop, stay.day]
            bays = free_from.setdefault((stay.workshop, stay.day), [shop.opens] * len(shop.bays))
            bay = next(number for number, free in enumerate(bays) if free <= start)
            bays[bay] = start + stay.visit.minutes
            travel = self.instance.travel_minutes(stay.visit.vehicle.base, stay.workshop)
            result[stay.visit.id] = Placement(
                stay.visit.id,
                stay.workshop,
                stay.day,
                start,
                start + stay.visit.minutes,
                bay,
                stay.jobs,
                tuple(team[stay.visit.id][job.id] for job in stay.jobs),
                self.timeline.overlapping(start - travel, start + stay.visit.minutes + travel),
                self.timeline.day_cost(stay.visit, stay.day)
                + self.timeline.moved_cost(stay.jobs, stay.workshop, start),
            )
        return result
