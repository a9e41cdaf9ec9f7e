"""The orchestrator: one person's facts for one period -> payslip lines, totals and problems.

Order (HMRC guidance): pay and elements, salary sacrifice, pension (net pay
arrangement), NIC, tax, student loans, other deductions, net. Pure: the same case and rules give
the same result, bit for bit.
"""

from typing import NamedTuple

from . import statutory
from .exceptions import EngineError
from .identifiers import tax_code
from .params.loader import RuleSet
from .pay import reversal
from .pay.arrears import NO_ARREARS, Arrears, add_arrears
from .pay.basic import add_salary
from .pay.context import context_for
from .pay.pricing import Priced, add_deductions, add_elements
from .pay.slip import Slip
from .paye import nic, tax
from .pension import contributions
from .problems import Problem
from .records import NicToDate, PayCase, PayLine, PayResult, PayTotals, YearToDate

NON_CUMULATIVE = tax.NON_CUMULATIVE


class _Taken(NamedTuple):
    """What the statutory stages took. Pairs: (employee, employer) and (student, postgraduate), pence."""

    code: str
    basis: str
    pension: tuple[int, int]
    nic: nic.NicResult
    tax: tax.TaxResult
    loans: tuple[int, int]
    arrears: Arrears = NO_ARREARS


class EmployerCost(NamedTuple):
    """What a person costs the employer in a period. Pence; nothing but problems when blocked."""

    gross: int
    nicable: int
    employer_nic: int
    pension_employer: int
    lines: tuple[PayLine, ...]
    problems: tuple[Problem, ...]


def calculate(case: PayCase, rules: RuleSet) -> PayResult:
    """Pay one person for one period. Problems are values: with a blocking one nothing is paid.

    Raises nothing for faults of the case; InvalidParameterFile or MissingParameter only when the
    rule set lacks figures that everybody needs.
    """
    if case.arrears and reversal.is_reversal(case):
        return _reversed(case)
    slip = Slip(case, context_for(rules, case.period))
    add_salary(slip)
    deductions = add_elements(slip)
    arrears = add_arrears(slip) if case.arrears else NO_ARREARS
    _check_employment(slip)
    _sacrifice(slip, deductions)
    code, basis = _tax_position(slip)
    if slip.blocked():
        return _refused(slip, code, basis)
    pension = _pension(slip, arrears)
    nic_result = statutory.national_insurance(slip)
    tax_due = statutory.income_tax(slip, code, basis)
    loans = statutory.loans(slip)
    if slip.blocked() or nic_result is None or tax_due is None:
        return _refused(slip, code, basis)
    add_deductions(slip, deductions)
    return _finish(slip, _Taken(code, basis, pension, nic_result, tax_due, loans, arrears))


def employer_cost(case: PayCase, rules: RuleSet) -> EmployerCost:
    """The stages of :func:`calculate` that the employer pays for: pay, pension and National Insurance.

    The same stages in the same order, without tax, loans and net pay: for arrears and what-if.
    """
    slip = Slip(case, context_for(rules, case.period))
    add_salary(slip)
    deductions = add_elements(slip)
    arrears = add_arrears(slip) if case.arrears else NO_ARREARS
    _check_employment(slip)
    _sacrifice(slip, deductions)
    pension, figures = (0, 0), None
    if not slip.blocked():
        pension = _pension(slip, arrears)
        figures = statutory.national_insurance(slip)
    if figures is None or slip.blocked():
        return EmployerCost(0, 0, 0, 0, (), tuple(slip.problems))
    lines = (*slip.lines, *slip.employer)
    return EmployerCost(slip.gross, slip.nicable, figures.employer, pension[1], lines, tuple(slip.problems))


def _pension(slip: Slip, arrears: Arrears) -> tuple[int, int]:
    """This period's contributions, and those that come with arrears."""
    own, theirs = statutory.pension(slip)
    if arrears is NO_ARREARS:
        return own, theirs
    slip.lines.extend(arrears.own_lines)
    slip.employer.extend(arrears.employer_lines)
    return own + arrears.own, theirs + arrears.theirs


def _check_employment(slip: Slip) -> None:
    case = slip.case
    if not case.slices and not case.elements and not case.arrears:
        slip.block("no_employment", "no job in this period and nothing to pay.", "employment")
    if slip.gross < 0 or slip.nicable < 0 or slip.taxable < 0:
        slip.block(
            "negative_pay",
            "pay is negative after what is taken back; spread the recovery over later periods.",
            "net_pay",
        )


def _sacrifice(slip: Slip, deductions: list[Priced]) -> None:
    """Deductions that reduce taxable or NICable pay: salary sacrifice, payroll giving, added pension."""
    for priced in deductions:
        if priced.element.taxable:
            slip.taxable -= priced.amount
        if priced.element.nicable:
            slip.nicable -= priced.amount
    if deductions and (slip.taxable < 0 or slip.nicable < 0):
        slip.block(
            "deductions_exceed_pay",
            "salary sacrifice and giving exceed the pay of the period.",
            "salary_sacrifice",
        )


