"""Make the best plan that the time allows: search and bound side by side, on two cores.

The bound needs OR-Tools. Without it the search still makes a lawful plan and the simple bound is reported.
"""

import multiprocessing
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from . import greedy
from .bound import Bound
from .document import plan_document
from .instance import Instance
from .relax import relaxations
from .search import Search
from .timeline import Timeline

GOOD_ENOUGH = 0.002  # a gap at which more searching is not worth a manager's minute


class Result(NamedTuple):
    """``document`` is the PLAN of the file format; ``lawful`` is False when a hard job has no lawful place."""

    document: dict[str, Any]
    lawful: bool


def plan(instance: Instance, seconds: float = 60, method: str = "optimal", parallel: bool = True) -> Result:
    """Plan with ``optimal`` or ``greedy``. ``parallel``: use a second process for the bound."""
    if method == "greedy":
        return _result(greedy.plan(instance), None)
    until = time.monotonic() + max(1.0, seconds - 2)
    prover = _Prover(instance, until) if parallel else None
    search = Search(instance)
    search.build()
    search.run(until, good_enough=_close_to(prover))
    bound = prover.value() if prover else Bound(instance).solve(max(1.0, seconds / 3))
    return _result(search.timeline, bound)


def _close_to(prover: "_Prover | None") -> Callable[[int], bool]:
    if prover is None:
        return lambda _: False
    return lambda objective: objective - prover.value() <= GOOD_ENOUGH * max(1, objective)


def _result(timeline: Timeline, bound: float | None) -> Result:
    lawful = not any(visit.must and visit.id not in timeline.placed for visit in timeline.instance.visits)
    return Result(plan_document(timeline, bound, relaxations(timeline)), lawful)


class _Prover:
    """Runs the bound in a second process; :meth:`value` is the best bound proven so far."""

    def __init__(self, instance: Instance, until: float):
        context = multiprocessing.get_context("fork")
        self.best = context.Value("d", Bound(instance).simple())
        self.process = context.Process(target=_prove, args=(instance, until, self.best), daemon=True)
        self.process.start()

    def value(self) -> float:
        return self.best.value

    def stop(self) -> None:
        self.process.kill()
        self.process.join()


def _prove(instance: Instance, until: float, best) -> None:
    for value in Bound(instance).improve(until):
        best.value = max(best.value, value)
