"""Recompute a payslip line from its stored rule and inputs, to the same penny, years later.

Works on lines as stored: inputs may have been through JSON. The rule set supplies the figures by
date; a pay run keeps its hash so that the same law can be loaded again.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .exceptions import InvalidRecord
from .money import Pence, half_up, split
from .params.loader import RuleSet
from .pay import absent, arrears, proration, reversal
from .pay.allowances import annual_share, days_pay, of_average, per_unit, percent_of_month
from .pay.overtime import overtime_amount
from .pay.unsocial import unsocial_amount
from .paye import nic, student_loan, tax
from .pension import contributions
from .records import PayLine, PayPeriod

Inputs = Mapping[str, Any]


def replay(line: PayLine, rules: RuleSet) -> Pence:
    """The amount of ``line`` worked out again; InvalidRecord when its rule or inputs do not serve."""
    routine = _ROUTINES.get(line.rule)
    if routine is None:
        raise InvalidRecord(f"Line {line.code}: nobody knows how to replay rule {line.rule!r}.")
    try:
        amount = routine(line.inputs, rules)
        if line.inputs.get("taken_back"):
            amount = -amount
        if "share" in line.inputs:  # one of several lines between cost centres
            number, weights = line.inputs["share"]
            amount = split(amount, weights)[number]
        return amount
    except (KeyError, TypeError, IndexError) as error:
        raise InvalidRecord(f"Line {line.code}: inputs of {line.rule} are incomplete ({error!r}).") from error


def parse_period(text: str) -> PayPeriod:
    """Read a period as lines keep it: frequency/start/end/pay date/tax year/tax period."""
    try:
        frequency, start, end, pay_date, tax_year, number = text.split("/")
        return PayPeriod(
            frequency,
            date.fromisoformat(start),
            date.fromisoformat(end),
            date.fromisoformat(pay_date),
            tax_year,
            int(number),
        )
    except ValueError as error:
        raise InvalidRecord(f"{text!r} is not a pay period.") from error


def _carried(inputs: Inputs) -> Fraction:
    return Fraction(*inputs["carried"]) if "carried" in inputs else Fraction(0)


def _month(inputs: Inputs, rules: RuleSet) -> Pence:
    exact = proration.of_month(
        inputs["annual_pence"],
        inputs["hours"],
        inputs["full_time_hours"],
        inputs["days"],
        inputs["of_days"],
        tuple(inputs["month_share"]),
    )
    return proration.part(_carried(inputs), exact)


def _days(inputs: Inputs, rules: RuleSet) -> Pence:
    exact = proration.of_days(
        inputs["annual_pence"],
        inputs["hours"],
        inputs["full_time_hours"],
        inputs["days"],
        tuple(inputs["day_share"]),
    )
    return proration.part(_carried(inputs), exact)


def _share(inputs: Inputs, rules: RuleSet) -> Pence:
    return _days(inputs, rules) if "day_share" in inputs else _month(inputs, rules)


def _entered(inputs: Inputs) -> Pence | None:
    amount = inputs.get("amount_pence")
    return None if amount is None else amount * inputs.get("sign", 1)


def _given(inputs: Inputs, rules: RuleSet) -> Pence:
    return inputs["amount_pence"] * inputs.get("sign", 1)


def _overtime(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    return overtime_amount(
        inputs["annual_pence"], tuple(inputs["multiplier"]), inputs["quarters"], tuple(inputs["hour"])
    )


def _unsocial(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    return unsocial_amount(inputs["annual_pence"], inputs["full_hours"], tuple(inputs["hour"]))


def _flat(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    if "units_hundredths" not in inputs:
        return inputs["figure_pence"]
    sum_of = per_unit if inputs["price"] == "per_unit" else annual_share
    return sum_of(inputs["figure_pence"], inputs["units_hundredths"])


def _unpaid(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    amount = days_pay(
        inputs["annual_pence"],
        inputs["hours"],
        inputs["full_time_hours"],
        inputs["units_hundredths"],
        tuple(inputs["day_share"]),
    )
    return amount * inputs["sign"]


def _tax_together(inputs: Inputs, rules: RuleSet) -> Pence:
    return _tax(inputs, rules) - inputs["taken_pence"]


def _absent(kind: str) -> Callable[[Inputs, RuleSet], Pence]:
    def routine(inputs: Inputs, rules: RuleSet) -> Pence:
        entered = _entered(inputs)
        return absent.amount_of(kind, inputs) if entered is None else entered

    return routine


def _plain_hours(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    return absent.plain_hours(
        inputs["annual_pence"], tuple(inputs["hour"]), inputs["units_hundredths"], inputs["set_off_pence"]
    )


def _percent(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    return percent_of_month(
        inputs["annual_pence"],
        inputs["hours"],
        inputs["full_time_hours"],
        Decimal(inputs["percent"]),
        tuple(inputs["month_share"]),
        inputs["units_hundredths"],
    )


def _acting(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    return days_pay(
        max(0, inputs["higher_pence"] - inputs["annual_pence"]),
        inputs["hours"],
        inputs["full_time_hours"],
        inputs["units_hundredths"],
        tuple(inputs["day_share"]),
    )


def _average(inputs: Inputs, rules: RuleSet) -> Pence:
    entered = _entered(inputs)
    if entered is not None:
        return entered
    return of_average(inputs["total_pence"], inputs["divisor"], inputs["units_hundredths"])


def _tax(inputs: Inputs, rules: RuleSet) -> Pence:
    return tax.compute(
        rules,
        parse_period(inputs["period"]),
        inputs["code"],
        inputs["basis"],
        inputs["pay_in_period_pence"],
        inputs["pay_to_date_before_pence"],
        inputs["tax_to_date_before_pence"],
        inputs.get("benefits_pence", 0),
    ).in_period


def _nic(inputs: Inputs, rules: RuleSet) -> nic.NicResult:
    period = parse_period(inputs["period"])
    if "before_pence" in inputs:
        gross, employee, employer = inputs["before_pence"]
        total = nic.compute(rules, period, inputs["letter"], inputs["gross_pence"] + gross)
        return total._replace(employee=total.employee - employee, employer=total.employer - employer)
    if "method" not in inputs:
        return nic.compute(rules, period, inputs["letter"], inputs["gross_pence"])
    return nic.compute_director(
        rules,
        period,
        inputs["letter"],
        inputs["method"],
        inputs["gross_pence"],
        inputs["gross_before_pence"],
        inputs["employee_before_pence"],
        inputs["employer_before_pence"],
        inputs["weeks"],
        inputs["last"],
        tuple(inputs["bands_before"]),
    )


def _loan(inputs: Inputs, rules: RuleSet) -> Pence:
    period = parse_period(inputs["period"])
    before, taken = inputs.get("before_pence", (0, 0))
    pay = inputs["nicable_pence"] + before
    amount = student_loan.compute(rules, period, inputs["plan"], pay).amount - taken
    return min(amount, inputs.get("limit_pence", amount))


def _reversed(inputs: Inputs, rules: RuleSet) -> Pence:
    return -inputs["amount_pence"]


def _pension(inputs: Inputs, rules: RuleSet) -> Pence:
    scheme, on, band = inputs["scheme"], date.fromisoformat(inputs["on"]), inputs["band_pay_pence"]
    if scheme in contributions.POLICE_SCHEMES:
        rate = contributions.police_rate(rules, scheme, on, band)
    else:
        rate = contributions.lgps_rate(rules, on, band, contributions.LGPS_SECTIONS[scheme])
    return contributions.contribution(inputs["pensionable_pence"], rate)


def _pension_employer(inputs: Inputs, rules: RuleSet) -> Pence:
    if "employer_percent" in inputs:
        percent = Fraction(inputs["employer_percent"].removesuffix("%")) / 100
        return half_up(inputs["pensionable_pence"] * percent.numerator, percent.denominator)
    on = date.fromisoformat(inputs["on"])
    rate = contributions.police_employer_rate(rules, inputs["scheme"], on)
    return contributions.contribution(inputs["pensionable_pence"], rate)


def _difference(inputs: Inputs, rules: RuleSet) -> Pence:
    """Arrears: what the period comes to now, each part replayed, less what was paid for it."""
    parts = inputs["recalculated"]
    lines = (PayLine("", "", "", 0, rule, part) for rule, part in parts)
    return sum(replay(line, rules) for line in lines) - inputs["paid_pence"]


_Routine = Callable[[Inputs, RuleSet], Pence]
_ROUTINES: dict[str, _Routine] = {
    **dict.fromkeys(("officer_salary", "staff_salary", "london_weighting"), _share),
    **dict.fromkeys(
        (
            "officer_salary_part_month",
            "officer_salary_weeks",
            "staff_salary_part_month",
            "staff_salary_weeks",
            "london_weighting_part_month",
            "london_weighting_weeks",
        ),
        _share,
    ),
    **dict.fromkeys(
        (
            "overtime_casual",
            "overtime_recall",
            "overtime_advance",
            "overtime_rest_day",
            "overtime_public_holiday",
            "overtime_free_day",
            "annual_leave_recall",
            "part_time_extra_hours",
            "staff_overtime",
            "staff_enhancement",
            "staff_public_holiday",
        ),
        _overtime,
    ),
    "unsocial_hours": _unsocial,
    "unpaid_absence": _unpaid,
    **dict.fromkeys(
        (
            "officer_sick_reduction",
            "staff_sick_reduction",
            "officer_maternity_reduction",
            "family_leave_reduction",
        ),
        _absent("salary_share"),
    ),
    "ssp_beyond_sick_pay": _absent("statutory_floor"),
    "statutory_within_pay": _absent("statutory_within"),
    "statutory_above_pay": _absent("statutory_above"),
    "keeping_in_touch": _plain_hours,
    **dict.fromkeys(
        (
            "on_call", "away_from_home", "hardship", "standby", "dog_handler", "subscription",
            "business_mileage", "essential_user",
        ),
        _flat,
    ),
    "staff_shift_allowance": _percent,
    "acting_up": _acting,
    "holiday_pay": _average,
    **dict.fromkeys(
        (
            "given_earning",
            "given_untaxed",
            "taken_back",
            "statutory_pay",
            "given_deduction",
            "payroll_giving",
            "pension_additional",
            "salary_sacrifice",
            "attachment_order",
            "attachment_administration",
            "loan_instalment",
        ),
        _given,
    ),
    **dict.fromkeys(arrears.RULES, _difference),
    "income_tax": _tax,
    **dict.fromkeys(
        ("nic_employee", "nic_employee_director", "nic_employee_together"),
        lambda inputs, rules: _nic(inputs, rules).employee,
    ),
    **dict.fromkeys(
        ("nic_employer", "nic_employer_director", "nic_employer_together"),
        lambda inputs, rules: _nic(inputs, rules).employer,
    ),
    "income_tax_together": _tax_together,
    **dict.fromkeys(
        ("student_loan", "postgraduate_loan", "student_loan_together", "postgraduate_loan_together"), _loan
    ),
    **dict.fromkeys((reversal.LINE, reversal.NET), _reversed),
    "payrolled_benefit": lambda inputs, rules: 0,
    **dict.fromkeys((f"pension_{scheme}" for scheme in contributions.SCHEMES), _pension),
    **dict.fromkeys((f"pension_{scheme}_employer" for scheme in contributions.SCHEMES), _pension_employer),
}
REPLAYABLE = frozenset(_ROUTINES)
