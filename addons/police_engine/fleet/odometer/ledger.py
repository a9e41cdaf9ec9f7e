"""One vehicle's readings in order: what counts, what is queried, what a new dial means.

A reading is compared with the readings that count before and after it by date. What does not fit is kept
with a query and does not count yet; it counts as soon as a later reading bears it out, or a person says so.
So nothing true is ever lost, and nothing doubtful moves a due date. A dial that was changed begins a new
stretch; the distance of the vehicle runs on.
"""

import math
from datetime import date, timedelta
from typing import NamedTuple

from .readings import RANKS, Judgement, Reading, Verdict, miles
from .slips import likeliest
from .usage import FURTHEST_PER_DAY, Usage, usage

LARGEST = 3_000_000  # miles; beyond what any dial shows
_ROUNDED = (100, 10)  # people read to the ten or hundred
_HARD_DRIVEN = 600  # miles a day on mutual aid; two readings this far apart still bear each other out
_OPEN = timedelta(days=120)  # how long a query waits for readings to bear it out; then a person must look
_MUCH = 1.3  # times smoother
_MATTERS = 500  # miles by which too little must differ before it is queried


class Entry(NamedTuple):
    """A counted reading: ``total`` is the distance of the vehicle, over all its dials, in miles."""

    on: date
    total: int
    dial: int
    reading: Reading


