"""What a forecast is made from and what it answers. Distances in miles, use of engines in hours."""

from datetime import date
from typing import NamedTuple

METERS = ("distance", "hours")


class History(NamedTuple):
    """One vehicle's counted readings (from the odometer ledger), in order of day and never falling.

    ``off_road``: spells to come that are known, both days included.
    """

    vehicle: str
    role: str
    distance: tuple[tuple[date, float], ...]
    hours: tuple[tuple[date, float], ...] = ()
    off_road: tuple[tuple[date, date], ...] = ()


class Task(NamedTuple):
    """Something to be done every so many days, miles or engine hours, whichever comes first; 0: not by that.

    ``last_on``, ``last_distance``, ``last_hours``: when it was last done.
    """

    id: str
    vehicle: str
    last_on: date
    every_days: int = 0
    every_distance: float = 0.0
    every_hours: float = 0.0
    last_distance: float = 0.0
    last_hours: float = 0.0


class Forecast(NamedTuple):
    """``due`` lies in nine of ten cases from ``early`` to ``late``. ``by``: days, distance or hours.

    ``due`` is None where nothing is known to reckon with; ``why`` then says what is missing.
    """

    task: str
    vehicle: str
    due: date | None
    early: date | None
    late: date | None
    by: str
    why: str
