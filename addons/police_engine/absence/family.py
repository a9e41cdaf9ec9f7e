"""Family leave by weeks: statutory pay, officers' maternity pay, keeping-in-touch days, shares by period."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..params.loader import RuleSet
from ..paye.statutory_pay import KINDS, PAYMENTS, part_week, qualifies, weekly_pay
from ..records import ElementInput, PayPeriod

FAMILY = "police/pay/family"
CODES = {
    "SMP": "statutory_maternity_pay", "SAP": "statutory_adoption_pay", "SPP": "statutory_paternity_pay",
    "ShPP": "shared_parental_pay", "SPBP": "parental_bereavement_pay", "SNCP": "neonatal_care_pay",
}  # fmt: skip


class Leave(NamedTuple):
    """A family leave. ``qualifying``: the end of the week that decides entitlement; ``average`` pence a
    week; ``weeks``: statutory weeks wanted (None: as many as the law gives)."""

    person: str
    kind: str
    start: date
    qualifying: date
    average: Fraction | int
    weeks_of_service: int
    weeks: int | None = None
    reference: str = ""
    weeks_at_birth: int | None = None  # service to the expected week (Annex L); None: as to ``qualifying``


class Week(NamedTuple):
    """A pay week. ``statutory``: pence; ``level``: full, half or nil occupational pay."""

    number: int
    start: date
    statutory: int
    basis: str
    level: str
    sources: tuple[str, ...]

    @property
    def end(self) -> date:
        """The seventh day."""
        return self.start + timedelta(days=6)


def weeks(
    leave: Leave,
    rules: RuleSet,
    officer: bool = False,
    spread: bool = False,
    levels: Sequence[str] | None = None,
    until: date | None = None,
) -> tuple[Week, ...]:
    """The pay weeks of a leave, from its first day.

    The flat rate is that in force in each week. ``officer``: maternity pay by Annex L (63 weeks of
    service); ``spread``: the last five weeks of it over ten at half pay; ``levels``: those of a force's
    own scheme instead, week by week; ``until``: later weeks are left out, so that a leave reaching into
    a year whose rates are not published can be paid until then. InvalidRecord for an unknown kind or more
    weeks than the law gives.
    """
    if leave.kind not in KINDS:
        raise InvalidRecord(f"{leave.person}: {leave.kind!r} is not one of {', '.join(KINDS)}.")
    entitled = qualifies(rules, leave.kind, leave.qualifying, leave.average, leave.weeks_of_service)
    most = rules.at(PAYMENTS, leave.start)[f"{leave.kind}.weeks"]
    count = most if leave.weeks is None else leave.weeks
    if not 0 < count <= most:
        raise InvalidRecord(f"{leave.person}: {leave.kind} is paid for up to {most} weeks, not {count}.")
    if levels is None:
        levels = _levels(leave, rules, spread) if officer and leave.kind == "SMP" else ()
    result = []
    for number in range(1, max(count if entitled else 0, len(levels)) + 1):
        start = leave.start + timedelta(weeks=number - 1)
        if until is not None and start > until:
            break
        paid = weekly_pay(rules, leave.kind, start, leave.average, number if entitled else 0)
        level = levels[number - 1] if number <= len(levels) else "nil"
        within = number <= count
        result.append(Week(number, start, paid.amount if within else 0, paid.basis, level, paid.sources))
    return tuple(result)


def _levels(leave: Leave, rules: RuleSet, spread: bool) -> tuple[str, ...]:
    law = rules.at(FAMILY, leave.start)
    service = leave.weeks_of_service if leave.weeks_at_birth is None else leave.weeks_at_birth
    if service < law["service_weeks"]:
        return ()
    full = law["full_weeks"]
    if not spread:
        return ("full",) * full
    return ("full",) * (full - law["spread_full_weeks"]) + ("half",) * law["spread_half_weeks"]


def statutory_in(period: PayPeriod, leave: Leave, paid: Sequence[Week]) -> ElementInput | None:
    """The statutory pay of a period: whole weeks whole, part weeks by sevenths up to the penny.

    A week across two periods is never paid more than its amount: the later part is the rest.
    """
    total = sum(share_of(week, period.start, period.end) for week in paid)
    return ElementInput(CODES[leave.kind], total, reference=leave.reference) if total else None


def share_of(week: Week, first: date, last: date) -> int:
    """A week's pay up to the end of the period, less its pay before the period."""
    return _until(week, last) - _until(week, first - timedelta(days=1))


def _until(week: Week, day: date) -> int:
    days = min(7, max(0, (day - week.start).days + 1))
    return min(week.statutory, part_week(week.statutory, days))


def occupational_days(period: PayPeriod, paid: Sequence[Week]) -> dict[str, int]:
    """Days of the period at full, half and nil occupational pay within the leave's weeks."""
    found = {"full": 0, "half": 0, "nil": 0}
    for week in paid:
        shared = (min(week.end, period.end) - max(week.start, period.start)).days + 1
        found[week.level] += max(0, shared)
    return found


def keeping_in_touch(
    worked: Sequence[date], paid: Sequence[Week], rules: RuleSet, shared: bool = False
) -> tuple[date, ...]:
    """The days worked in the leave, checked: within it, each once, not more than the law allows.

    Statutory pay of the week goes on; the day itself is paid as agreed, statutory pay counting towards it.
    """
    if len(set(worked)) != len(worked):
        raise InvalidRecord("A keeping-in-touch day is entered twice.")
    if not paid:
        raise InvalidRecord("There is no leave for keeping-in-touch days.")
    if outside := [day for day in worked if not paid[0].start <= day <= paid[-1].end]:
        raise InvalidRecord(f"{outside[0]} lies outside the leave.")
    most = rules.at(FAMILY, paid[0].start)["split_days" if shared else "keeping_in_touch_days"]
    if len(worked) > most:
        raise InvalidRecord(f"{len(worked)} keeping-in-touch days: after {most} the week's pay is lost.")
    return tuple(sorted(worked))
