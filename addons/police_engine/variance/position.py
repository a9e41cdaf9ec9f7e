"""From the job of one period to the job of the next, one dated change at a time.

A job in a period is a row of slices. Unpaid days and gaps are set aside first (the paid slices are
stretched over the whole period), then each change of rank, point, salary, hours or region is taken
up in date order, and last the days in pay.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from ..explain import day
from ..records import EmploymentSlice, PayPeriod

Slices = tuple[EmploymentSlice, ...]
_JOB = ("person_type", "rank", "scale", "pay_point", "annual_salary", "salary_source")
_HOURS = ("hours", "full_time_hours")
_REGION = ("region",)
_CENTRE = ("cost_centre",)


class Move(NamedTuple):
    """One step: the slices after it, and what changed."""

    kind: str
    label: str
    slices: Slices


def clipped(slices: Slices, period: PayPeriod) -> Slices:
    """The slices within the period."""
    return tuple(
        piece._replace(date_from=max(piece.date_from, period.start), date_to=min(piece.date_to, period.end))
        for piece in slices
        if piece.date_from <= period.end and piece.date_to >= period.start
    )


def covering(slices: Slices, period: PayPeriod) -> Slices:
    """The paid slices stretched so that every day of the period is in pay; () when none is paid."""
    paid = [piece for piece in clipped(slices, period) if piece.paid]
    starts = [period.start, *(piece.date_from for piece in paid[1:])]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), period.end]
    return tuple(
        piece._replace(date_from=start, date_to=end)
        for piece, start, end in zip(paid, starts, ends, strict=False)
    )


def levelling(slices: Slices, period: PayPeriod) -> Iterator[Move]:
    """From the job as it was to the position held at the period's end, held all period."""
    cover = covering(slices, period)
    if not cover:
        return
    if clipped(slices, period) != cover:
        yield Move(*_days(slices, period), cover)
    current = list(cover)
    for index, following in enumerate(cover[1:]):
        for fields in (_JOB, _HOURS, _REGION, _CENTRE):
            if _values(current[index], fields) != _values(following, fields):
                move = _change(current[index], following, fields, following.date_from)
                current[: index + 1] = [_take(piece, following, fields) for piece in current[: index + 1]]
                yield Move(*move, tuple(current))
    yield Move("", "", (cover[-1]._replace(date_from=period.start),))


def following(held: EmploymentSlice | None, slices: Slices, period: PayPeriod) -> Iterator[Move]:
    """From ``held`` all period to the job as it is in the period."""
    cover = covering(slices, period)
    if not cover:
        yield Move(*_days(slices, period), slices)
        return
    if held is None:
        yield Move("unpaid_days", f"Back in pay from {day(_first_paid(slices, period))}", slices)
        return
    current = [_take(piece, held, (*_JOB, *_HOURS, *_REGION, *_CENTRE)) for piece in cover]
    yield Move("", "", tuple(current))
    before = held
    for index, piece in enumerate(cover):
        for fields in (_JOB, _HOURS, _REGION, _CENTRE):
            if _values(before, fields) != _values(piece, fields):
                current[index:] = [_take(later, piece, fields) for later in current[index:]]
                yield Move(*_change(before, piece, fields, piece.date_from), tuple(current))
        before = piece
    if clipped(slices, period) != cover:
        yield Move(*_days(slices, period), slices)


def _first_paid(slices: Slices, period: PayPeriod) -> date:
    return next(piece.date_from for piece in clipped(slices, period) if piece.paid)


def _values(piece: EmploymentSlice, fields: tuple[str, ...]) -> list:
    return [getattr(piece, name) for name in fields]


def _take(piece: EmploymentSlice, other: EmploymentSlice, fields: tuple[str, ...]) -> EmploymentSlice:
    return piece._replace(**{name: getattr(other, name) for name in fields})


def _change(
    before: EmploymentSlice, after: EmploymentSlice, fields: tuple[str, ...], on: date
) -> tuple[str, str]:
    """Kind and label of a change of position."""
    when = day(on)
    if fields is _HOURS:
        return "hours", f"Weekly hours {before.hours / 100:g} to {after.hours / 100:g} from {when}"
    if fields is _REGION:
        return "region", f"Region {_words(after.region)} from {when}"
    if fields is _CENTRE:
        return "cost_centre", f"Cost centre {after.cost_centre} from {when}"
    if before.person_type != after.person_type:
        return "job", f"{_words(before.person_type)} to {_words(after.person_type)} from {when}"
    if before.rank != after.rank:
        return "promotion", f"{_words(before.rank)} to {_words(after.rank)} from {when}"
    if before.annual_salary != after.annual_salary:
        return "local_salary", f"Local salary from {when}"
    if before.scale != after.scale:
        return "scale", f"Scale {_words(after.scale)} from {when}"
    return "increment", f"Pay point {before.pay_point} to {after.pay_point} from {when}"


def _words(text: str) -> str:
    return text.replace("_", " ") or "none"


def _days(slices: Slices, period: PayPeriod) -> tuple[str, str]:
    """Why some days of the period are not in pay."""
    pieces = clipped(slices, period)
    if not pieces:
        return "leaver_days", "No job in the period"
    name = f"{period.end:%B %Y}"
    if not all(piece.paid for piece in pieces):
        return "unpaid_days", f"Unpaid days in {name}"
    if pieces[0].date_from > period.start:
        return "joiner_days", f"Joined during {name}"
    if pieces[-1].date_to < period.end:
        return "leaver_days", f"Left during {name}"
    return "unpaid_days", f"Days out of pay in {name}"
