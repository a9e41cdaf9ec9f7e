"""HMRC's business rules for the EPS.

Numbers and limits are those of HMRC's published rules for 2020-21 (the newest found), which replaced 7861
by 7913 and six months of inactivity by twelve; the rest agrees with the RTI specification v2.0.
"""

from collections.abc import Iterator
from datetime import date

from lxml import etree

from ...problems import Problem
from .common import tax_year_start
from .rules import Finding, day, problem

SECTIONS = (
    "NoPaymentForPeriod", "PeriodOfInactivity", "EmpAllceInd", "DeMinimisStateAid", "RecoverableAmountsYTD",
    "ApprenticeshipLevy", "Account", "FinalSubmission",
)  # fmt: skip
_LAST_DAY = 19  # of the month after the tax month: the last day on which that month may be named


def payment_summary(envelope: etree._Element, today: date) -> list[Problem]:
    """All rules, in the order of the file."""
    summary = envelope.find("{*}EmployerPaymentSummary")
    year = etree.QName(envelope).namespace.rsplit("/", 2)[-2]
    findings = [
        *_sections(summary), *_no_payment(summary, today), *_inactivity(summary, today), *_allowance(summary),
        *_recovery(summary, tax_year_start(year), today), *_final(summary, today),
    ]  # fmt: skip
    return [problem(code, text) for code, text in findings]


def month_window(year_start: date, month: int) -> tuple[date, date]:
    """First and last day on which HMRC takes ``month`` (1-12) as the month of recovered amounts (7918-7929).

    >>> month_window(date(2026, 4, 6), 6)
    (datetime.date(2026, 8, 6), datetime.date(2026, 10, 19))
    """
    first, last = year_start.month - 1 + month - 2, year_start.month - 1 + month
    start = date(year_start.year + first // 12, first % 12 + 1, year_start.day)
    return start, date(year_start.year + last // 12, last % 12 + 1, _LAST_DAY)


def _sections(summary: etree._Element) -> Iterator[Finding]:
    if all(summary.find(f"{{*}}{name}") is None for name in SECTIONS):
        yield "7913", "The summary says nothing: at least one section is needed."


def _range(summary: etree._Element, name: str) -> tuple[date | None, date | None]:
    return day(summary.findtext(f"{{*}}{name}/{{*}}From")), day(summary.findtext(f"{{*}}{name}/{{*}}To"))


def _no_payment(summary: etree._Element, today: date) -> Iterator[Finding]:
    start, end = _range(summary, "NoPaymentDates")
    if not start or not end:
        return
    if start >= today:
        yield "7868", f"No payment from {start}: must be before today."
    if start >= end:
        yield "7869", f"No payment from {start} must be before the end {end}."
    if end >= today:
        yield "7870", f"No payment to {end}: must be before today."


def _inactivity(summary: etree._Element, today: date) -> Iterator[Finding]:
    start, end = _range(summary, "PeriodOfInactivity")
    if not start or not end:
        return
    if end > date(start.year + 1, start.month, min(start.day, 28)):
        yield "7871", "A period of inactivity is at most twelve months."
    if start >= end:
        yield "7872", f"Inactivity from {start} must be before its end {end}."
    if start.day != 6 or start <= today:
        yield "7873", f"Inactivity must start with the next tax month, not {start}."
    if end <= today:
        yield "7874", f"Inactivity to {end}: must be after today."


def _allowance(summary: etree._Element) -> Iterator[Finding]:
    claimed = summary.findtext("{*}EmpAllceInd") == "yes"
    aid = summary.find("{*}DeMinimisStateAid") is not None
    if claimed and not aid:
        yield "7940", "Employment Allowance is claimed without a statement on State aid."
    if aid and not claimed:
        yield "7942", "State aid is stated although no Employment Allowance is claimed."


def _recovery(summary: etree._Element, year_start: date, today: date) -> Iterator[Finding]:
    amounts = summary.find("{*}RecoverableAmountsYTD")
    if amounts is None:
        return
    if len(amounts) < 2:
        yield "7862", "Recoverable amounts are given without any amount."
    month = amounts.findtext("{*}TaxMonth") or ""
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return  # the schema tier reports it
    first, last = month_window(year_start, int(month))
    if not first <= today <= last:
        yield (
            str(7917 + int(month)),
            f"Recovered amounts may name tax month {month} from {first} to {last} only; today is {today}. "
            "Give the figures to date under a later tax month.",
        )


def _final(summary: etree._Element, today: date) -> Iterator[Finding]:
    final = summary.find("{*}FinalSubmission")
    if final is None:
        return
    if not len(final):
        yield "7933", "A final submission needs to say why it is final."
    ceased = final.findtext("{*}DateSchemeCeased")
    if final.find("{*}BecauseSchemeCeased") is not None and not ceased:
        yield "7875", "The scheme has ceased: give the date."
    when = day(ceased)
    if when and when > today:
        yield "7876", f"The scheme can not have ceased on {when}, which is still to come."
