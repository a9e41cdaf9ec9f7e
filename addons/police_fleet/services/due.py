"""When a service falls due: by date, by distance, whichever comes first. Pure: no database, no Odoo."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

# A rate from fewer days than this says more about one journey than about the vehicle.
SHORTEST_SPAN_DAYS = 14


@dataclass(frozen=True)
class Due:
    """``on``: first day it is due; ``by``: 'date' or 'distance'; ``at``: odometer it is due at, or None."""

    on: date
    by: str
    at: int | None = None


def add_months(day: date, months: int) -> date:
    """Same day ``months`` later; the last day of the month when there is no such day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def daily_distance(readings: list[tuple[date, float]]) -> float:
    """Distance a day over ``readings`` (date, odometer) in order of date; 0 when too few to say."""
    if len(readings) < 2:
        return 0.0
    (first, start), (last, end) = readings[0], readings[-1]
    days = (last - first).days
    if days < SHORTEST_SPAN_DAYS or end <= start:
        return 0.0
    return (end - start) / days


def next_due(
    *, last_on: date, last_at: float, months: int, distance: int, today: date, now_at: float, per_day: float
) -> Due | None:
    """The next due date of one service, or None when the plan has no interval.

    By distance: the day the odometer reaches ``last_at + distance`` at ``per_day`` from ``now_at``
    today; today when it is reached already; never when the vehicle's use is not known.
    """
    by_date = Due(add_months(last_on, months), "date") if months else None
    by_distance = _by_distance(last_at + distance, today, now_at, per_day) if distance else None
    found = [due for due in (by_date, by_distance) if due]
    if not found:
        return Due(date.max, "distance", int(last_at + distance)) if distance else None
    first = min(found, key=lambda due: due.on)
    return Due(first.on, first.by, int(last_at + distance) if distance else None)


def _by_distance(target: float, today: date, now_at: float, per_day: float) -> Due | None:
    left = target - now_at
    if left <= 0:
        return Due(today, "distance")
    if per_day <= 0:
        return None
    return Due(today + timedelta(days=int(left / per_day)), "distance")
