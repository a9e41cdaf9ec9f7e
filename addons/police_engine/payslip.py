"""The orchestrator: one person's facts for one period -> payslip lines, totals and problems.

Order (HMRC guidance; see ``docs/ARCHITECTURE.md``): pay and elements, salary sacrifice, pension (net pay
arrangement), NIC, tax, student loans, other deductions, net. Pure: the same case and rules give
the same result, bit for bit.
"""

from .exceptions import EngineError, MissingParameter
from .identifiers import tax_code
from .params.loader import RuleSet
from .pay.basic import add_salary
from .pay.context import context_for
from .pay.pricing import Priced, add_deductions, add_elements
from .pay.slip import Slip
from .paye import nic, student_loan, tax
from .pension import contributions
from .problems import Problem
from .records import NicToDate, PayCase, PayLine, PayResult, PayTotals, YearToDate

NON_CUMULATIVE = tax.NON_CUMULATIVE


def calculate(case: PayCase, rules: RuleSet) -> PayResult:
    """Pay one person for one period. Problems are values: with a blocking one nothing is paid.

    Raises nothing for faults of the case; InvalidParameterFile or MissingParameter only when the
    rule set lacks figures that everybody needs.
    """
    slip = Slip(case, context_for(rules, case.period))
    add_salary(slip)
    deductions = add_elements(slip)
    _check_employment(slip)
    _sacrifice(slip, deductions)
    code, basis = _tax_position(slip)
    if slip.blocked():
        return _refused(slip, code, basis)
    pension = _pension(slip)
    nic_result = _nic(slip)
    tax_due = _tax(slip, code, basis)
    loans = _loans(slip)
    if slip.blocked() or nic_result is None or tax_due is None:
        return _refused(slip, code, basis)
    add_deductions(slip, deductions)
    return _finish(slip, code, basis, pension, nic_result, tax_due, loans)


def _check_employment(slip: Slip) -> None:
    case = slip.case
    if not case.slices and not case.elements:
        slip.block("no_employment", "no job in this period and nothing to pay.", "employment")
    if slip.gross < 0 or slip.nicable < 0 or slip.taxable < 0:
        slip.block(
            "negative_pay", "pay is negative after what is taken back; spread the recovery over later periods.", "net_pay"
        )


def _sacrifice(slip: Slip, deductions: list[Priced]) -> None:
    """Deductions that reduce taxable or NICable pay: salary sacrifice, payroll giving, added pension."""
    for priced in deductions:
        if priced.element.taxable:
            slip.taxable -= priced.amount
        if priced.element.nicable:
            slip.nicable -= priced.amount
    if deductions and (slip.taxable < 0 or slip.nicable < 0):
        slip.block("deductions_exceed_pay", "salary sacrifice and giving exceed the pay of the period.", "salary_sacrifice")


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
            slip.block("bad_tax_basis", f"tax basis {basis!r} is neither cumulative nor week1month1.", "tax_code")
        return parsed.code, NON_CUMULATIVE if parsed.mark else basis
    try:
        code, basis = tax.emergency_code(
            slip.context.rules, case.period.pay_date, "rUK", case.starter_declaration or None
        )
    except EngineError as error:
        slip.block("no_tax_code", str(error), "emergency_tax_code")
        return "", ""
    slip.warn(
        "emergency_tax_code",
        f"no tax code: {code} is operated ({'this month alone' if basis == NON_CUMULATIVE else 'cumulative'}) by the"
        " emergency rule. Enter the P45, the starter declaration or HMRC's notice.",
        "emergency_tax_code",
    )
    return code, basis


def _pension(slip: Slip) -> tuple[int, int]:
    """Employee and employer contribution; the employee's reduces taxable pay (net pay arrangement)."""
    member = slip.case.pension
    scheme = member.scheme
    if not scheme:
        return 0, 0
    try:
        pensionable = slip.pps if contributions.family(scheme) == "pps" else slip.lgps
        if not pensionable:
            if slip.gross:
                slip.warn("nothing_pensionable", f"a member of {scheme} has no pay pensionable in it.", f"pension_{scheme}")
            return 0, 0
        employee, employer, band = _pension_rates(slip, scheme)
    except EngineError as error:
        slip.block("pension", str(error), f"pension_{scheme}" if scheme in contributions.SCHEMES else "pension")
        return 0, 0
    return _pension_lines(slip, scheme, pensionable, employee, employer, band)


