"""Overtime of constables and sergeants: counting the quarters and pricing them (Annexes G and H).

Counting functions take minutes or wall-clock times and say what is payable; the money function
prices completed quarter-hours at the hourly rate annual x 6/12520.
"""

from datetime import date, datetime
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import Pence, half_up
from ..params.loader import RuleSet

FIGURES = "police/pay/overtime"


def payable_quarter_hours(
    rules: RuleSet, on: date, extra_minutes: int, told_after_start: bool, occasion: int = 1
) -> int:
    """Completed quarters of an hour of casual overtime that are payable.

    Told after the tour started: the first 30 minutes are disregarded on each of the first four
    occasions in the week. ``occasion`` counts from 1.
    """
    if extra_minutes < 0 or occasion < 1:
        raise InvalidRecord("Overtime minutes may not be negative and occasions count from 1.")
    law = rules.at(FIGURES, on)
    disregarded = told_after_start and occasion <= law["disregard_occasions"]
    minutes = extra_minutes - (law["disregard_minutes"] if disregarded else 0)
    return max(0, minutes) // law["quarter_minutes"]


def overtime_amount(
    annual: Pence, multiplier: tuple[int, int], quarters: int, hour: tuple[int, int] = (6, 12520)
) -> Pence:
    """Pay for completed quarter-hours, rounded once, halves up.

    >>> overtime_amount(50256_00, (4, 3), 9)
    7225
    """
    return half_up(annual * hour[0] * multiplier[0] * quarters, hour[1] * multiplier[1] * 4)


class Advance(NamedTuple):
    """Overtime of a tour brought forward: the stretches (start, end) and their whole minutes."""

    periods: tuple[tuple[datetime, datetime], ...]
    minutes: int
    tour_ends: datetime


def advance_of_duty(
    rostered_start: datetime, rostered_end: datetime, required_start: datetime, finish: datetime
) -> Advance:
    """A tour brought forward onto a day already worked, with less than 8 hours' notice.

    The time before the rostered start is overtime and also counts towards the tour, so the tour
    ends that much earlier; anything worked after that is overtime again.
    """
    if not required_start < rostered_start < rostered_end or finish <= required_start:
        raise InvalidRecord("Give required start before rostered start, and a finish after it.")
    tour_ends = rostered_end - (rostered_start - required_start)
    stretches = [(required_start, min(rostered_start, finish))]
    if finish > tour_ends:
        stretches.append((max(tour_ends, rostered_start), finish))
    minutes = sum(int((end - start).total_seconds()) // 60 for start, end in stretches)
    return Advance(tuple(stretches), minutes, tour_ends)


class RestDay(NamedTuple):
    """Payable minutes at ``multiplier``; both zero/None when the compensation is another rest day."""

    paid_minutes: int
    multiplier: tuple[int, int] | None
    reason: str


def rest_day(
    rules: RuleSet, on: date, minutes: int, follows_tour: bool = False, notice_days: int = 0
) -> RestDay:
    """What is payable for work on a rostered rest day.

    ``notice_days`` leaves out both the day of notice and the day worked. With 15 days or more
    another rest day is given instead of pay. Up to an hour straight after a tour counts in
    completed quarters; any other work counts as at least four hours.
    """
    law = rules.at(FIGURES, on)
    if notice_days >= law["rest_day_notice_days"]:
        return RestDay(0, None, "Another rest day is given, to be named within 4 days.")
    multiplier = tuple(law["rest_day"])
    quarter = law["quarter_minutes"]
    if follows_tour and minutes <= law["tour_overrun_minutes"]:
        return RestDay(minutes // quarter * quarter, multiplier, "Overrun of a tour: completed quarters.")
    paid = max(minutes // quarter * quarter, law["minimum_hours"] * 60)
    return RestDay(paid, multiplier, "At least four hours count.")


def notice_given(told: date, worked: date) -> int:
    """Days of notice, leaving out the day of notice and the day worked.

    >>> notice_given(date(2026, 9, 1), date(2026, 9, 17))
    15
    """
    return max(0, (worked - told).days - 1)
