"""Calendar arithmetic of intervals. Pure: no database, no Odoo."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """Same day ``months`` later; the last day of the month when there is no such day.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
