"""Rule sets made from another: a scenario's scales, or the law held still. Law stays data.

An overlay replaces whole parameter files and gets a hash of its own, made from the hash of its base
and everything replaced, so results kept by rule set never mix.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from ..exceptions import InvalidRecord
from .loader import Period, RuleSet


def overlay(base: RuleSet, files: Mapping[str, tuple[Period, ...]]) -> RuleSet:
    """``base`` with the files named in ``files`` replaced; the same content always has the same hash."""
    changed = {name: periods for name, periods in files.items() if base.periods.get(name) != periods}
    if not changed:
        return base
    digest = hashlib.sha256(base.hash.encode())
    for name in sorted(changed):
        digest.update(f"\0{name}".encode())
        for period in changed[name]:
            digest.update(_content(period).encode())
    return RuleSet(periods={**base.periods, **changed}, hash=digest.hexdigest())


def _content(period: Period) -> str:
    parts = (period.start, period.end, period.confidence, period.citation, period.note, period.values)
    return repr((parts, sorted(period.marks.items()), sorted(period.unknown.items())))


def with_period(base: RuleSet, period: Period) -> tuple[Period, ...]:
    """The periods of ``period.name`` with this one last; it replaces one that starts the same day.

    InvalidRecord when a later one is on record: its figures would undo the change.
    """
    before = base.periods.get(period.name, ())
    later = [other.start for other in before if other.start > period.start]
    if later:
        raise InvalidRecord(
            f"{period.title}: figures from {min(later):%-d %B %Y} are on record, later than"
            f" {period.start:%-d %B %Y}. Date the change on or after them."
        )
    kept = [other for other in before if other.start < period.start]
    if kept and kept[-1].end is not None and kept[-1].end >= period.start:
        kept[-1] = replace(kept[-1], end=period.start - timedelta(days=1))
    return (*kept, period)


def frozen(periods: tuple[Period, ...], on: date) -> tuple[Period, ...]:
    """The file as if nothing changed after ``on``: later periods left out, the one in force open-ended."""
    kept = [period for period in periods if period.start <= on]
    if kept and (kept[-1].end is None or kept[-1].end >= on):
        kept[-1] = replace(kept[-1], end=None)
    return tuple(kept)


def held_still(base: RuleSet, until: date) -> RuleSet:
    """Law that ends before ``until`` taken to go on unchanged: an assumption, for scenarios only.

    Next year's tax and contribution figures are not known when a scenario is asked for; the figures
    that go on are marked as derived by this assumption. A pay run never uses such a rule set.
    """
    files = {}
    for name, periods in base.periods.items():
        last = periods[-1]
        if last.end is not None and last.end < until:
            note = f"Assumed to go on unchanged after {last.end:%-d %B %Y}. {last.note}".strip()
            went_on = replace(
                last, start=last.end + timedelta(days=1), end=None, confidence="derived", note=note
            )
            files[name] = (*periods, went_on)
    return overlay(base, files)


def first_change(before: RuleSet, after: RuleSet, names: tuple[str, ...] = ("police/",)) -> date | None:
    """The first day on which two rule sets differ in the files whose names begin so; None: they agree.

    For ``retro.history.Known.changed_from``: an award reaches back to this day.
    """
    days = []
    for name in {*before.periods, *after.periods}:
        if name.startswith(names):
            old = {period.start: period for period in before.periods.get(name, ())}
            new = {period.start: period for period in after.periods.get(name, ())}
            days += [start for start in {*old, *new} if _values(old.get(start)) != _values(new.get(start))]
    return min(days, default=None)


def _values(period: Period | None) -> tuple | None:
    return period and (period.values, period.unknown)
