"""Student loans, statutory pay, attachments, the levy, auto-enrolment and the annual estimate."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.exceptions import InvalidRecord, MissingParameter
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.paye import attachment, estimate, levy, statutory_pay, student_loan
from odoo.addons.police_engine.pension import auto_enrolment
from odoo.addons.police_engine.taxcalendar import monthly_period, period_numbered

RULES = RuleSet.load()
SEPTEMBER = monthly_period(2026, 9)
ON = SEPTEMBER.pay_date


def loan(plan, pay, period=SEPTEMBER):
    return student_loan.compute(RULES, period, plan, pay)


class TestStudentLoans:
    @pytest.mark.parametrize(
        "plan, threshold",
        [
            ("plan_1", 224_166),
            ("plan_2", 244_875),
            ("plan_4", 281_625),
            ("plan_5", 208_333),
            ("postgraduate", 175_000),
        ],
    )
    def test_monthly_thresholds_2026_27(self, plan, threshold):
        assert loan(plan, 0).threshold == threshold

    def test_first_pound(self):
        """Plan 1: 9% of 11.11 is 0.9999, of 11.12 is 1.0008."""
        assert loan("plan_1", 224_166 + 1_111).amount == 0
        assert loan("plan_1", 224_166 + 1_112).amount == 100

    def test_postgraduate_takes_six_per_cent(self):
        assert loan("postgraduate", 275_000).amount == 6_000
        assert loan("postgraduate", 275_000).rate_text == "6%"

    def test_plan_5_before_april_2026_is_an_error_not_a_nil(self):
        with pytest.raises(MissingParameter, match="plan 5"):
            loan("plan_5", 500_000, monthly_period(2025, 9))

    def test_unknown_plan(self):
        with pytest.raises(InvalidRecord, match="plan_2"):
            loan("plan_3", 1)

    def test_protected_earnings(self):
        """CSLM18025: net 903 after priority orders, 850 protected."""
        assert student_loan.restrict(5_500, 90_300, 85_000) == 5_300
        assert student_loan.restrict(5_500, 85_099, 85_000) == 0
        assert student_loan.restrict(5_500, 80_000, 85_000) == 0

    def test_table_method_for_three_weeks(self):
        """CSLM17065: 1,500 for three weeks is 500 a week, 14 each, 42."""
        assert student_loan.by_weekly_table({"annual": 17_495, "rate": "0.09"}, 3, 150_000) == 4_200

    def test_odd_days(self):
        assert student_loan.threshold_for_days(RULES, ON, "postgraduate", 73) == 420_000

    @given(st.sampled_from(student_loan.PLANS), st.integers(0, 2_000_000))
    def test_whole_pounds_never_over_the_rate(self, plan, pay):
        result = loan(plan, pay)
        assert result.amount % 100 == 0
        assert 0 <= result.amount <= max(0, pay - result.threshold) * 9 // 100


class TestStatutoryPay:
    def test_average_over_46_days(self):
        average = statutory_pay.average_weekly_earnings(150_000, days=46)
        assert average == Fraction(150_000 * 7, 46) and 22_826 < average < 22_827

    def test_average_of_weeks_and_months(self):
        assert statutory_pay.average_weekly_earnings(320_000, weeks=8) == 40_000
        assert statutory_pay.average_weekly_earnings(520_000, months=2) == 60_000
        with pytest.raises(InvalidRecord, match="weeks, months or days"):
            statutory_pay.average_weekly_earnings(1)

    def test_odd_days_to_months(self):
        assert [statutory_pay.whole_months(2, days) for days in (15, 16)] == [2, 3]
        assert [statutory_pay.whole_months(2, days, february=True) for days in (14, 15)] == [2, 3]

    def test_relevant_period(self):
        pay_days = [
            date(2026, 5, 29),
            date(2026, 6, 30),
            date(2026, 7, 31),
            date(2026, 8, 28),
            date(2026, 9, 30),
        ]
        assert statutory_pay.relevant_period(pay_days, date(2026, 9, 26)) == (
            date(2026, 7, 1),
            date(2026, 8, 28),
        )
        weekly = [date(2026, 9, 25) - timedelta(weeks=back) for back in range(10)]
        assert statutory_pay.relevant_period(weekly, date(2026, 9, 26)) == (
            date(2026, 8, 1),
            date(2026, 9, 25),
        )
        with pytest.raises(InvalidRecord, match="eight weeks"):
            statutory_pay.relevant_period(pay_days[3:], date(2026, 9, 26))
        with pytest.raises(InvalidRecord, match="on or before"):
            statutory_pay.relevant_period([], date(2026, 9, 26))

    @pytest.mark.parametrize(
        "average, week, expected, basis",
        [
            (20_000, 1, 18_000, "earnings"),
            (20_000, 7, 18_000, "earnings"),
            (50_000, 1, 45_000, "earnings"),
            (50_000, 6, 45_000, "earnings"),
            (50_000, 7, 19_432, "flat"),
            (50_000, 39, 19_432, "flat"),
            (50_000, 40, 0, "none"),
            (Fraction(20_001), 1, 18_001, "earnings"),
        ],
    )
    def test_maternity_weeks_2026_27(self, average, week, expected, basis):
        result = statutory_pay.weekly_pay(RULES, "SMP", ON, average, week)
        assert (result.amount, result.basis) == (expected, basis)

    def test_paternity_has_no_earnings_related_weeks(self):
        assert statutory_pay.weekly_pay(RULES, "SPP", ON, 50_000, 1).amount == 19_432

    def test_neonatal_care_pay_before_2025_is_an_error(self):
        with pytest.raises(MissingParameter, match="SNCP"):
            statutory_pay.weekly_pay(RULES, "SNCP", date(2024, 9, 1), 50_000, 1)

    def test_qualifying(self):
        assert statutory_pay.qualifies(RULES, "SMP", ON, 12_900, 26)
        assert not statutory_pay.qualifies(RULES, "SMP", ON, 12_899, 26)
        assert not statutory_pay.qualifies(RULES, "SMP", ON, 50_000, 25)

    def test_part_week_and_recovery(self):
        assert statutory_pay.part_week(19_432, 3) == 8_328
        assert statutory_pay.part_week(19_432, 7) == 19_432
        assert statutory_pay.recovery(RULES, ON, 100_000) == 92_000
        assert statutory_pay.recovery(RULES, ON, 100_000, small_employer=True) == 109_000

    @pytest.mark.parametrize(
        "on, average, expected",
        [
            (date(2026, 4, 5), 12_500, 11_875),
            (date(2026, 4, 5), 12_499, 0),
            (date(2026, 4, 6), 12_500, 10_000),
            (date(2026, 4, 6), 40_000, 12_325),
            (date(2026, 4, 6), 15_406, 12_325),
            (date(2026, 4, 6), 15_405, 12_324),
        ],
    )
    def test_sick_pay_across_the_reform(self, on, average, expected):
        assert statutory_pay.ssp_weekly(RULES, on, average).amount == expected

    def test_sick_pay_of_a_spell_from_before_the_reform(self):
        assert statutory_pay.ssp_weekly(RULES, date(2026, 4, 20), 13_000, True).amount == 12_325
        assert statutory_pay.ssp_weekly(RULES, date(2026, 4, 20), 12_500, True).amount == 12_325
        assert statutory_pay.ssp_weekly(RULES, date(2026, 4, 20), 12_000, True).amount == 9_600

    def test_sick_pay_needs_the_average_after_the_reform(self):
        with pytest.raises(InvalidRecord, match="average"):
            statutory_pay.ssp_weekly(RULES, ON, None)

    @pytest.mark.parametrize(
        "days, rate", [(7, 169_642), (6, 197_916), (5, 237_500), (4, 296_875), (3, 395_833)]
    )
    def test_daily_rates(self, days, rate):
        assert statutory_pay.ssp_daily(11_875, days) == rate

    def test_sick_days(self):
        assert statutory_pay.ssp_days_payable(RULES, date(2026, 3, 1), 3, 3) == 0
        assert statutory_pay.ssp_days_payable(RULES, date(2026, 3, 1), 7, 5) == 2
        assert statutory_pay.ssp_days_payable(RULES, date(2026, 3, 1), 7, 5, waiting_days_served=3) == 5
        assert statutory_pay.ssp_days_payable(RULES, date(2026, 5, 1), 1, 1) == 1
        assert statutory_pay.ssp_amount(11_875, 3, 2) == 7_917


class TestAttachments:
    def test_rotherham_weekly(self):
        """385 a week is in the 15% band."""
        assert attachment.direct_earnings_attachment(RULES, ON, "weekly", 38_500).amount == 5_775

    def test_rotherham_capped(self):
        """1,620 a month with 486 of other orders: the table says 243, but 972 must be left."""
        result = attachment.direct_earnings_attachment(RULES, ON, "monthly", 162_000, other_orders=48_600)
        assert (result.by_table, result.protected, result.amount) == (24_300, 97_200, 16_200)

    def test_fortnight_uses_the_weekly_table(self):
        one = attachment.direct_earnings_attachment(RULES, ON, "weekly", 30_000)
        two = attachment.direct_earnings_attachment(RULES, ON, "fortnightly", 60_000)
        assert two.amount == 2 * one.amount == 6_600

    def test_council_tax_by_country(self):
        """England, 1,000 a month: 12%; 2,520: 17% of 2,020 and half of 500. Wales, 1,000: 5%."""
        amounts = [
            attachment.council_tax_order(RULES, ON, country, "monthly", net).amount
            for country, net in (("england", 100_000), ("england", 252_000), ("wales", 100_000))
        ]
        assert amounts == [12_000, 34_340 + 25_000, 5_000]

    def test_second_council_tax_order_is_on_what_is_left(self):
        assert attachment.council_tax_order(RULES, ON, "england", "monthly", 100_000, 12_000).amount == 6_160

    def test_unknown_tables(self):
        with pytest.raises(MissingParameter, match="first band"):
            attachment.council_tax_order(RULES, ON, "wales", "daily", 5_000)
        with pytest.raises(MissingParameter, match="Table C"):
            attachment.earnings_arrestment(RULES, ON, 100_000, "daily")
        with pytest.raises(InvalidRecord, match="england or wales"):
            attachment.council_tax_order(RULES, ON, "scotland", "monthly", 1)

    @pytest.mark.parametrize(
        "on, frequency, net, expected",
        [
            (date(2022, 9, 30), "monthly", 56_651, 0), (date(2022, 9, 30), "monthly", 100_000, 8_236),
            (date(2025, 1, 31), "monthly", 65_583, 0), (date(2025, 1, 31), "monthly", 70_000, 1_500),
            (date(2025, 1, 31), "monthly", 237_049, 32_579), (date(2025, 1, 31), "weekly", 82_021, 13_815),
            (date(2025, 4, 30), "monthly", 75_000, 0), (date(2025, 4, 30), "monthly", 75_100, 1_000),
            (date(2025, 4, 30), "monthly", 150_000, 11_250), (date(2025, 4, 30), "monthly", 250_000, 31_250),
            (date(2025, 4, 30), "monthly", 400_000, 75_000), (date(2025, 4, 30), "monthly", 150_010, 11_252),
            (date(2025, 4, 30), "fortnightly", 69_044, 2 * 2_589),
            (date(2025, 4, 30), "monthly", 375_001, 62_500),
        ],
    )  # fmt: skip
    def test_scottish_arrestment(self, on, frequency, net, expected):
        """Band edges of SSI 2021/409, 2023/27 and 2024/293; a half penny goes down (3,750.01)."""
        assert attachment.earnings_arrestment(RULES, on, net, frequency).amount == expected

    def test_court_orders(self):
        assert attachment.court_order(100_000, 20_000, 70_000) == (20_000, 0, 0)
        assert attachment.court_order(80_000, 20_000, 70_000) == (10_000, 10_000, 0)
        assert attachment.court_order(60_000, 20_000, 70_000) == (0, 20_000, 10_000)
        assert attachment.court_order(60_000, 20_000, 70_000, priority=False) == (0, 0, 0)
        assert attachment.court_order(120_000, 20_000, 70_000, deduction_carried=10_000) == (30_000, 0, 0)

    def test_maintenance_leaves_sixty_per_cent(self):
        assert attachment.maintenance_order(RULES, ON, 100_000, 50_000) == (40_000, 10_000, 0)

    @given(
        st.sampled_from(["standard", "higher"]),
        st.sampled_from(["weekly", "monthly"]),
        st.integers(0, 900_000),
        st.integers(0, 300_000),
    )
    def test_never_below_protection(self, rate, frequency, net, other):
        result = attachment.direct_earnings_attachment(RULES, ON, frequency, net, rate, other)
        assert 0 <= result.amount <= result.by_table
        assert result.amount == 0 or net - other - result.amount >= result.protected


class TestLevy:
    def test_alm09200(self):
        assert levy.to_date(RULES, ON, 20_000_000, 1, 300_000) == 75_000
        assert levy.to_date(RULES, ON, 40_000_000, 2, 300_000) == 150_000

    def test_300_000_a_month(self):
        assert levy.compute(RULES, ON, 30_000_000, 1, 0).in_month == 25_000
        assert levy.to_date(RULES, ON, 360_000_000, 12) == 300_000

    def test_allowance_to_date_and_a_shared_allowance(self):
        assert levy.compute(RULES, ON, 30_000_000, 5, 0).allowance_to_date == 625_000
        assert levy.compute(RULES, ON, 30_000_000, 5, 0, allowance=600_000).allowance_to_date == 250_000

    def test_falling_pay_bill_gives_back(self):
        assert levy.compute(RULES, ON, 30_000_000, 2, 25_000).in_month == -25_000
        with pytest.raises(InvalidRecord):
            levy.to_date(RULES, ON, 1, 13)


class TestAutoEnrolment:
    @pytest.mark.parametrize(
        "age, pay, expected",
        [
            (30, 83_300, "non_eligible_jobholder"),
            (30, 83_301, "eligible_jobholder"),
            (21, 300_000, "non_eligible_jobholder"),
            (22, 300_000, "eligible_jobholder"),
            (66, 300_000, "non_eligible_jobholder"),
            (30, 52_000, "entitled_worker"),
            (30, 52_001, "non_eligible_jobholder"),
            (15, 300_000, "outside_age_range"),
            (75, 300_000, "outside_age_range"),
        ],
    )
    def test_categories(self, age, pay, expected):
        assert auto_enrolment.assess(RULES, SEPTEMBER, age, pay).category == expected

    def test_own_state_pension_age(self):
        assert auto_enrolment.assess(RULES, SEPTEMBER, 66, 300_000, 67).category == "eligible_jobholder"

    def test_minimum_contributions(self):
        """4,188 a month: 3,668 qualifying; 3% and 5%; 4% net of relief at source."""
        assert auto_enrolment.qualifying_earnings(418_800, 52_000, 418_900) == 366_800
        assert auto_enrolment.minimum(RULES, SEPTEMBER, 366_800) == (11_004, 18_340, 18_340)
        assert auto_enrolment.minimum(RULES, SEPTEMBER, 366_800, "relief_at_source") == (
            11_004,
            18_340,
            14_672,
        )
        with pytest.raises(InvalidRecord, match="net_pay"):
            auto_enrolment.minimum(RULES, SEPTEMBER, 1, "cash")


class TestEstimate:
    def test_hmrc_calculator(self):
        """hmrc/tax-kalculator data2026: 40,000 on 1257L, plan 1."""
        result = estimate.annual(RULES, ON, "1257L", 4_000_000, plans=["plan_1"])
        assert (result.tax, result.employee_nic, result.loans, result.take_home) == (
            548_420,
            219_440,
            117_900,
            3_114_240,
        )

    def test_over_pension_age_pays_no_nic(self):
        assert estimate.annual(RULES, ON, "1257L", 4_000_000, over_state_pension_age=True).employee_nic == 0

    @pytest.mark.parametrize(
        "code, expected", [("BR", 800_000), ("NT", 0), ("SD0", 840_000), ("K100", 886_360)]
    )
    def test_other_codes(self, code, expected):
        """K100: 41,009 taxable: 7,540.00 and 40% of 3,309."""
        assert estimate.annual_tax(RULES, ON, code, 4_000_000) == expected


def test_weeks_in_a_row_have_different_contexts():
    one = student_loan.context(RULES, period_numbered("2026-27", "weekly", 1), "plan_1")
    other = student_loan.context(RULES, SEPTEMBER, "plan_1")
    assert (one.threshold, other.threshold) == (51_730, 224_166)
    assert SEPTEMBER.end + timedelta(days=1) == date(2026, 10, 1)
