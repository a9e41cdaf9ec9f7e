"""Areas of police pay: overtime, unsocial hours, and a whole payslip from gross to net."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, localcontext

from ..exceptions import InvalidRecord
from ..params import RuleSet
from ..pay import overtime, unsocial
from ..payslip import calculate
from ..pension import contributions
from ..records import EmploymentSlice, PayCase, PayPeriod, PensionMembership, TaxPosition
from ..taxcalendar import monthly_period, tax_year_dates
from .reading import Case, clock, date_of, money, shift, to_pence, to_share, year_of

LONDON = "police/pay/london_weighting"
_DAY = datetime(2026, 9, 1)  # any day: only the clock matters


def overtime_pay(rules: RuleSet, case: Case) -> dict:
    """Overtime: a tour brought forward, a rest day worked, or quarters to be priced."""
    given = case.inputs
    if "rostered" in given:
        return _advance(rules, case)
    if "minutes_worked_into_rest_day" in given:
        return _rest_day(rules, case)
    annual = to_pence(given["annual"])
    top, _, bottom = str(given["multiplier"]).partition("/")
    multiplier = (int(top), int(bottom or 1)) if "." not in top else Decimal(top).as_integer_ratio()
    amount = overtime.overtime_amount(annual, multiplier, int(given["completed_quarter_hours"]))
    hour = tuple(rules.at("police/pay/calculation", date_of(rules, case))["officer.hour"])
    with localcontext() as context:
        context.prec = 28
        hourly = (Decimal(annual) * hour[0] / hour[1] / 100).quantize(Decimal("0.000001"))
    return {"hourly_unrounded": hourly, "amount": money(amount)}


def _advance(rules: RuleSet, case: Case) -> dict:
    given = case.inputs
    start, end = shift(given["rostered"], _DAY)
    required = clock(given["required_start"], _DAY)
    if required >= start:
        required -= timedelta(days=1)
    finish = clock(given["actual_finish"], _DAY)
    while finish <= required:
        finish += timedelta(days=1)
    result = overtime.advance_of_duty(start, end, required, finish)
    hours = Decimal(result.minutes) / 60
    return {
        "overtime_hours_at_four_thirds": hours.normalize(),
        "periods": [f"{one:%H:%M}-{other:%H:%M} ({_hours(other - one)})" for one, other in result.periods],
    }


def _hours(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return f"{hours}h{minutes:02d}" if minutes else f"{hours}h"


def _rest_day(rules: RuleSet, case: Case) -> dict:
    given = case.inputs
    words = re.fullmatch(r"(more than )?(\d+)", str(given["minutes_worked_into_rest_day"]))
    if not words:
        raise InvalidRecord(f"Cannot read {given['minutes_worked_into_rest_day']!r} as minutes.")
    minutes = int(words[2]) + bool(words[1])
    result = overtime.rest_day(
        rules, date_of(rules, case), minutes, bool(given.get("rostered_rest_day_follows_tour")),
        int(given.get("notice_days", 0)),
    )
    multiplier = result.multiplier
    return {
        "paid_minutes": result.paid_minutes,
        "minimum_paid_hours": (Decimal(result.paid_minutes) / 60).normalize(),
        "multiplier": None if multiplier is None else Decimal(multiplier[0]) / multiplier[1],
    }


def overtime_counting(rules: RuleSet, case: Case) -> dict:
    """Completed quarters after the disregard."""
    told = case.inputs["told"]
    occasion = re.search(r"(\d+)(?:st|nd|rd|th) occasion", told)
    quarters = overtime.payable_quarter_hours(
        rules, date_of(rules, case), int(case.inputs["extra_minutes"]), told.startswith("after"),
        int(case.inputs.get("occasion", occasion[1] if occasion else 1)),
    )
    return {"payable_quarter_hours": quarters}


def unsocial_hours(rules: RuleSet, case: Case) -> dict:
    """Unsocial hours allowance for full hours from 20:00 to 06:00."""
    given = case.inputs
    hours = given.get("full_unsocial_hours")
    if hours is None:
        hours = unsocial.full_unsocial_hours(*shift(given["shift"].split(" ")[0], _DAY))
    return {"amount": money(unsocial.unsocial_amount(to_pence(given["annual"]), int(hours)))}


def gross_to_net(rules: RuleSet, case: Case) -> dict:
    """An officer's month through the payslip calculation."""
    given = case.inputs
    london = to_pence(given.get("london_weighting", 0) or 0)
    period = _month_with(rules, year_of(rules, case), london)
    annual = to_pence(given["annual_salary"])
    piece = EmploymentSlice(
        period.start, period.end, "officer", annual_salary=annual, salary_source=case.id,
        region="london" if london else "england_wales",
    )
    basis = "cumulative" if given.get("basis") == "cumulative" else "week1month1"
    result = calculate(
        PayCase(
            reference=case.id, period=period, slices=(piece,), tax=TaxPosition(given["tax_code"], basis),
            ni_category=given["nic_category"],
            pension=_membership(rules, period, given.get("pension_percent")),
            student_loans=tuple(given.get("student_loans", ())),
        ),
        rules,
    )
    if not result.lines:
        raise InvalidRecord("; ".join(problem.message for problem in result.problems))
    totals = result.totals
    return {
        "gross": money(totals.gross), "pension": money(totals.pension_employee),
        "taxable_pay": money(totals.taxable_pay), "tax": money(totals.tax),
        "employee_nic": money(totals.employee_nic), "employer_nic": money(totals.employer_nic),
        "net": money(totals.net), "student_loan": money(totals.student_loan),
    }


def _month_with(rules: RuleSet, tax_year: str, london: int) -> PayPeriod:
    """The last calendar month of the tax year in which London weighting is ``london`` pence a year."""
    last = tax_year_dates(tax_year)[1]
    for back in range(1, 13):
        years, month = divmod(last.month - 1 - back, 12)
        period = monthly_period(last.year + years, month + 1)
        if not london or to_pence(rules.at(LONDON, period.end)["annual"]) == london:
            return period
    raise InvalidRecord(f"London weighting of {london / 100:,.2f} is not in force in {tax_year}.")


def _membership(rules: RuleSet, period: PayPeriod, rate: Decimal | int | None) -> PensionMembership:
    """Membership of the 2015 scheme at the tier that charges ``rate`` per cent; none without a rate."""
    if not rate:
        return PensionMembership()
    for tier in contributions.police_tiers(rules, "pps_2015", period.pay_date):
        if tier.rate.numerator * 1_000_000 == to_share(rate) * tier.rate.denominator:
            ceiling = tier.ceiling
            return PensionMembership("pps_2015", band_pay=ceiling if ceiling is not None else 10**9)
    raise InvalidRecord(f"No tier of the Police Pension Scheme 2015 charges {rate}% on {period.pay_date}.")
