"""Year-start codes, benefits in kind against HMRC's own tables, and the pay gap by hand."""

from datetime import date
from fractions import Fraction

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord, MissingParameter
from odoo.addons.police_engine.movers import benefits, pay_gap
from odoo.addons.police_engine.movers.benefits import Car
from odoo.addons.police_engine.movers.pay_gap import Person
from odoo.addons.police_engine.movers.uplift import uplifted
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.records import TaxPosition

RULES = RuleSet.load()


@pytest.mark.parametrize(
    ("code", "basis", "year", "new", "changed"),
    [
        ("1250L", "cumulative", 2021, "1257L", True), ("C1250L", "cumulative", 2021, "C1257L", True),
        ("1375M", "cumulative", 2021, "1383M", True), ("1125N", "week1month1", 2021, "1131N", True),
        ("1257L", "cumulative", 2026, "1257L", False), ("1257L", "week1month1", 2026, "1257L", True),
        ("K475", "cumulative", 2021, "K475", False), ("BR", "week1month1", 2021, "BR", True),
        ("0T", "cumulative", 2021, "0T", False), ("900T", "cumulative", 2021, "900T", False),
        ("SD1", "cumulative", 2021, "SD1", False),
    ],
)  # fmt: skip
def test_codes_at_the_start_of_a_year(code, basis, year, new, changed):
    found = uplifted(TaxPosition(code, basis), date(year, 4, 6), RULES)
    assert found.tax == TaxPosition(new, "cumulative") and found.changed is changed and found.why


def test_a_year_without_instructions_is_refused():
    with pytest.raises(MissingParameter):
        uplifted(TaxPosition("1257L"), date(2029, 4, 6), RULES)


@pytest.mark.parametrize(
    ("co2", "miles", "fuel", "percent"),
    [  # 480 Appendix 2, 2025 to 2026
        (0, 0, "electric", 3), (1, 130, "hybrid", 3), (50, 129, "hybrid", 6), (30, 69, "hybrid", 9),
        (30, 39, "hybrid", 13), (30, 29, "hybrid", 15), (51, 0, "petrol", 16), (54, 0, "petrol", 16),
        (55, 0, "petrol", 17), (59, 0, "petrol", 17), (60, 0, "petrol", 18), (100, 0, "petrol", 26),
        (154, 0, "petrol", 36), (155, 0, "petrol", 37), (220, 0, "petrol", 37), (100, 0, "diesel", 30),
        (100, 0, "diesel_rde2", 26), (150, 0, "diesel", 37),
    ],
)  # fmt: skip
def test_appropriate_percentages(co2, miles, fuel, percent):
    car = Car(30_000_00, co2, fuel, miles)
    assert benefits.appropriate_percentage(car, date(2025, 6, 1), RULES) == percent


def test_a_car_its_fuel_a_van_and_a_loan():
    whole = date(2025, 4, 6)
    car = Car(30_000_00, 100, capital_contribution=6_000_00, payments=100_00, fuel_provided=True)
    # 25,000 x 26% = 6,500 less 100; fuel 28,200 x 26% = 7,332
    assert benefits.car(car, "2025-26", whole, None, RULES).amount == 6_400_00
    assert benefits.car_fuel(car, "2025-26", whole, None, RULES).amount == 7_332_00
    # 73 of 365 days: a fifth
    assert benefits.car(car, "2025-26", date(2026, 1, 23), None, RULES).amount == 1_200_00
    assert benefits.van("2025-26", whole, None, RULES).amount == 4_020_00
    assert benefits.van("2026-27", date(2026, 4, 6), None, RULES, zero_emission=True).amount == 0
    assert benefits.van_fuel("2026-27", date(2026, 4, 6), None, RULES).amount == 798_00
    # (15,000 + 13,000) / 2 x 3.75% = 525 less 100
    assert benefits.loan("2025-26", 15_000_00, 13_000_00, 12, 100_00, RULES).amount == 425_00
    assert benefits.loan("2025-26", 10_000_00, 9_000_00, 12, 0, RULES).amount == 0
    assert benefits.class_1a(10_000_00, "2025-26", RULES).amount == 1_500_00
    assert benefits.monthly(1_000_00, 7) == 142_86
    with pytest.raises(InvalidRecord):
        benefits.car(Car(1, 100, "steam"), "2025-26", whole, None, RULES)
    with pytest.raises(InvalidRecord):
        benefits.monthly(1_000_00, 0)


def people(men, women):
    return [Person(False, Fraction(x)) for x in men] + [Person(True, Fraction(x)) for x in women]


def test_the_six_figures_by_hand():
    force = [
        Person(False, Fraction(2000), 100_00), Person(False, Fraction(3000)), Person(False, Fraction(4000)),
        Person(True, Fraction(1500), 50_00), Person(True, Fraction(2500)), Person(True, None, 70_00),
    ]  # fmt: skip
    found = pay_gap.report(force)
    assert (found.relevant, found.full_pay) == (6, 5)
    # mean 3,000 against 2,000; median 3,000 against 2,000; bonus 100 against 60
    assert [str(x) for x in found[2:6]] == ["33.3", "33.3", "40.0", "40.0"]
    assert [str(x) for x in found[6:8]] == ["33.3", "66.7"]


def test_women_paid_more_give_a_negative_gap_and_nobody_gives_none():
    assert str(pay_gap.report(people([1000], [1100])).mean_hourly) == "-10.0"
    alone = pay_gap.report(people([1000], []))
    assert alone.mean_hourly is None and alone.bonus_women is None and alone.mean_bonus is None


def test_quartiles_share_those_on_one_rate_evenly():
    """Paragraph 13(3): all at one rate, so every band has the proportions of the whole."""
    same = people([1000] * 12, [1000] * 4)
    found = pay_gap.report(same).quartiles
    assert [q.people for q in found] == [4, 4, 4, 4]
    assert {(str(q.men), str(q.women)) for q in found} == {("75.0", "25.0")}
    ladder = pay_gap.report(people([500, 600, 700, 800], [100, 200, 300, 400])).quartiles
    assert [str(q.women) for q in ladder] == ["100.0", "100.0", "0.0", "0.0"]


def test_the_hourly_rate_of_a_month():
    law = RULES.at(pay_gap.LAW, date(2026, 3, 31))
    # 3,044.00 a month at 40 hours: 3,044 x 7 / 30.44 / 40 = 17.50 an hour
    assert pay_gap.hourly_rate(3_044_00, "monthly", 31, 4000, law) == 1750
    assert pay_gap.hourly_rate(700_00, "weekly", 7, 4000, law) == 1750
    assert pay_gap.snapshot(2026, RULES) == date(2026, 3, 31)
    with pytest.raises(InvalidRecord):
        pay_gap.hourly_rate(1, "monthly", 31, 0, law)
