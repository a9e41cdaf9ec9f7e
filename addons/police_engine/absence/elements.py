"""Sickness in a pay period as pay elements: what is taken off pay, and SSP that sick pay does not cover."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..money import half_up, up
from ..records import ElementInput, PayLine, PayPeriod
from .sick import FULL, HALF, NIL, Stretch
from .ssp import SspDay

_LOST = {FULL: Fraction(0), HALF: Fraction(1, 2), NIL: Fraction(1)}


class SickPay(NamedTuple):
    """A period's sickness. Pence. ``lost``: pay not due; ``ssp``: all of it; ``topped``: the part of it
    that is paid because sick pay for the same days is lower."""

    elements: tuple[ElementInput, ...]
    days: dict[str, int]
    lost: int
    ssp: int
    topped: int


def sick_pay(
    period: PayPeriod, salary: Sequence[PayLine], stretches: Sequence[Stretch], ssp: Sequence[SspDay]
) -> SickPay:
    """What the sick days of a period change. ``salary``: the slip's basic pay and London weighting lines,
    each with its dates; their pay is shared out by calendar days.

    SSP counts as part of the sick pay of the same days (SSCBA 1992 Sch 12 para 2); where half or nil pay
    is less, the difference is paid as well.
    """
    days = {FULL: 0, HALF: 0, NIL: 0}
    lost, topped, total = Fraction(0), 0, 0
    for level in (FULL, HALF, NIL):
        pay = Fraction(0)
        mine = [s for s in stretches if s.level == level]
        for stretch in mine:
            days[level] += _shared(stretch.start, stretch.end, period.start, period.end)
            pay += sum((_pay_of(line, stretch, period) for line in salary), Fraction(0))
        lost += pay * _LOST[level]
        due = _ssp(mine, ssp, period)
        total += due
        sick = pay * (1 - _LOST[level])
        topped += max(0, due - half_up(sick.numerator, sick.denominator))
    taken = half_up(lost.numerator, lost.denominator)
    reference = f"sick {period.start} to {period.end}"
    elements = []
    if taken:
        elements.append(ElementInput("sick_pay_reduction", taken, reference=reference))
    if topped:
        elements.append(ElementInput("statutory_sick_pay", topped, reference=reference))
    return SickPay(tuple(elements), days, taken, total, topped)


def _shared(start: date, end: date, first: date, last: date) -> int:
    return max(0, (min(end, last) - max(start, first)).days + 1)


def _pay_of(line: PayLine, stretch: Stretch, period: PayPeriod) -> Fraction:
    """The pay of a salary line for the days it shares with a stretch."""
    first, last = line.date_from or period.start, line.date_to or period.end
    shared = _shared(stretch.start, stretch.end, max(first, period.start), min(last, period.end))
    return Fraction(line.amount * shared, (last - first).days + 1)


def _ssp(stretches: Sequence[Stretch], paid: Sequence[SspDay], period: PayPeriod) -> int:
    """Pence of SSP for the days of these stretches in the period, up to the penny."""
    rates = sum(
        day.rate
        for day in paid
        if period.start <= day.on <= period.end and any(s.start <= day.on <= s.end for s in stretches)
    )
    return up(rates, 100)
