"""Cut duties into pieces that are each compensated by one rule (regs 25, 26 and 33).

A tour belongs to the day it starts on. Work after it, and any duty off the roster, belongs to the day
it falls in: a duty that runs into a rest day or a public holiday is paid by that day's rule from there.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ..params.loader import Period
from .checks import Timed
from .clock import Span, by_day, day_of
from .records import FREE_DAY, HOLIDAY, LEAVE, RECALL, REST_DAY, ROSTERED, ForceDay

ADVANCE, OVERRUN = "advance", "overrun"
TOUR = "tour"
OWN_RULE = (REST_DAY, HOLIDAY, FREE_DAY, LEAVE)


class Piece(NamedTuple):
    """A span of one entry under one rule: tour, advance, overrun, recall, rest_day, public_holiday,
    free_day or annual_leave. ``follows_tour``: it goes on from a tour without a break."""

    item: Timed
    rule: str
    day: date
    span: Span
    follows_tour: bool = False
    first: bool = True  # of the pieces of its entry that travel may count with

    @property
    def minutes(self) -> int:
        """Time that passed."""
        return self.span[1] - self.span[0]


def cut(items: list[Timed], days: Mapping[date, str], law: Period, force: ForceDay) -> list[Piece]:
    """All pieces of a person's duties, in order of time."""
    ordered = sorted((item for item in items if item.worked), key=lambda item: item.worked)
    pieces: list[Piece] = []
    previous: Timed | None = None
    for item in ordered:
        kind = item.entry.kind
        if kind == ROSTERED:
            pieces += _tour(item, previous, days, law, force)
        elif kind == LEAVE:
            pieces.append(Piece(item, LEAVE, item.day, item.worked))
        else:
            pieces += _off_roster(item, previous, days, force)
        previous = item
    return pieces


def _tour(
    item: Timed, previous: Timed | None, days: Mapping[date, str], law: Period, force: ForceDay
) -> list[Piece]:
    """A rostered tour: brought forward or not, and what was worked after it."""
    start, end = item.worked
    rostered_start, rostered_end = item.tour
    early = max(0, rostered_start - start)
    tour_ends = rostered_end - early
    pieces = []
    if early and advanced(item, previous, law, force):
        pieces.append(
            Piece(item, ADVANCE, day_of(start, force.starts_hour), (start, min(rostered_start, end)))
        )
    if end > start:
        pieces.append(Piece(item, TOUR, item.day, (start, min(end, max(tour_ends, start)))))
    overrun = max(tour_ends, rostered_start if pieces[0].rule == ADVANCE else start)
    if end > overrun:
        pieces += _after(item, (overrun, end), days, force)
    return pieces


def advanced(item: Timed, previous: Timed | None, law: Period, force: ForceDay) -> bool:
    """A start brought forward without due notice, on a day whose normal period was already worked."""
    start = item.worked[0]
    if item.told is None or start - item.told >= law["due_notice_minutes"]:
        return False
    if previous is None or previous.entry.kind != ROSTERED or previous.tour is None:
        return False
    same_day = previous.day == day_of(start, force.starts_hour)
    done = previous.worked[1] - previous.worked[0] >= previous.tour[1] - previous.tour[0]
    return same_day and done


def _after(item: Timed, span: Span, days: Mapping[date, str], force: ForceDay) -> list[Piece]:
    """Time after a tour, by the kind of day; ordinary days that touch make one stretch of overtime."""
    pieces: list[Piece] = []
    for day, part in by_day(span, force.starts_hour):
        kind = _kind(days, day)
        rule = kind if kind in OWN_RULE else OVERRUN
        if pieces and rule == OVERRUN == pieces[-1].rule:
            pieces[-1] = pieces[-1]._replace(span=(pieces[-1].span[0], part[1]))
        else:
            pieces.append(Piece(item, rule, day, part, follows_tour=True, first=False))
    return pieces


def _off_roster(
    item: Timed, previous: Timed | None, days: Mapping[date, str], force: ForceDay
) -> list[Piece]:
    """A recall or duty on a rest day, holiday or free day, cut at the day boundary."""
    entry = item.entry
    span, pieces = item.worked, []
    follows = bool(previous and previous.entry.kind == ROSTERED and previous.worked[1] == span[0])
    if entry.kind == HOLIDAY and item.tour:  # a tour rostered on the holiday belongs to it whole
        until = min(span[1], max(item.tour[1], item.tour[0]))
        pieces.append(Piece(item, HOLIDAY, item.day, (span[0], until)))
        span = (until, span[1])
    for day, part in by_day(span, force.starts_hour):
        kind = _kind(days, day)
        rule = kind if kind in OWN_RULE else RECALL
        if not pieces and entry.kind != RECALL:
            rule = entry.kind
        last = pieces[-1] if pieces else None
        if last and last.rule == rule and (rule == RECALL or last.day == day):
            pieces[-1] = last._replace(span=(last.span[0], part[1]))
        else:
            pieces.append(Piece(item, rule, day, part, follows and not pieces, not pieces))
    return pieces


def _kind(days: Mapping[date, str], day: date) -> str:
    return days.get(day, ROSTERED)


def roster_of(items: list[Timed], days: Mapping[date, str]) -> dict[date, str]:
    """The kind of every day known: the roster given, and the days of the entries themselves."""
    found = {item.day: item.entry.kind for item in items if item.entry.kind not in (RECALL, ROSTERED)}
    return {**found, **days}
