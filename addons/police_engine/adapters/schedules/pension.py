"""Pension contribution schedules: one for each scheme, everybody with what they and the force paid."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ...records import Employer, PayPeriod
from .table import Heading, Schedule, total_row

SCHEMES = {
    "pps_2015": "Police Pension Scheme 2015",
    "npps_2006": "New Police Pension Scheme 2006",
    "pps_1987": "Police Pension Scheme 1987",
    "lgps": "Local Government Pension Scheme",
    "lgps_50_50": "Local Government Pension Scheme, 50/50 section",
}
_HEADINGS = (
    Heading("Payroll", 1.05),
    Heading("NI number", 1.15),
    Heading("Name", 2.1),
    Heading("Born", 1.1),
    Heading("Rate", 0.85),
    Heading("Pensionable", 1.25, True),
    Heading("Employee", 1.15, True),
    Heading("Additional", 1.15, True),
    Heading("Employer", 1.2, True),
)


class PensionLine(NamedTuple):
    """One member's contributions in the period; money pence, ``rate`` as text ('13.44%')."""

    scheme: str
    payroll_id: str
    name: str
    nino: str
    birth_date: date | None
    pensionable_pay: int
    rate: str
    employee: int
    employer: int
    additional: int = 0


def pension_schedules(employer: Employer, period: PayPeriod, lines: Iterable[PensionLine]) -> list[Schedule]:
    """A schedule for each scheme in the lines, in the order of scheme codes, people by payroll number."""
    by_scheme: dict[str, list[PensionLine]] = defaultdict(list)
    for line in lines:
        by_scheme[line.scheme].append(line)
    return [_schedule(employer, period, scheme, by_scheme[scheme]) for scheme in sorted(by_scheme)]


def _schedule(employer: Employer, period: PayPeriod, scheme: str, lines: list[PensionLine]) -> Schedule:
    rows = [
        (
            line.payroll_id,
            line.nino,
            line.name,
            f"{line.birth_date:%d/%m/%Y}" if line.birth_date else "",
            line.rate,
            line.pensionable_pay,
            line.employee,
            line.additional,
            line.employer,
        )
        for line in sorted(lines)
    ]
    title = f"{SCHEMES.get(scheme, scheme)}: contributions"
    return Schedule(scheme, title, employer, period, _HEADINGS, rows, total_row(_HEADINGS, rows, "Total"))
