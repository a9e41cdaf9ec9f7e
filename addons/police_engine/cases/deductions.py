"""Areas of tax, National Insurance and student loans."""

from decimal import Decimal

from ..exceptions import InvalidRecord
from ..identifiers import tax_code
from ..money import nic_round, split
from ..params import RuleSet
from ..paye import estimate, nic, student_loan, tax
from ..records import PayPeriod
from ..taxcalendar import frequency, is_extra_period
from .reading import (
    Case,
    bands_in_words,
    date_of,
    frequency_of,
    money,
    period_of,
    to_pence,
    to_share,
)

_PLANS = {f"plan_{word}": f"plan_{digit}" for word, digit in
          (("one", 1), ("two", 2), ("four", 4), ("five", 5))} | {"postgraduate_plan": "postgraduate"}


def _tax_context(
    rules: RuleSet, case: Case, period: PayPeriod, region: str, cumulative: bool
) -> tax.TaxContext:
    words = case.inputs.get("bands")
    if not words:
        return tax.context(rules, period, region, cumulative)
    limits, rates = bands_in_words(words)
    kind = frequency(period.frequency)
    limit = rules.periods[tax.BANDS][-1]["regulatory_limit"]
    count = period.tax_period if cumulative and not is_extra_period(period) else kind.count
    rule = tax.free_pay_rule(rules, period.pay_date)
    return tax.build_context(limits, rates, 1, limit, count, kind.periods_in_year, rule)


def paye(rules: RuleSet, case: Case) -> dict:
    """Tax of one pay day, cumulative or not; historical bands may come with the case."""
    given = case.inputs
    period = period_of(rules, case)
    code = tax_code.parse(given["tax_code"])
    cumulative = given.get("basis", "cumulative") == "cumulative" and not code.mark
    cumulative = cumulative and not is_extra_period(period)
    figures = _tax_context(rules, case, period, code.region, cumulative)
    in_period = to_pence(given.get("pay_in_period", given.get("taxable_pay_to_date", 0)))
    to_date = to_pence(given.get("taxable_pay_to_date", given.get("pay_in_period", 0)))
    before = to_pence(given.get("previous_tax_to_date", 0))
    benefits = to_pence(given.get("payrolled_benefits", 0))
    result = tax.compute_in(figures, code, cumulative, in_period, to_date - in_period, before, benefits)
    pay = to_date if cumulative else in_period
    whole, free_pay, _, _ = tax.tax_on(figures, code, pay)
    return {
        "tax_due_in_period": money(result.in_period),
        "tax_due_to_date": money(result.to_date if "pay_in_period" in given else whole),
        "tax_before_limit": money(result.before_limit),
        "overriding_limit": money(result.limit),
        "adjustment_to_date": money(abs(free_pay)),
        "taxable_pay_or_with_addition": money(pay - free_pay),
    }


def free_pay(rules: RuleSet, case: Case) -> dict:
    """Free pay (or additional pay) to date from a code, by month or week number."""
    given = case.inputs
    number, per_year = (given["month"], 12) if "month" in given else (given["week"], 52)
    code = tax_code.parse(given["tax_code"])
    rule = tax.free_pay_rule(rules, date_of(rules, case))
    return {"free_pay": money(int(number) * tax.period_allowance(code.number, per_year, rule))}


def annual_estimate(rules: RuleSet, case: Case) -> dict:
    """A year at a glance."""
    given = case.inputs
    gross = to_pence(given["annual_gross"])
    pension = 0
    if given.get("pension_method") == "percentage":
        pension = gross * to_share(given["pension_value"]) // 1_000_000
    elif given.get("pension_method") == "monthly_amount_in_pounds":
        pension = to_pence(given["pension_value"]) * 12
    elif given.get("pension_method"):
        raise InvalidRecord(f"Unknown pension method {given['pension_method']!r}.")
    plans = [_PLANS.get(plan, plan) for plan in given.get("loan_plans", ())]
    answer = estimate.annual(
        rules, date_of(rules, case), given["tax_code"], gross, plans=plans, pension=pension,
        over_state_pension_age=given.get("over_state_pension_age", False),
    )
    return {
        "income_tax": money(answer.tax),
        "employee_nic": money(answer.employee_nic),
        "employer_nic": money(answer.employer_nic),
        "total_deductions": money(answer.total_deductions),
        "take_home": money(answer.take_home),
    }


def class_1(rules: RuleSet, case: Case) -> dict:
    """National Insurance of one pay day; historical thresholds and rates may come with the case."""
    given = case.inputs
    gross = to_pence(given["gross"])
    if "pt" in given:
        figures = nic.NicContext(
            given["category"], to_pence(given.get("lel", given["pt"])), to_pence(given["pt"]),
            to_pence(given["uel"]), to_pence(given.get("st", given["pt"])), "ST",
            to_share(given["main_rate"]), to_share(given.get("upper_rate", 0)),
            to_share(given.get("employer_rate", 0)), (),
        )
        result = nic.compute_in(figures, gross)
    else:
        result = nic.compute(rules, period_of(rules, case), given["category"], gross)
    return {
        "employee_nic": money(result.employee), "employer_nic": money(result.employer),
        "at_lel": money(result.at_lel), "lel_to_pt": money(result.lel_to_pt),
        "pt_to_uel": money(result.pt_to_uel), "main_band": money(result.main),
        "upper_band": money(result.upper),
    }