class Ledger:
    """Readings of one vehicle. ``off_road``: spells in which it cannot have moved, both days included."""

    def __init__(self, off_road: tuple[tuple[date, date], ...] = ()):
        self.off_road = list(off_road)
        self.counted: list[Entry] = []
        self.queried: list[tuple[Reading, Judgement]] = []
        self.voided: list[tuple[Reading, str]] = []
        self.offset = 0  # miles done on earlier dials
        self._usage: Usage | None = None

    # -- entering ----------------------------------------------------------------------------------

    def enter(self, reading: Reading, today: date) -> Judgement:
        """Judge one reading and file it. ``today``: no reading can be of a later day."""
        judgement = self._impossible(reading, today) or self._known(reading)
        if judgement:
            return judgement
        judgement = self.judge(reading)
        if judgement.verdict is Verdict.ACCEPT:
            self._count(reading)
            self._bear_out()
            return judgement
        if self._outranks(reading):
            return Judgement(Verdict.ACCEPT)
        if self._agrees_with_queried(reading):
            why = "it agrees with the reading queried before; both count"
            return Judgement(Verdict.ACCEPT, why, "step")
        self.queried.append((reading, judgement))
        return judgement

    def confirm(self, reading: Reading) -> None:
        """A person has looked: it is right. Counted readings that it contradicts are queried instead."""
        self.queried = [pair for pair in self.queried if pair[0] != reading]
        wrong = [entry for entry in self.counted if self._contradicts(entry, reading)]
        self._dismiss(wrong, f"contradicts {_name(reading)}")
        self._count(reading)

    def void(self, reading: Reading, reason: str) -> None:
        """A person has looked: it is wrong. It stays on record with the reason."""
        if not reason.strip():
            raise ValueError("A reading is voided with a reason; say what was wrong with it.")
        self.queried = [pair for pair in self.queried if pair[0] != reading]
        self.counted = [entry for entry in self.counted if entry.reading != reading]
        self.voided.append((reading, reason.strip()))
        self._usage = None

    def new_dial(self, on: date, first: int = 0, last: int | None = None) -> None:
        """The odometer was changed: it showed ``last`` (None: not read); the new one begins at ``first``."""
        shown = self.counted[-1].total if self.counted else 0
        done = shown if last is None else max(shown, self.offset + last)
        self.offset = done - first
        dial = Reading(on, first, "workshop", id="new dial")
        self.counted.append(Entry(on, done, first, dial))
        self._usage = None

    # -- judging -----------------------------------------------------------------------------------

    def judge(self, reading: Reading) -> Judgement:
        """ACCEPT or QUERY, without filing it."""
        value, total = miles(reading), miles(reading) + self.offset
        before, after = self._neighbours(reading.on)
        if before is None and after is None:
            return Judgement(Verdict.ACCEPT)
        floor = before.total if before else 0
        near = self._rounding(value)
        if total < floor - near:
            why = f"it is lower than the {before.dial:,} of {before.on.isoformat()}"
            why += "; if the odometer was changed, record the new dial"
            return self._query(reading, why, before, after)
        if after and total > after.total + near:
            why = f"it is higher than the {after.dial:,} of {after.on.isoformat()}"
            return self._query(reading, why, before, after)
        if before is None:
            return Judgement(Verdict.ACCEPT)
        days, gone = self._days(before.on, reading.on), total - floor
        if gone > FURTHEST_PER_DAY * (days + 1):
            return self._query(reading, f"{gone:,} miles in {days} days cannot be driven", before, after)
        far, known = f"{gone:,} miles in {days} days is far", self._usual()
        if after is None and gone > known.most(days):
            return self._query(reading, f"{far} more than usual", before, after)
        if after is None and known.least(days) - gone > _MATTERS:
            return self._query(reading, f"{far} less than usual", before, after)
        return Judgement(Verdict.ACCEPT)

    def _query(self, reading: Reading, why: str, before: Entry | None, after: Entry | None) -> Judgement:
        low, high, middle = self._range(reading.on, before, after)
        meant = likeliest(miles(reading), low - self.offset, high - self.offset, middle - self.offset)
        if meant is None:
            return Judgement(Verdict.QUERY, f"{why}.")
        return Judgement(Verdict.QUERY, f"{why}; {meant[0]}? {meant[1]:,} would fit.", *meant)

    def _range(self, on: date, before: Entry | None, after: Entry | None) -> tuple[float, float, float]:
        """(least, most, likeliest) total on that day."""
        known = self._usual()
        if before is None:
            return 0.0, float(after.total), float(after.total)
        days = self._days(before.on, on)
        ceiling = after.total if after else math.inf
        high, middle = before.total + known.most(days), before.total + known.rate * days
        return before.total, min(high, ceiling), min(middle, ceiling)

    def _impossible(self, reading: Reading, today: date) -> Judgement | None:
        why = ""
        if reading.source not in RANKS:
            why = f"there is no source {reading.source}; only {', '.join(RANKS)}."
        elif reading.unit not in ("mi", "km"):
            why = f"the unit is {reading.unit}; give mi or km."
        elif reading.on > today:
            why = f"{reading.on.isoformat()} is in the future; check the date."
        elif not 0 <= reading.value <= LARGEST:
            why = f"no dial shows {reading.value:,}."
        return Judgement(Verdict.REFUSE, why) if why else None

    def _known(self, reading: Reading) -> Judgement | None:
        there = [entry.reading for entry in self.counted] + [queried for queried, _ in self.queried]
        same = (reading.on, reading.value, reading.unit, reading.source)
        if any((r.on, r.value, r.unit, r.source) == same for r in reversed(there)):
            return Judgement(Verdict.DUPLICATE, "this reading is there already.")
        return None

    # -- readings that bear each other out ---------------------------------------------------------

    def _agrees_with_queried(self, reading: Reading) -> bool:
        """Two readings that fit each other but not the past: the past has a new stretch; both count."""
        for older, _ in reversed(self.queried):
            if older.on >= reading.on:
                continue
            days, gone = self._days(older.on, reading.on), miles(reading) - miles(older)
            if not 0 < gone <= max(self._usual().most(days), _HARD_DRIVEN * days):
                continue
            if self.counted and self.counted[-1].on > older.on:
                continue  # the past went on as before in the meantime
            self.queried = [pair for pair in self.queried if pair[0] != older]
            if self.counted and miles(older) + self.offset < self.counted[-1].total:
                self._count_last_of_old_dial(older.on)
                self.offset = self.counted[-1].total - miles(older)  # a new dial, or one reset
            self._count(older)
            self._count(reading)
            return True
        return False

    def _count_last_of_old_dial(self, until: date) -> None:
        """Queries from just before a dial was changed: nothing later bears them out, being possible does."""
        for reading, _ in [pair for pair in self.queried if self.counted[-1].on < pair[0].on < until]:
            gone = miles(reading) + self.offset - self.counted[-1].total
            if 0 <= gone <= _HARD_DRIVEN * self._days(self.counted[-1].on, reading.on):
                self.queried = [pair for pair in self.queried if pair[0] != reading]
                self._count(reading)

    def _bear_out(self) -> None:
        """Queried readings that fit between the readings that count now do count.

        One that contradicts a single counted reading takes its place, if the way is much smoother by it.
        """
        recent = self.counted[-1].on - _OPEN
        for reading in [queried for queried, _ in self.queried if queried.on >= recent]:
            wrong = [entry for entry in self.counted if self._contradicts(entry, reading)]
            if len(wrong) == 1 and self._smoother(reading, wrong[0]):
                self._dismiss(wrong, f"contradicts {_name(reading)} and what came after")
        for reading, _ in list(self.queried):
            before, after = self._neighbours(reading.on)
            total = miles(reading) + self.offset
            if before and after and before.total <= total <= after.total:
                self.queried = [pair for pair in self.queried if pair[0] != reading]
                self._count(reading)

    def _smoother(self, reading: Reading, entry: Entry) -> bool:
        """Whether the vehicle's way is much more even with the reading in the entry's place."""
        place = self.counted.index(entry)
        if not 0 < place < len(self.counted) - 1 or entry.reading.id == "new dial":
            return False
        before, after, total = self.counted[place - 1], self.counted[place + 1], miles(reading) + self.offset
        if not (before.on < reading.on < after.on and before.total <= total <= after.total):
            return False
        without = self._bump(before, entry.on, entry.total, after)
        return _MUCH * self._bump(before, reading.on, total, after) < without

    def _bump(self, before: Entry, on: date, total: int, after: Entry) -> float:
        """How far the worse of the two steps is from an even way, in miles."""
        first, then = self._days(before.on, on), self._days(on, after.on)
        rate = (after.total - before.total) / (first + then)
        return abs(total - before.total - rate * first) / math.sqrt(min(first, then))

    def _outranks(self, reading: Reading) -> bool:
        """A better source contradicts one reading of a lower: that one is queried, if the rest then fits.

        One against many is the likelier slip, whoever made it.
        """
        wrong = [e for e in self.counted if self._contradicts(e, reading) and e.reading.id != "new dial"]
        if len(wrong) != 1 or RANKS[wrong[0].reading.source] >= RANKS[reading.source]:
            return False
        kept = self.counted
        self.counted = [entry for entry in kept if entry not in wrong]
        self._usage = None
        if self.judge(reading).verdict is not Verdict.ACCEPT:
            self.counted, self._usage = kept, None
            return False
        self.counted = kept
        self._dismiss(wrong, f"contradicts {_name(reading)}, a better source")
        self._count(reading)
        return True

    def _contradicts(self, entry: Entry, reading: Reading) -> bool:
        total, near = miles(reading) + self.offset, self._rounding(miles(reading))
        if entry.on < reading.on:
            return entry.total > total + near
        if entry.on > reading.on:
            return entry.total < total - near
        return abs(entry.total - total) > FURTHEST_PER_DAY

    def _dismiss(self, entries: list[Entry], why: str) -> None:
        self.counted = [entry for entry in self.counted if entry not in entries]
        self.queried += [(entry.reading, Judgement(Verdict.QUERY, f"it {why}.")) for entry in entries]
        self._usage = None

    # -- bookkeeping -------------------------------------------------------------------------------

    def _count(self, reading: Reading) -> None:
        before, after = self._neighbours(reading.on)
        total = miles(reading) + self.offset
        if before:
            total = max(total, before.total)  # a reading rounded down is no step back
        if after:
            total = min(total, after.total)
        place = self.counted.index(after) if after else len(self.counted)
        self.counted.insert(place, Entry(reading.on, total, miles(reading), reading))
        self._usage = None

    def _neighbours(self, on: date) -> tuple[Entry | None, Entry | None]:
        before = next((entry for entry in reversed(self.counted) if entry.on <= on), None)
        after = next((entry for entry in self.counted if entry.on > on), None) if self._inside(on) else None
        return before, after

    def _inside(self, on: date) -> bool:
        return bool(self.counted) and self.counted[-1].on > on

    def _usual(self) -> Usage:
        if self._usage is None:
            self._usage = usage([(entry.on, entry.total) for entry in self.counted])
        return self._usage

    def _days(self, first: date, last: date) -> int:
        """Days between, those off the road left out; at least one, for a day's driving."""
        still = sum(
            max(0, (min(last, b) - max(first, a - timedelta(days=1))).days)
            for a, b in self.off_road
            if a <= last and b >= first
        )
        return max(1, (last - first).days - still)

    @staticmethod
    def _rounding(value: int) -> int:
        """How far a reading may be below the truth because it was read to the ten or hundred."""
        return next((size for size in _ROUNDED if value % size == 0), 2)


def _name(reading: Reading) -> str:
    return f"the {reading.value:,} {reading.unit} of {reading.on.isoformat()} ({reading.source})"
