"""What a contract will have cost, month by month, and when its ceiling is reached, from real spend.

Pure arithmetic over posted spend per month in pence; nothing here pays or refuses anything, so estimates
are floats inside and whole pence outside. The method is chosen by how well it would have done on the
contract's own past:

* spend that comes in lumps (quarterly bills) is added up to blocks that are mostly not empty;
* blocks far from the median are drawn in (three scaled median absolute deviations), so that one
  exceptional bill does not become a run rate;
* candidates (average of a year, average of the recent past, Theil–Sen trend, each with and without a
  calendar-month season once there are two years) are tried from earlier dates, and the smallest median
  error over the following months wins; the simplest wins a tie;
* the 80 % interval is the noise of a month over the horizon and of the level itself, widened when the
  trials were further off than that.

    forecast = project(history, first_month, spent)        # Forecast, or TooShort
    crossing(forecast, ceiling, committed)                 # Crossing(expected, earliest, latest)
    at(forecast, end)                                      # Range(expected, low, high), total spent by then
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, median
from typing import NamedTuple

from ..money import Pence
from .seasons import season_of

LEAST_MONTHS = 3
SEASON_MONTHS = 24
HORIZON = 48
_BLOCKS = (1, 2, 3, 4, 6, 12)
_FULL = 0.9  # share of blocks with spend from which a block size will do
_Z80 = 1.2816  # 80 % of a normal distribution lies within this many standard deviations
_MAD = 1.4826  # a normal distribution's standard deviation in median absolute deviations
_DAMPING = 0.97  # a trend loses this much of itself every month ahead: few go on for ever
_TRIAL = 6  # months that a trial looks ahead: about the 180 days that the register warns before
_YEAR = 12


class TooShort(NamedTuple):
    """``months`` of history where ``needed`` are: no figure is better than a wrong one."""

    months: int
    needed: int = LEAST_MONTHS


class MonthAhead(NamedTuple):
    """A month to come: spend in it, and total spent by its end, with the 80 % interval of the total."""

    month: date
    expected: Pence
    total: Pence
    low: Pence
    high: Pence


class Forecast(NamedTuple):
    """``monthly``: run rate a month now. ``spent``: total on the day it was made (``as_of``)."""

    as_of: date
    spent: Pence
    monthly: Pence
    method: str  # average | recent | trend
    seasonal: bool
    block: int  # months added up because spend comes in lumps
    months: int  # full months of history used
    path: tuple[MonthAhead, ...]


class Range(NamedTuple):
    """An estimate with its 80 % interval."""

    expected: Pence
    low: Pence
    high: Pence


class Crossing(NamedTuple):
    """Days on which a ceiling is reached: as expected, at the high and at the low end; None: not in sight."""

    expected: date | None
    earliest: date | None
    latest: date | None


class _Fit(NamedTuple):
    level: float  # a month
    slope: float  # change a month each month
    sigma: float  # of one month
    blocks: int
    block: int


def next_month(day: date, months: int = 1) -> date:
    """First day of the month ``months`` after that of ``day``."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def project(
    history: Sequence[Pence],
    first_month: date,
    spent: Pence | None = None,
    *,
    as_of: date | None = None,
    this_month: Pence = 0,
    horizon: int = HORIZON,
) -> Forecast | TooShort:
    """Forecast from full months of ``history``, the first of them ``first_month``.

    ``spent``: everything posted until ``as_of`` (default: the sum of the history and ``this_month``);
    ``this_month``: what is posted already in the month of ``as_of``, which is not over yet.
    Months before the first spend do not count. :class:`TooShort` below three months.
    """
    lead = next((i for i, amount in enumerate(history) if amount), len(history))
    series = [float(amount) for amount in history[lead:]]
    start = next_month(first_month, lead)
    if len(series) < LEAST_MONTHS:
        return TooShort(len(series))
    now = next_month(start, len(series))
    spent = sum(history) + this_month if spent is None else spent
    method, factors, fit, widen = _choose(series, start)
    path = _path(fit, factors, now, spent, this_month, widen, horizon)
    return Forecast(
        as_of or now,
        spent,
        round(max(0.0, fit.level)),
        method,
        factors is not None,
        fit.block,
        len(series),
        path,
    )


