"""Life of a defect from report to back in service: which step follows which, and how long each took.

Pure. A step is (state, began, ended); times are naive UTC datetimes; minutes are whole, rounded down, and the
remainders are not lost: the sum over steps that touch equals the whole span to within a minute.
"""

from collections.abc import Iterable
from datetime import datetime

REPORTED, DIAGNOSED, PARTS, WORK, TEST, CLOSED = "reported", "diagnosed", "parts", "work", "test", "closed"
NO_FAULT, DUPLICATE = "no_fault", "duplicate"
OPEN = (REPORTED, DIAGNOSED, PARTS, WORK, TEST)
ENDED = (CLOSED, NO_FAULT, DUPLICATE)

# A failed test goes back to work; a job may need parts that nobody saw coming.
NEXT: dict[str, tuple[str, ...]] = {
    REPORTED: (DIAGNOSED, NO_FAULT, DUPLICATE),
    DIAGNOSED: (PARTS, WORK, NO_FAULT),
    PARTS: (DIAGNOSED, WORK, NO_FAULT),  # the parts have come: it waits for its turn, or work begins
    WORK: (PARTS, TEST),
    TEST: (WORK, CLOSED),
    CLOSED: (),
    NO_FAULT: (),
    DUPLICATE: (),
}


def may_follow(state: str, following: str) -> bool:
    """Whether a defect may go from ``state`` to ``following``."""
    return following in NEXT[state]


def minutes(steps: Iterable[tuple[str, datetime, datetime | None]], now: datetime) -> dict[str, int]:
    """Whole minutes spent in each state; the open step counts until ``now``.

    >>> minutes([("reported", datetime(2026, 9, 1, 8), datetime(2026, 9, 1, 9, 30))], datetime(2026, 9, 2))
    {'reported': 90}
    """
    seconds: dict[str, float] = {}
    for state, began, ended in steps:
        seconds[state] = seconds.get(state, 0) + max(0.0, ((ended or now) - began).total_seconds())
    return {state: int(total // 60) for state, total in seconds.items()}
