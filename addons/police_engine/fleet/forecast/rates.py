"""How fast a meter runs: a vehicle's own rate, the fleet's months, and how wrong such rates have been.

What has been measured longest ago counts least. How fast it is forgotten is not assumed: the fleet's own
past is forecast from further back, and the memory that would have erred least is taken. The errors of that
trial are the error bars.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple

MEMORIES = (25, 50, 90, 150, 300)  # days in which what was measured loses half its weight
HORIZONS = (14, 30, 60, 90, 135, 180)  # days ahead at which errors are kept
_TRIALS = (60, 120, 180)  # days before the last reading from which the past is forecast
_PRIOR = 4.0  # days of a vehicle's own use that weigh as much as what its role does
_SEASONS = 330  # days of past from which months can be told apart
_MOST, _LEAST = 1.3, 0.75  # a month's use against the year's
_STANDS = 0.1  # share of the usual use below which a vehicle stands
_SIDE, _AFTER, _CLEAR = 6, 24, 4.0  # spans each side, days after, and standard errors of a clear change
_FAR = 1500  # days that are looked ahead at most
_NINETY = (0.05, 0.95)

Steps = list[tuple[int, int, float]]  # (from day, to day, gone), days as ordinals


class Outlook(NamedTuple):
    """Of one kind of meter over the fleet. ``errors``: horizon -> sorted ratios of truth to forecast."""

    today: int
    memory: int
    months: dict[int, float]
    roles: dict[str, float]
    errors: dict[int, list[float]]
    ahead: list[float]  # use from today to each day ahead, in days of the year's mean


def steps(readings: Sequence[tuple[date, float]], until: int) -> Steps:
    """Spans between readings up to a day."""
    days = [(on.toordinal(), total) for on, total in readings if on.toordinal() <= until]
    return [(a[0], b[0], b[1] - a[1]) for a, b in pairwise(days) if b[0] > a[0]]


def driven(spans: Steps) -> Steps:
    """Without the spells in which the vehicle stood: most vehicles will not stand before their next task."""
    days = sum(last - first for first, last, _ in spans)
    least = _STANDS * sum(amount for _, _, amount in spans) / days if days else 0.0
    return [span for span in spans if span[2] >= least * (span[1] - span[0])]


def since_change(spans: Steps) -> Steps:
    """Only what came after the last clear change of use, such as a posting to another base."""
    if len(spans) < 2 * _SIDE:
        return spans
    days, gone = [0], [0.0]
    for first, last, amount in spans:
        days.append(days[-1] + last - first)
        gone.append(gone[-1] + amount)
    mean = gone[-1] / days[-1]
    noise = 1.4826 * median(abs(a - mean * (b - f)) / math.sqrt(b - f) for f, b, a in spans) or 1e-9
    best, place = _CLEAR, 0
    for k in range(_SIDE, len(spans) - _SIDE + 1):
        before, after = days[k], days[-1] - days[k]
        if after < _AFTER:
            break
        differs = abs(gone[k] / before - (gone[-1] - gone[k]) / after)
        if (clear := differs / (noise * math.sqrt(1 / before + 1 / after))) > best:
            best, place = clear, k
    return spans[place:]


def evident(spans: Steps) -> Steps:
    """The spans that tell how the vehicle will be used."""
    return since_change(driven(spans))


def rate(spans: Steps, now: int, memory: int, months: dict[int, float], prior: float | None) -> float | None:
    """Use a day in a month of mean use, the recent past weighing most; ``prior`` weighs as a few days."""
    weight, gone = (_PRIOR, _PRIOR * prior) if prior is not None else (0.0, 0.0)
    for first, last, amount in spans:
        share = 0.5 ** ((now - last) / memory)
        weight += share * (last - first) * months.get(_month((first + last) // 2), 1.0)
        gone += share * amount
    return gone / weight if weight else None


def outlook(fleet: Sequence[tuple[str, Sequence[tuple[date, float]]]], today: date) -> Outlook:
    """Learn from the whole fleet: (role, readings) of each vehicle."""
    now = today.toordinal()
    spans = [(role, steps(readings, now)) for role, readings in fleet]
    months = _months([driven(s) for _, s in spans])
    memory, errors = _trial(spans, now, months)
    roles = _roles([(role, evident(own)) for role, own in spans], now, memory, months)
    ahead, total = [0.0], 0.0
    for day in range(now + 1, now + 1 + _FAR):
        total += months.get(_month(day), 1.0)
        ahead.append(total)
    return Outlook(now, memory, months, roles, errors, ahead)


def days_until(view: Outlook, per_day: float, amount: float) -> int | None:
    """Days from today in which so much will be used; None when it is too far off to say."""
    if amount <= 0:
        return 0
    if per_day <= 0 or amount / per_day > view.ahead[-1]:
        return None
    return bisect_left(view.ahead, amount / per_day)


def spread(view: Outlook, days: int) -> tuple[float, float]:
    """(slow, fast): factors of use between which nine of ten vehicles stay over so many days."""
    horizon = min((h for h in view.errors if view.errors[h]), key=lambda h: abs(h - days), default=None)
    if horizon is None:
        return 0.5, 2.0
    ratios = view.errors[horizon]
    low, high = (ratios[min(len(ratios) - 1, int(share * len(ratios)))] for share in _NINETY)
    return min(low, 0.98), max(high, 1.02)


def _month(day: int) -> int:
    return date.fromordinal(day).month


def _months(fleet: list[Steps]) -> dict[int, float]:
    """Each month's use against the year's; every vehicle weighs alike. Empty where the past is too short."""
    if not fleet or max((s[-1][1] - s[0][0] for s in fleet if s), default=0) < _SEASONS:
        return {}
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for spans in fleet:
        days = sum(last - first for first, last, _ in spans)
        mean = sum(amount for _, _, amount in spans) / days if days else 0.0
        for first, last, amount in spans if mean > 0 else ():
            entry = sums[_month((first + last) // 2)]
            entry[0] += amount / mean
            entry[1] += last - first
    if len(sums) < 11:
        return {}
    factors = {month: amount / days for month, (amount, days) in sums.items()}
    mean = fmean(factors.values())
    return {month: min(_MOST, max(_LEAST, factor / mean)) for month, factor in factors.items()}


def _roles(spans, now: int, memory: int, months) -> dict[str, float]:
    """The median rate of each role, and of all under ''."""
    by_role = defaultdict(list)
    for role, own in spans:
        if (found := rate(own, now, memory, months, None)) is not None:
            by_role[role].append(found)
            by_role[""].append(found)
    return {role: median(found) for role, found in by_role.items()}


def _trial(spans, now: int, months) -> tuple[int, dict[int, list[float]]]:
    """The memory that would have erred least, and how much it would have erred at each horizon."""
    known = {
        now - back: [(role, evident([s for s in own if s[1] <= now - back])) for role, own in spans]
        for back in _TRIALS
    }
    best: tuple[float, int, dict[int, list[float]]] | None = None
    for memory in MEMORIES:
        errors: dict[int, list[float]] = {horizon: [] for horizon in HORIZONS}
        for then, past in known.items():
            roles = _roles(past, then, memory, months)
            for (role, mine), (_, own) in zip(past, spans, strict=True):
                _errors(errors, mine, own, then, rate(mine, then, memory, months, roles.get(role)), months)
        sizes = [abs(math.log(max(0.05, ratio))) for ratios in errors.values() for ratio in ratios]
        score = median(sizes) if sizes else math.inf
        if best is None or score < best[0]:
            best = score, memory, errors
    return best[1], {horizon: sorted(ratios) for horizon, ratios in best[2].items()}


def _errors(errors, past: Steps, own: Steps, then: int, per_day: float | None, months) -> None:
    """Add truth / forecast at each horizon that has been reached."""
    if not past or not per_day:
        return
    gone = expected = 0.0
    start, waiting = past[-1][1], list(HORIZONS)
    for first, last, amount in own:
        if first < start:
            continue
        gone += amount
        expected += per_day * (last - first) * months.get(_month((first + last) // 2), 1.0)
        while waiting and last - then >= waiting[0]:
            errors[waiting.pop(0)].append(gone / expected)
