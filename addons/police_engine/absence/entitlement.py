"""Who is entitled to statutory family pay: qualifying week, service, notice, evidence; refusals in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import display
from ..params.loader import RuleSet
from ..paye.figures import in_pence
from ..paye.statutory_pay import PAYMENTS
from .average import shown

DATES = "hmrc/family_leave"
FORMS = {kind: f"{kind}1" for kind in ("SMP", "SAP", "SPP", "ShPP", "SPBP", "SNCP")}
_WEEK = timedelta(weeks=1)


def week_of(day: date) -> date:
    """The Sunday that begins the week of ``day``.

    >>> week_of(date(2026, 9, 2))
    datetime.date(2026, 8, 30)
    """
    return day - timedelta(days=(day.weekday() + 1) % 7)


def qualifying_saturday(kind: str, event: date, rules: RuleSet) -> date:
    """The end of the week that decides entitlement.

    ``event``: for maternity, paternity, shared parental and neonatal pay of parents the expected date of
    birth; for adoption the day the match was notified; for bereavement the day of death.
    """
    sunday = week_of(event)
    if kind == "SAP":
        return sunday + timedelta(days=6)
    if kind == "SPBP":
        return sunday - timedelta(days=1)
    before = rules.at(DATES, event)["qualifying_weeks_before"]
    return sunday - before * _WEEK + timedelta(days=6)


def weeks_of_service(started: date, saturday: date) -> int:
    """Weeks of employment up to the week ending on ``saturday``; a week begun counts.

    >>> weeks_of_service(date(2025, 4, 5), date(2025, 9, 27))
    26
    """
    return max(0, (saturday - week_of(started)).days + 1) // 7


class Claim(NamedTuple):
    """Facts of an application. ``average`` exact pence a week, None when it is not known."""

    kind: str
    event: date
    start: date
    service_from: date
    average: Fraction | None
    notice: date | None = None
    evidence: date | None = None  # received
    signed: date | None = None  # MATB1
    born: date | None = None
    good_cause: bool = False
    until: date | None = None
    adoption: bool = False  # paternity or shared parental leave on adoption: the week of the match decides


class Finding(NamedTuple):
    """``refusals``: why no statutory pay is due, in words; empty when it is."""

    saturday: date
    weeks: int
    refusals: tuple[str, ...]


def decide(claim: Claim, rules: RuleSet) -> Finding:
    """Entitlement to the statutory payment. InvalidRecord when the average is not known."""
    saturday = qualifying_saturday("SAP" if claim.adoption else claim.kind, claim.event, rules)
    weeks = weeks_of_service(claim.service_from, saturday)
    law = rules.at(PAYMENTS, saturday)
    needed = law[f"{claim.kind}.continuous_weeks"]
    found = []
    if weeks < needed:
        found.append(
            f"{weeks} weeks of service to {_day(saturday)}, the end of the qualifying week;"
            f" {needed} are needed."
        )
    if claim.average is None:
        raise InvalidRecord(
            "average weekly earnings are not known: work them out, or enter them with evidence."
        )
    limit = in_pence(law["lower_earnings_limit_weekly"])
    if claim.average < limit:
        found.append(
            f"average weekly earnings of {shown(claim.average)} are below the lower earnings limit"
            f" of {display(limit)} in force on {_day(saturday)}."
        )
    return Finding(saturday, weeks, (*found, *_late(claim, rules)))


def _late(claim: Claim, rules: RuleSet) -> list[str]:
    law = rules.at(DATES, claim.start)
    found = []
    notice = law["notice_days"]
    needed = claim.kind in ("SMP", "SAP", "ShPP") and not claim.good_cause
    born = claim.born is not None and claim.born <= claim.start
    if needed and not born and claim.notice and (claim.start - claim.notice).days < notice:
        found.append(
            f"notice was given on {_day(claim.notice)}, less than {notice} days before the start on"
            f" {_day(claim.start)}."
        )
    if claim.kind == "SMP" and claim.evidence:
        weeks = law["evidence_weeks_good_cause" if claim.good_cause else "evidence_weeks"]
        last = claim.start + weeks * _WEEK - timedelta(days=1)
        if claim.evidence > last:
            found.append(
                f"the MATB1 came on {_day(claim.evidence)}; the last day for it was {_day(last)}"
                f" ({weeks} weeks from the start of pay)."
            )
    return found


def faults(claim: Claim, rules: RuleSet) -> tuple[str, ...]:
    """What cannot be entered at all: dates that the law does not allow, in words."""
    law = rules.at(DATES, claim.start)
    checks = {"SMP": _maternity, "SPP": _paternity, "SPBP": _bereavement}
    found = list(checks[claim.kind](claim, law)) if claim.kind in checks else []
    most = law[f"leave_weeks.{claim.kind}"]
    if claim.until and claim.until >= claim.start + most * _WEEK:
        longest = claim.start + most * _WEEK - timedelta(days=1)
        found.append(f"{claim.kind} leave lasts {most} weeks at most: until {_day(longest)}.")
    return tuple(found)


def _maternity(claim: Claim, law) -> Sequence[str]:
    found = []
    earliest = week_of(claim.event) - law["earliest_weeks_before"] * _WEEK
    if claim.start < earliest and not (claim.born and claim.born <= claim.start):
        found.append(
            f"maternity leave starts on {earliest:%A} {_day(earliest)} at the earliest, eleven weeks before"
            " the week the child is expected."
        )
    if claim.born and claim.start > claim.born + timedelta(days=1):
        found.append(f"maternity leave starts at the latest on the day after the birth ({_day(claim.born)}).")
    if claim.signed:
        first = week_of(claim.event) - law["certificate_weeks_before"] * _WEEK
        if claim.signed < first:
            found.append(
                f"the MATB1 was signed on {_day(claim.signed)}; before {_day(first)} (twenty weeks before the"
                " expected week) it does not count."
            )
    return found


def _paternity(claim: Claim, law) -> Sequence[str]:
    born = claim.born or claim.event
    last = born + law["paternity_window_weeks"] * _WEEK
    if claim.start < born:
        return [f"paternity leave starts after the birth or placement ({_day(born)})."]
    if claim.start > last:
        return [f"paternity leave is taken within 52 weeks of the birth or placement: until {_day(last)}."]
    return []


def _bereavement(claim: Claim, law) -> Sequence[str]:
    last = claim.event + law["bereavement_window_weeks"] * _WEEK
    if not claim.event <= claim.start <= last:
        return [f"parental bereavement leave is taken from {_day(claim.event)} to {_day(last)}."]
    return []


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
