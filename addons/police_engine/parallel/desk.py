"""The query desk in the first month after go-live: arrivals, clerks, and what waits on each working day.

Deterministic with its seed. Arrivals of a day are the sum of one chance for every person, drawn as such, so
that a busy day is as likely as it really is; the desk answers what it has minutes for.
"""

from random import Random

DAYS = 20
MINUTES_A_DAY = 6 * 60  # of a clerk's day at the desk


def backlog(people: int, daily_per_thousand: int, clerks: int, minutes: int, seed: int = 1) -> list[int]:
    """Queries waiting at the end of each of :data:`DAYS` working days.

    Raises ValueError for numbers that cannot be: no people, no minutes, more than one query a day each.
    """
    if people < 1 or minutes < 1 or clerks < 0 or not 0 <= daily_per_thousand <= 1000:
        raise ValueError(
            "The query desk needs people, minutes for a query, and at most 1000 a day in a thousand."
        )
    chance = Random(seed)
    share = daily_per_thousand / 1000
    able = clerks * MINUTES_A_DAY // minutes
    waiting, course = 0, []
    for _day in range(DAYS):
        arrived = sum(chance.random() < share for _ in range(people))
        waiting = max(waiting + arrived - able, 0)
        course.append(waiting)
    return course
