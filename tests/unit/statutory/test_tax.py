"""Income tax: HMRC's worked traces, flat codes, the 50% limit, and properties that law demands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.exceptions import InvalidIdentifier, InvalidRecord, MissingParameter
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.paye import tax
from odoo.addons.police_engine.taxcalendar import period_numbered

RULES = RuleSet.load()
pay = st.integers(0, 3_000_000)
codes = st.one_of(
    st.builds("{}{}L".format, st.sampled_from(["", "S", "C"]), st.integers(1, 9999)),
    st.builds("{}K{}".format, st.sampled_from(["", "S", "C"]), st.integers(1, 3000)),
    st.sampled_from(["0T", "S0T", "C0T", "BR", "SBR", "CBR", "D0", "D1", "SD0", "SD3", "CD1"]),
)


def month(number=1, year="2026-27"):
    return period_numbered(year, "monthly", number)


def week(number=1, year="2026-27"):
    return period_numbered(year, "weekly", number)


def compute(code, in_period, before=0, tax_before=0, period=None, basis="cumulative", benefits=0):
    return tax.compute(RULES, period or month(), code, basis, in_period, before, tax_before, benefits)


@pytest.mark.parametrize(
    "code, basis, period, to_date, in_period, tax_before, due, free",
    [  # HMRC test data 2026-27, traced by hand in the specification's terms
        ("1257L", "cumulative", month(2), 231251, 115626, 2140, 2160, 209652),
        ("S1257L", "cumulative", month(2), 231251, 115626, 2033, 2052, 209652),
        ("K630", "cumulative", week(2), 45000, 22500, 5420, 8420, -24268),
        ("SK585", "cumulative", month(2), 214500, 107250, 27329, 34724, -97652),
        ("K45", "week1month1", month(1), 95000, 95000, 0, 19760, -3825),
        ("BR", "cumulative", month(9), 19217373, 2135264, 6784065, -2940605, 0),
    ],
)
def test_hmrc_traces(code, basis, period, to_date, in_period, tax_before, due, free):
    result = compute(code, in_period, to_date - in_period, tax_before, period, basis)
    assert result.in_period == due
    assert result.free_pay == free
    assert result.to_date == tax_before + due
    assert result.pay_to_date == to_date


@pytest.mark.parametrize(
    "number, periods, expected",
    [(1257, 12, 104826), (1257, 52, 24192), (585, 12, 48826), (630, 52, 12134), (0, 12, 0), (500, 12, 41742)],
)
def test_free_pay_of_one_period(number, periods, expected):
    rule = tax.free_pay_rule(RULES, date(2026, 9, 30))
    assert tax.period_allowance(number, periods, rule) == expected


@pytest.mark.parametrize(
    "code, percent",
    [
        ("BR", 20),
        ("D0", 40),
        ("D1", 45),
        ("SBR", 20),
        ("SD0", 21),
        ("SD1", 42),
        ("SD2", 45),
        ("SD3", 48),
        ("CBR", 20),
        ("CD0", 40),
        ("CD1", 45),
        ("NT", 0),
    ],
)
@pytest.mark.parametrize("year", ["2024-25", "2025-26", "2026-27"])
def test_flat_codes_take_one_rate_of_whole_pounds(code, percent, year):
    assert compute(code, 100_099, period=month(1, year)).in_period == 1000 * percent


@pytest.mark.parametrize("code", ["D2", "SD4", "CD2", "D8"])
def test_flat_codes_beyond_the_bands_are_refused(code):
    with pytest.raises(InvalidIdentifier, match="bands"):
        compute(code, 100_000)


def test_nt_cumulative_refunds_all_and_nt_month1_nothing():
    assert compute("NT", 200_000, 200_000, 30_000, month(2)).in_period == -30_000
    assert compute("NT", 200_000, 200_000, 30_000, month(2), "week1month1").in_period == 0


def test_whole_year_by_bands():
    """150,000 on 0T: 37,700 at 20%, 87,440 at 40%, 24,860 at 45%."""
    result = compute("0T", 15_000_000, period=month(12))
    assert result.in_period == 754_000 + 3_497_600 + 1_118_700
    assert (result.band, result.rate_text, result.taxable) == (3, "20% to 45%", 150_000)


def test_scottish_year_by_bands():
    """150,000 on S0T 2026-27: 753.73 + 2,597.80 + 2,968.56 + 13,161.96 + 28,219.50 + 24,860 x 48%."""
    due = 75_373 + 259_780 + 296_856 + 1_316_196 + 2_821_950 + 1_193_280
    assert compute("S0T", 15_000_000, period=month(12)).in_period == due


def test_limit_is_half_of_pay_rounded_down():
    result = compute("K4000", 250_001)
    assert (result.before_limit, result.limit, result.in_period) == (170_526, 125_000, 125_000)
    assert result.limit_applied


def test_limit_leaves_out_payrolled_benefits():
    result = compute("K4000", 250_000, benefits=50_000)
    assert result.limit == 100_000 == result.in_period


def test_limit_is_nil_without_pay_and_is_recovered_later():
    none = compute("K1000", 0)
    assert (none.limit, none.in_period) == (0, 0) and none.before_limit > 0
    later = compute("K1000", 500_000, 0, none.to_date, month(2))
    assert later.to_date == compute("K1000", 500_000, 0, 0, month(2)).to_date


@pytest.mark.parametrize("mark", ["W1", "M1", "X", "W1/M1"])
def test_marks_in_the_code_make_it_non_cumulative(mark):
    marked = compute(f"1257L {mark}", 300_000, 900_000, 1, month(4))
    assert marked.in_period == compute("1257L", 300_000).in_period
    assert marked.to_date == marked.in_period + 1


@pytest.mark.parametrize(
    "frequency, number, weeks", [("weekly", 53, 1), ("fortnightly", 54, 2), ("four_weekly", 56, 4)]
)
@pytest.mark.parametrize("code", ["1257L", "K300", "S1257L"])
def test_extra_pay_day_is_taxed_by_itself(frequency, number, weeks, code):
    extra = period_numbered("2026-27", frequency, number)
    alone = period_numbered("2026-27", frequency, weeks)
    result = compute(code, 200_000, 5_000_000, 900_000, extra)
    assert result.in_period == compute(code, 200_000, period=alone, basis="week1month1").in_period
    assert result.to_date == 900_000 + result.in_period


@pytest.mark.parametrize("code", ["1257L", "K10", "BR", "D0", "0T"])
def test_pay_taken_back_refunds_and_never_goes_below_nothing(code):
    """A month of negative pay takes pay to date below nil: all tax to date comes back, no more."""
    result = compute(code, -600_000, 500_000, 40_000, month(2))
    assert (result.in_period, result.to_date, result.taxable) == (-40_000, 0, 0)
    assert compute(code, -600_000, period=month(1), basis="week1month1").in_period == 0


def test_bad_basis_and_missing_year():
    with pytest.raises(InvalidRecord, match="basis"):
        compute("1257L", 1, basis="monthly")
    with pytest.raises(MissingParameter, match="in force"):
        compute("1257L", 1, period=month(1, "2031-32"))


@pytest.mark.parametrize(
    "declaration, region, expected",
    [
        ("A", "rUK", ("1257L", "cumulative")),
        ("B", "rUK", ("1257L", "week1month1")),
        ("C", "rUK", ("BR", "cumulative")),
        (None, "rUK", ("0T", "week1month1")),
        ("B", "scotland", ("S1257L", "week1month1")),
        ("C", "wales", ("CBR", "cumulative")),
    ],
)
def test_emergency_codes(declaration, region, expected):
    assert tax.emergency_code(RULES, date(2026, 9, 30), region, declaration) == expected


def test_unknown_declaration():
    with pytest.raises(InvalidRecord, match="A, B, C"):
        tax.emergency_code(RULES, date(2026, 9, 30), "rUK", "D")


@given(codes, pay, st.integers(0, 500_000), st.integers(1, 12))
def test_more_pay_is_never_less_tax(code, one, more, number):
    period = month(number)
    less = compute(code, one, period=period).in_period
    assert less <= compute(code, one + more, period=period).in_period


@given(
    codes,
    pay,
    pay,
    st.integers(0, 2_000_000),
    st.integers(1, 12),
    st.sampled_from(["cumulative", "week1month1"]),
)
def test_never_more_than_half_of_pay(code, in_period, before, tax_before, number, basis):
    result = compute(code, in_period, before, tax_before, month(number), basis)
    assert result.in_period <= in_period // 2
    assert result.limit_applied == (result.before_limit > result.limit)
    if basis == "week1month1":
        assert result.in_period >= 0


@given(codes, st.lists(pay, min_size=12, max_size=12), st.integers(0, 2))
def test_twelve_months_make_the_year(code, pays, year):
    """Unless the limit held tax back, month 12 brings tax to that of the year's pay at once."""
    label = ("2024-25", "2025-26", "2026-27")[year]
    before = paid = 0
    held = False
    for number, amount in enumerate(pays, 1):
        result = compute(code, amount, before, paid, month(number, label))
        before, paid, held = result.pay_to_date, result.to_date, result.limit_applied
    if not held:
        assert (
            paid
            == tax.tax_on(
                tax.context(RULES, month(12, label), {"S": "scotland", "C": "wales"}.get(code[0], "rUK")),
                tax.tax_code.parse(code),
                sum(pays),
            )[0]
        )


@given(st.integers(1, 3000), st.integers(1_000_000, 3_000_000))
def test_k_codes_add_pay(number, amount):
    """A K code taxes at least as much as 0T, a suffix code at most as much."""
    k, none, free = (compute(code, amount).before_limit for code in (f"K{number}", "0T", f"{number}L"))
    assert free <= none <= k


@given(pay)
def test_wales_equals_rest_of_uk(amount):
    assert compute("C1257L", amount)[:6] == compute("1257L", amount)[:6]


@given(st.sampled_from(["1257L", "S500T", "C9999L"]), pay, st.integers(1, 51))
def test_refund_when_pay_stops(code, amount, number):
    """A week without pay never costs tax under a code that gives free pay."""
    first = compute(code, amount, period=week(number))
    assert compute(code, 0, amount, first.to_date, week(number + 1)).in_period <= 0
