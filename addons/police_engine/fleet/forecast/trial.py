"""Hold forecasts against lives whose future is known: how many due dates were within a week?"""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from .due import forecast
from .lives import TODAY, Life

AHEAD = 182  # days: the planner's horizon
SOON, LATER = 42, 56  # days: in six weeks a job is booked; what is due later is forecast anew every night
_WEEK = 7


class Score(NamedTuple):
    """Shares are of 1, of due dates that were forecast to within a week: truly due in ``SOON`` days, in
    ``LATER`` days, in ``AHEAD`` days; ``used``: those by distance or hours only. ``inside``: within the error
    bars. ``bias``: mean days too late."""

    seconds: float
    soon_dates: int
    soon: float
    soon_used: float
    later: float
    dates: int
    all: float
    all_used: float
    inside: float
    bias: float


def score(lives: Sequence[Life]) -> Score:
    """Forecast today's tasks and compare those that truly fall due in the next 26 weeks."""
    tasks = [task for life in lives for task in life.tasks]
    began = time.perf_counter()
    found = forecast([life.history for life in lives], tasks, TODAY)
    seconds = time.perf_counter() - began
    truth = {task: due for life in lives for task, due in life.truth.items()}
    rows = []
    for answer in found:
        due = truth[answer.task]
        if due is None or not TODAY < due <= TODAY + timedelta(days=AHEAD):
            continue
        error = (answer.due - due).days if answer.due else AHEAD
        sure = answer.early is not None and answer.early <= due <= (answer.late or due)
        rows.append((answer.by, error, sure, (due - TODAY).days))
    used = [row for row in rows if row[0] != "days"]
    soon = [row for row in rows if row[3] <= SOON]
    return Score(
        seconds,
        len(soon),
        _share(soon),
        _share([row for row in used if row[3] <= SOON]),
        _share([row for row in rows if row[3] <= LATER]),
        len(rows),
        _share(rows),
        _share(used),
        sum(row[2] for row in used) / max(1, len(used)),
        sum(row[1] for row in used) / max(1, len(used)),
    )


def _share(rows) -> float:
    return sum(abs(row[1]) <= _WEEK for row in rows) / max(1, len(rows))
