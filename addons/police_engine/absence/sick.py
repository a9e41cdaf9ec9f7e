"""Sick pay of officers: full, half or nil for every day of absence (Police Regulations 2003 reg 28, Annex K).

On the first day of a spell the entitlement of 183 days at full and 182 at half pay is reduced by the
sick days paid at each level in the twelve months before. Days that the chief officer extends are paid
absence like any other.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..params.loader import RuleSet
from ..problems import Problem, Severity

SICK = "police/pay/sick"
FULL, HALF, NIL = "full", "half", "nil"
Entitlement = Callable[[date], Mapping[str, int]]  # first day of a spell: days at full and at half pay
_DAY = timedelta(days=1)


class Spell(NamedTuple):
    """A sick absence, both days included; ``end`` None while it runs."""

    start: date
    end: date | None = None
    reference: str = ""


class Extension(NamedTuple):
    """The chief officer's decision (reg 28) to pay ``level`` from one day to another."""

    level: str
    start: date
    end: date
    authorised_by: str
    reference: str = ""


class Stretch(NamedTuple):
    """Days at one level of pay. ``why``: entitlement or the decision that extends it."""

    level: str
    start: date
    end: date
    why: str

    @property
    def days(self) -> int:
        """Days, both ends included."""
        return (self.end - self.start).days + 1


class Drop(NamedTuple):
    """A fall of pay: the first day at the lower level."""

    on: date
    level: str


class Notice(NamedTuple):
    """Person and manager were told on ``told`` of a drop on ``drop``."""

    told: date
    drop: date


def year_before(day: date) -> date:
    """The day twelve months before; 29 February goes to the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def levels(
    spells: Sequence[Spell],
    rules: RuleSet,
    until: date,
    extensions: Sequence[Extension] = (),
    entitlement: Entitlement | None = None,
) -> tuple[Stretch, ...]:
    """The level of pay of every sick day up to ``until``. InvalidRecord for spells that overlap or cross.

    ``entitlement``: days of a staff scheme by the first day of the spell; without it, the officers'.
    """
    done: list[Stretch] = []
    for spell in _in_order(spells, until):
        done += _spell(spell, left_on(done, spell.start, rules, entitlement), extensions)
    return tuple(done)


def left_on(
    done: Sequence[Stretch], day: date, rules: RuleSet, entitlement: Entitlement | None = None
) -> dict[str, int]:
    """Days at full and half pay left to a spell that starts on ``day``, after the paid days before it."""
    if entitlement is None:
        law = rules.at(SICK, day)
        given: Mapping[str, int] = {FULL: law["full_days"], HALF: law["half_days"]}
    else:
        given = entitlement(day)
    since = year_before(day)
    return {level: max(0, given[level] - paid_days(done, level, since, day)) for level in (FULL, HALF)}


def _in_order(spells: Sequence[Spell], until: date) -> list[Spell]:
    result: list[Spell] = []
    for spell in sorted(spells):
        end = until if spell.end is None else spell.end
        if spell.end is not None and spell.end < spell.start:
            raise InvalidRecord(f"A sick spell ends on {spell.end} before it starts on {spell.start}.")
        if result and spell.start <= result[-1].end:
            raise InvalidRecord(f"Two sick spells overlap on {spell.start}.")
        if spell.start <= until:
            result.append(spell._replace(end=min(end, until)))
    return result


def paid_days(done: Sequence[Stretch], level: str, since: date, before: date) -> int:
    """Days at a level from ``since`` up to the day before ``before``."""
    total = 0
    for stretch in done:
        if stretch.level == level:
            first, last = max(stretch.start, since), min(stretch.end, before - _DAY)
            total += max(0, (last - first).days + 1)
    return total


def _spell(spell: Spell, left: dict[str, int], extensions: Sequence[Extension]) -> list[Stretch]:
    """Cut a spell where the level of entitlement or a decision changes."""
    result: list[Stretch] = []
    day = spell.start
    while day <= spell.end:
        level = FULL if left[FULL] else HALF if left[HALF] else NIL
        run = left.get(level) or (spell.end - day).days + 1
        end = min(spell.end, day + timedelta(days=run - 1))
        better = _extension(extensions, day, level)
        if better:
            end = min(end, better.end)
        paid = better.level if better else level
        starts = [e.start for e in extensions if day < e.start <= end and _above(e.level, paid)]
        end = min([end, *(start - _DAY for start in starts)])
        why = f"extended by {better.authorised_by}" if better else "entitlement"
        result.append(Stretch(paid, day, end, why))
        if level in left and not better:
            left[level] -= (end - day).days + 1
        day = end + _DAY
    return _merged(result)


def _above(level: str, other: str) -> bool:
    order = (NIL, HALF, FULL)
    return order.index(level) > order.index(other)


def _extension(extensions: Sequence[Extension], day: date, level: str) -> Extension | None:
    """The best decision for a day, if it pays more than the entitlement."""
    found = [e for e in extensions if e.start <= day <= e.end and _above(e.level, level)]
    return max(found, key=lambda e: (e.level == FULL, e.end), default=None)


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    result: list[Stretch] = []
    for item in stretches:
        if result and result[-1].level == item.level and result[-1].why == item.why:
            result[-1] = result[-1]._replace(end=item.end)
        else:
            result.append(item)
    return result


def drops(stretches: Sequence[Stretch]) -> tuple[Drop, ...]:
    """Every fall of pay within a spell, and a spell that begins below full pay."""
    found = []
    before: Stretch | None = None
    for item in stretches:
        goes_on = before is not None and item.start == before.end + _DAY
        held = before.level if goes_on else FULL
        if _above(held, item.level):
            found.append(Drop(item.start, item.level))
        before = item
    return tuple(found)


def drop_problems(
    person: str,
    spells: Sequence[Spell],
    rules: RuleSet,
    today: date,
    extensions: Sequence[Extension] = (),
    notices: Sequence[Notice] = (),
    entitlement: Entitlement | None = None,
) -> tuple[Problem, ...]:
    """Drops to come within the time of notice (warning) and drops that nobody announced in time (blocking).

    A spell still open is taken to go on.
    """
    notice_days = rules.at(SICK, today)["announce_days"]
    horizon = today + timedelta(days=notice_days)
    found = []
    for drop in drops(levels(spells, rules, horizon, extensions, entitlement)):
        told = min((n.told for n in notices if n.drop == drop.on), default=None)
        announced = told is not None and (drop.on - told).days >= notice_days
        if announced or drop.on < today - timedelta(days=366):
            continue
        if drop.on <= today:
            text = f"pay drops to {drop.level} on {drop.on:%-d %B %Y} without {notice_days} days' notice to"
            text += " the person and the manager: the drop is blocked until HR decides."
            found.append(_problem(Severity.BLOCKING, "drop_not_announced", person, text, drop))
        else:
            text = f"sick pay drops to {drop.level} on {drop.on:%-d %B %Y}: tell the person and the manager"
            text += ", and ask whether regulation 28 pay is to be extended."
            found.append(_problem(Severity.WARNING, "drop_ahead", person, text, drop))
    return tuple(found)


def _problem(severity: Severity, code: str, person: str, text: str, drop: Drop) -> Problem:
    return Problem(severity, code, f"{person}: {text}", person, "sick_pay_notice", drop.on)
