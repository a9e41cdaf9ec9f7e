"""How far each calendar month usually lies above or below the year's average."""

from collections.abc import Sequence
from statistics import fmean, median

_YEAR = 12


def season_of(series: Sequence[float], first_month: int) -> tuple[float, ...] | None:
    """Twelve factors, January first, with an average of 1; None when the series cannot show them.

    Ratio of each month to the centred average of the twelve months around it, the median over the years,
    drawn towards 1 when few years speak for it (one year: half way, two years: two thirds).
    ``first_month`` is the calendar month (1 to 12) of ``series[0]``.
    """
    ratios: list[list[float]] = [[] for _month in range(_YEAR)]
    for place in range(_YEAR // 2, len(series) - _YEAR // 2):
        around = series[place - 6 : place + 7]
        centre = (sum(around) - (around[0] + around[-1]) / 2) / _YEAR
        if centre > 0:
            ratios[(first_month - 1 + place) % _YEAR].append(series[place] / centre)
    if not all(ratios):
        return None
    factors = [1 + (median(found) - 1) * len(found) / (len(found) + 1) for found in ratios]
    # A month in which nothing is ever spent would divide by nothing: leave it a twentieth.
    factors = [max(0.05, factor) for factor in factors]
    average = fmean(factors)
    return tuple(factor / average for factor in factors)
