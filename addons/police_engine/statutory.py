"""Statutory stages of a payslip: pension, National Insurance, income tax, student loans.

Each takes the working sheet, adds its lines and says what it took; faults are recorded as blocking
problems on the sheet, never raised.
"""

from .exceptions import EngineError, MissingParameter
from .pay.context import period_text
from .pay.elsewhere import NOTHING
from .pay.slip import Slip
from .paye import nic, student_loan, tax
from .pension import contributions
from .records import NicToDate, PayLine, PayPeriod
from .taxcalendar import tax_week


def pension(slip: Slip) -> tuple[int, int]:
    """Employee and employer contribution; the employee's reduces taxable pay (net pay arrangement)."""
    member = slip.case.pension
    scheme = member.scheme
    if not scheme:
        return 0, 0
    try:
        pensionable = slip.pps if contributions.family(scheme) == "pps" else slip.lgps
        if not pensionable:
            if slip.gross and slip.in_service:
                slip.warn(
                    "nothing_pensionable",
                    f"a member of {scheme} has no pay pensionable in it.",
                    f"pension_{scheme}",
                )
            return 0, 0
        employee, employer, band = _pension_rates(slip, scheme)
    except EngineError as error:
        slip.block(
            "pension", str(error), f"pension_{scheme}" if scheme in contributions.SCHEMES else "pension"
        )
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
        raise MissingParameter(
            "there is no annual pay to choose the contribution tier by: enter the pension band pay."
        )
    if police:
        return (
            contributions.police_rate(rules, scheme, on, band),
            contributions.police_employer_rate(rules, scheme, on),
            band,
        )
    if member.employer_percent is None:
        raise MissingParameter(
            "the LGPS employer rate of this force is not entered; it stands in the fund's certificate."
        )
    employee = contributions.lgps_rate(rules, on, band, contributions.LGPS_SECTIONS[scheme])
    return employee, contributions.employer_rate_given(member.employer_percent), band


def _pension_lines(
    slip: Slip,
    scheme: str,
    pensionable: int,
    employee: contributions.Rate,
    employer: contributions.Rate,
    band: int,
) -> tuple[int, int]:
    own = contributions.contribution(pensionable, employee)
    theirs = contributions.contribution(pensionable, employer)
    on = slip.case.period.pay_date.isoformat()
    label = contributions.LABELS[scheme]
    slip.lines.append(
        PayLine(
            f"pension_{scheme}",
            label,
            "deduction",
            own,
            f"pension_{scheme}",
            {"pensionable_pence": pensionable, "band_pay_pence": band, "scheme": scheme, "on": on},
            (employee.source,),
            employee.text,
        )
    )
    inputs = {"pensionable_pence": pensionable, "scheme": scheme, "on": on}
    if not employer.source:
        inputs["employer_percent"] = employer.text
    slip.employer.append(
        PayLine(
            f"pension_{scheme}_employer",
            f"{label}, employer",
            "employer",
            theirs,
            f"pension_{scheme}_employer",
            inputs,
            (employer.source,) if employer.source else (),
            employer.text,
        )
    )
    slip.taxable -= own
    return own, theirs


def national_insurance(slip: Slip) -> nic.NicResult | None:
    """Class 1 NIC on NICable pay; directors on the annual earnings period."""
    case, rules = slip.case, slip.context.rules
    letter = case.ni_category
    if not letter:
        slip.block(
            "no_ni_category",
            "no National Insurance category letter: enter it (A for most people).",
            "nic_employee",
        )
        return None
    inputs = {"gross_pence": slip.nicable, "letter": letter, "period": slip.context.period_text}
    director = case.director
    together = slip.elsewhere is not NOTHING and director is None
    try:
        if together:
            result = _together(slip, letter, inputs)
        elif director is None:
            result = nic.compute(rules, case.period, letter, slip.nicable)
        else:
            result = _director(slip, letter, inputs)
    except EngineError as error:
        slip.block("nic", str(error), "nic_employee")
        return None
    suffix = "_director" if director is not None else "_together" if together else ""
    sources = result.sources
    texts = slip.context.nic_texts.get(letter)
    if texts is None:
        figures = result.context
        texts = slip.context.nic_texts[letter] = (figures.employee_text, figures.employer_text)
    slip.lines.append(PayLine(
        "nic_employee", "National Insurance", "deduction", result.employee, f"nic_employee{suffix}", inputs,
        sources, texts[0],
    ))  # fmt: skip
    slip.employer.append(PayLine(
        "nic_employer", "National Insurance, employer", "employer", result.employer,
        f"nic_employer{suffix}", inputs, sources, texts[1],
    ))  # fmt: skip
    return result


def _earnings_period(slip: Slip) -> PayPeriod:
    """The period of the payslip, or the week of an irregular payment after leaving."""
    period = slip.case.period
    if not slip.elsewhere.weekly:
        return period
    return period._replace(frequency="weekly", tax_period=tax_week(period.pay_date))


