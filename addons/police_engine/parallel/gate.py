"""The go-live gate: a function of counted facts and frozen criteria. There is nothing to set."""

from typing import NamedTuple

from ..money import display
from .criteria import Criteria
from .migration import ObjectFact, faults


class PeriodFacts(NamedTuple):
    """One compared period. ``missing_groups``: kinds of people we pay of whom nobody was compared."""

    name: str
    number: int  # place in the calendar, so that neighbours differ by one
    people: int  # in either payroll
    compared: int  # in both, matched and confirmed
    lines: int  # of both payrolls together, each counted once
    accounted: int  # equal + differing + only theirs + only ours
    variances: int
    unexplained: int
    unsigned: int
    missing_groups: tuple[str, ...] = ()
    stale: str = ""  # why this comparison is no longer true, in words


class GateFacts(NamedTuple):
    """Everything the gate looks at, counted from rows a moment ago."""

    frozen_on: str = ""
    signatories: tuple[str, ...] = ()
    kept_hash: str = ""  # as written when the criteria were frozen
    hash_now: str = ""  # of the criteria as they are
    frozen_before_comparing: bool = False
    periods: tuple[PeriodFacts, ...] = ()
    unmapped: tuple[str, ...] = ()
    unmatched: int = 0
    unconfirmed: int = 0
    our_errors: int = 0
    largest_accepted: int = 0  # pence
    rounding_too_large: int = 0  # variances called rounding beyond the limit
    defects: tuple[int, int, int] = (0, 0, 0)  # open, by severity
    backlog: int | None = None
    tampered: tuple[str, ...] = ()
    objects: tuple[ObjectFact, ...] = ()
    pension_gaps: int = 0  # members whose pension history does not reach back to the start of their service
    combinations: tuple[int, int] = (0, 0)  # ways of being paid: all, and those with a compared payslip
    missing_features: tuple[str, ...] = ()  # parts of the payroll that are not installed


class Check(NamedTuple):
    """One condition in words. ``open`` says what is still to be done."""

    code: str
    title: str
    passed: bool
    found: str
    open: str = ""


def evaluate(facts: GateFacts, criteria: Criteria) -> tuple[Check, ...]:
    """Every condition, unexplained variances first."""
    return (
        _unexplained(facts),
        _signed(facts),
        _frozen(facts),
        _periods(facts, criteria),
        _people(facts, criteria),
        _groups(facts),
        _matched(facts),
        _mapped(facts),
        _complete(facts),
        _current(facts),
        _errors(facts, criteria),
        _accepted(facts, criteria),
        _defects(facts, criteria),
        _desk(facts, criteria),
        _untouched(facts),
        _migrated(facts),
        _pension_reach(facts),
        _combinations(facts),
        _features(facts),
    )


def is_open(checks: tuple[Check, ...]) -> bool:
    """True only when there are checks and each one passed."""
    return bool(checks) and all(check.passed for check in checks)


def _check(code: str, title: str, passed: bool, found: str, todo: str) -> Check:
    return Check(code, title, passed, found, "" if passed else todo)


def _unexplained(facts: GateFacts) -> Check:
    count = sum(period.unexplained for period in facts.periods)
    found = f"{count} of {sum(period.variances for period in facts.periods)} variances"
    passed = count == 0 and bool(facts.periods)
    return _check(
        "unexplained", "Every variance has a cause", passed, found, "Decide the cause of each variance."
    )


def _signed(facts: GateFacts) -> Check:
    count = sum(period.unsigned for period in facts.periods)
    passed = count == 0 and bool(facts.periods)
    todo = "A second person agrees to each decision."
    return _check("signed", "Two people stand behind every cause", passed, f"{count} without a second", todo)


def _frozen(facts: GateFacts) -> Check:
    passed = (
        bool(facts.kept_hash)
        and facts.kept_hash == facts.hash_now
        and len(set(facts.signatories)) >= 2
        and facts.frozen_before_comparing
    )
    if not facts.kept_hash:
        found, todo = "not frozen", "Two people freeze the criteria before anything is imported."
    elif facts.kept_hash != facts.hash_now:
        found, todo = (
            f"hash {facts.hash_now[:12]} instead of {facts.kept_hash[:12]}",
            "CRITERIA CHANGED: start anew.",
        )
    elif not facts.frozen_before_comparing:
        found, todo = "old payslips were there first", "Criteria come before the comparison: start anew."
    else:
        found, todo = f"{facts.frozen_on} by {' and '.join(facts.signatories)}", "Two people have to sign."
    return _check("frozen", "Criteria frozen before the comparison, and unchanged", passed, found, todo)


def _periods(facts: GateFacts, criteria: Criteria) -> Check:
    longest = _consecutive([period.number for period in facts.periods])
    names = ", ".join(period.name for period in facts.periods) or "none"
    todo = f"Compare {criteria.periods - longest} more, one after the other."
    passed = longest >= criteria.periods
    title = f"{criteria.periods} consecutive periods compared"
    return _check("periods", title, passed, f"{longest}: {names}", todo)


def _consecutive(numbers: list[int]) -> int:
    """Longest row of neighbours.

    >>> _consecutive([8, 9, 11])
    2
    """
    longest = length = 0
    previous = None
    for number in sorted(set(numbers)):
        length = length + 1 if previous is not None and number == previous + 1 else 1
        longest, previous = max(longest, length), number
    return longest


