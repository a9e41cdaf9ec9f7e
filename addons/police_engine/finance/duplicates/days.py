"""How two invoice dates relate."""

from collections.abc import Iterator
from datetime import date, timedelta


def mistyped(one: date, other: date) -> bool:
    """Day and month swapped, another year, or the digits of the day transposed."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return one != other
    if (one.day, one.month) == (other.day, other.month):
        return one.year != other.year
    same_month = (one.month, one.year) == (other.month, other.year)
    return same_month and one.day != other.day and f"{one.day:02d}" == f"{other.day:02d}"[::-1]


def variants(day: date, near: int) -> Iterator[date]:
    """Dates that ``day`` may stand for: within ``near`` days, or a slip of the keys away."""
    for step in range(-near, near + 1):
        yield day + timedelta(days=step)
    for year, month, number in (
        (day.year, day.day, day.month),
        (day.year - 1, day.month, day.day),
        (day.year + 1, day.month, day.day),
        (day.year, day.month, int(f"{day.day:02d}"[::-1])),
    ):
        try:
            yield date(year, month, number)
        except ValueError:
            continue


def words(one: date, other: date) -> str:
    """For a reason: ``same date`` or ``dates 03/09/2026 and 09/03/2026``."""
    if one == other:
        return "same date"
    return f"dates {one:%d/%m/%Y} and {other:%d/%m/%Y}"
