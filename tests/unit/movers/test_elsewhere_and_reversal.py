"""Several payments for one earnings period, several employments, and payslips taken back."""

import json
from dataclasses import replace
from datetime import date

import pytest
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pay import elsewhere, reversal
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PayLine,
    PayTotals,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
MAY = monthly_period(2025, 5)
NEW_YEAR = YearToDate()


def case(amount, *arrears, basis="cumulative", loans=("plan_2",), letter="A", ytd=NEW_YEAR, **facts):
    """Somebody paid ``amount`` pence of bonus, nothing else."""
    return PayCase(
        reference="P1", period=MAY, slices=(), tax=TaxPosition("1257L", basis), ni_category=letter,
        student_loans=loans, elements=(ElementInput("bonus", amount=amount),), arrears=arrears, ytd=ytd,
        **facts,
    )  # fmt: skip


def after(result):
    """What a second payment must know of the first."""
    totals = result.totals
    return elsewhere.from_nic(
        result.nic[0], "first payment", taxable=totals.taxable_pay, tax=totals.tax,
        student_loan=totals.student_loan, postgraduate_loan=totals.postgraduate_loan,
    )  # fmt: skip


def replays(result):
    for line in result.lines:
        stored = line._replace(inputs=json.loads(json.dumps(line.inputs)))
        assert replay(stored, RULES) == line.amount, line
        assert line.rule in rulebook.rules()


@pytest.mark.parametrize("basis", ["cumulative", "week1month1"])
@pytest.mark.parametrize("split", [1_00, 900_00, 2_500_00, 4_500_00, 5_999_00])
def test_two_payments_owe_what_one_would(basis, split):
    """Regulation 15: the parts of one earnings period are added together, so splitting changes nothing."""
    whole = calculate(case(6_000_00, basis=basis), RULES)
    first = calculate(case(split, basis=basis), RULES)
    memo = elsewhere.memo(after(first))
    second = calculate(case(6_000_00 - split, memo, basis=basis, ytd=first.ytd), RULES)
    assert second.problems == () or all(p.severity != "blocking" for p in second.problems)
    assert second.ytd == whole.ytd
    assert first.totals.net + second.totals.net == whole.totals.net
    replays(second)


def test_without_the_memo_national_insurance_would_be_too_low():
    first = calculate(case(3_000_00), RULES)
    alone = calculate(case(3_000_00, ytd=first.ytd), RULES)
    together = calculate(case(3_000_00, elsewhere.memo(after(first)), ytd=first.ytd), RULES)
    # 2025-26: primary threshold 1,048 a month, upper limit 4,189: 8% of 3,141 + 2% of 1,811 = 287.50
    assert first.totals.employee_nic + together.totals.employee_nic == 251_28 + 36_22
    assert alone.totals.employee_nic == first.totals.employee_nic == 156_16


def test_another_letter_is_not_added_together():
    first = calculate(case(3_000_00), RULES)
    memo = elsewhere.memo(after(first))
    after_death = calculate(case(3_000_00, memo, letter="X", ytd=first.ytd), RULES)
    assert after_death.totals.employee_nic == after_death.totals.employer_nic == 0


def test_holiday_pay_after_leaving_has_a_week_as_its_earnings_period():
    memo = elsewhere.memo(elsewhere.Elsewhere("after leaving", weekly=True))
    paid = calculate(case(600_00, memo, basis="week1month1"), RULES)
    # 2025-26, weekly primary threshold 242: 8% of 358
    assert paid.totals.employee_nic == 28_64
    assert calculate(case(600_00, basis="week1month1"), RULES).totals.employee_nic == 0
    replays(paid)


def test_basic_pay_is_not_paid_twice_but_prices_overtime():
    piece = EmploymentSlice(MAY.start, MAY.end, "officer", "sergeant", "sergeant", "2")
    member = {"slices": (piece,), "pension": PensionMembership("pps_2015")}
    memo = elsewhere.memo(elsewhere.Elsewhere("paid already", salary_paid=True))
    late = replace(case(1_00, memo), **member, elements=(ElementInput("overtime_casual", units=4),))
    paid = calculate(late, RULES)
    assert [line.code for line in paid.lines if line.kind == "earning"] == ["overtime_casual"]
    normal = calculate(replace(late, arrears=()), RULES)
    worth = {line.code: line.amount for line in normal.lines}
    assert paid.totals.gross == worth["overtime_casual"] == normal.totals.gross - worth["basic_pay"]


