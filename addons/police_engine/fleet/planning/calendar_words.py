"""Days of a plan in words, as they are said in Britain: ``Saturday 12 December 2026``."""

from datetime import date, timedelta

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def day_words(start: date, number: int) -> str:
    """``Saturday 12 December 2026`` for day ``number`` of a plan that begins on ``start``."""
    day = start + timedelta(days=number)
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def span_words(start: date, first: int, last: int) -> str:
    """``3 to 5 June 2027``; one day when both are the same."""
    if first == last:
        return day_words(start, first)
    a, b = start + timedelta(days=first), start + timedelta(days=last)
    month = "" if (a.year, a.month) == (b.year, b.month) else f" {_MONTHS[a.month - 1]}"
    year = "" if a.year == b.year else f" {a.year}"
    return f"{a.day}{month}{year} to {b.day} {_MONTHS[b.month - 1]} {b.year}"


def clock(minute: int) -> str:
    """``07:30`` for a minute of the day or of the horizon."""
    return f"{minute % 1440 // 60:02d}:{minute % 60:02d}"


def spans(days: list[int]) -> list[tuple[int, int]]:
    """Runs of days that follow each other: ``[1, 2, 3, 7]`` -> ``[(1, 3), (7, 7)]``."""
    result: list[tuple[int, int]] = []
    for day in days:
        if result and result[-1][1] + 1 == day:
            result[-1] = (result[-1][0], day)
        else:
            result.append((day, day))
    return result
