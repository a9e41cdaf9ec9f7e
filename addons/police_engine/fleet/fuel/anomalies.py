"""What cannot be right about fuel and electricity bought, vehicle by vehicle.

    check(vehicle, fills) -> list of Finding

A finding is a question to a person, not a verdict; codes are the keys of CODES. Quantities are litres, or kWh
for electricity; times are local times; distances are miles.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

CODES = {
    "over_tank": "More than the tank or battery holds",
    "wrong_fuel": "Wrong fuel",
    "two_places": "Two places at once",
    "off_road": "Bought while off the road",
    "weekend": "Weekend use of a car off the road",
    "consumption": "Consumption out of the ordinary",
    "unknown_limit": "Tank size not recorded",
}
SPARE = Decimal("1.05")  # a tank takes a little more than the maker says, up to the filler neck
APART = timedelta(minutes=20)  # nobody pays at two sites within so few minutes
FAR_OFF = Decimal("0.5")  # half as far or one and a half times as far on a litre as stated
RUNS_ON = {
    "diesel": {"diesel", "adblue"},
    "gasoline": {"petrol"},
    "petrol": {"petrol"},
    "electric": {"electric"},
    "full_hybrid": {"petrol"},
    "plug_in_hybrid_gasoline": {"petrol", "electric"},
    "plug_in_hybrid_diesel": {"diesel", "adblue", "electric"},
    "lpg": {"lpg", "petrol"},
}


class Vehicle(NamedTuple):
    """``fuel_type``: Odoo's key. ``tank``: litres, ``battery``: kWh; None: not recorded.

    ``per_unit``: miles a litre or kWh as it should be, None: unknown.
    ``off_road``: (first moment, last moment or None)."""

    id: int
    fuel_type: str
    tank: Decimal | None = None
    battery: Decimal | None = None
    per_unit: Decimal | None = None
    off_road: Sequence[tuple[datetime, datetime | None]] = ()


class Fill(NamedTuple):
    """One purchase. ``miles``: the dial as read on the receipt, None when not given."""

    id: int
    when: datetime
    site: str
    product: str
    quantity: Decimal
    miles: int | None = None


class Finding(NamedTuple):
    """``fill`` and, where two purchases contradict each other, ``other``."""

    code: str
    fill: int
    text: str
    other: int | None = None
    on: date | None = None


def check(vehicle: Vehicle, fills: Sequence[Fill]) -> list[Finding]:
    """Everything odd about the purchases of one vehicle, in order of time."""
    ordered = sorted(fills, key=lambda fill: (fill.when, fill.id))
    found = [finding for fill in ordered for finding in _alone(vehicle, fill)]
    found += [finding for first, second in pairwise(ordered) for finding in _apart(first, second)]
    for product in sorted({fill.product for fill in ordered} - {"adblue"}):
        same = [fill for fill in ordered if fill.product == product and fill.miles]
        found += [f for first, second in pairwise(same) for f in _consumption(vehicle, first, second)]
    return found


def _alone(vehicle: Vehicle, fill: Fill) -> list[Finding]:
    on = fill.when.date()
    found = []
    allowed = RUNS_ON.get(vehicle.fuel_type)
    if allowed is not None and fill.product not in allowed:
        found.append(
            Finding(
                "wrong_fuel",
                fill.id,
                f"{fill.product.capitalize()} into a vehicle that runs on {_words(allowed)}.",
                None,
                on,
            )
        )
    found += _too_much(vehicle, fill)
    if _off_road(vehicle, fill.when):
        weekend = fill.when.weekday() >= 5
        text = f"Bought at {fill.site} on {fill.when:%A %d/%m/%Y %H:%M} while the vehicle was off the road."
        found.append(Finding("weekend" if weekend else "off_road", fill.id, text, None, on))
    return found


def _words(products: set[str]) -> str:
    """What it runs on, without what goes into another tank."""
    return " or ".join(sorted(products - {"adblue"}))


def _too_much(vehicle: Vehicle, fill: Fill) -> list[Finding]:
    if fill.product == "adblue":
        return []
    electric = fill.product == "electric"
    holds, unit = (vehicle.battery, "kWh") if electric else (vehicle.tank, "litres")
    if holds is None:
        what = "battery" if electric else "tank"
        return [
            Finding(
                "unknown_limit",
                fill.id,
                f"The size of the {what} is not recorded, so {fill.quantity} {unit} could not be checked.",
                None,
                fill.when.date(),
            )
        ]
    if fill.quantity <= holds * SPARE:
        return []
    return [
        Finding(
            "over_tank",
            fill.id,
            f"{fill.quantity} {unit} into one that holds {holds}.",
            None,
            fill.when.date(),
        )
    ]


def _off_road(vehicle: Vehicle, moment: datetime) -> bool:
    return any(began <= moment and (ended is None or moment < ended) for began, ended in vehicle.off_road)


def _apart(first: Fill, second: Fill) -> list[Finding]:
    gap = second.when - first.when
    if first.site.lower() == second.site.lower() or gap >= APART:
        return []
    text = (
        f"At {first.site} {first.when:%H:%M} and at {second.site} {second.when:%H:%M} "
        f"on {second.when:%d/%m/%Y}, {int(gap.total_seconds() // 60)} minutes apart."
    )
    return [Finding("two_places", second.id, text, first.id, second.when.date())]


def _consumption(vehicle: Vehicle, first: Fill, second: Fill) -> list[Finding]:
    """Miles between two fills against what the second put back; only when both dials were read."""
    driven = (second.miles or 0) - (first.miles or 0)
    if not vehicle.per_unit or driven <= 0:
        return []
    reached = Decimal(driven) / second.quantity
    if abs(reached / vehicle.per_unit - 1) <= FAR_OFF:
        return []
    text = (
        f"{driven} miles on {second.quantity}: {reached:.1f} a unit where {vehicle.per_unit:.1f} is ordinary."
    )
    return [Finding("consumption", second.id, text, first.id, second.when.date())]
