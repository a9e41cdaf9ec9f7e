"""The working sheet of one payslip: lines so far, running totals and problems.

Mutable on purpose and local to one call of ``payslip.calculate``; nothing outside sees it.
"""

from datetime import date
from typing import NamedTuple

from ..problems import Problem, Severity
from ..records import EmploymentSlice, PayCase, PayLine
from .context import PayContext, Salary
from .elsewhere import NOTHING, of


class Part(NamedTuple):
    """A stretch of days in pay at one salary. ``days`` counts both ends."""

    slice: EmploymentSlice
    date_from: date
    date_to: date
    days: int
    salary: Salary | None  # None: unpaid volunteer (special)


class Slip:
    """Running state of one calculation. All amounts pence."""

    __slots__ = (
        "annual_actual",
        "annual_full_time",
        "benefits",
        "case",
        "context",
        "elsewhere",
        "employer",
        "gross",
        "in_service",
        "lgps",
        "lines",
        "nicable",
        "other_deductions",
        "parts",
        "pps",
        "problems",
        "taxable",
    )

    def __init__(self, case: PayCase, context: PayContext):
        self.case = case
        self.context = context
        start, end = case.period.start, case.period.end
        self.in_service = any(job.date_from <= end and job.date_to >= start for job in case.slices)
        self.elsewhere = of(case) if case.arrears else NOTHING  # of the same earnings period
        self.lines: list[PayLine] = []
        self.employer: list[PayLine] = []
        self.problems: list[Problem] = []
        self.parts: list[Part] = []
        self.gross = self.taxable = self.nicable = 0
        self.pps = self.lgps = 0  # pensionable pay by scheme family
        self.annual_full_time = 0  # annualised full-time pensionable pay: the police tier
        self.annual_actual = 0  # annual pensionable pay for the contracted hours: the LGPS band
        self.other_deductions = 0
        self.benefits = 0  # part of taxable pay that is not paid

    def block(self, code: str, message: str, rule: str, on: date | None = None) -> None:
        """Record a finding that stops this person's pay."""
        case = self.case
        self.problems.append(
            Problem(
                Severity.BLOCKING,
                code,
                f"{case.reference}: {message}",
                case.reference,
                rule,
                on or case.period.pay_date,
            )
        )

    def warn(self, code: str, message: str, rule: str, on: date | None = None) -> None:
        """Record a finding that somebody must look at."""
        case = self.case
        self.problems.append(
            Problem(
                Severity.WARNING,
                code,
                f"{case.reference}: {message}",
                case.reference,
                rule,
                on or case.period.pay_date,
            )
        )

    def note(self, code: str, message: str, rule: str) -> None:
        """Record something worth knowing."""
        case = self.case
        self.problems.append(
            Problem(
                Severity.NOTICE,
                code,
                f"{case.reference}: {message}",
                case.reference,
                rule,
                case.period.pay_date,
            )
        )

    def blocked(self) -> bool:
        """True once a blocking problem has been recorded."""
        return bool(self.problems) and any(
            problem.severity is Severity.BLOCKING for problem in self.problems
        )
