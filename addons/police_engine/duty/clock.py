"""Wall clock and elapsed time in Europe/London. A moment is whole minutes since 1970 in UTC.

Duty is paid for time that passed: the night the clocks go back has one hour more. A day begins at the
hour fixed by the chief officer (Police Regulations 2003 reg 3: "day").
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ..exceptions import InvalidRecord

LONDON = ZoneInfo("Europe/London")
Moment = int
Span = tuple[Moment, Moment]
_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(value: datetime) -> Moment:
    """A time as minutes since 1970. InvalidRecord for part minutes and for wall-clock times that do not
    exist or happen twice.

    >>> moment(datetime(2026, 1, 1, 12)) - moment(datetime(2026, 1, 1, 11, 30))
    30
    """
    if value.second or value.microsecond:
        raise InvalidRecord(f"{value} is not a whole minute.")
    if value.tzinfo is None:
        value = _placed(value)
    return (value - _EPOCH) // _MINUTE


@lru_cache(maxsize=65536)
def _placed(value: datetime) -> datetime:
    """A naive time in London. (Aware times are not kept: those of the repeated hour compare equal.)"""
    first, second = value.replace(tzinfo=LONDON, fold=0), value.replace(tzinfo=LONDON, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == value.replace(fold=0):
        raise InvalidRecord(f"{value} happens twice, the clocks go back: give the offset (+01:00 or +00:00).")
    raise InvalidRecord(f"{value} does not exist, the clocks go forward.")


@lru_cache(maxsize=65536)
def local(at: Moment) -> datetime:
    """The wall-clock time of a moment."""
    return datetime.fromtimestamp(at * 60, LONDON)


@lru_cache(maxsize=65536)
def show(at: Moment) -> str:
    """'Sun 25 Oct 2026 01:30 BST'."""
    return f"{local(at):%a %-d %b %Y %H:%M %Z}"


@lru_cache(maxsize=65536)
def day_of(at: Moment, starts_hour: int) -> date:
    """The force's day a moment belongs to."""
    clock = local(at)
    return clock.date() if clock.hour >= starts_hour else clock.date() - timedelta(days=1)


@lru_cache(maxsize=8192)
def day_start(day: date, starts_hour: int) -> Moment:
    """The moment at which a force's day begins."""
    return moment(datetime(day.year, day.month, day.day, starts_hour))


def week_of(day: date, week_starts: int) -> date:
    """First day of the week, whose weekday the chief officer fixes (Monday is 0)."""
    return day - timedelta(days=(day.weekday() - week_starts) % 7)


def by_day(span: Span, starts_hour: int) -> list[tuple[date, Span]]:
    """A span cut at the force's day boundaries."""
    start, end = span
    pieces = []
    while start < end:
        day = day_of(start, starts_hour)
        until = min(end, day_start(day + timedelta(days=1), starts_hour))
        pieces.append((day, (start, until)))
        start = until
    return pieces


def joined(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def full_night_hours(span: Span, from_hour: int, to_hour: int) -> list[tuple[date, int]]:
    """(evening, full hours) of each night's stretch of a span between ``from_hour`` and ``to_hour``."""
    start, end = span
    evening = local(start).date() - timedelta(days=1)
    found = []
    while day_start(evening, from_hour) < end:
        until = day_start(evening + timedelta(days=1), to_hour)
        hours = (min(end, until) - max(start, day_start(evening, from_hour))) // 60
        if hours > 0:
            found.append((evening, hours))
        evening += timedelta(days=1)
    return found
