"""Statutory Sick Pay by day over linked spells, before and after April 2026 (SSCBA 1992 Part XI)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from ..params.loader import RuleSet
from ..paye.statutory_pay import SICK_PAY, ssp_daily, ssp_weekly
from .sick import Spell

WEEKDAYS = frozenset(range(5))
Average = Fraction | int | None


class SspDay(NamedTuple):
    """A qualifying day that is paid: ``rate`` in ten-thousandths of a pound, cut."""

    on: date
    rate: int
    sources: tuple[str, ...]


def linked_from(spells: Sequence[Spell], rules: RuleSet, day: date) -> date:
    """First day of the linked spells that a spell holding ``day`` belongs to."""
    first = last = None
    for spell in sorted(spells):
        if spell.start > day:
            break
        gap = rules.at(SICK_PAY, spell.start)["linking_gap_days"]
        if last is None or (spell.start - last).days - 1 > gap:
            first = spell.start
        last = spell.end or day
    return first or day


def ssp_days(
    spells: Sequence[Spell],
    rules: RuleSet,
    average: Average | Callable[[date], Average],
    until: date,
    qualifying: frozenset[int] = WEEKDAYS,
) -> tuple[SspDay, ...]:
    """Every paid day of incapacity up to ``until``.

    ``average``: average weekly earnings in pence before the first of the linked spells, or a function
    of its first day; ``qualifying``: weekdays (Monday 0). A spell too short to count in the older law may
    count from the reform on.
    """
    paid: list[SspDay] = []
    chain = _Chain()
    for spell in sorted(spells):
        last = min(until, spell.end or until)
        if last < spell.start:
            continue
        law = rules.at(SICK_PAY, spell.start)
        if chain.last is not None and (spell.start - chain.last).days - 1 > law["linking_gap_days"]:
            chain = _Chain()
        length = (last - spell.start).days + 1
        if chain.last is None and not chain.paid and not chain.waited:
            chain.average = average(spell.start) if callable(average) else average
        counted = False
        for number in range(length):
            day = spell.start + timedelta(days=number)
            law = rules.at(SICK_PAY, day)
            if length < law["minimum_days"]:
                continue
            counted = True
            if day.weekday() in qualifying:
                paid += chain.day(day, rules, law, chain.average, len(qualifying))
        if counted:
            chain.last = last
    return tuple(paid)


class _Chain:
    """Linked spells: waiting days served, days paid, and whether they were paid before the reform."""

    def __init__(self):
        self.last: date | None = None
        self.waited = self.paid = 0
        self.older = False
        self.average: Average = None

    def day(self, day: date, rules: RuleSet, law, average, week: int) -> list[SspDay]:
        """The payment of one qualifying day, if any."""
        weekly = ssp_weekly(rules, day, average, self.older and law["earnings_related"])
        if not weekly.amount or self.paid >= law["max_weeks"] * week:
            return []
        if self.waited < law["waiting_days"]:
            self.waited += 1
            return []
        self.paid += 1
        self.older = self.older or not law["earnings_related"]
        return [SspDay(day, ssp_daily(weekly.amount, week), weekly.sources)]
