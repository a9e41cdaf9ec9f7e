"""Unsocial hours allowance: 10 % of the hourly rate for each full hour from 20:00 to 06:00 (Annex U)."""

from datetime import datetime, timedelta

from ..money import Pence, half_up


def unsocial_amount(annual: Pence, full_hours: int, hour: tuple[int, int] = (6, 125200)) -> Pence:
    """Allowance for whole unsocial hours at annual x 6/125200 each, rounded once, halves up.

    >>> unsocial_amount(50256_00, 8)
    1927
    """
    return half_up(annual * hour[0] * full_hours, hour[1])


def full_unsocial_hours(start: datetime, end: datetime, from_hour: int = 20, to_hour: int = 6) -> int:
    """Full hours of a duty that lie between 20:00 and 06:00, each night's stretch counted whole.

    >>> full_unsocial_hours(datetime(2026, 9, 1, 22), datetime(2026, 9, 2, 7))
    8
    """
    total = 0
    evening = datetime(start.year, start.month, start.day, from_hour) - timedelta(days=1)
    length = timedelta(hours=(to_hour - from_hour) % 24)
    while evening < end:
        overlap = min(end, evening + length) - max(start, evening)
        total += max(0, int(overlap.total_seconds()) // 3600)
        evening += timedelta(days=1)
    return total
