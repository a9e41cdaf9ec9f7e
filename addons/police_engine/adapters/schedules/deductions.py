"""Deduction schedules: one for each deduction code, and the sum to pay over to each third party."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ...records import Employer, PayPeriod, PayslipDocument
from .table import Heading, Schedule, total_row

_HEADINGS = (
    Heading("Payroll", 1.2),
    Heading("NI number", 1.2),
    Heading("Name", 2.6),
    Heading("Reference", 2.2),
    Heading("Amount", 1.2, True),
)
_SUMMARY = (
    Heading("Code", 1.4),
    Heading("Deduction", 3.4),
    Heading("Pay to", 2.0),
    Heading("People", 0.8),
    Heading("Amount", 1.3, True),
)


class DeductionLine(NamedTuple):
    """One deduction of one person, pence. ``payee`` is who gets the money (union, court, HMRC)."""

    code: str
    label: str
    payroll_id: str
    name: str
    amount: int
    nino: str = ""
    reference: str = ""
    payee: str = ""


class ThirdPartyTotal(NamedTuple):
    """What is owed for one deduction code, pence."""

    code: str
    label: str
    payee: str
    people: int
    amount: int


def lines_of(docs: Iterable[PayslipDocument], codes: frozenset[str] | None = None) -> list[DeductionLine]:
    """The deductions on payslips, all or only those of ``codes``; the reference comes from the inputs."""
    return [
        DeductionLine(
            line.code,
            line.label,
            doc.payroll_id,
            doc.name,
            line.amount,
            doc.nino,
            str(line.inputs.get("reference", "")),
        )
        for doc in docs
        for line in doc.lines
        if line.kind == "deduction" and (codes is None or line.code in codes)
    ]


def deduction_schedules(
    employer: Employer, period: PayPeriod, lines: Iterable[DeductionLine]
) -> list[Schedule]:
    """A schedule for each code, in the order of codes, people by payroll number."""
    by_code: dict[str, list[DeductionLine]] = defaultdict(list)
    for line in lines:
        by_code[line.code].append(line)
    return [_schedule(employer, period, code, by_code[code]) for code in sorted(by_code)]


def _schedule(employer: Employer, period: PayPeriod, code: str, lines: list[DeductionLine]) -> Schedule:
    ordered = sorted(lines, key=lambda line: (line.payroll_id, line.reference))
    rows = [(line.payroll_id, line.nino, line.name, line.reference, line.amount) for line in ordered]
    return Schedule(
        code,
        f"Deductions: {lines[0].label}",
        employer,
        period,
        _HEADINGS,
        rows,
        total_row(_HEADINGS, rows, "Total"),
    )


def third_party_totals(lines: Iterable[DeductionLine]) -> list[ThirdPartyTotal]:
    """People and pence for each code; different payees of one code are kept apart."""
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    labels: dict[tuple[str, str], str] = {}
    for line in lines:
        key = (line.code, line.payee)
        people[key].add(line.payroll_id)
        amounts[key] += line.amount
        labels.setdefault(key, line.label)
    return [
        ThirdPartyTotal(code, labels[code, payee], payee, len(people[code, payee]), amounts[code, payee])
        for code, payee in sorted(amounts)
    ]


def third_party_schedule(
    employer: Employer, period: PayPeriod, totals: Iterable[ThirdPartyTotal]
) -> Schedule:
    """The totals as one schedule: what finance pays over and to whom."""
    rows = [(total.code, total.label, total.payee, str(total.people), total.amount) for total in totals]
    return Schedule(
        "third_parties",
        "Payments to third parties",
        employer,
        period,
        _SUMMARY,
        rows,
        total_row(_SUMMARY, rows, "Total"),
    )
