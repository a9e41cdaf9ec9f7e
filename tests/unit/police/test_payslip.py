"""From gross to net: published and derived cases, problems, year to date, elements, directors, loans."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    DirectorPosition,
    ElementInput,
    NicToDate,
    PayTotals,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from odoo.addons.police_engine.taxcalendar import monthly_period

from .conftest import amounts, case, codes, constable, line, staff

NOV = monthly_period(2025, 11)
NO_PENSION = PensionMembership()


def test_derived_case_pnet_2(rules):
    """Top constable with London weighting, 1257L month 1, category A, 13.44 % (payroll_cases pnet-2)."""
    totals = calculate(case(slices=[constable(NOV.start, NOV.end, region="london")]), rules).totals
    assert totals.gross == 4450_50 and totals.pension_employee == 598_15
    assert totals.taxable_pay == 3852_35 and totals.tax == 560_80
    assert (totals.employee_nic, totals.employer_nic, totals.net) == (256_51, 605_02, 3035_04)
    assert totals.pension_employer == 1571_03  # 4,450.50 x 35.3 % = 1,571.0265


def test_net_identity_and_lines(rules):
    result = calculate(
        case(
            student_loans=("plan_2", "postgraduate"),
            elements=(
                ElementInput("overtime_casual", units=Decimal("2.25"), on=date(2025, 11, 5)),
                ElementInput("unsocial_hours", units=Decimal(8)),
                ElementInput("on_call", units=Decimal(3)),
                ElementInput("expenses", 45_67),
                ElementInput("payroll_giving", 10_00),
                ElementInput("cycle_to_work", 50_00),
                ElementInput("group_life_insurance", 12_50),
            ),
        ),
        rules,
    )
    totals = result.totals
    earnings = sum(entry.amount for entry in result.lines if entry.kind == "earning")
    deductions = sum(entry.amount for entry in result.lines if entry.kind == "deduction")
    assert totals.gross == earnings == 4188_00 + 72_25 + 19_27 + 105_00 + 45_67
    assert totals.net == earnings - deductions
    assert totals.nicable_pay == totals.gross - 45_67 - 50_00
    assert totals.taxable_pay == totals.gross - 45_67 - 50_00 - 10_00 - totals.pension_employee
    assert totals.pensionable_pay == 4188_00 and totals.other_deductions == 72_50
    # 28,470/12 = 2,372.50; 9 % of the rest, whole pounds
    assert totals.student_loan == (totals.nicable_pay - 2372_50) * 9 // 10000 * 100
    assert totals.postgraduate_loan == (totals.nicable_pay - 1750_00) * 6 // 10000 * 100


def test_cumulative_tax_uses_the_year_to_date_and_the_p45(rules):
    """Month 8, 1257L: taxable to date less 8 x 1,048.26."""
    before = YearToDate(taxable_pay=20_000_00, tax=2_000_00, previous_pay=5_000_00, previous_tax=500_00)
    result = calculate(case(tax=TaxPosition("1257L"), ytd=before, pension=NO_PENSION), rules)
    due = (25_000_00 + 4188_00 - 8 * 1048_26) // 100 * 20 - 2_500_00
    assert result.totals.tax == due
    assert result.ytd.taxable_pay == 24_188_00 and result.ytd.tax == 2_000_00 + due
    assert (result.ytd.previous_pay, result.ytd.previous_tax) == (5_000_00, 500_00)


def test_refund(rules):
    before = YearToDate(taxable_pay=5_000_00, tax=4_000_00)
    result = calculate(case(tax=TaxPosition("1257L"), ytd=before), rules)
    assert result.totals.tax < 0 and result.totals.net > result.totals.gross - result.totals.employee_nic


def test_half_pay_limit(rules):
    result = calculate(case(tax=TaxPosition("K6000"), pension=NO_PENSION), rules)
    assert result.totals.tax == 2094_00  # 50 % of 4,188.00


def test_code_is_reported_without_its_mark(rules):
    result = calculate(case(tax=TaxPosition("s1257l m1", "cumulative")), rules)
    assert (result.tax_code, result.tax_basis) == ("S1257L", "week1month1")


@pytest.mark.parametrize(
    ("declaration", "code", "basis"),
    [
        ("", "0T", "week1month1"),
        ("A", "1257L", "cumulative"),
        ("B", "1257L", "week1month1"),
        ("C", "BR", "cumulative"),
    ],
)
def test_no_tax_code_means_the_emergency_rule_and_a_warning(rules, declaration, code, basis):
    result = calculate(case(tax=None, starter_declaration=declaration), rules)
    assert (result.tax_code, result.tax_basis) == (code, basis)
    assert ("warning", "emergency_tax_code") in codes(result) and result.lines


BLOCKING = {
    "bad_tax_code": {"tax": TaxPosition("12570LL")},
    "bad_tax_basis": {"tax": TaxPosition("1257L", "sometimes")},
    "no_ni_category": {"ni_category": ""},
    "nic": {"ni_category": "Q"},
    "student_loan": {"student_loans": ("plan_9",)},
    "two_student_loans": {"student_loans": ("plan_1", "plan_2")},
    "no_employment": {"slices": ()},
    "unknown_element": {"elements": (ElementInput("tea_money", 1_00),)},
    "negative_net": {"elements": (ElementInput("season_ticket_loan", 9_000_00),)},
    "negative_pay": {"elements": (ElementInput("overpayment_recovery", 9_000_00),)},
    "deductions_exceed_pay": {"elements": (ElementInput("cycle_to_work", 9_000_00),)},
    "overlapping_versions": {"slices": (constable(NOV.start, NOV.end), constable(NOV.end, NOV.end))},
    "dates_crossed": {"slices": (constable(NOV.end, NOV.start),)},
    "absurd_hours": {"slices": (constable(NOV.start, NOV.end, hours=16900),)},
    "missing_salary": {"slices": (constable(NOV.start, NOV.end, "2", scale="superintendent"),)},
    "unknown_person_type": {"slices": (constable(NOV.start, NOV.end)._replace(person_type="robot"),)},
    "pension": {"pension": PensionMembership("pps_1987")},
}  # fmt: skip


@pytest.mark.parametrize("code", BLOCKING)
def test_blocking_problems_pay_nothing_and_name_person_rule_and_date(rules, code):
    facts = dict(BLOCKING[code])
    result = calculate(case(slices=facts.pop("slices", None), **facts), rules)
    found = [problem for problem in result.problems if problem.code == code]
    assert found and found[0].severity == "blocking"
    assert found[0].person == "P1" and found[0].rule and found[0].on and "P1" in found[0].message
    assert result.lines == () and result.totals == PayTotals() and result.nic == ()
    assert result.ytd == YearToDate()


@pytest.mark.parametrize("annual", [99, 0, -30_000_00, 1_000_000_01])
def test_absurd_salaries_block(rules, annual):
    result = calculate(case(slices=[staff(NOV.start, NOV.end, annual)], pension=NO_PENSION), rules)
    assert ("blocking", "absurd_salary") in codes(result)


@pytest.mark.parametrize(
    "element",
    [
        ElementInput("bonus", -1),
        ElementInput("bonus", 1_000_000_01),
        ElementInput("bonus"),
        ElementInput("bonus", units=Decimal(3)),
        ElementInput("overtime_casual", units=Decimal("-1")),
        ElementInput("overtime_casual", units=Decimal("1.1")),
        ElementInput("overtime_casual", units=Decimal("1.001")),
        ElementInput("overtime_casual", units=Decimal("NaN")),
        ElementInput("overtime_casual", units=Decimal("Infinity")),
        ElementInput("overtime_casual"),
        ElementInput("unsocial_hours", units=Decimal("2.5")),
        ElementInput("staff_overtime_half", units=Decimal(2)),  # not for officers
        ElementInput("dog_handler", units=Decimal(1)),  # amount after September 2024 not published
        ElementInput("federation_subscription"),  # 2025 figure not published
    ],
)
def test_elements_that_cannot_be_paid_block(rules, element):
    assert ("blocking", "element_not_payable") in codes(calculate(case(elements=(element,)), rules))


def test_published_subscription_is_used_while_it_is_known(rules):
    period = monthly_period(2024, 11)
    result = calculate(case(period, elements=(ElementInput("federation_subscription"),)), rules)
    assert line(result, "federation_subscription").amount == 24_31


@pytest.mark.parametrize(("rank", "point"), [("inspector_outside_london", "0"), ("superintendent", "1")])
def test_inspectors_and_above_have_no_overtime(rules, rank, point):
    name = rank.removesuffix("_outside_london")
    result = calculate(
        case(
            slices=[constable(NOV.start, NOV.end, point, rank=name, scale=rank)],
            elements=(ElementInput("overtime_rest_day", units=Decimal(4)),),
        ),
        rules,
    )
    assert ("blocking", "element_not_payable") in codes(result)


def test_several_faults_are_all_reported(rules):
    result = calculate(
        case(tax=TaxPosition("???"), elements=(ElementInput("x", 1), ElementInput("bonus", -1))), rules
    )
    assert {code for _, code in codes(result)} >= {"bad_tax_code", "unknown_element", "element_not_payable"}


def test_overtime_is_priced_by_the_rate_of_its_day(rules):
    """A claim for 31 August 2025 paid in September is at the old scale, told as a notice."""
    period = monthly_period(2025, 9)
    result = calculate(
        case(
            period,
            elements=(
                ElementInput("overtime_casual", units=Decimal(3), on=date(2025, 8, 31)),
                ElementInput("overtime_recall", units=Decimal(3), on=date(2025, 9, 1)),
            ),
        ),
        rules,
    )
    assert line(result, "overtime_casual").amount == 92_46  # 48,231 x 6/12520 x 4/3 x 3 = 92.4556
    assert line(result, "overtime_recall").amount == 96_34  # 50,256 ... = 96.3374
    assert ("notice", "earlier_claim") in codes(result)


def test_staff_overtime_hourly_rate(rules):
    """30,000 x 6/(313 x 37) = 15.5427 an hour; two hours at time and a half."""
    result = calculate(
        case(
            slices=[staff(NOV.start, NOV.end)],
            pension=PensionMembership("lgps", None, Decimal("19.5")),
            elements=(ElementInput("staff_overtime_half", units=Decimal(2)),),
        ),
        rules,
    )
    assert line(result, "staff_overtime_half").amount == 46_63
    assert result.totals.pensionable_pay == 2500_00 + 46_63  # all overtime is pensionable in the LGPS


def test_lgps_needs_the_funds_employer_rate(rules):
    facts = {"slices": [staff(NOV.start, NOV.end)]}
    missing = calculate(case(**facts, pension=PensionMembership("lgps")), rules)
    assert ("blocking", "pension") in codes(missing) and "employer rate" in missing.problems[0].message
    result = calculate(case(**facts, pension=PensionMembership("lgps", None, Decimal("19.5"))), rules)
    assert result.totals.pension_employee == 162_50  # 6.5 % of 2,500.00
    assert result.totals.pension_employer == 487_50
    half = calculate(case(**facts, pension=PensionMembership("lgps_50_50", None, Decimal("19.5"))), rules)
    assert half.totals.pension_employee == 81_25 and half.totals.pension_employer == 487_50


def test_lgps_band_is_by_actual_pay_and_police_tier_by_full_time_pay(rules):
    part_time = calculate(
        case(
            slices=[staff(NOV.start, NOV.end, 30_000_00, 1850)],
            pension=PensionMembership("lgps", None, Decimal(20)),
        ),
        rules,
    )
    assert line(part_time, "pension_lgps").rate == "5.5%"  # 15,000 actual
    officer = calculate(case(slices=[constable(NOV.start, NOV.end, hours=1600)]), rules)
    assert line(officer, "pension_pps_2015").rate == "13.44%"  # 50,256 full time though 20,102 actual


def test_band_pay_given_prevails(rules):
    result = calculate(case(pension=PensionMembership("pps_2015", 60_000_00)), rules)
    assert line(result, "pension_pps_2015").rate == "13.78%"


def test_officer_in_the_lgps_is_warned_about(rules):
    result = calculate(case(pension=PensionMembership("lgps", None, Decimal(20))), rules)
    assert ("warning", "nothing_pensionable") in codes(result)


@pytest.mark.parametrize("scheme", ["pps_2015", "lgps"])
def test_statutory_pay_after_leaving_is_not_pensionable(rules, scheme):
    """Membership ends with the job; Statutory Maternity Pay goes on after it (SMP Regs 1986 reg 17)."""
    smp = ElementInput("statutory_maternity_pay", 840_00, on=NOV.start)
    member = PensionMembership(scheme, None, Decimal(20))
    result = calculate(case(slices=(), elements=(smp,), pension=member), rules)
    assert (result.totals.gross, result.totals.pension_employee) == (840_00, 0)
    assert not [problem for problem in result.problems if problem.rule.startswith("pension")]
    serving = calculate(case(slices=[constable(NOV.start, NOV.end)], elements=(smp,)), rules)
    alone = calculate(case(slices=[constable(NOV.start, NOV.end)]), rules)
    assert serving.totals.pensionable_pay - alone.totals.pensionable_pay == 840_00


def test_career_break_gives_a_nil_slip(rules):
    result = calculate(case(slices=[constable(NOV.start, NOV.end, paid=False)]), rules)
    assert result.totals.net == 0 and ("warning", "nil_net") in codes(result)
    assert not any(problem.severity == "blocking" for problem in result.problems)


def test_payment_after_leaving(rules):
    result = calculate(
        case(slices=(), elements=(ElementInput("pay_arrears", 500_00),), pension=NO_PENSION), rules
    )
    assert result.totals.gross == 500_00
    member = calculate(case(slices=(), elements=(ElementInput("pay_arrears", 500_00),)), rules)
    assert ("blocking", "pension") in codes(member)  # nothing says which tier
    banded = calculate(
        case(
            slices=(),
            elements=(ElementInput("pay_arrears", 500_00),),
            pension=PensionMembership("pps_2015", 50_256_00),
        ),
        rules,
    )
    assert banded.totals.pension_employee == 67_20


def test_duplicate_element_is_warned_about(rules):
    twice = (ElementInput("bonus", 100_00, reference="C1"),) * 2
    result = calculate(case(elements=twice), rules)
    assert ("warning", "duplicate_element") in codes(result) and amounts(result, "bonus") == [100_00, 100_00]


def test_nic_to_date_by_letter(rules):
    before = YearToDate(
        nic=(NicToDate("M", gross=1_000_00, employer=5), NicToDate("A", gross=2_000_00, employee=7))
    )
    result = calculate(case(ytd=before), rules)
    assert result.ytd.nic[0] == before.nic[0]
    assert result.ytd.nic[1].gross == 6188_00
    assert result.ytd.nic[1].employee == 7 + result.totals.employee_nic
    other = calculate(case(ytd=before, ni_category="C"), rules)
    assert [row.letter for row in other.ytd.nic] == ["M", "A", "C"] and other.totals.employee_nic == 0


def test_director_pays_on_the_annual_earnings_period(rules):
    """AN, first pay of the year: below the annual primary threshold of 12,570 nothing is due."""
    first = calculate(case(director=DirectorPosition("AN")), rules)
    assert first.totals.employee_nic == 0 and first.totals.employer_nic == 0
    later = calculate(
        case(director=DirectorPosition("AN"), ytd=YearToDate(nic=(NicToDate("A", gross=12_570_00),))), rules
    )
    assert later.totals.employee_nic == 335_04  # 8 % of 4,188.00
    assert line(later, "nic_employee").rule == "nic_employee_director"


def test_unverified_figures_are_listed_and_noticed(rules):
    result = calculate(case(monthly_period(2026, 9)), rules)
    assert "police/pension/pps_2015@2025-04-01#employee" in result.unverified
    assert any(source.startswith("police/pay/scales@2026-09-01#") for source in result.unverified)
    assert ("notice", "unverified_figures") in codes(result)
    assert list(result.unverified) == sorted(set(result.unverified))


def test_same_case_same_result_bit_for_bit(rules):
    one = case(elements=(ElementInput("on_call", units=Decimal(2)),), student_loans=("plan_1",))
    assert repr(calculate(one, rules)) == repr(calculate(replace(one), rules))


def test_cost_centre_of_elements(rules):
    result = calculate(
        case(elements=(ElementInput("bonus", 1_00), ElementInput("honorarium", 1_00, cost_centre="X"))), rules
    )
    assert line(result, "bonus").cost_centre == "1000" and line(result, "honorarium").cost_centre == "X"


def test_unpaid_days_cost_a_days_pay_each(rules):
    """Officer 50,256 x 6/2191 = 137.6248 a day; staff 30,000/12/30 = 83.33 a day in November."""
    absence = (ElementInput("unpaid_absence", units=Decimal(2)),)
    officer = calculate(case(elements=absence), rules)
    assert line(officer, "unpaid_absence").amount == -275_25
    assert officer.totals.gross == officer.totals.pensionable_pay == 3912_75
    clerk = calculate(case(slices=[staff(NOV.start, NOV.end)], elements=absence, pension=NO_PENSION), rules)
    assert line(clerk, "unpaid_absence").amount == -166_67
