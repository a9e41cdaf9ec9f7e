"""Areas of statutory pay, attachments, the levy and pensions."""

from decimal import Decimal
from fractions import Fraction

from ..params import RuleSet
from ..paye import attachment, levy, statutory_pay
from ..paye.figures import percent
from ..pension import auto_enrolment, contributions
from .reading import Case, cut, date_of, frequency_of, money, period_of, to_pence, to_share


def average_earnings(rules: RuleSet, case: Case) -> dict:
    """Average weekly earnings from earnings and days, weeks or months."""
    given = case.inputs
    total = to_pence(given["total_earnings"])
    spans = {key: int(given[key]) for key in ("weeks", "months", "days") if given.get(key)}
    average = statutory_pay.average_weekly_earnings(total, **spans)
    answer = {"awe": cut(average / 100, 2)}
    if "days" in spans:
        answer["unrounded_daily"] = cut(average / 700, 5)
    return answer


def maternity(rules: RuleSet, case: Case) -> dict:
    """Statutory maternity pay of an early and of a later week."""
    average = Fraction(Decimal(case.inputs["average_weekly_earnings"])) * 100
    on = date_of(rules, case)
    first, later = (statutory_pay.weekly_pay(rules, "SMP", on, average, week).amount for week in (1, 7))
    return {"first_six_weeks_each": money(first), "later_weeks_each": money(later)}


def sick_pay(rules: RuleSet, case: Case) -> dict:
    """Weekly and daily Statutory Sick Pay."""
    given = case.inputs
    answer = {}
    weekly = to_pence(given["weekly_rate"]) if "weekly_rate" in given else None
    if "average_weekly_earnings" in given:
        average = Fraction(Decimal(given["average_weekly_earnings"])) * 100
        old_spell = bool(given.get("in_spell_before_reform", False))
        weekly = statutory_pay.ssp_weekly(rules, date_of(rules, case), average, old_spell).amount
        answer["weekly_ssp"] = money(weekly)
    if weekly is not None and "qualifying_days" in given:
        days = int(given["qualifying_days"])
        answer["unrounded_daily_rate"] = Decimal(statutory_pay.ssp_daily(weekly, days)).scaleb(-4)
        if "days" in given:
            answer["ssp"] = money(statutory_pay.ssp_amount(weekly, days, int(given["days"])))
    return answer


def direct_attachment(rules: RuleSet, case: Case) -> dict:
    """Direct earnings attachment."""
    given = case.inputs
    result = attachment.direct_earnings_attachment(
        rules, date_of(rules, case), frequency_of(case), to_pence(given["net_earnings"]),
        given.get("rate", "standard"), to_pence(given.get("other_priority_orders", 0)),
    )
    return {"deduction": money(result.amount), "table_deduction": money(result.by_table)}


def council_tax(rules: RuleSet, case: Case) -> dict:
    """Council tax attachment by the table of the issuing authority's country."""
    given = case.inputs
    result = attachment.council_tax_order(
        rules, date_of(rules, case), given.get("country", "england"), frequency_of(case),
        to_pence(given["net_earnings"]), to_pence(given.get("earlier_orders", 0)),
    )
    return {"deduction": money(result.amount)}


def levy_months(rules: RuleSet, case: Case) -> dict:
    """Apprenticeship levy of twelve equal months, by month and to date."""
    given = case.inputs
    bill = to_pence(given["monthly_pay_bill"])
    share = given.get("annual_allowance_allocated_to_scheme", given.get("annual_allowance"))
    allowance = None if share is None else to_pence(share)
    on = date_of(rules, case)
    answer, before = {}, 0
    for month in range(1, 13):
        due = levy.compute(rules, on, bill * month, month, before, allowance)
        answer[f"month_{month}_levy"] = money(due.in_month)
        answer[f"month_{month}_levy_ytd"] = money(due.to_date)
        before = due.to_date
    return answer


def enrolment(rules: RuleSet, case: Case) -> dict:
    """Contributions on qualifying earnings, net pay or relief at source."""
    given = case.inputs
    period = period_of(rules, case)
    pay = to_pence(given["pay"])
    if given.get("basis", "qualifying_earnings") == "qualifying_earnings":
        if "lower" in given:
            lower, upper = to_pence(given["lower"]), to_pence(given["upper"])
        else:
            _, lower, upper = auto_enrolment.limits(rules, period)
        pay = auto_enrolment.qualifying_earnings(pay, lower, upper)
    treatment = given.get("tax_treatment", auto_enrolment.NET_PAY)
    relief = 0
    if treatment == auto_enrolment.RELIEF_AT_SOURCE:
        relief = auto_enrolment.relief_at_source(rules, period)
    result = auto_enrolment.contribution(
        pay, to_share(given["employer_percent"]) // 100, to_share(given["employee_percent"]) // 100,
        treatment, relief,
    )
    return {"employer": money(result.employer), "employee_deducted": money(result.deducted)}


def local_government(rules: RuleSet, case: Case) -> dict:
    """LGPS band of actual annual pensionable pay."""
    given = case.inputs
    section = {"50/50": "fifty_fifty", "50_50": "fifty_fifty"}.get(given.get("section"), given.get("section"))
    rate = contributions.lgps_rate(
        rules, date_of(rules, case), to_pence(given["actual_annual_pensionable_pay"]), section or "main"
    )
    text = percent(rate.numerator * 10_000 // rate.denominator)
    return {"contribution_percent": Decimal(text.removesuffix("%"))}
