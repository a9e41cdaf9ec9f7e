"""When an answer is due, by a promise given in clock hours or in working days.

Clock hours run day and night, because a person who was not paid eats at weekends too. Working days are
banking days of England and Wales; the answer is due at the end of the last one, by London time.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..adapters.bacs.calendar import is_banking_day

LONDON = ZoneInfo("Europe/London")
END_OF_DAY = time(17, 0)


def due_at(asked: datetime, amount: int, unit: str) -> datetime:
    """UTC moment (aware) by which an answer to a question asked at ``asked`` (aware) is due.

    ``unit``: 'hours' or 'working_days'. A question after 17:00 or on a day off counts from the next
    working day. Raises ValueError for another unit, an amount below one or a naive datetime.

    >>> due_at(datetime(2026, 9, 4, 12, 0, tzinfo=UTC), 2, "working_days").isoformat()
    '2026-09-08T16:00:00+00:00'
    """
    if asked.tzinfo is None:
        raise ValueError("The moment of asking needs a time zone.")
    if amount < 1:
        raise ValueError(f"A promise of {amount} {unit} cannot be kept; give at least one.")
    if unit == "hours":
        return (asked + timedelta(hours=amount)).astimezone(UTC)
    if unit != "working_days":
        raise ValueError(f"{unit!r} is no unit of a service level.")
    local = asked.astimezone(LONDON)
    day = local.date()
    if local.time() >= END_OF_DAY or not is_banking_day(day):
        day = _next_working_day(day)
    for _ in range(amount):
        day = _next_working_day(day)
    return datetime.combine(day, END_OF_DAY, LONDON).astimezone(UTC)


def _next_working_day(day):
    day += timedelta(days=1)
    while not is_banking_day(day):
        day += timedelta(days=1)
    return day