# -- choosing --------------------------------------------------------------------------------


def _choose(series, start):
    """(method, factors by calendar month or None, fit, widening) that did best on the contract's own past."""
    options = [(method, False) for method in ("average", "recent", "trend")]
    if len(series) >= SEASON_MONTHS:
        options += [(method, True) for method in ("average", "trend")]
    trials = {option: _trial_errors(series, start, *option) for option in options}
    known = {option: errors for option, errors in trials.items() if errors}
    best = (
        min(known, key=lambda o: (round(median(map(abs, known[o])), 2), options.index(o)))
        if known
        else options[0]
    )
    method, seasonal = best
    factors, fit = _fitted(series, start, method, seasonal)
    return method, factors, fit, _widening(known.get(best, ()), fit)


def _trial_errors(series, start, method, seasonal):
    """Errors of the total over the next months, forecast from earlier ends of the series."""
    ahead = min(_TRIAL, len(series) // 3)
    least = SEASON_MONTHS if seasonal else max(2 * LEAST_MONTHS, ahead)
    errors = []
    for end in range(max(least, len(series) - ahead - _YEAR), len(series) - ahead + 1):
        past = series[:end]
        if not any(past):
            continue
        factors, fit = _fitted(past, start, method, seasonal)
        now = next_month(start, end)
        guess = sum(_month(fit, factors, next_month(now, i), i + 1) for i in range(ahead))
        errors.append(sum(series[end : end + ahead]) - guess)
    return errors


def _widening(errors, fit):
    """How much wider the interval must be for four of five trials to have lain in it; at least 1."""
    if len(errors) < 4 or not fit.sigma:
        return 1.0
    ordered = sorted(map(abs, errors))
    reach = ordered[min(len(ordered) - 1, round(0.8 * (len(ordered) - 1)))]
    return min(4.0, max(1.0, reach / _reach(fit, _TRIAL)))


# -- fitting ---------------------------------------------------------------------------------


def _fitted(series, start, method, seasonal):
    factors = season_of(series, start.month) if seasonal else None
    if factors:
        flat = [amount / factors[(start.month - 1 + i) % 12] for i, amount in enumerate(series)]
    else:
        flat = series
    block = _block(flat)
    totals = drawn_in(_blocks(flat, block))
    monthly = [total / block for total in totals]
    return factors, _fit(monthly, block, method)


def _block(series):
    """Smallest number of months to add up so that most of the sums are not empty."""
    fitting = [size for size in _BLOCKS if len(series) // size >= LEAST_MONTHS] or [1]
    for size in fitting:
        sums = _blocks(series, size)
        if sum(1 for total in sums if total) >= _FULL * len(sums):
            return size
    return fitting[-1]


def _blocks(series, size):
    """Sums of ``size`` months each, counted from the end; an incomplete first one is left out."""
    offset = len(series) % size
    return [sum(series[i : i + size]) for i in range(offset, len(series), size)]


def drawn_in(values: Sequence[float]) -> list[float]:
    """``values`` with those further than three scaled deviations from the median drawn in to there."""
    if len(values) < 5:
        return list(values)
    centre = median(values)
    reach = 3 * _MAD * median(abs(value - centre) for value in values)
    if not reach:
        return list(values)
    return [min(max(value, centre - reach), centre + reach) for value in values]


def _fit(monthly, block, method):
    year = max(LEAST_MONTHS, _YEAR // block)
    if method == "recent":
        used, slope = monthly[-max(LEAST_MONTHS, 4 // block) :], 0.0
    elif method == "trend":
        used = monthly[-2 * year :]
        slope = _slope(used)
    else:
        used, slope = monthly[-year:], 0.0
    middle = (len(used) - 1) / 2
    residuals = [value - slope * (place - middle) for place, value in enumerate(used)]
    level = fmean(residuals)
    sigma = _sigma([residual - level for residual in residuals]) * sqrt(block)
    # The level is that of the middle of what was used; a trend carries it to the end of the series.
    return _Fit(level + slope * (middle + 0.5), slope / block, sigma, len(used), block)


def _slope(values):
    """Median of all pairwise slopes (Theil–Sen): a third of the values may be wrong without harm."""
    pairs = [
        (values[later] - values[earlier]) / (later - earlier)
        for earlier in range(len(values))
        for later in range(earlier + 1, len(values))
    ]
    return median(pairs) if pairs else 0.0


def _sigma(residuals):
    """Standard deviation: the larger of the robust one and the ordinary one of what was drawn in."""
    ordinary = sqrt(sum(r * r for r in residuals) / max(1, len(residuals) - 1))
    return max(ordinary, _MAD * median(map(abs, residuals)))


# -- looking ahead ---------------------------------------------------------------------------


def _month(fit, factors, month, ahead):
    """Expected spend of the ``ahead``-th month, which is ``month``."""
    damped = fit.slope * (1 - _DAMPING**ahead) / (1 - _DAMPING)
    return max(0.0, fit.level + damped) * (factors[month.month - 1] if factors else 1.0)


def _spread(fit, ahead):
    """Standard deviation of the total of ``ahead`` months: noise of each, and of the level itself."""
    return sqrt(ahead * fit.sigma**2 + (ahead * fit.sigma) ** 2 / max(1, fit.blocks * fit.block))


def _reach(fit, ahead):
    """Half the 80 % interval of that total: Student's t, approximated, because few blocks know little."""
    degrees = max(1, fit.blocks - 1)
    return _Z80 * (1 + (_Z80**2 + 1) / (4 * degrees)) * _spread(fit, ahead)


def _path(fit, factors, now, spent, this_month, widen, horizon):
    total, path = float(spent), []
    for ahead in range(1, horizon + 1):
        month = next_month(now, ahead - 1)
        expected = _month(fit, factors, month, ahead)
        if ahead == 1:  # part of it is posted already
            expected = max(0.0, expected - this_month)
        total += expected
        reach = widen * _reach(fit, ahead)
        low = max(float(spent), total - reach)
        path.append(MonthAhead(month, round(expected), round(total), round(low), round(total + reach)))
    return tuple(path)


def crossing(forecast: Forecast, ceiling: Pence, committed: Pence = 0) -> Crossing:
    """When the total reaches ``ceiling``. ``committed`` (ordered, not invoiced) is owed whatever the run
    rate says: when it fills the ceiling already, that day is today."""
    if forecast.spent + committed >= ceiling:
        return Crossing(forecast.as_of, forecast.as_of, forecast.as_of)
    return Crossing(
        _day(forecast, ceiling, "total"), _day(forecast, ceiling, "high"), _day(forecast, ceiling, "low")
    )


def _day(forecast, ceiling, name):
    before = forecast.spent
    for step in forecast.path:
        after = getattr(step, name)
        if after >= ceiling:
            first = max(step.month, forecast.as_of)
            days = (next_month(step.month) - first).days
            share = (ceiling - before) / (after - before) if after > before else 0
            return first + timedelta(days=min(days - 1, max(0, int(days * share))))
        before = after
    return None


def at(forecast: Forecast, end: date) -> Range:
    """Total spent by the close of ``end``, the last month in proportion to its days.

    A day before ``as_of`` gives what is spent; one beyond the path the end of the path.
    """
    before = Range(forecast.spent, forecast.spent, forecast.spent)
    for step in forecast.path:
        if step.month > end:
            break
        after = Range(step.total, step.low, step.high)
        following = next_month(step.month)
        if following > end:
            first = max(step.month, forecast.as_of)
            share = min(1.0, max(0.0, ((end - first).days + 1) / max(1, (following - first).days)))
            return Range(*(round(b + (a - b) * share) for b, a in zip(before, after, strict=True)))
        before = after
    return before
