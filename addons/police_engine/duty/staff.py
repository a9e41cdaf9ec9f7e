"""Police staff: weekend and holiday enhancements of contracted hours, additional hours, standby, call-outs.

The Police Staff Council handbook leaves much to local agreements; its figures are marked accordingly.
Time counts in completed quarters of an hour.
"""

from datetime import date
from decimal import Decimal

from ..pay.context import Figure
from .checks import Timed
from .clock import Span, day_start, local, week_of
from .compensate import Book, Facts
from .pieces import Piece
from .records import HOLIDAY, RECALL, ROSTERED

TYPES = ("staff", "pcso")
ENHANCEMENT, STANDBY = "police/pay/staff_enhancement", "police/pay/standby"
SATURDAY, SUNDAY = 5, 6


def assess(book: Book, items: list[Timed]) -> None:
    """Every duty of police staff in order of time."""
    contracted: dict[date, int] = {}
    for item in sorted((i for i in items if i.worked), key=lambda i: i.worked):
        law = book.rules.at(ENHANCEMENT, item.day)
        tour = _tour(item)
        week = week_of(item.day, book.force.week_starts)
        if tour:
            contracted[week] = contracted.get(week, 0) + tour[1] - tour[0]
            _enhance(book, item, tour)
        for span in _extra(item, tour):
            minutes = span[1] - span[0]
            if item.entry.kind == RECALL:
                minutes = max(minutes, law["callout_minimum_minutes"])
            plain = _plain(item, law["part_time_week_minutes"], contracted.get(week, 0), minutes)
            contracted[week] = contracted.get(week, 0) + minutes
            _overtime(book, item, span, minutes, plain)
    for item in items:
        if item.entry.standby_sessions:
            _standby(book, item)


def _tour(item: Timed) -> Span | None:
    """The contracted part of the time worked."""
    if not item.tour or item.entry.kind not in (ROSTERED, HOLIDAY):
        return None
    start, end = max(item.worked[0], item.tour[0]), min(item.worked[1], item.tour[1])
    return (start, end) if end > start else None


def _extra(item: Timed, tour: Span | None) -> list[Span]:
    """What was worked besides, before and after."""
    start, end = item.worked
    if tour is None:
        return [(start, end)]
    return [span for span in ((start, tour[0]), (tour[1], end)) if span[1] > span[0]]


def _enhance(book: Book, item: Timed, tour: Span) -> None:
    if item.entry.kind == HOLIDAY:
        _earn(book, item, "staff_holiday_worked", tour, tour[1] - tour[0], item.day)
        return
    for day, span in _calendar_days(tour):
        code = {SATURDAY: "weekend_saturday", SUNDAY: "weekend_sunday"}.get(day.weekday())
        if code:
            _earn(book, item, code, span, span[1] - span[0], day)


def _calendar_days(span: Span) -> list[tuple[date, Span]]:
    """Staff's days run from midnight."""
    start, end, found = *span, []
    while start < end:
        day = local(start).date()
        until = min(end, day_start(date.fromordinal(day.toordinal() + 1), 0))
        found.append((day, (start, until)))
        start = until
    return found


def _plain(item: Timed, week_minutes: int, so_far: int, minutes: int) -> int:
    """A part-timer's minutes up to full-time hours in the week, at plain time."""
    if item.entry.hours * 60 >= week_minutes * 100:
        return 0
    return max(0, min(minutes, week_minutes - max(so_far, item.entry.hours * 60 // 100)))


def _overtime(book: Book, item: Timed, span: Span, minutes: int, plain: int) -> None:
    day = local(span[0]).date()
    double = item.entry.kind == HOLIDAY or day.weekday() == SUNDAY
    if plain:
        _earn(book, item, "staff_overtime_plain", span, plain, day)
    if minutes > plain:
        code = "staff_overtime_double" if double else "staff_overtime_half"
        _earn(book, item, code, span, minutes - plain, day)


def _earn(book: Book, item: Timed, code: str, span: Span, minutes: int, day: date) -> None:
    piece = Piece(item, item.entry.kind, day, span)
    facts: Facts = (*book.facts(piece), ("Minutes counted", str(minutes)))
    if code.startswith("staff_overtime"):
        book.earn(piece, code, minutes // 15, facts)
    else:
        book.pay_quarters(piece, code, minutes // 15, facts)


def _standby(book: Book, item: Timed) -> None:
    """Sessions; the amount may be unknown, then the force's own approved figure prices them."""
    law = book.rules.at(STANDBY, item.day)
    sessions = item.entry.standby_sessions
    facts = (("Date", f"{item.day:%-d %B %Y}"), ("Sessions", str(sessions)))
    figure = Figure(None, f"{law.source}#per_unit", (), TYPES)
    book.add(item, "standby", Decimal(sessions), item.day, facts, figure)