def _people(facts: GateFacts, criteria: Criteria) -> Check:
    short = [
        p for p in facts.periods if p.compared * 100 < criteria.people_percent * p.people or not p.people
    ]
    found = "; ".join(f"{p.name}: {p.compared} of {p.people}" for p in facts.periods) or "nobody"
    passed = bool(facts.periods) and not short
    title = f"{criteria.people_percent} % of people compared in each period"
    return _check(
        "people", title, passed, found, "Bring in the payslips that are missing, of either payroll."
    )


def _groups(facts: GateFacts) -> Check:
    missing = sorted({group for period in facts.periods for group in period.missing_groups})
    passed = bool(facts.periods) and not missing
    found = ", ".join(missing) if missing else "all" if facts.periods else "none"
    return _check("groups", "Every kind of person was tested", passed, found, f"Test {', '.join(missing)}.")


def _matched(facts: GateFacts) -> Check:
    count = facts.unmatched + facts.unconfirmed
    found = f"{facts.unmatched} unmatched, {facts.unconfirmed} to confirm"
    todo = "Match or explain each person of the old payroll."
    return _check("matched", "Everybody in the old payroll is known here", count == 0, found, todo)


def _mapped(facts: GateFacts) -> Check:
    found = ", ".join(facts.unmapped) or "all"
    return _check("mapped", "Every old element has its line", not facts.unmapped, found, "Map them.")


def _complete(facts: GateFacts) -> Check:
    lost = sum(abs(period.lines - period.accounted) for period in facts.periods)
    passed = bool(facts.periods) and lost == 0
    lines = sum(period.lines for period in facts.periods)
    return _check(
        "complete", "No line was dropped", passed, f"{lines - lost} of {lines} lines", "Compare again."
    )


def _current(facts: GateFacts) -> Check:
    stale = [f"{period.name}: {period.stale}" for period in facts.periods if period.stale]
    found = "; ".join(stale) or "yes"
    return _check("current", "Comparisons are of the figures as they are", not stale, found, "Compare again.")


def _errors(facts: GateFacts, criteria: Criteria) -> Check:
    passed = facts.our_errors <= criteria.our_errors
    todo = "Mend the cause, calculate and compare again."
    return _check("our_errors", "No variance of our own making is left", passed, str(facts.our_errors), todo)


def _accepted(facts: GateFacts, criteria: Criteria) -> Check:
    passed = facts.largest_accepted <= criteria.most_accepted and not facts.rounding_too_large
    found = f"largest {display(facts.largest_accepted)} of at most {display(criteria.most_accepted)}"
    if facts.rounding_too_large:
        found += f"; {facts.rounding_too_large} called rounding above {criteria.rounding}p"
    todo = "Find the real cause of those that are too large."
    return _check("accepted", "Nothing large is waved through", passed, found, todo)


def _defects(facts: GateFacts, criteria: Criteria) -> Check:
    one, two, rest = facts.defects
    passed = one <= criteria.severity_one and two <= criteria.severity_two
    found = f"open: {one} of severity 1, {two} of severity 2, {rest} of severity 3"
    return _check(
        "defects", "No grave defect is open", passed, found, "Close the defects of severity 1 and 2."
    )


def _desk(facts: GateFacts, criteria: Criteria) -> Check:
    passed = facts.backlog is not None and facts.backlog <= criteria.desk_backlog
    found = (
        "no people"
        if facts.backlog is None
        else f"{facts.backlog} waiting on day 20, at most {criteria.desk_backlog}"
    )
    todo = "Plan more clerks or less to ask: new criteria in a new project."
    return _check("desk", "The query desk can bear the first month", passed, found, todo)


def _untouched(facts: GateFacts) -> Check:
    found = "; ".join(facts.tampered) or "nothing"
    todo = "ROWS WERE CHANGED OUTSIDE THE PROGRAM: find out by whom, import and compare anew."
    return _check(
        "untouched", "Nothing was changed behind the program's back", not facts.tampered, found, todo
    )


def _migrated(facts: GateFacts) -> Check:
    open_points = faults(facts.objects)
    found = "; ".join(open_points) or f"{len(facts.objects)} objects tie in count and hash total"
    todo = "State what the old system has, load or list what is missing, and have a second person agree."
    return _check("migrated", "Everything of the old system is accounted for", not open_points, found, todo)


def _pension_reach(facts: GateFacts) -> Check:
    found = f"{facts.pension_gaps} members without it" if facts.pension_gaps else "for every member"
    todo = "Import the pension history, or list the members with the reason why it is elsewhere."
    title = "Pension history reaches back to the start of service"
    return _check("pension_reach", title, facts.pension_gaps == 0, found, todo)


def _combinations(facts: GateFacts) -> Check:
    every, tested = facts.combinations
    passed = every > 0 and tested == every
    title = "Every way of being paid has a compared payslip"
    return _check("combinations", title, passed, f"{tested} of {every}", "Compare one of each that is left.")


def _features(facts: GateFacts) -> Check:
    found = ", ".join(facts.missing_features) or "all installed"
    title = "No part of the payroll is switched off"
    return _check("features", title, not facts.missing_features, found, "Install them.")
