"""Assess duties: pay elements with their reasons, time owed, and everything that is wrong.

Give a person's whole relevant weeks together: the first four casual occasions and a part-time
officer's forty hours are counted by the week.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..exceptions import EngineError
from ..params.loader import RuleSet
from ..problems import Problem, Severity
from . import acting, allowances, checks, staff
from .compensate import Book
from .pieces import cut, roster_of
from .records import DutyEntry, DutyResult, ForceDay, PaidClaim

DUTY = "police/pay/duty"


def assess(
    entries: Iterable[DutyEntry],
    rules: RuleSet,
    force: ForceDay,
    days: Mapping[str, Mapping[date, str]] | None = None,
    paid: Iterable[PaidClaim] = (),
    acted: Mapping[str, Sequence[date]] | None = None,
) -> dict[str, DutyResult]:
    """Every person's duties. ``days``: by person, the kind of each force day on the published roster;
    ``acted``: by person, the complete days acted in a higher rank before."""
    of: dict[str, list[DutyEntry]] = defaultdict(list)
    claims: dict[str, list[PaidClaim]] = defaultdict(list)
    for entry in entries:
        of[entry.person].append(entry)
    for claim in paid:
        claims[claim.person].append(claim)
    days, acted = days or {}, acted or {}
    return {
        person: assess_person(
            own, rules, force, days.get(person, {}), claims.get(person, ()), acted.get(person, ())
        )
        for person, own in of.items()
    }


def assess_person(
    entries: Sequence[DutyEntry],
    rules: RuleSet,
    force: ForceDay,
    days: Mapping[date, str] | None = None,
    paid: Sequence[PaidClaim] = (),
    acted: Sequence[date] = (),
) -> DutyResult:
    """One person's duties of whole weeks. With a blocking problem nothing is paid or moved."""
    person = entries[0].person if entries else ""
    items, problems = _read(entries, force)
    days = days or {}
    for item in items:
        problems += checks.entry_faults(item, days)
    problems += checks.overlap_faults(items)
    problems += checks.duplicate_faults(items, force, paid)
    if problems:
        return DutyResult(person, (), (), tuple(problems))
    book = Book(rules, force, roster_of(items, days))
    try:
        _count(book, items, acted)
    except EngineError as error:
        fault = Problem(Severity.BLOCKING, "duty_law", f"{person}: {error}", person, checks.ENTRY)
        return DutyResult(person, (), (), (fault,))
    blocking = any(problem.severity is Severity.BLOCKING for problem in book.problems)
    if blocking:
        return DutyResult(person, (), (), tuple(book.problems))
    return DutyResult(person, tuple(book.pay), tuple(book.moves), tuple(book.problems))


def _count(book: Book, items: list[checks.Timed], acted: Sequence[date]) -> None:
    """Officers by the Regulations, police staff by their handbook; claims of everybody."""
    officers = [item for item in items if item.entry.person_type == "officer"]
    if officers:
        law = book.rules.at(DUTY, min(item.day for item in officers))
        acting.days(book, officers, acted)
        book.add_pieces(cut(officers, book.days, law, book.force))
        allowances.unsocial(book, [item for item in officers if item.worked])
        allowances.flat(book, officers)
        book.add_reinstated(officers)
    staff.assess(book, [item for item in items if item.entry.person_type in staff.TYPES])
    allowances.claims(book, items)


def _read(entries: Sequence[DutyEntry], force: ForceDay) -> tuple[list[checks.Timed], list[Problem]]:
    items, problems = [], []
    for entry in entries:
        try:
            items.append(checks.timed(entry, force))
        except EngineError as error:
            problems.append(checks.problem(entry, "bad_times", str(error), checks.ENTRY, entry.on))
    return items, problems
