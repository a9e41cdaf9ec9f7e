"""Checks on duty entries before anything is counted: every finding names person, rule and date."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ..exceptions import EngineError
from ..pay.scales import RANKS
from ..problems import Problem, Severity
from .clock import Moment, Span, day_of, moment, show
from .records import (
    DAY_KINDS,
    FREE_DAY,
    HOLIDAY,
    KINDS,
    LEAVE,
    PERSON_TYPES,
    RECALL,
    REST_DAY,
    ROSTERED,
    DutyEntry,
    ForceDay,
    PaidClaim,
)

ENTRY, OVERLAP, DUPLICATE = "duty_entry", "duty_overlap", "duty_duplicate"
NIGHTS = (("away_from_home", "nights_away"), ("hardship", "nights_hardship"))
LONGEST = 36 * 60  # minutes in one duty; beyond this it is a keying error


class Timed(NamedTuple):
    """An entry with its times as moments and the force's day it belongs to."""

    entry: DutyEntry
    day: date
    tour: Span | None
    worked: Span | None
    told: Moment | None
    on_call: Span | None
    reinstated: Moment | None


def problem(entry: DutyEntry, code: str, message: str, rule: str, on: date | None = None) -> Problem:
    """A blocking problem of an entry."""
    text = f"{entry.person}, {entry.reference}: {message}"
    return Problem(Severity.BLOCKING, code, text, entry.person, rule, on)


def timed(entry: DutyEntry, force: ForceDay) -> Timed:
    """Read the times of one entry; EngineError when they do not serve."""
    tour = _span(entry.rostered_start, entry.rostered_end, "rostered")
    worked = _span(entry.start, entry.end, "worked")
    on_call = _span(entry.on_call_from, entry.on_call_to, "on-call")
    first = tour or worked or on_call
    if first is None and entry.on is None:
        raise EngineError("give the times, or the date of an entry without times.")
    told = None if entry.told_at is None else moment(entry.told_at)
    reinstated = None if entry.reinstated_at is None else moment(entry.reinstated_at)
    day = day_of(first[0], force.starts_hour) if first else entry.on
    return Timed(entry, day, tour, worked, told, on_call, reinstated)


def _span(start, end, what: str) -> Span | None:
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise EngineError(f"the {what} time needs a start and an end.")
    span = moment(start), moment(end)
    if span[1] <= span[0]:
        raise EngineError(f"the {what} time ends at {end} before it starts at {start}.")
    if what != "on-call" and span[1] - span[0] > LONGEST:
        raise EngineError(f"the {what} time from {start} to {end} is longer than 36 hours.")
    return span


def entry_faults(item: Timed, days: Mapping[date, str]) -> list[Problem]:
    """What is wrong with an entry in itself or against the roster."""
    tests = (*_form_tests(item), *_notice_tests(item), *_roster_tests(item, days))
    return [problem(item.entry, code, text, ENTRY, item.day) for wrong, code, text in tests if wrong]


def _form_tests(item: Timed) -> tuple[tuple[bool, str, str], ...]:
    entry = item.entry
    least = min(
        entry.travel_minutes, entry.nights_away, entry.nights_hardship, entry.hours, entry.standby_sessions,
        entry.miles, entry.expenses,
    )  # fmt: skip
    acts = entry.acting_rank
    known = acts in RANKS and entry.rank in RANKS
    higher = not acts or (known and RANKS.index(acts) > RANKS.index(entry.rank))
    return (
        (entry.kind not in KINDS, "unknown_kind", f"{entry.kind!r} is not one of {', '.join(KINDS)}."),
        (
            entry.person_type not in PERSON_TYPES,
            "unknown_person_type",
            f"{entry.person_type!r} is not one of {', '.join(PERSON_TYPES)}.",
        ),
        (least < 0, "negative", "minutes, nights, sessions, miles and amounts may not be negative."),
        *_whose_tests(entry),
        (not higher, "not_higher", f"{acts!r} is not a rank above {entry.rank.replace('_', ' ')}."),
        (
            entry.kind == ROSTERED
            and bool(item.worked)
            and not item.tour
            and entry.person_type != "special",
            "no_roster",
            "a rostered duty needs its rostered start and end.",
        ),
        (
            entry.kind == RECALL and bool(item.tour),
            "recall_with_roster",
            "a recall lies between tours and has no rostered time.",
        ),
    )


