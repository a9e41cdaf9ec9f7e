"""Make the best plan that the time allows: search and bound side by side, on two cores.

The bound needs OR-Tools. Without it the search still makes a lawful plan and the simple bound is reported.
"""

import multiprocessing
import time
from typing import Any, NamedTuple

from . import greedy
from .bound import Bound, Plan
from .document import plan_document
from .instance import Instance
from .relax import relaxations
from .search import Search
from .timeline import Timeline

GOOD_ENOUGH = 0.001  # a gap at which more searching is not worth a manager's minute
_PATIENCE = 5.0  # seconds that the prover waits for the present plan before it uses the one it has
_SHARE = 0.5  # of the time for the search when there is one process only


class Result(NamedTuple):
    """``document``: the PLAN of the file format; ``lawful``: every hard job has a lawful place."""

    document: dict[str, Any]
    lawful: bool
    timeline: Timeline


def plan(instance: Instance, seconds: float = 60, method: str = "optimal", parallel: bool = True) -> Result:
    """Plan with ``optimal`` or ``greedy``. ``parallel``: prove the bound in a second process meanwhile."""
    began = time.monotonic()
    if method == "greedy":
        return _result(greedy.plan(instance), Bound(instance).simple())
    until = began + max(0.5, seconds * 0.96 - 1)
    search = Search(instance)
    search.build()
    improve = _side_by_side if parallel else _in_turn
    return _result(search.timeline, improve(instance, search, began, until))


def _in_turn(instance: Instance, search: Search, began: float, until: float) -> float:
    """Search, then prove. Returns the bound."""
    search.run(began + (until - began) * _SHARE)
    bound, plan_now = Bound(instance), Plan.of(search.timeline)
    return max([bound.simple(), *bound.improve(until, lambda: plan_now)])


def _side_by_side(instance: Instance, search: Search, began: float, until: float) -> float:
    """Search here, prove in a second process, until the clock or until they meet. Returns the bound."""
    prover = _Prover(instance, Plan.of(search.timeline), until)
    try:
        search.run(until, listen=prover.exchange)
        return prover.best.value
    finally:
        prover.stop()


def _result(timeline: Timeline, bound: float) -> Result:
    lawful = not any(visit.must and visit.id not in timeline.placed for visit in timeline.instance.visits)
    return Result(plan_document(timeline, bound, relaxations(timeline)), lawful, timeline)


class _Prover:
    """Runs the bound in a second process; :attr:`best` is the best bound proven so far."""

    def __init__(self, instance: Instance, first: Plan, until: float):
        context = multiprocessing.get_context("fork")
        bound = Bound(instance)
        self.best = context.Value("d", bound.simple())
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=_prove, args=(bound, until, first, self.best, far), daemon=True)
        self.process.start()

    def exchange(self, search: Search) -> bool:
        """Answer the prover when it asks for the plan; whether the plan is good enough to stop."""
        try:
            if self.pipe.poll():
                self.pipe.recv()
                self.pipe.send(Plan.of(search.timeline))
        except (EOFError, OSError):
            pass  # the prover has ended; its last bound stands
        objective = search.timeline.objective
        return objective - self.best.value <= GOOD_ENOUGH * max(1, objective)

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

    for value in bound.improve(until, plan_now):
        best.value = max(best.value, value)
