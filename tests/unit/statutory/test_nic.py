"""Class 1 National Insurance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.exceptions import InvalidRecord, MissingParameter
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.paye import nic
from odoo.addons.police_engine.taxcalendar import period_numbered

RULES = RuleSet.load()
LETTERS = "ABCDEFHIJKLMNSVXZ"
gross_pay = st.integers(0, 2_000_000)


def period(frequency="monthly", year="2025-26"):
    return period_numbered(year, frequency, {"fortnightly": 2, "four_weekly": 4}.get(frequency, 1))


def test_bands_and_contributions_of_letter_a():
    """4,450.50 a month: 3,141.00 at 8% and 261.50 at 2%; employer 15% above 417."""
    result = nic.compute(RULES, period(), "A", 445_050)
    assert result.employee == 25_128 + 523
    assert result.employer == 60_502  # 605.025: the third decimal 5 is dropped
    assert (result.at_lel, result.lel_to_pt, result.pt_to_uel) == (54_200, 50_600, 314_100)


@pytest.mark.parametrize(
    "frequency, lel, st_, pt, uel",
    [
        ("weekly", 125, 96, 242, 967),
        ("fortnightly", 250, 193, 484, 1934),
        ("four_weekly", 500, 385, 967, 3867),
        ("monthly", 542, 417, 1048, 4189),
    ],
)
def test_thresholds_by_frequency(frequency, lel, st_, pt, uel):
    figures = nic.context(RULES, period(frequency), "A")
    assert (figures.lel, figures.start, figures.pt, figures.uel) == (
        lel * 100,
        st_ * 100,
        pt * 100,
        uel * 100,
    )


@pytest.mark.parametrize(
    "letter, main, upper, start",
    [
        ("A", 800, 200, 41_700),
        ("B", 185, 200, 41_700),
        ("C", 0, 0, 41_700),
        ("J", 200, 200, 41_700),
        ("H", 800, 200, 418_900),
        ("M", 800, 200, 418_900),
        ("V", 800, 200, 418_900),
        ("Z", 200, 200, 418_900),
        ("F", 800, 200, 208_300),
        ("I", 185, 200, 208_300),
        ("L", 200, 200, 208_300),
        ("S", 0, 0, 208_300),
        ("N", 800, 200, 208_300),
        ("E", 185, 200, 208_300),
        ("D", 200, 200, 208_300),
        ("K", 0, 0, 208_300),
    ],
)
@pytest.mark.parametrize("year, employer", [("2025-26", 1500), ("2026-27", 1500)])
def test_rates_of_every_letter(letter, main, upper, start, year, employer):
    figures = nic.context(RULES, period(year=year), letter)
    assert (figures.main_rate, figures.upper_rate, figures.start, figures.employer_rate) == (
        main,
        upper,
        start,
        employer,
    )


def test_letter_x_pays_nothing():
    result = nic.compute(RULES, period(), "X", 1_000_000)
    assert (result.employee, result.employer) == (0, 0)


def test_2024_25_had_another_employer_rate():
    """3,000 a month: 13.8% of 2,242 is 309.396, and the third decimal 6 counts up."""
    assert nic.compute(RULES, period(year="2024-25"), "A", 300_000).employer == 30_940


def test_unknown_letter():
    with pytest.raises(MissingParameter, match=r"'Q' is not a National.*Use one of A, B, C"):
        nic.compute(RULES, period(), "Q", 100)


def test_at_the_very_thresholds():
    assert nic.compute(RULES, period(), "A", 54_199).at_lel == 0
    assert nic.compute(RULES, period(), "A", 54_200).at_lel == 54_200
    assert nic.compute(RULES, period(), "A", 104_800).employee == 0
    assert nic.compute(RULES, period(), "A", 418_900).upper == 0


def test_director_annual_method_each_week():
    """HMRC: 1,000 a week on letter A comes to 3,050.60 and 7,050.00 whatever the method."""
    for method in ("AN", "AL"):
        gross = employee = employer = 0
        bands = (0, 0, 0)
        for number in range(1, 53):
            result = nic.compute_director(
                RULES,
                period("weekly"),
                "A",
                method,
                100_000,
                gross,
                employee,
                employer,
                last=number == 52,
                bands_before=bands,
            )
            gross += 100_000
            employee += result.employee
            employer += result.employer
            bands = tuple(one + other for one, other in zip(bands, result[2:5], strict=True))
        assert (employee, employer) == (305_060, 705_000)
        between = 607_000 if method == "AN" else 52 * 11_700  # HMRC leaves the bands of AL pays as they were
        assert bands == (650_000, between, 3_770_000)


def test_director_of_48_weeks():
    result = nic.compute_director(RULES, period(), "M", "AN", 4_800_000, 0, 0, 0, weeks=48)
    assert (result.employee, result.employer) == (281_592, 23_940)
    assert result[2:5] == (600_000, 560_400, 3_480_000)


def test_director_bad_facts():
    with pytest.raises(InvalidRecord, match="AN"):
        nic.compute_director(RULES, period(), "A", "XX", 1, 0, 0, 0)
    with pytest.raises(InvalidRecord, match="weeks"):
        nic.compute_director(RULES, period(), "A", "AN", 1, 0, 0, 0, weeks=0)


@given(
    st.sampled_from(LETTERS), st.sampled_from(["weekly", "fortnightly", "four_weekly", "monthly"]), gross_pay
)
def test_bands_add_up_to_pay_below_the_uel(letter, frequency, gross):
    figures = nic.context(RULES, period(frequency), letter)
    result = nic.compute_in(figures, gross)
    banded = result.at_lel + result.lel_to_pt + result.pt_to_uel
    liable = gross >= figures.lel and letter != "X"  # X: HMRC wants no bands
    assert banded == (min(gross, figures.uel) if liable else 0)
    assert result.employee == result.main + result.upper


@given(st.sampled_from(LETTERS), gross_pay, st.integers(0, 100_000))
def test_more_pay_is_never_less(letter, gross, more):
    one, other = (nic.compute(RULES, period(), letter, pay) for pay in (gross, gross + more))
    assert one.employee <= other.employee and one.employer <= other.employer


@given(st.lists(st.integers(0, 1_500_000), min_size=2, max_size=12))
def test_annual_method_is_the_annual_sum(pays):
    gross = employee = employer = 0
    for pay in pays:
        result = nic.compute_director(RULES, period(), "A", "AN", pay, gross, employee, employer)
        gross, employee, employer = gross + pay, employee + result.employee, employer + result.employer
    year = nic.compute_in(nic.director_context(RULES, period(), "A", 52), gross)
    assert (employee, employer) == (year.employee, year.employer)