def _pension_rates(slip: Slip, scheme: str) -> tuple[contributions.Rate, contributions.Rate, int]:
    member, rules = slip.case.pension, slip.context.rules
    on = slip.case.period.pay_date
    police = scheme in contributions.POLICE_SCHEMES
    band = member.band_pay
    if band is None:
        band = slip.annual_full_time if police else slip.annual_actual
    if band <= 0:
        raise MissingParameter("there is no annual pay to choose the contribution tier by: enter the pension band pay.")
    if police:
        return contributions.police_rate(rules, scheme, on, band), contributions.police_employer_rate(rules, scheme, on), band
    if member.employer_percent is None:
        raise MissingParameter("the LGPS employer rate of this force is not entered; it stands in the fund's certificate.")
    employee = contributions.lgps_rate(rules, on, band, contributions.LGPS_SECTIONS[scheme])
    return employee, contributions.employer_rate_given(member.employer_percent), band


def _pension_lines(slip, scheme, pensionable, employee, employer, band) -> tuple[int, int]:
    own = contributions.contribution(pensionable, employee)
    theirs = contributions.contribution(pensionable, employer)
    on = slip.case.period.pay_date.isoformat()
    label = contributions.LABELS[scheme]
    slip.lines.append(PayLine(
        f"pension_{scheme}", label, "deduction", own, f"pension_{scheme}",
        {"pensionable_pence": pensionable, "band_pay_pence": band, "scheme": scheme, "on": on},
        (employee.source,), employee.text,
    ))
    inputs = {"pensionable_pence": pensionable, "scheme": scheme, "on": on}
    if not employer.source:
        inputs["employer_percent"] = employer.text
    slip.employer.append(PayLine(
        f"pension_{scheme}_employer", f"{label}, employer", "employer", theirs, f"pension_{scheme}_employer",
        inputs, (employer.source,) if employer.source else (), employer.text,
    ))
    slip.taxable -= own
    return own, theirs


def _nic(slip: Slip) -> nic.NicResult | None:
    """Class 1 NIC on NICable pay; directors on the annual earnings period."""
    case, rules = slip.case, slip.context.rules
    letter = case.ni_category
    if not letter:
        slip.block("no_ni_category", "no National Insurance category letter: enter it (A for most people).", "nic_employee")
        return None
    inputs = {"gross_pence": slip.nicable, "letter": letter, "period": slip.context.period_text}
    director = case.director
    try:
        if director is None:
            result = nic.compute(rules, case.period, letter, slip.nicable)
        else:
            result = _director(slip, letter, inputs)
    except EngineError as error:
        slip.block("nic", str(error), "nic_employee")
        return None
    suffix = "_director" if director is not None else ""
    sources = result.sources
    slip.lines.append(PayLine(
        "nic_employee", "National Insurance", "deduction", result.employee, f"nic_employee{suffix}", inputs,
        sources, result.context.employee_text,
    ))
    slip.employer.append(PayLine(
        "nic_employer", "National Insurance, employer", "employer", result.employer, f"nic_employer{suffix}", inputs,
        sources, result.context.employer_text,
    ))
    return result


def _director(slip: Slip, letter: str, inputs: dict) -> nic.NicResult:
    case = slip.case
    director = case.director
    assert director is not None
    before = next((row for row in case.ytd.nic if row.letter == letter), NicToDate(letter))
    bands = (before.at_lel, before.lel_to_pt, before.pt_to_uel)
    inputs.update(
        method=director.method, gross_before_pence=before.gross, employee_before_pence=before.employee,
        employer_before_pence=before.employer, weeks=director.weeks_in_directorship,
        last=director.last_payment_of_year, bands_before=list(bands),
    )
    return nic.compute_director(
        slip.context.rules, case.period, letter, director.method, slip.nicable, before.gross, before.employee,
        before.employer, director.weeks_in_directorship, director.last_payment_of_year, bands,
    )


def _tax(slip: Slip, code: str, basis: str) -> tax.TaxResult | None:
    """Income tax on taxable pay, with the year to date and any P45 figures."""
    case = slip.case
    ytd = case.ytd
    pay_before = ytd.taxable_pay + ytd.previous_pay
    tax_before = ytd.tax + ytd.previous_tax
    if slip.taxable < 0:
        slip.block("negative_pay", "taxable pay is negative after pension contributions.", "income_tax")
        return None
    try:
        result = tax.compute(slip.context.rules, case.period, code, basis, slip.taxable, pay_before, tax_before)
    except EngineError as error:
        slip.block("tax", str(error), "income_tax")
        return None
    inputs = {
        "code": code, "basis": basis, "pay_in_period_pence": slip.taxable, "pay_to_date_before_pence": pay_before,
        "tax_to_date_before_pence": tax_before, "period": slip.context.period_text,
    }
    slip.lines.append(PayLine(
        "income_tax", "Income tax", "deduction", result.in_period, "income_tax", inputs, result.sources, result.rate_text
    ))
    return result


