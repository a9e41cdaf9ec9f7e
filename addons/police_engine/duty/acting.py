"""Acting up (Annex UU): ten days a year without pay, then a daily allowance for at most 46 days.

After the ten days an officer who acts as inspector or above has no overtime on ordinary days; on a rest
day or public holiday worked they have that day's compensation of their own rank and no allowance.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from ..params.loader import Period
from ..pay.scales import RANKS
from ..problems import Severity
from .checks import Timed
from .compensate import Book
from .records import FREE_DAY, HOLIDAY, REST_DAY

LAW = "police/pay/acting_up"


def days(book: Book, items: list[Timed], before: Sequence[date] = ()) -> None:
    """Pay for the complete days acted in a higher rank. ``before``: such days before these duties."""
    known = sorted(set(before))
    for item in sorted((item for item in items if item.entry.acting_rank), key=lambda item: item.day):
        if item.day in known:
            continue  # two duties of one day are one day
        law = book.rules.at(LAW, item.day)
        in_year = sum(year_start(item.day, law) <= day < item.day for day in known)
        run = _run(known, item.day, law["break_days"])
        known.append(item.day)
        _day(book, item, law, in_year, run)


def year_start(day: date, law: Period) -> date:
    """First day of the year in which ten days qualify."""
    month, first = law["year_starts"]
    start = date(day.year, month, first)
    return start if day >= start else date(day.year - 1, month, first)


def _run(known: list[date], day: date, gap: int) -> list[date]:
    """The days of the period of acting up that goes on to ``day``; ``gap`` days away do not break it."""
    run: list[date] = []
    for earlier in reversed([other for other in known if other < day]):
        if (day - earlier) > timedelta(days=gap + 1):
            break
        run.append(earlier)
        day = earlier
    return run


def _day(book: Book, item: Timed, law: Period, in_year: int, run: list[date]) -> None:
    entry = item.entry
    rank = entry.acting_rank.replace("_", " ")
    qualifying = law["qualifying_days"]
    if entry.rank not in law["ranks"]:
        text = f"acting-up allowance is not payable to {entry.rank.replace('_', ' ')}."
        book.say(item, Severity.BLOCKING, "rank_not_eligible", text, "acting_up")
        return
    above = RANKS.index(entry.acting_rank) >= RANKS.index(law["no_overtime_from"])
    carried = len(run) > in_year  # a period that goes on into a new year does not qualify again
    if in_year < qualifying and not carried:
        text = f"day {in_year + 1} of the {qualifying} qualifying days as {rank}: no allowance."
        book.say(item, Severity.NOTICE, "qualifying_day", text, "acting_up")
        return
    if above and item.worked and entry.kind in (REST_DAY, HOLIDAY, FREE_DAY):
        text = f"acting as {rank}: compensated as {entry.kind.replace('_', ' ')} of the own rank."
        book.say(item, Severity.NOTICE, "own_rank", text, "acting_up")
        return
    if above:
        book.acting_without_overtime.add(entry.reference)
    paid = max(0, len(run) - (0 if carried else qualifying))
    if paid >= law["maximum_days"]:
        text = f"more than {law['maximum_days']} days as {rank}: temporary promotion or salary is due."
        book.say(item, Severity.BLOCKING, "acting_too_long", text, "acting_up")
        return
    counted = ("Days acted in the year before", str(in_year))
    facts = (("Day", f"{item.day:%-d %B %Y}"), ("Acting as", rank), counted)
    book.add(item, "acting_up_days", Decimal(1), item.day, facts, book.figure("acting_up_days", item.day))
