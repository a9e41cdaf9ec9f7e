"""The gender pay gap by Schedule 1 to SI 2017/353: six figures and the quartiles.

Hourly rates are exact fractions of a penny; percentages are given to one decimal as published.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..params.loader import Period, RuleSet

LAW = "equality/gender_pay_gap"
QUARTILES = ("lower", "lower_middle", "upper_middle", "upper")


class Person(NamedTuple):
    """A relevant employee. ``hourly``: pence an hour, None when not at full pay (leave) in the period;
    ``bonus``: pence in the twelve months to the snapshot date."""

    female: bool
    hourly: Fraction | None
    bonus: int = 0


class Quartile(NamedTuple):
    """Per cent of men and women among the full-pay relevant employees of a band."""

    name: str
    people: int
    men: Decimal
    women: Decimal


class PayGap(NamedTuple):
    """Paragraph 2(1): per cent of men's pay; negative: women are paid more. None: nobody to compare."""

    relevant: int
    full_pay: int
    mean_hourly: Decimal | None
    median_hourly: Decimal | None
    mean_bonus: Decimal | None
    median_bonus: Decimal | None
    bonus_men: Decimal | None
    bonus_women: Decimal | None
    quartiles: tuple[Quartile, ...]


def snapshot(year: int, rules: RuleSet) -> date:
    """The snapshot date of a year."""
    law = rules.at(LAW, date(year, 12, 31))
    return date(year, law["snapshot_month"], law["snapshot_day"])


def hourly_rate(pay: int, frequency: str, days: int, weekly_hours: int, law: Period) -> Fraction:
    """Paragraph 6: pay of the period x 7 / its days (a month has 30.44), by weekly hours (hundredths)."""
    if weekly_hours <= 0:
        raise InvalidRecord("weekly working hours are nought: there is no hourly rate.")
    length = Fraction(str(law["month_days"])) if frequency == "monthly" else Fraction(days)
    return Fraction(pay) * 7 / length / Fraction(weekly_hours, 100)


def report(people: Iterable[Person]) -> PayGap:
    """All figures of the Schedule."""
    people = list(people)
    paid = [person for person in people if person.hourly is not None]
    men = [p.hourly for p in paid if not p.female]
    women = [p.hourly for p in paid if p.female]
    bonus_men = [Fraction(p.bonus) for p in people if not p.female and p.bonus > 0]
    bonus_women = [Fraction(p.bonus) for p in people if p.female and p.bonus > 0]
    return PayGap(
        len(people), len(paid),
        _gap(men, women, mean), _gap(men, women, median),
        _gap(bonus_men, bonus_women, mean), _gap(bonus_men, bonus_women, median),
        _share(len(bonus_men), sum(not p.female for p in people)),
        _share(len(bonus_women), sum(p.female for p in people)),
        quartiles(paid),
    )  # fmt: skip


def mean(values: Sequence[Fraction]) -> Fraction:
    """Sum by count; ValueError for none."""
    if not values:
        raise ValueError("no values")
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle one, or the mean of the two in the middle."""
    ordered = sorted(values)
    middle, odd = divmod(len(ordered), 2)
    return ordered[middle] if odd else (ordered[middle - 1] + ordered[middle]) / 2


def _gap(men, women, average) -> Decimal | None:
    if not men or not women:
        return None
    of_men = average(men)
    return _one_decimal((of_men - average(women)) / of_men * 100) if of_men else None


def _share(part: int, whole: int) -> Decimal | None:
    return _one_decimal(Fraction(part * 100, whole)) if whole else None


def _one_decimal(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def quartiles(paid: Sequence[Person]) -> tuple[Quartile, ...]:
    """Paragraph 13: four bands as equal as can be; people at one rate on both sides of a boundary are
    shared so that the proportions of men and women are the same on each side."""
    ordered = _spread(sorted(paid, key=lambda person: (person.hourly, person.female)))
    count, bands, start = len(ordered), [], 0
    for place, name in enumerate(QUARTILES):
        end = count * (place + 1) // 4
        band = ordered[start:end]
        women = sum(person.female for person in band)
        total = len(band)
        nothing = Decimal("0.0")
        bands.append(Quartile(
            name, total, _share(total - women, total) or nothing, _share(women, total) or nothing
        ))  # fmt: skip
        start = end
    return tuple(bands)


def _spread(ordered: list[Person]) -> list[Person]:
    """Women of each group with one hourly rate spread evenly through the group."""
    spread, start = [], 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end].hourly == ordered[start].hourly:
            end += 1
        group = ordered[start:end]
        women = sum(person.female for person in group)
        marks = [
            (place + 1) * women // len(group) > place * women // len(group) for place in range(len(group))
        ]
        sexes = {True: [p for p in group if p.female], False: [p for p in group if not p.female]}
        spread += [sexes[mark].pop() for mark in marks]
        start = end
    return spread
