"""Records of duty: what was rostered and worked, what the force has fixed, and what follows from it.

One input model for the weekly duty sheet, a CSV import, ``/json/2`` and a duty system.
"""

from datetime import date, datetime
from typing import NamedTuple

from ..problems import Problem
from ..records import ElementInput

ROSTERED, REST_DAY, HOLIDAY = "rostered", "rest_day", "public_holiday"
LEAVE, RECALL, FREE_DAY = "annual_leave", "recall", "free_day"
KINDS = (ROSTERED, REST_DAY, HOLIDAY, LEAVE, RECALL, FREE_DAY)
PERSON_TYPES = ("officer", "staff", "pcso", "special")
DAY_KINDS = (ROSTERED, REST_DAY, HOLIDAY, LEAVE, FREE_DAY, "time_off", "sick")


class DutyEntry(NamedTuple):
    """One duty of one person.

    Times are whole minutes, either aware or naive Europe/London wall clock; the repeated hour of
    October needs an offset. ``kind`` is what the day was before the duty was required, or ``recall``
    for an island of duty between two tours. ``told_at``: when the person was told of the extra duty
    (None: by the published roster). ``on`` is needed only for an entry without times.
    """

    person: str
    reference: str
    kind: str = ROSTERED
    rostered_start: datetime | None = None
    rostered_end: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    told_at: datetime | None = None
    authorised_by: str = ""
    rank: str = "constable"
    person_type: str = "officer"
    hours: int = 4000  # determined weekly hours, hundredths
    travel_minutes: int = 0  # home to duty and back because of a recall, or of a rest day or holiday worked
    time_off: bool = False  # the officer's choice: time off (leave) instead of pay
    personal_duty: bool = False  # free day: work only this officer could do, such as court
    reinstated_at: datetime | None = None  # told that the rest day need not be worked after all
    on_call_from: datetime | None = None
    on_call_to: datetime | None = None
    nights_away: int = 0  # nights held in reserve from ``on`` (or the day of the duty)
    nights_hardship: int = 0
    on: date | None = None
    cost_centre: str = ""
    standby_sessions: int = 0  # police staff
    miles: int = 0  # whole business miles in the person's own vehicle
    expenses: int = 0  # pence spent, with receipts; specials' and others' expenses
    acting_rank: str = ""  # the higher rank whose duties were carried out for the complete day
    shares: tuple[tuple[str, int], ...] = ()  # (cost centre, parts): instead of one cost centre
    replaces: str = ""  # reference of the paid entry that this one corrects


class ForceDay(NamedTuple):
    """Fixed by the chief officer: the hour a day starts at and the weekday (Monday 0) a week starts on."""

    starts_hour: int
    week_starts: int = 0


class PaidClaim(NamedTuple):
    """An allowance already claimed or paid by any channel, for the days ``date_from`` to ``date_to``."""

    person: str
    code: str
    date_from: date
    date_to: date
    reference: str


class ActedBefore(NamedTuple):
    """Days already acted up before the entries given: in the year from 1 April, and of the period."""

    person: str
    days: tuple[date, ...]  # every complete day acted in a higher rank


class DutyPay(NamedTuple):
    """A pay element and why. ``facts``: (label, text) pairs; ``sources``: parameter keys used."""

    element: ElementInput
    rule: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...] = ()


class TimeMove(NamedTuple):
    """Time owed to (positive) or by a person: ``account`` toil (seconds), or days in hundredths.

    Accounts: toil, rest_days, lieu_days, annual_leave.
    """

    person: str
    account: str
    quantity: int
    on: date
    reference: str
    rule: str
    facts: tuple[tuple[str, str], ...] = ()


class DutyResult(NamedTuple):
    """One person's duty assessed. With a blocking problem ``pay`` and ``moves`` are empty."""

    person: str
    pay: tuple[DutyPay, ...]
    moves: tuple[TimeMove, ...]
    problems: tuple[Problem, ...]

    @property
    def elements(self) -> tuple[ElementInput, ...]:
        """What ``PayCase.elements`` takes."""
        return tuple(item.element for item in self.pay)
