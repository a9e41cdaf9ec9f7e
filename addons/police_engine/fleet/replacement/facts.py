"""What the replacement programme is worked out from: money in whole pence, years by number from the first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Curve(NamedTuple):
    """What a kind of vehicle costs by age. Index 0 is the first year; the last entry holds for older ones.

    ``price``: of a new one, ready for the road. ``residual``: percent of the price it sells for when it has
    that
    many full years (index 0: new). ``running``: hundredths of a penny a mile in each year of age.
    """

    price: int
    residual: Sequence[int]
    running: Sequence[int]


class Vehicle(NamedTuple):
    """``age``: full years at the start. ``factor``: its own running cost against the curve, in percent.

    ``must_by``: index of the last year in which it has to be replaced (an age limit), None: no such limit.
    """

    id: int
    name: str
    kind: str
    age: int
    miles: int
    factor: int = 100
    must_by: int | None = None


class Problem(NamedTuple):
    """``limits``: capital for each year, pence. ``discount``: hundredths of a percent a year."""

    vehicles: Sequence[Vehicle]
    curves: Mapping[str, Curve]
    limits: Sequence[int]
    discount: int = 0


class Choice(NamedTuple):
    """Replace ``vehicle`` in ``year``: takes ``outlay`` of its capital, saves ``saving`` over the years."""

    vehicle: int
    year: int
    outlay: int
    saving: int


class Programme(NamedTuple):
    """The answer. ``proven``: no better programme exists. ``bound``: no programme can save more than this."""

    choices: Sequence[Choice]
    saving: int
    proven: bool
    bound: int
