"""What must be true before a force goes live: written down, fingerprinted, frozen before comparing."""

import hashlib
import json
from typing import NamedTuple


class Criteria(NamedTuple):
    """Amounts in pence. The defaults are a starting point; each force signs its own."""

    periods: int = 2  # consecutive periods, each compared for everybody
    people_percent: int = 100  # of the people in either payroll
    rounding: int = 2  # most that may be called rounding
    most_accepted: int = 10_000  # largest single variance that may be accepted by design or interpretation
    our_errors: int = 0  # variances caused by this system that may remain
    severity_one: int = 0  # open defects: somebody is not paid, or paid wrongly by more than 10 %
    severity_two: int = 0  # open defects: somebody is paid wrongly by less
    desk_clerks: int = 6
    desk_minutes: int = 20  # for one query
    desk_daily_per_thousand: int = 6  # queries a day from a thousand people in the first month
    desk_backlog: int = 50  # most that may wait on working day 20

    def canonical(self) -> str:
        """The one text of these criteria: JSON with sorted names and nothing else."""
        return json.dumps(self._asdict(), sort_keys=True, separators=(",", ":"))

    def fingerprint(self) -> str:
        """SHA-256 of the canonical text."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


WORDS = {
    "periods": "Consecutive periods compared",
    "people_percent": "Per cent of people compared in each",
    "rounding": "Most pence that count as rounding",
    "most_accepted": "Largest accepted variance",
    "our_errors": "Variances of our own error that may remain",
    "severity_one": "Open defects of severity 1",
    "severity_two": "Open defects of severity 2",
    "desk_clerks": "Clerks at the query desk",
    "desk_minutes": "Minutes for a query",
    "desk_daily_per_thousand": "Queries a day from a thousand people",
    "desk_backlog": "Most queries waiting on working day 20",
}


def differences(old: Criteria, new: Criteria) -> list[str]:
    """In words what changed between two sets of criteria.

    >>> differences(Criteria(), Criteria(periods=3))
    ['Consecutive periods compared: 2 became 3']
    """
    return [
        f"{WORDS[name]}: {before} became {after}"
        for name, before, after in zip(Criteria._fields, old, new, strict=True)
        if before != after
    ]