def _together(slip: Slip, letter: str, inputs: dict) -> nic.NicResult:
    """Contributions on all earnings of the earnings period less those already taken under the letter."""
    other, period = slip.elsewhere, _earnings_period(slip)
    inputs["period"] = period_text(period)
    before = other if other.letter == letter else NOTHING
    inputs["before_pence"] = [before.nicable, before.employee_nic, before.employer_nic]
    total = nic.compute(slip.context.rules, period, letter, before.nicable + slip.nicable)
    return total._replace(
        gross=slip.nicable, at_lel=total.at_lel - before.at_lel, lel_to_pt=total.lel_to_pt - before.lel_to_pt,
        pt_to_uel=total.pt_to_uel - before.pt_to_uel, employee=total.employee - before.employee_nic,
        employer=total.employer - before.employer_nic,
    )  # fmt: skip


def _director(slip: Slip, letter: str, inputs: dict) -> nic.NicResult:
    case = slip.case
    director = case.director
    assert director is not None
    before = next((row for row in case.ytd.nic if row.letter == letter), NicToDate(letter))
    bands = (before.at_lel, before.lel_to_pt, before.pt_to_uel)
    inputs.update(
        method=director.method,
        gross_before_pence=before.gross,
        employee_before_pence=before.employee,
        employer_before_pence=before.employer,
        weeks=director.weeks_in_directorship,
        last=director.last_payment_of_year,
        bands_before=list(bands),
    )
    return nic.compute_director(
        slip.context.rules,
        case.period,
        letter,
        director.method,
        slip.nicable,
        before.gross,
        before.employee,
        before.employer,
        director.weeks_in_directorship,
        director.last_payment_of_year,
        bands,
    )


def income_tax(slip: Slip, code: str, basis: str) -> tax.TaxResult | None:
    """Income tax on taxable pay, with the year to date and any P45 figures."""
    case = slip.case
    ytd = case.ytd
    pay_before = ytd.taxable_pay + ytd.previous_pay
    tax_before = ytd.tax + ytd.previous_tax
    if slip.taxable < 0:
        slip.block("negative_pay", "taxable pay is negative after pension contributions.", "income_tax")
        return None
    other = slip.elsewhere
    as_one = other is not NOTHING and basis == tax.NON_CUMULATIVE and bool(other.taxable or other.tax)
    pay = slip.taxable + other.taxable if as_one else slip.taxable
    try:
        result = tax.compute(
            slip.context.rules, case.period, code, basis, pay, pay_before, tax_before, slip.benefits
        )
        if as_one:
            result = result._replace(
                in_period=result.in_period - other.tax, to_date=result.to_date - other.tax
            )
    except EngineError as error:
        slip.block("tax", str(error), "income_tax")
        return None
    inputs = {
        "code": code,
        "basis": basis,
        "pay_in_period_pence": pay,
        "pay_to_date_before_pence": pay_before,
        "tax_to_date_before_pence": tax_before,
        "period": slip.context.period_text,
    }
    if slip.benefits:
        inputs["benefits_pence"] = slip.benefits
    if as_one:
        inputs["taken_pence"] = other.tax
    slip.lines.append(
        PayLine(
            "income_tax",
            "Income tax",
            "deduction",
            result.in_period,
            "income_tax_together" if as_one else "income_tax",
            inputs,
            result.sources,
            result.rate_text,
        )
    )
    return result


def loans(slip: Slip) -> tuple[int, int]:
    """Student and postgraduate loan deductions on NICable pay."""
    plans = slip.case.student_loans
    if not plans:
        return 0, 0
    student = postgraduate = 0
    left = slip.case.student_loan_limit
    other, period = slip.elsewhere, _earnings_period(slip)
    suffix = "" if other is NOTHING else "_together"
    if len([plan for plan in plans if plan != "postgraduate"]) > 1:
        slip.block(
            "two_student_loans", "HMRC tells the employer one student loan plan, not several.", "student_loan"
        )
        return 0, 0
    for plan in plans:
        second = plan == "postgraduate"
        taken = other.postgraduate_loan if second else other.student_loan
        try:
            result = student_loan.compute(slip.context.rules, period, plan, slip.nicable + other.nicable)
            taken = max(taken, _due_before(slip, period, plan))
        except EngineError as error:
            slip.block("student_loan", str(error), "student_loan")
            continue
        amount, limit = result.amount - taken, {}
        if left is not None:
            amount, limit = min(amount, left), {"limit_pence": left}
            left -= amount
        if second:
            postgraduate += amount
        else:
            student += amount
        name = "postgraduate_loan" if second else "student_loan"
        inputs = {"nicable_pence": slip.nicable, "plan": plan, "period": slip.context.period_text, **limit}
        if suffix:
            inputs |= {"period": period_text(period), "before_pence": [other.nicable, taken]}
        slip.lines.append(
            PayLine(
                name,
                "Postgraduate loan" if second else f"Student loan {plan.replace('_', ' ')}",
                "deduction",
                amount,
                name + suffix,
                inputs,
                result.sources,
                result.rate_text,
            )
        )
    return student, postgraduate


def _due_before(slip: Slip, period: PayPeriod, plan: str) -> int:
    """The deduction on what was paid elsewhere: what orders kept from it then is not made up for now."""
    before = slip.elsewhere.nicable
    return student_loan.compute(slip.context.rules, period, plan, before).amount if before else 0
