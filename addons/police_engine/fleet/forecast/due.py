"""The due date of each task: by days, distance or engine hours, whichever comes first, with error bars."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .facts import METERS, Forecast, History, Task
from .rates import Outlook, days_until, evident, outlook, rate, spread, steps


class _Limit(NamedTuple):
    """Days from today at which one limit is reached: likely, early and late; None: too far off to say."""

    by: str
    likely: int
    early: int
    late: int | None
    why: str


class _Meter(NamedTuple):
    """One vehicle's meter today: what it shows by now, and how much a day."""

    shows: float
    per_day: float | None


def forecast(histories: Sequence[History], tasks: Iterable[Task], today: date) -> list[Forecast]:
    """One forecast for each task, in their order. KeyError names a vehicle that has no history row."""
    views, meters = {}, {}
    for kind in METERS:
        fleet = [(h.role, getattr(h, kind)) for h in histories if getattr(h, kind)]
        views[kind] = outlook(fleet, today)
        for history in histories:
            meters[history.vehicle, kind] = _meter(views[kind], history.role, getattr(history, kind), today)
    spells = {history.vehicle: history.off_road for history in histories}
    return [_one(task, views, meters, spells[task.vehicle], today) for task in tasks]


def _meter(view: Outlook, role: str, readings, today: date) -> _Meter | None:
    """None where the meter was never read."""
    if not readings:
        return None
    now = today.toordinal()
    prior = view.roles.get(role, view.roles.get(""))
    per_day = rate(evident(steps(readings, now)), now, view.memory, view.months, prior)
    known = [(on, total) for on, total in readings if on <= today]
    if not known:
        return None
    since = (today - known[-1][0]).days * view.months.get(today.month, 1.0)
    return _Meter(known[-1][1] + since * (per_day or 0.0), per_day)


def _one(task: Task, views, meters, spells, today: date) -> Forecast:
    limits, missing = [], []
    if task.every_days:
        days = (task.last_on + timedelta(days=task.every_days) - today).days
        limits.append(_Limit("days", days, days, days, f"every {task.every_days} days"))
    for kind, every, last in (
        ("distance", task.every_distance, task.last_distance),
        ("hours", task.every_hours, task.last_hours),
    ):
        if not every:
            continue
        meter = meters.get((task.vehicle, kind))
        if meter is None or not meter.per_day:
            missing.append(f"no readings of {kind}")
        elif limit := _used_up(views[kind], kind, meter, last + every - meter.shows, spells, today):
            limits.append(limit)
    if not limits:
        return Forecast(task.id, task.vehicle, None, None, None, "", _nothing(task, missing))
    first = min(limits, key=lambda limit: limit.likely)
    early = min(limit.early for limit in limits)
    ends = [limit.late for limit in limits if limit.late is not None]
    late = min(ends) if ends else None
    why = "; ".join([first.why, *missing])
    return Forecast(
        task.id,
        task.vehicle,
        today + timedelta(days=first.likely),
        today + timedelta(days=min(early, first.likely)),
        None if late is None else today + timedelta(days=max(late, first.likely)),
        first.by,
        why,
    )


def _nothing(task: Task, missing: list[str]) -> str:
    if missing:
        return f"{'; '.join(missing)}: read the meter once and again some days later"
    if not (task.every_days or task.every_distance or task.every_hours):
        return "the task has no interval: give it days, miles or hours"
    return "at the present use it is years away"


def _used_up(view: Outlook, kind: str, meter: _Meter, left: float, spells, today: date) -> _Limit | None:
    likely = days_until(view, meter.per_day, left)
    if likely is None:
        return None
    slow, fast = spread(view, likely)
    early = days_until(view, meter.per_day * fast, left)
    late = days_until(view, meter.per_day * slow, left)
    word = "miles" if kind == "distance" else "hours"
    why = f"{max(0, left):,.0f} {word} left at {meter.per_day:,.1f} a day"
    early, likely = (_beyond(days, spells, today) for days in (early, likely))
    return _Limit(kind, likely, early, None if late is None else _beyond(late, spells, today), why)


def _beyond(days: int, spells, today: date) -> int:
    """Later by the days that the vehicle is known to stand until then."""
    for first, last in sorted(spells):
        start, end = max(1, (first - today).days), (last - today).days
        if start <= days and end >= start:
            days += end - start + 1
    return days