def reversing(result, ytd):
    taken = reversal.lines_for(
        result.lines, result.totals, result.nic, "payslip of May", result.tax_code, result.tax_basis
    )
    return replace(case(0, *taken, ytd=ytd), elements=())


def test_a_reversal_restores_the_year_to_date_and_owes_the_net_pay():
    before = YearToDate(taxable_pay=2_000_00, tax=100_00, gross=2_000_00)
    piece = EmploymentSlice(MAY.start, MAY.end, "officer", "sergeant", "sergeant", "2")
    paid = calculate(
        replace(case(500_00, ytd=before), slices=(piece,), pension=PensionMembership("pps_2015")), RULES
    )
    back = calculate(reversing(paid, paid.ytd), RULES)
    assert back.totals.net == 0 and back.totals.gross == -paid.totals.gross
    assert back.totals.other_deductions == -paid.totals.net
    restored = back.ytd._replace(nic=())
    assert restored == before._replace(net=paid.totals.net)
    assert all(row[1:] == (0, 0, 0, 0, 0, 0) for row in back.ytd.nic)
    earned = sum(line.amount for line in back.lines if line.kind == "earning")
    taken = sum(line.amount for line in back.lines if line.kind == "deduction")
    assert earned - taken == 0
    replays(back)
    again = calculate(reversing(back, back.ytd), RULES)
    assert again.ytd.taxable_pay == paid.ytd.taxable_pay


def test_a_reversed_payment_leaves_the_next_as_if_it_had_not_been():
    paid = calculate(case(3_000_00), RULES)
    back = calculate(reversing(paid, paid.ytd), RULES)
    memo = elsewhere.memo(after(paid).plus(after(back)))
    correct = calculate(case(2_400_00, memo, ytd=back.ytd), RULES)
    alone = calculate(case(2_400_00), RULES)
    assert correct.totals == alone.totals
    assert correct.ytd._replace(net=0) == alone.ytd._replace(net=0)
    assert elsewhere.of(case(1)) is elsewhere.NOTHING
    assert isinstance(back.totals, PayTotals) and date(2025, 5, 30) <= MAY.pay_date


def test_a_payrolled_benefit_is_taxed_and_not_paid():
    plain = calculate(case(3_000_00), RULES)
    with_car = replace(
        case(3_000_00), elements=(*case(3_000_00).elements, ElementInput("payrolled_benefit", amount=500_00))
    )
    taxed = calculate(with_car, RULES)
    assert taxed.totals.gross == plain.totals.gross
    assert taxed.totals.taxable_pay - plain.totals.taxable_pay == 500_00
    assert taxed.totals.tax - plain.totals.tax == 100_00  # basic rate
    assert taxed.totals.employee_nic == plain.totals.employee_nic
    assert taxed.totals.net == plain.totals.net - 100_00
    # K codes: half of the pay without the benefit is the most that may be taken
    high = replace(
        with_car,
        tax=TaxPosition("K9000"),
        elements=(ElementInput("bonus", amount=1_000_00), ElementInput("payrolled_benefit", amount=900_00)),
    )
    assert calculate(high, RULES).totals.tax == 500_00
    replays(taxed)


def test_loans_that_an_order_kept_from_the_first_payment_are_not_made_up_for_by_the_second():
    """While some orders run no student loan is deducted (CSLM18015); it is not carried to a later payment."""
    first = calculate(case(5_000_00, student_loan_limit=0), RULES)
    unlimited = calculate(case(5_000_00), RULES)
    second = case(100_00, elsewhere.memo(after(first)), ytd=first.ytd)
    result = calculate(second, RULES)
    assert first.totals.student_loan == 0
    assert unlimited.totals.student_loan > 0
    assert result.totals.student_loan == 9_00  # 9 % of 100 above the threshold
    replays(result)


def test_arrears_taken_back_keep_the_period_they_were_earned_in():
    inputs = {"period_earned": "monthly/2025-04-01/2025-04-30/2025-04-30/2025-26/1", "label": "Basic pay",
              "recalculated": [], "paid_pence": 0, "pensionable_pence": 500}  # fmt: skip
    line = PayLine("pension_pps_2015", "x", "deduction", 67, "arrears_pension", inputs)
    (back, *_rest) = reversal.lines_for([line], PayTotals(), (), "payslip", "1257L", "cumulative")
    assert (back.amount, back.inputs["pensionable_pence"]) == (-67, -500)
    assert (back.inputs["period_earned"], back.inputs["label"]) == (inputs["period_earned"], "Basic pay")