def _tax_position(slip: Slip) -> tuple[str, str]:
    """The code and basis to operate: as notified, or by the emergency rule with a warning."""
    case = slip.case
    if case.tax is not None and case.tax.code:
        try:
            parsed = tax_code.parse(case.tax.code)
        except EngineError as error:
            slip.block("bad_tax_code", str(error), "tax_code")
            return case.tax.code, case.tax.basis
        basis = case.tax.basis
        if basis not in (tax.CUMULATIVE, NON_CUMULATIVE):
            slip.block(
                "bad_tax_basis", f"tax basis {basis!r} is neither cumulative nor week1month1.", "tax_code"
            )
        return parsed.code, NON_CUMULATIVE if parsed.mark else basis
    try:
        code, basis = tax.emergency_code(
            slip.context.rules, case.period.pay_date, "rUK", case.starter_declaration or None
        )
    except EngineError as error:
        slip.block("no_tax_code", str(error), "emergency_tax_code")
        return "", ""
    how = "this period alone" if basis == NON_CUMULATIVE else "cumulative"
    slip.warn(
        "emergency_tax_code",
        f"no tax code: {code} is operated ({how}) by the emergency rule."
        " Enter the P45, the starter declaration or HMRC's notice.",
        "emergency_tax_code",
    )
    return code, basis


def _finish(slip: Slip, taken: _Taken) -> PayResult:
    """Totals, year to date, and the last checks on net pay."""
    case, figures = slip.case, taken.nic
    totals = _totals(slip, taken)
    if totals.net < 0:
        slip.block("negative_net", "deductions exceed pay; reduce or carry over a deduction.", "net_pay")
        return _refused(slip, taken.code, taken.basis)
    if totals.net == 0:
        slip.warn("nil_net", "net pay is nil.", "net_pay")
    lines = (*slip.lines, *slip.employer)
    unverified = slip.context.unverified(tuple([line.sources for line in lines]))
    if unverified:
        count = len(unverified)
        text = "one figure used is" if count == 1 else f"{count} figures used are"
        slip.note("unverified_figures", f"{text} not verified.", "unverified_figures")
    in_period = NicToDate(
        figures.letter, slip.nicable, figures.at_lel, figures.lel_to_pt, figures.pt_to_uel, figures.employer,
        figures.employee,
    )  # fmt: skip
    return PayResult(
        reference=case.reference, lines=lines, totals=totals, nic=(in_period,),
        ytd=_year_to_date(case.ytd, totals, in_period), tax_code=taken.code, tax_basis=taken.basis,
        problems=tuple(slip.problems), unverified=unverified,
    )  # fmt: skip


def _reversed(case: PayCase) -> PayResult:
    """An earlier payslip taken back as it stands; see ``pay.reversal``."""
    taken = reversal.result(case)
    ytd = _year_to_date(case.ytd, taken.totals, None)
    for row in taken.nic:
        ytd = ytd._replace(nic=_add_nic(ytd.nic, row))
    return PayResult(
        reference=case.reference, lines=taken.lines, totals=taken.totals, nic=taken.nic, ytd=ytd,
        tax_code=taken.tax_code, tax_basis=taken.tax_basis,
    )  # fmt: skip


def _totals(slip: Slip, taken: _Taken) -> PayTotals:
    own, theirs = taken.pension
    student, postgraduate = taken.loans
    tax_due, employee_nic = taken.tax.in_period, taken.nic.employee
    net = slip.gross - tax_due - employee_nic - own - student - postgraduate - slip.other_deductions
    pensionable = _pensionable(slip) + taken.arrears.pensionable
    return PayTotals(
        slip.gross, slip.taxable, slip.nicable, pensionable, tax_due, employee_nic, taken.nic.employer,
        student, postgraduate, own, theirs, slip.other_deductions, net,
    )  # fmt: skip


def _pensionable(slip: Slip) -> int:
    scheme = slip.case.pension.scheme
    if not scheme:
        return 0
    return slip.pps if scheme in contributions.POLICE_SCHEMES else slip.lgps


def _year_to_date(before: YearToDate, totals: PayTotals, period: NicToDate | None) -> YearToDate:
    return YearToDate(
        before.taxable_pay + totals.taxable_pay, before.tax + totals.tax, before.previous_pay,
        before.previous_tax, before.gross + totals.gross, before.net + totals.net,
        before.student_loan + totals.student_loan, before.postgraduate_loan + totals.postgraduate_loan,
        before.pension_employee + totals.pension_employee, before.pension_employer + totals.pension_employer,
        _add_nic(before.nic, period) if period else before.nic,
    )  # fmt: skip


def _add_nic(before: tuple[NicToDate, ...], period: NicToDate) -> tuple[NicToDate, ...]:
    letter = period.letter
    for index, row in enumerate(before):
        if row.letter == letter:
            merged = NicToDate(
                letter, row.gross + period.gross, row.at_lel + period.at_lel,
                row.lel_to_pt + period.lel_to_pt, row.pt_to_uel + period.pt_to_uel,
                row.employer + period.employer, row.employee + period.employee,
            )  # fmt: skip
            return (*before[:index], merged, *before[index + 1 :])
    return (*before, period)


def _refused(slip: Slip, code: str, basis: str) -> PayResult:
    """Nothing half-paid: no lines, no totals, the year to date unchanged, every problem found."""
    problems: tuple[Problem, ...] = tuple(slip.problems)
    return PayResult(
        reference=slip.case.reference,
        lines=(),
        totals=PayTotals(),
        nic=(),
        ytd=slip.case.ytd,
        tax_code=code,
        tax_basis=basis,
        problems=problems,
    )
