"""How good the forecast would have been: known series, cut off 180 days before what happened.

A case is a whole contract: spend of every month, its ceiling and its end. Where the ceiling was really
reached, the forecast made at least ``lead`` days before must say that it will be; where it was not, the
forecast made as long before the end must be silent.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from ..money import Pence
from .forecast import TooShort, at, crossing, next_month, project

LEAD = 180  # days: goal G-C5


class Case(NamedTuple):
    """A contract whose whole life is known. ``end`` is its last day."""

    name: str
    spend: Sequence[Pence]
    first_month: date
    ceiling: Pence
    end: date


class Outcome(NamedTuple):
    """One case judged. ``error``: days the expected date was late (+) or early (−), where both crossed."""

    name: str
    crossed: date | None
    warned: date | None
    inside: bool  # the spend of the lead months lay in the 80 % interval
    error: int | None


class Score(NamedTuple):
    """Shares are 0 to 1; None where no case could show it."""

    cases: int
    hit_rate: float | None  # warned, of those that crossed
    false_alarms: float | None  # warned, of those that did not
    coverage: float | None
    median_error: float | None  # days, without sign
    unjudged: int  # too short to forecast at that date


def crossed_on(case: Case) -> date | None:
    """The day on which the spend of ``case`` reached its ceiling, if before its end."""
    total = 0
    for place, amount in enumerate(case.spend):
        month = next_month(case.first_month, place)
        if month > case.end:
            break
        if total + amount >= case.ceiling:
            days = (next_month(month) - month).days
            return min(case.end, month + timedelta(days=int(days * (case.ceiling - total) / amount)))
        total += amount
    return None


def judge(case: Case, lead: int = LEAD) -> Outcome | None:
    """The outcome for ``case``; None when there was too little history ``lead`` days before."""
    crossed = crossed_on(case)
    cut = (crossed or case.end) - timedelta(days=lead)
    known = _months_before(case, cut)
    forecast = project(case.spend[:known], case.first_month) if known > 0 else TooShort(0)
    if isinstance(forecast, TooShort):
        return None
    expected = crossing(forecast, case.ceiling).expected
    warned = expected if expected and expected <= case.end else None
    horizon = min(len(case.spend), known + round(lead / 30.4))
    span = at(forecast, next_month(case.first_month, horizon) - timedelta(days=1))
    inside = span.low <= sum(case.spend[:horizon]) <= span.high
    return Outcome(
        case.name, crossed, warned, inside, (warned - crossed).days if warned and crossed else None
    )


def _months_before(case, day):
    """Full months of the case that were over on ``day``."""
    months = (day.year - case.first_month.year) * 12 + day.month - case.first_month.month
    return max(0, min(months, len(case.spend)))


def score(cases: Iterable[Case], lead: int = LEAD) -> tuple[Score, list[Outcome]]:
    """All cases judged, and the shares over them."""
    judged = [judge(case, lead) for case in cases]
    known = [outcome for outcome in judged if outcome]
    crossed = [outcome for outcome in known if outcome.crossed]
    quiet = [outcome for outcome in known if not outcome.crossed]
    errors = [abs(outcome.error) for outcome in crossed if outcome.error is not None]
    result = Score(
        cases=len(known),
        hit_rate=_share(o.warned for o in crossed),
        false_alarms=_share(o.warned for o in quiet),
        coverage=_share(o.inside for o in known),
        median_error=median(errors) if errors else None,
        unjudged=len(judged) - len(known),
    )
    return result, known


def _share(flags):
    found = [bool(flag) for flag in flags]
    return sum(found) / len(found) if found else None