def _whose_tests(entry: DutyEntry) -> tuple[tuple[bool, str, str], ...]:
    """What belongs to officers only, or to police staff only."""
    officer = entry.person_type == "officer"
    staff = entry.person_type in ("staff", "pcso")
    own = entry.nights_away or entry.nights_hardship or entry.on_call_from or entry.acting_rank
    return (
        (
            bool(own) and not officer,
            "not_officer",
            f"on-call, nights away and acting up are for officers, not for {entry.person_type}.",
        ),
        (
            bool(entry.standby_sessions) and not staff,
            "not_staff",
            "standby sessions are for police staff; officers have on-call times.",
        ),
    )


def _notice_tests(item: Timed) -> tuple[tuple[bool, str, str], ...]:
    entry, worked = item.entry, item.worked
    if not worked:
        return ()
    paid = entry.person_type != "special"
    extra = paid and entry.kind != ROSTERED and not (entry.kind == HOLIDAY and item.tour)
    officer = entry.person_type == "officer"
    untold = officer and entry.kind in (REST_DAY, LEAVE, FREE_DAY) and item.told is None
    return (
        (extra and not entry.authorised_by, "not_authorised", "say who authorised the duty."),
        (untold, "no_notice", "say when the person was told of the duty."),
        (
            item.told is not None and item.told > worked[1],
            "told_after",
            "told of the duty after it ended.",
        ),
    )


def _roster_tests(item: Timed, days: Mapping[date, str]) -> tuple[tuple[bool, str, str], ...]:
    given, kind = days.get(item.day), item.entry.kind
    if given is None:
        return ()
    differs = given in DAY_KINDS and kind not in (RECALL, given)
    return (
        (given not in DAY_KINDS, "unknown_day", f"the roster calls the day {given!r}."),
        (differs, "roster_differs", f"entered as {kind}, but the roster shows {given}."),
    )


def overlap_faults(items: Sequence[Timed]) -> list[Problem]:
    """Two duties at the same time, the same entry twice, or a recall that runs into the tour."""
    found = []
    worked = sorted((item for item in items if item.worked), key=lambda item: item.worked)
    for before, after in pairwise(worked):
        when = f"{show(after.worked[0])} to {show(after.worked[1])}"
        if after.worked[0] < before.worked[1]:
            text = f"{when} overlaps {before.entry.reference}: one duty is paid once."
            found.append(problem(after.entry, "overlapping_duty", text, OVERLAP, after.day))
        elif before.entry.kind == RECALL and after.entry.kind == ROSTERED and touches(before, after):
            text = "the recall runs into the tour: enter the tour as begun early."
            found.append(problem(before.entry, "recall_into_tour", text, OVERLAP, before.day))
    return found


def touches(before: Timed, after: Timed) -> bool:
    """One duty goes over into the next without a break."""
    return before.worked[1] == after.worked[0]


def allowance_days(item: Timed, force: ForceDay) -> list[tuple[str, date, date]]:
    """(code, first, last day) of the flat allowances an entry claims."""
    claims = []
    if item.on_call:
        start, end = item.on_call
        claims.append(("on_call", day_of(start, force.starts_hour), day_of(end - 1, force.starts_hour)))
    for code, name in NIGHTS:
        if nights := getattr(item.entry, name):
            claims.append((code, item.day, item.day + timedelta(days=nights - 1)))
    return claims


def duplicate_faults(items: Sequence[Timed], force: ForceDay, paid: Iterable[PaidClaim]) -> list[Problem]:
    """The same allowance on the same day twice, within the entries or against what was claimed before.

    Two separate stretches on call within one day are one day's allowance, not a duplicate.
    """
    found = []
    taken = {(c.code, day): c.reference for c in paid for day in days_between(c.date_from, c.date_to)}
    calls: list[Timed] = []
    for item in items:
        for code, first, last in allowance_days(item, force):
            before = next((taken[code, d] for d in days_between(first, last) if (code, d) in taken), None)
            if code == "on_call":
                clash = next((c for c in calls if spans_meet(c.on_call, item.on_call)), None)
                before = clash.entry.reference if clash else before
                calls.append(item)
            else:
                taken.update({(code, day): item.entry.reference for day in days_between(first, last)})
            if before:
                text = f"{code} of {first} to {last} is already claimed by {before}."
                found.append(problem(item.entry, "duplicate_allowance", text, DUPLICATE, first))
    return found


def spans_meet(one: Span, other: Span) -> bool:
    """True when two spans share a minute."""
    return one[0] < other[1] and other[0] < one[1]


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