def rounding(rules: RuleSet, case: Case) -> dict:
    """The third-decimal rule."""
    amount = Decimal(case.inputs["amount"])
    places = max(0, -int(amount.as_tuple().exponent))
    return {"rounded": money(nic_round(int(amount.scaleb(places)) * 100, 10**places))}


def directors(rules: RuleSet, case: Case) -> dict:
    """A director's pay day with the year to date; earlier pays, where not given, were equal amounts."""
    given = case.inputs
    period = period_of(rules, case)
    kind = frequency(period.frequency)
    gross, to_date = to_pence(given["gross_in_period"]), to_pence(given["gross_ytd"])
    factor = Decimal(given.get("pro_rata_factor", 1))
    weeks = int(given.get("weeks_in_directorship", (factor * 52).to_integral_value()))
    if "previous_payments" in given:
        earlier = [to_pence(pay) for pay in given["previous_payments"]]
    else:
        before = int(given["period"]) // kind.count - 1 if kind.name != "annual" else 0
        before -= (52 - weeks) * kind.periods_in_year // (52 * kind.count)
        earlier = split(to_date - gross, [1] * max(1, before)) if to_date != gross else []
    last = bool(given.get("last_payment_of_year", period.tax_period + kind.count > kind.periods_in_year))
    total = [0] * 6  # gross, employee, employer, three bands
    result = None
    for index, pay in enumerate([*earlier, gross]):
        result = nic.compute_director(
            rules, period, given["category"], given["method"], pay, total[0], total[1], total[2], weeks,
            last and index == len(earlier), (total[3], total[4], total[5]),
        )
        paid = (pay, result.employee, result.employer, *result[2:5])
        total = [one + other for one, other in zip(total, paid, strict=True)]
    assert result is not None
    return {
        "employee_nic": money(result.employee), "employer_nic": money(result.employer),
        "employee_nic_ytd": money(total[1]), "employer_nic_ytd": money(total[2]),
        "at_lel_ytd": money(total[3]), "lel_to_pt_ytd": money(total[4]), "pt_to_uel_ytd": money(total[5]),
    }


def loans(rules: RuleSet, case: Case) -> dict:
    """Loan deductions: from annual pay at three frequencies, of one pay day, or on figures given."""
    given = case.inputs
    if "annual_pay" in given:
        return _loans_of_annual_pay(rules, case)
    if any(key.endswith("_threshold") for key in given):
        return _loan_on_given_figures(case)
    period, pay = period_of(rules, case), to_pence(given["nicable_pay"])
    answer = {
        "student_loan": money(0), "student_loan_threshold": None,
        "postgraduate_loan": money(0), "postgraduate_threshold": None,
    }
    if given.get("plan"):
        result = student_loan.compute(rules, period, given["plan"], pay)
        answer |= {"student_loan": money(result.amount), "student_loan_threshold": money(result.threshold)}
    if given.get("postgraduate"):
        result = student_loan.compute(rules, period, "postgraduate", pay)
        answer["postgraduate_loan"] = money(result.amount)
        answer["postgraduate_threshold"] = money(result.threshold)
    return answer


def _loans_of_annual_pay(rules: RuleSet, case: Case) -> dict:
    annual = to_pence(case.inputs["annual_pay"])
    answer = {}
    for name, divisor in (("monthly", 12), ("four_weekly", 13), ("fortnightly", 26), ("weekly", 52)):
        period = period_of(rules, case._replace(inputs={"frequency": name}))
        result = student_loan.compute(rules, period, case.inputs["plan"], annual // divisor)
        answer[name] = money(result.amount)
    answer["annual_total_of_12_months"] = answer["monthly"] * 12
    return answer


def _loan_on_given_figures(case: Case) -> dict:
    given = case.inputs
    pay, rate = to_pence(given["nicable_pay"]), Decimal(given.get("rate", "0.09"))
    name = frequency_of(case)
    if name == "3-weekly":  # no HMRC calculator covers it: the manual's table method
        amount = student_loan.by_weekly_table({"annual": given["annual_threshold"], "rate": rate}, 3, pay)
        return {"student_loan": money(amount), "weekly_deduction": money(amount // 3)}
    if "annual_threshold" in given:
        context = student_loan.build_context({"annual": given["annual_threshold"], "rate": rate}, name)
    else:
        threshold = to_pence(given[f"{name}_threshold"])
        context = student_loan.LoanContext(threshold, to_share(rate), "", ())
    result = student_loan.compute_in(context, pay)
    amount = result.amount
    if "protected_earnings" in given:
        amount = student_loan.restrict(
            amount, to_pence(given["net_pay_after_priority_orders"]), to_pence(given["protected_earnings"])
        )
    return {
        "calculated_before_rounding": Decimal(result.before_rounding).scaleb(-4),
        "student_loan": money(result.amount),
        "deduct_after_protected_earnings": money(amount),
    }