def _loans(slip: Slip) -> tuple[int, int]:
    """Student and postgraduate loan deductions on NICable pay."""
    plans = slip.case.student_loans
    if not plans:
        return 0, 0
    student = postgraduate = 0
    if len([plan for plan in plans if plan != "postgraduate"]) > 1:
        slip.block("two_student_loans", "HMRC tells the employer one student loan plan, not several.", "student_loan")
        return 0, 0
    for plan in plans:
        try:
            result = student_loan.compute(slip.context.rules, slip.case.period, plan, slip.nicable)
        except EngineError as error:
            slip.block("student_loan", str(error), "student_loan")
            continue
        second = plan == "postgraduate"
        if second:
            postgraduate += result.amount
        else:
            student += result.amount
        name = "postgraduate_loan" if second else "student_loan"
        slip.lines.append(PayLine(
            name, "Postgraduate loan" if second else f"Student loan {plan.replace('_', ' ')}", "deduction",
            result.amount, name, {"nicable_pence": slip.nicable, "plan": plan, "period": slip.context.period_text},
            result.sources, result.rate_text,
        ))
    return student, postgraduate


def _finish(slip, code, basis, pension, nic_result, tax_result, loans) -> PayResult:
    """Totals, year to date, and the last checks on net pay."""
    case = slip.case
    own, theirs = pension
    student, postgraduate = loans
    net = (
        slip.gross - tax_result.in_period - nic_result.employee - own - student - postgraduate - slip.other_deductions
    )
    if net < 0:
        slip.block("negative_net", "deductions exceed pay; reduce or carry over a deduction.", "net_pay")
        return _refused(slip, code, basis)
    if net == 0:
        slip.warn("nil_net", "net pay is nil.", "net_pay")
    totals = PayTotals(
        slip.gross, slip.taxable, slip.nicable, _pensionable(slip), tax_result.in_period, nic_result.employee,
        nic_result.employer, student, postgraduate, own, theirs, slip.other_deductions, net,
    )
    period_nic = NicToDate(
        nic_result.letter, slip.nicable, nic_result.at_lel, nic_result.lel_to_pt, nic_result.pt_to_uel,
        nic_result.employer, nic_result.employee,
    )
    lines = (*slip.lines, *slip.employer)
    unverified = slip.context.unverified(tuple([line.sources for line in lines]))
    if unverified:
        slip.note("unverified_figures", f"{len(unverified)} figures used are not verified.", "unverified_figures")
    return PayResult(
        reference=case.reference, lines=lines, totals=totals, nic=(period_nic,),
        ytd=_year_to_date(case.ytd, totals, period_nic), tax_code=code, tax_basis=basis,
        problems=tuple(slip.problems), unverified=unverified,
    )


def _pensionable(slip: Slip) -> int:
    scheme = slip.case.pension.scheme
    if not scheme:
        return 0
    return slip.pps if scheme in contributions.POLICE_SCHEMES else slip.lgps


def _year_to_date(before: YearToDate, totals: PayTotals, period: NicToDate) -> YearToDate:
    return YearToDate(
        before.taxable_pay + totals.taxable_pay, before.tax + totals.tax, before.previous_pay, before.previous_tax,
        before.gross + totals.gross, before.net + totals.net, before.student_loan + totals.student_loan,
        before.postgraduate_loan + totals.postgraduate_loan, before.pension_employee + totals.pension_employee,
        before.pension_employer + totals.pension_employer, _add_nic(before.nic, period),
    )


def _add_nic(before: tuple[NicToDate, ...], period: NicToDate) -> tuple[NicToDate, ...]:
    letter = period.letter
    for index, row in enumerate(before):
        if row.letter == letter:
            merged = NicToDate(
                letter, row.gross + period.gross, row.at_lel + period.at_lel, row.lel_to_pt + period.lel_to_pt,
                row.pt_to_uel + period.pt_to_uel, row.employer + period.employer, row.employee + period.employee,
            )
            return (*before[:index], merged, *before[index + 1:])
    return (*before, period)


def _refused(slip: Slip, code: str, basis: str) -> PayResult:
    """Nothing half-paid: no lines, no totals, the year to date unchanged, every problem found."""
    problems: tuple[Problem, ...] = tuple(slip.problems)
    return PayResult(
        reference=slip.case.reference, lines=(), totals=PayTotals(), nic=(), ytd=slip.case.ytd, tax_code=code,
        tax_basis=basis, problems=problems,
    )
