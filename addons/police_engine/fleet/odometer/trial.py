"""Run the ledger over a corpus and count: typos caught, true readings blocked or queried for nothing.

Caught: not counted when it came. Blocked: a true reading refused, or one that still does not count when
``_LATER`` more readings of its vehicle have come, so that it would be lost without a person's help.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from .corpus import Vehicle
from .ledger import Ledger
from .readings import Verdict

_LATER = 3


class Score(NamedTuple):
    """Shares are of 1. ``missed``: kinds of the typos not caught."""

    typos: int
    caught: float
    guessed: float  # of the typos caught: what was meant was named, to the mile
    true: int
    blocked: int
    queried: float  # of the true readings: queried at first
    missed: dict[str, int]
    worst: int  # miles by which a counted total was ever wrong


def score(vehicles: Iterable[Vehicle]) -> Score:
    """The counts over all vehicles."""
    counts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    worst = 0
    for vehicle in vehicles:
        worst = max(worst, _one(vehicle, counts, missed))
    typos, caught = counts["typo"], counts["caught"]
    return Score(
        typos,
        caught / max(1, typos),
        counts["guessed"] / max(1, caught),
        counts["true"],
        counts["blocked"],
        counts["queried"] / max(1, counts["true"]),
        dict(missed),
        worst,
    )


def _one(vehicle: Vehicle, counts: Counter, missed: Counter) -> int:
    ledger, waiting = Ledger(vehicle.off_road), []
    for number, case in enumerate(vehicle.cases):
        for on in [day for day in vehicle.dials if day <= case.reading.on]:
            ledger.new_dial(on, vehicle.dials.pop(on))
        judgement = ledger.enter(case.reading, case.reading.on)
        counted = judgement.verdict in (Verdict.ACCEPT, Verdict.DUPLICATE)
        if case.slip:
            meant = judgement.likely == case.shown
            counts.update(typo=1, caught=int(not counted), guessed=int(not counted and meant))
            if counted:
                missed[case.slip] += 1
            continue
        counts.update(true=1, queried=int(not counted), blocked=int(judgement.verdict is Verdict.REFUSE))
        waiting.append((number, case.reading))
    late = {reading for number, reading in waiting if number < len(vehicle.cases) - _LATER}
    counts["blocked"] += len(late & {reading for reading, _ in ledger.queried})
    truth = {case.reading: case.truth for case in vehicle.cases if not case.slip}
    steps = [(e.total, truth[e.reading]) for e in ledger.counted if e.reading in truth]
    return max((abs(total - true) for total, true in steps), default=0)
