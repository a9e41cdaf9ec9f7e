"""Make the best plan that the time allows: search and bound side by side, on two cores.

The bound needs OR-Tools. Without it the search still makes a lawful plan and the simple bound is reported.
"""

import multiprocessing
import time
from typing import Any, NamedTuple

from . import greedy
from .bound import Bound, Plan
from .document import plan_document
from .guide import Guide
from .instance import Instance
from .relax import relaxations
from .search import Search
from .timeline import Timeline

GOOD_ENOUGH = 0.001  # a gap at which more searching is not worth a manager's minute
_PATIENCE = 5.0  # seconds that the prover waits for the present plan before it uses the one it has
_CLOSING = 1.0  # seconds kept for writing down what was found
_LEAST = 0.5  # seconds at least for finding what could give way
_DIVE = 0.1  # of the time left, for packing the first plan that the bound suggests


class Result(NamedTuple):
    """``document``: the PLAN of the file format; ``lawful``: every hard job has a lawful place."""

    document: dict[str, Any]
    lawful: bool
    timeline: Timeline


def plan(instance: Instance, seconds: float = 60, method: str = "optimal", parallel: bool = True) -> Result:
    """Plan with ``optimal`` or ``greedy``. ``parallel``: prove the bound in a second process meanwhile."""
    began = time.monotonic()
    ends = began + seconds
    if method == "greedy":
        timeline = greedy.plan(instance)
        return _result(timeline, Bound(instance, _as_lawful_as_can_be(timeline)).simple(), ends)
    until = began + max(0.3, seconds * 0.96 - _CLOSING)
    search = Search(instance)
    search.build()
    improve = _side_by_side if parallel else _in_turn
    return _result(search.timeline, improve(instance, search, began, until), ends)


def _in_turn(instance: Instance, search: Search, began: float, until: float) -> float:
    """Prove, search as the proof advises, then prove more of the plan found. Returns the bound."""
    bound = Bound(instance, _as_lawful_as_can_be(search.timeline))
    third = (until - began) / 3
    search.run(began + third / 2)
    plan_now = Plan.of(search.timeline)
    told: list[Guide] = []
    values = bound.improve(until, lambda: plan_now, told.append)
    best = bound.simple()
    for value in values:
        best = max(best, value)
        if told or time.monotonic() > began + 2 * third:
            break
    if told:
        search.follow(told[-1], time.monotonic() + _DIVE * third)
    search.run(until - third)
    plan_now = Plan.of(search.timeline)
    return max([best, *values])


def _side_by_side(instance: Instance, search: Search, began: float, until: float) -> float:
    """Search here, prove in a second process, until the clock or until they meet. Returns the bound."""
    prover = _Prover(instance, search.timeline, until)
    try:
        search.run(until, listen=prover.exchange)
        return prover.best.value
    finally:
        prover.stop()


def _result(timeline: Timeline, bound: float, ends: float) -> Result:
    give_way = relaxations(timeline, max(ends, time.monotonic() + _LEAST))
    return Result(plan_document(timeline, bound, give_way), _lawful(timeline), timeline)


def _lawful(timeline: Timeline) -> bool:
    return not any(visit.must and visit.id not in timeline.placed for visit in timeline.instance.visits)


def _as_lawful_as_can_be(timeline: Timeline) -> bool:
    """Whether only visits are missing that the law wants but that have no lawful day at all."""
    missing = (v for v in timeline.instance.visits if v.must and v.id not in timeline.placed)
    return not any(greedy.days_by_cost(timeline, visit) for visit in missing)


class _Prover:
    """Runs the bound in a second process; :attr:`best` is the best bound proven so far."""

    def __init__(self, instance: Instance, timeline: Timeline, until: float):
        context = multiprocessing.get_context("fork")
        self.until, bound = until, Bound(instance, _as_lawful_as_can_be(timeline))
        first = Plan.of(timeline)
        self.best = context.Value("d", bound.simple())
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=_prove, args=(bound, until, first, self.best, far), daemon=True)
        self.process.start()

    def exchange(self, search: Search) -> bool:
        """Answer the prover when it asks for the plan; whether the plan is good enough to stop."""
        try:
            while self.pipe.poll():
                if (said := self.pipe.recv()) is None:
                    self.pipe.send(Plan.of(search.timeline))
                else:
                    search.follow(said, self._soon())
        except (EOFError, OSError):
            pass  # the prover has ended; its last bound stands
        objective = search.timeline.objective
        return objective - self.best.value <= GOOD_ENOUGH * max(1, objective)

    def _soon(self) -> float:
        return time.monotonic() + _DIVE * max(0.0, self.until - time.monotonic())

    def stop(self) -> None:
        """End the second process, whatever it is doing."""
        self.process.kill()
        self.process.join()


def _prove(bound: Bound, until: float, first: Plan, best, pipe) -> None:
    latest = [first]

    def plan_now() -> Plan:
        pipe.send(None)
        if pipe.poll(_PATIENCE):
            latest[0] = pipe.recv()
        return latest[0]

    for value in bound.improve(until, plan_now, pipe.send):
        best.value = max(best.value, value)
