"""Seeded lives of vehicles, to hold forecasts against: what they will do is known here and only here.

It is not the forecaster's model: days are random by role and weekday, weeks drift, the year has seasons,
vehicles are posted elsewhere, stand for repairs, and are read at odd days. The figures are invented.
"""

import math
import random
from datetime import date, timedelta
from typing import NamedTuple

from .facts import History, Task

TODAY = date(2026, 11, 2)
_PAST, _FUTURE = 540, 260
_ROLES = (  # miles a day, how much a day varies, share of weekends, miles an hour of the engine
    ("response", 105, 0.45, 0.95, 11), ("roads_policing", 150, 0.5, 0.9, 24), ("van", 65, 0.5, 0.85, 12),
    ("dog", 80, 0.5, 0.8, 15), ("pool", 28, 0.9, 0.25, 18), ("covert", 45, 0.8, 0.6, 16),
)  # fmt: skip
_TASKS = (  # days, miles, hours
    ("service", 365, 10_000, 0), ("tyres", 0, 18_000, 0), ("brakes", 730, 24_000, 0), ("mot", 365, 0, 0),
    ("oil", 0, 0, 450), ("air", 540, 20_000, 0),
)  # fmt: skip


class Life(NamedTuple):
    """What the forecaster sees, and ``truth``: task -> true due date (None: beyond the life)."""

    history: History
    tasks: list[Task]
    truth: dict[str, date | None]


def lives(seed: int, vehicles: int = 1200) -> list[Life]:
    """The same arguments give the same lives."""
    return [_life(random.Random(f"forecast {seed} {number}"), number) for number in range(vehicles)]


def _life(dice: random.Random, number: int) -> Life:
    role, mean, varies, weekend, speed = dice.choices(_ROLES, (40, 8, 14, 4, 18, 16))[0]
    mean *= dice.lognormvariate(0, 0.2)
    driven = _days(dice, mean, varies, weekend)
    miles, hours, total, run = [], [], dice.uniform(3_000, 90_000), dice.uniform(100, 4_000)
    for day in driven:
        total += day
        run += day / speed * dice.uniform(0.85, 1.15)
        miles.append(total)
        hours.append(run)
    dates = [TODAY + timedelta(days=n - _PAST + 1) for n in range(_PAST + _FUTURE)]
    seen, at = [], dice.randrange(4)
    while at < _PAST:
        seen.append(at)
        at += dice.choice((1, 2, 3, 4, 5, 7, 9))
    name = f"V{number:04d}"
    engine = tuple((dates[n], hours[n]) for n in seen) if role in ("dog", "van") else ()
    history = History(name, role, tuple((dates[n], float(int(miles[n]))) for n in seen), engine)
    tasks, truth = [], {}
    for kind, days, distance, run_hours in _TASKS:
        if run_hours and not engine:
            continue
        done = dice.randrange(_PAST)
        task = Task(f"{name}-{kind}", name, dates[done], days, distance, run_hours, miles[done], hours[done])
        tasks.append(task)
        truth[task.id] = _due(task, dates, miles, hours)
    return Life(history, tasks, truth)


def _days(dice: random.Random, mean: float, varies: float, weekend: float) -> list[float]:
    posted = dice.randrange(_PAST + _FUTURE) if dice.random() < 0.3 else -1
    stands = {dice.randrange(_PAST + _FUTURE): dice.randint(3, 21) for _ in range(dice.choice((0, 1, 2, 3)))}
    drift, still, result = 0.0, 0, []
    for number in range(_PAST + _FUTURE):
        on = TODAY + timedelta(days=number - _PAST + 1)
        if number == posted:
            mean *= dice.choice((0.65, 0.8, 1.25, 1.5))
        if number % 7 == 0:
            drift = 0.7 * drift + dice.gauss(0, 0.08)
        still = max(still - 1, stands.get(number, 0))
        season = 1 + 0.07 * math.cos(2 * math.pi * (on.timetuple().tm_yday - 200) / 365)
        week = 7 * (weekend if on.weekday() >= 5 else 1) / (5 + 2 * weekend)
        shape = 1 / varies**2
        use = dice.gammavariate(shape, 1 / shape) * mean * season * week * math.exp(drift)
        result.append(0.0 if still else use)
    return result


def _due(task: Task, dates, miles, hours) -> date | None:
    """The first day on which any limit is reached."""
    found = [task.last_on + timedelta(days=task.every_days)] if task.every_days else []
    for every, last, totals in (
        (task.every_distance, task.last_distance, miles),
        (task.every_hours, task.last_hours, hours),
    ):
        if every:
            reached = next((n for n, total in enumerate(totals) if total >= last + every), None)
            found += [dates[reached]] if reached is not None else []
    return min(found, default=None)
