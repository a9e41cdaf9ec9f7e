"""Putting right what HMRC was told: an additional FPS with corrected figures to date (GOV.UK, "Fixing
problems with running payroll").

In the current tax year the additional FPS carries, beside the right year to date, the difference in
"this period", the payment date of the mistaken one and late reason H. For a tax year that has ended the
period figures are nil and the payment date is 5 April. A National Insurance letter used by mistake is
reported once more with nothing to date.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lxml import etree

from ...exceptions import InvalidRecord
from ...money import pence
from ...records import FpsRecord, NicToDate, PayTotals, YearToDate
from . import irmark
from .common import tax_year_end

REASON = "H"
_NIC = {
    "gross": "GrossEarningsForNICsYTD", "at_lel": "AtLELYTD", "lel_to_pt": "LELtoPTYTD",
    "pt_to_uel": "PTtoUELYTD", "employer": "TotalEmpNICYTD", "employee": "EmpeeContribnsYTD",
}  # fmt: skip
_TOLD = {
    "taxable_pay": "TaxablePay", "tax": "TotalTax", "student_loan": "StudentLoansTD",
    "postgraduate_loan": "PostgradLoansTD",
}  # fmt: skip
_PENSION = ("EmpeePenContribnsPaidYTD", "EmpeePenContribnsNotPaidYTD")
COMPARED = (*_TOLD, "pension_employee")


class Told(NamedTuple):
    """What an FPS told HMRC of one employment: figures to date (gross and net are not told), and flags."""

    payroll_id: str
    ytd: YearToDate
    leaving_date: str = ""
    payment_date: str = ""


class Difference(NamedTuple):
    """A figure to date that HMRC has otherwise than we. ``what``: as in YearToDate, or ``A.employee``."""

    what: str
    told: int
    right: int


def told(message: bytes) -> dict[str, Told]:
    """{payroll id: Told} of everybody on an FPS, from the XML alone."""
    found = {}
    for employment in irmark.parse(message).iter("{*}Employment"):
        payroll_id = employment.findtext("{*}PayId") or ""
        found[payroll_id] = Told(
            payroll_id,
            _figures(employment),
            employment.findtext("{*}LeavingDate") or "",
            employment.findtext("{*}Payment/{*}PmtDate") or "",
        )
    return found


def _figures(employment: etree._Element) -> YearToDate:
    to_date = employment.find("{*}FiguresToDate")
    plain = {name: _amount(to_date, tag) for name, tag in _TOLD.items()}
    nic = tuple(
        NicToDate(block.findtext("{*}NIletter") or "", **{n: _amount(block, t) for n, t in _NIC.items()})
        for block in employment.iterfind("{*}NIlettersAndValues")
    )
    pension = sum(_amount(to_date, tag) for tag in _PENSION)
    return YearToDate(**plain, pension_employee=pension, nic=nic)


def _amount(element: etree._Element, tag: str) -> int:
    return pence(element.findtext(f"{{*}}{tag}") or "0")


def add_up(opening: YearToDate, slips: Iterable[tuple[PayTotals, tuple[NicToDate, ...]]]) -> YearToDate:
    """The year to date as it must be: opening figures and every slip of the year, added up afresh."""
    year, nic = opening, {row.letter: row for row in opening.nic}
    for totals, rows in slips:
        year = year._replace(
            taxable_pay=year.taxable_pay + totals.taxable_pay,
            tax=year.tax + totals.tax,
            gross=year.gross + totals.gross,
            net=year.net + totals.net,
            student_loan=year.student_loan + totals.student_loan,
            postgraduate_loan=year.postgraduate_loan + totals.postgraduate_loan,
            pension_employee=year.pension_employee + totals.pension_employee,
            pension_employer=year.pension_employer + totals.pension_employer,
        )
        for row in rows:
            nic[row.letter] = _plus(nic.get(row.letter, NicToDate(row.letter)), row)
    return year._replace(nic=tuple(nic.values()))


def _plus(first: NicToDate, second: NicToDate, sign: int = 1) -> NicToDate:
    sums = (one + sign * two for one, two in zip(first[1:], second[1:], strict=True))
    return NicToDate(first.letter, *sums)


def differences(was_told: YearToDate, right: YearToDate) -> tuple[Difference, ...]:
    """Every reported figure that differs. Letters with nothing at all count as not reported."""
    found = [
        Difference(name, getattr(was_told, name), getattr(right, name))
        for name in COMPARED
        if getattr(was_told, name) != getattr(right, name)
    ]
    old, new = ({row.letter: row for row in year.nic} for year in (was_told, right))
    for letter in dict.fromkeys([*old, *new]):
        before, now = (rows.get(letter, NicToDate(letter)) for rows in (old, new))
        if letter not in old and not _reportable(now):
            continue
        found += [
            Difference(f"{letter}.{name}", getattr(before, name), getattr(now, name))
            for name in _NIC
            if getattr(before, name) != getattr(now, name)
        ]
    return tuple(found)


def _reportable(row: NicToDate) -> bool:
    """HMRC wants no block below the lower earnings limit with nothing due."""
    return bool(row.at_lel or row.employer or row.employee)


def correction(
    record: FpsRecord, was_told: YearToDate, right: YearToDate, *, closed_year: str = "",
    payment_date: date | None = None, period_no: int | None = None,
) -> FpsRecord:  # fmt: skip
    """``record`` (person, code, frequency) made into the record of an additional FPS.

    ``was_told``: the year to date HMRC has; ``right``: what it should have. ``closed_year``: the tax year
    ('2025-26') when it has ended, else ''. ``payment_date``: that of the mistaken submission.
    InvalidRecord when a figure to date would be negative, which HMRC does not take.
    """
    if right.taxable_pay < 0 or any(min(row[1:5]) < 0 for row in right.nic):
        raise InvalidRecord(f"{record.payroll_id}: the year to date would be negative; correct the payslips.")
    letters = {row.letter: row for row in was_told.nic}
    rows = {row.letter: row for row in right.nic} | {
        letter: NicToDate(letter) for letter in letters if letter not in {row.letter for row in right.nic}
    }
    period = tuple(_plus(row, letters.get(letter, NicToDate(letter)), -1) for letter, row in rows.items())
    changed = PayTotals(
        gross=right.taxable_pay - was_told.taxable_pay + right.pension_employee - was_told.pension_employee,
        taxable_pay=right.taxable_pay - was_told.taxable_pay,
        nicable_pay=sum(row.gross for row in period),
        tax=right.tax - was_told.tax,
        employee_nic=sum(row.employee for row in period),
        employer_nic=sum(row.employer for row in period),
        student_loan=right.student_loan - was_told.student_loan,
        postgraduate_loan=right.postgraduate_loan - was_told.postgraduate_loan,
        pension_employee=right.pension_employee - was_told.pension_employee,
    )
    return replace(
        record,
        late_reason=REASON,
        totals=PayTotals() if closed_year else changed,
        pension_net_pay=0 if closed_year else changed.pension_employee,
        nic=tuple(NicToDate(row.letter) for row in period) if closed_year else period,
        ytd=right._replace(nic=tuple(rows.values())),
        payment_date=tax_year_end(closed_year) if closed_year else payment_date,
        period_no=_last_period(record.frequency) if closed_year else period_no,
    )


def _last_period(frequency: str) -> int:
    return 52 if frequency.startswith("W") else 12


def with_facts(record: FpsRecord, payroll_id: str, former: str, leaving: str) -> FpsRecord:
    """``record`` under the payroll id of today (``former``: the one HMRC knows, '' if the same) and with the
    leaving date, an ISO date or ''."""
    return replace(
        record,
        payroll_id=payroll_id,
        payroll_id_changed=bool(former),
        former_payroll_id=former,
        leaving_date=date.fromisoformat(leaving) if leaving else None,
    )
