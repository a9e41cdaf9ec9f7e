"""P45 and P60 figures from payslips. All money pence."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..params.loader import RuleSet
from ..pay.elements import catalogue
from ..paye.tax import NON_CUMULATIVE
from ..problems import Problem, Severity
from ..records import NicToDate, PayPeriod, PayResult
from ..taxcalendar import tax_year_dates


class P45Figures(NamedTuple):
    """What a P45 shows. ``this_*`` only where pay to date includes an earlier employment or month 1 ran."""

    person: str
    leaving_date: date
    code: str
    month_1: bool
    pay_to_date: int
    tax_to_date: int
    this_pay: int
    this_tax: int
    student_loan: bool


class P60Figures(NamedTuple):
    """What a P60 shows; ``statutory`` by FPS name (smp, spp ...)."""

    person: str
    tax_year: str
    previous_pay: int
    previous_tax: int
    pay: int
    tax: int
    code: str
    month_1: bool
    nic: tuple[NicToDate, ...]
    student_loan: int
    postgraduate_loan: int
    statutory: dict[str, int]

    @property
    def total_pay(self) -> int:
        """Pay in all employments of the year."""
        return self.previous_pay + self.pay

    @property
    def total_tax(self) -> int:
        """Tax in all employments of the year."""
        return self.previous_tax + self.tax


def p45(
    last: PayResult, leaving_date: date, died: bool = False
) -> tuple[P45Figures | None, tuple[Problem, ...]]:
    """Figures from the last slip. Nothing is issued for somebody who died in service."""
    person, ytd = last.reference, last.ytd
    if died:
        text = f"{person}: died in service: no P45 is issued; follow the bereavement procedure."
        return None, (Problem(Severity.NOTICE, "died_in_service", text, person, "p45", leaving_date),)
    if not last.lines:
        text = f"{person}: the last payslip is refused: settle it before the P45."
        return None, (Problem(Severity.BLOCKING, "last_slip_refused", text, person, "p45", leaving_date),)
    month_1 = last.tax_basis == NON_CUMULATIVE
    pay = ytd.taxable_pay + (0 if month_1 else ytd.previous_pay)
    tax = ytd.tax + (0 if month_1 else ytd.previous_tax)
    loans = bool(last.totals.student_loan or last.totals.postgraduate_loan)
    figures = P45Figures(
        person, leaving_date, last.tax_code, month_1, pay, tax, ytd.taxable_pay, ytd.tax, loans
    )
    return figures, ()


def p60(
    slips: Sequence[tuple[PayPeriod, PayResult]], rules: RuleSet, leaving_date: date | None = None
) -> tuple[P60Figures | None, tuple[Problem, ...]]:
    """Figures of a tax year from all its slips, in order, checked against the year to date of the last.

    No certificate for those who left by 5 April. A gap between slips and the year to date (an opening
    balance that is not in ``slips``) blocks: give the opening as what it is by starting from its slip.
    """
    if not slips:
        return None, ()
    period, last = slips[-1]
    end = tax_year_dates(period.tax_year)[1]
    if leaving_date is not None and leaving_date < end:
        return None, ()
    problems = _gaps(slips, last, end)
    if problems:
        return None, problems
    ytd = last.ytd
    figures = P60Figures(
        last.reference, period.tax_year, ytd.previous_pay, ytd.previous_tax, ytd.taxable_pay, ytd.tax,
        last.tax_code, last.tax_basis == NON_CUMULATIVE, ytd.nic, ytd.student_loan, ytd.postgraduate_loan,
        _statutory(slips, rules),
    )  # fmt: skip
    return figures, ()


def _gaps(slips: Sequence[tuple[PayPeriod, PayResult]], last: PayResult, end: date) -> tuple[Problem, ...]:
    person, ytd, results = last.reference, last.ytd, [slip for _, slip in slips]
    sums = (
        ("pay", sum(r.totals.taxable_pay for r in results), ytd.taxable_pay),
        ("tax", sum(r.totals.tax for r in results), ytd.tax),
        ("employee's NIC", sum(r.totals.employee_nic for r in results), sum(n.employee for n in ytd.nic)),
        ("student loan", sum(r.totals.student_loan for r in results), ytd.student_loan),
    )
    found = [f"{name} {have} pence on slips, {want} to date" for name, have, want in sums if have != want]
    years = {period.tax_year for period, _ in slips}
    if len(years) > 1:
        found.append(f"slips of {', '.join(sorted(years))} are mixed")
    if not found:
        return ()
    text = f"{person}: the slips do not make up the year: {'; '.join(found)}."
    return (Problem(Severity.BLOCKING, "year_differs", text, person, "p60", end),)


def _statutory(slips: Sequence[tuple[PayPeriod, PayResult]], rules: RuleSet) -> dict[str, int]:
    found: dict[str, int] = {}
    for period, slip in slips:
        elements = catalogue(rules, period.pay_date)
        for line in slip.lines:
            name = elements[line.code].fps if line.code in elements else ""
            if name and line.kind == "earning":
                found[name] = found.get(name, 0) + line.amount
    return found
