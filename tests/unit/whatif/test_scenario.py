"""Scenarios are law of their own: figures, rounding, hash, and what they refuse."""

from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord, MissingParameter
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.overlay import first_change, frozen, held_still, overlay
from odoo.addons.police_engine.pay.scales import annual_salary
from odoo.addons.police_engine.records import EmploymentSlice, PayCase
from odoo.addons.police_engine.taxcalendar import monthly_period
from odoo.addons.police_engine.whatif.scenario import Award, Scenario, facts_of, rules_of

RULES = RuleSet.load()
SEPTEMBER = date(2026, 9, 1)
NEW = "constable_appointed_on_or_after_2013_04_01"


def rules(*awards):
    return rules_of(RULES, Scenario("test", awards))


def pounds(law, scale, point, on=SEPTEMBER):
    return annual_salary(law, scale, point, on) // 100


def test_without_awards_it_is_the_law_itself():
    assert rules() is RULES


def test_three_and_a_half_per_cent_gives_the_projected_scales():
    """The shipped projection of September 2026 was made from the same percentage."""
    law = rules(Award(SEPTEMBER, Decimal("3.5")))
    for scale, points in RULES.at("police/pay/scales", SEPTEMBER).values.items():
        for point in points:
            if point in RULES.at("police/pay/scales", date(2026, 8, 31)).values.get(scale, {}):
                assert pounds(law, scale, point) == pounds(RULES, scale, point), (scale, point)


def test_percentage_flat_sum_rank_and_rounding():
    law = rules(
        Award(SEPTEMBER, Decimal(2), 500_00, ranks=("constable",)),
        Award(SEPTEMBER, Decimal(5), ranks=("inspector",)),
    )  # fmt: skip
    # 50,256 x 1.02 = 51,261.12 -> nearest 3: 51,261; + 500 = 51,761 -> 51,762
    assert pounds(law, NEW, "7") == 51_762
    assert pounds(law, "sergeant", "3") == pounds(RULES, "sergeant", "3")
    before = pounds(RULES, "inspector_london", "1", date(2026, 8, 31))
    assert abs(pounds(law, "inspector_london", "1") - before * 1.05) <= 1.5
    assert pounds(law, "chief_inspector_london", "1") == pounds(RULES, "chief_inspector_london", "1")
    assert pounds(law, NEW, "7", date(2026, 8, 31)) == 50_256


def test_unknown_points_stay_unknown():
    law = rules(Award(SEPTEMBER, Decimal(4)))
    with pytest.raises(MissingParameter):
        annual_salary(law, "superintendent", "2", SEPTEMBER)


def test_a_scenario_is_marked_and_has_its_own_hash():
    one, same, other = (rules(Award(SEPTEMBER, Decimal(p))) for p in (3, 3, 4))
    assert one.hash == same.hash and len({one.hash, other.hash, RULES.hash}) == 3
    mark = one.mark(f"police/pay/scales@2026-09-01#{NEW}.7")
    assert mark.confidence == "derived" and "Scenario test: 3 % for all officers" in mark.citation


def test_london_weighting_follows_when_asked():
    law = rules(Award(SEPTEMBER, Decimal(10), london_weighting=True))
    assert law.at("police/pay/london_weighting", SEPTEMBER)["annual"] == 3465
    plain = rules(Award(SEPTEMBER, Decimal(10)))
    assert plain.at("police/pay/london_weighting", SEPTEMBER)["annual"] == 3261


def test_refused():
    for award, words in (
        (Award(SEPTEMBER, 3.5), "Decimal"),
        (Award(SEPTEMBER, Decimal(3), ranks=("admiral",)), "admiral"),
        (Award(SEPTEMBER, Decimal(3), scales=("pilot",)), "pilot"),
        (Award(date(2026, 1, 1), Decimal(3)), "later than"),
    ):
        with pytest.raises(InvalidRecord, match=words):
            rules(award)


def test_local_salaries_are_raised_in_the_facts_and_rounded_up():
    piece = EmploymentSlice(date(2020, 1, 1), date(2030, 1, 1), "staff", annual_salary=30_000_00, hours=3700)
    case = PayCase(
        reference="S1", period=monthly_period(2026, 9), slices=(piece,), tax=None, ni_category="A"
    )  # fmt: skip
    award = Award(SEPTEMBER, Decimal(3), person_types=("staff",))
    before, after = facts_of(case, RULES, Scenario("x", (award,))).slices
    assert (before.date_to, before.annual_salary) == (date(2026, 8, 31), 30_000_00)
    assert (after.date_from, after.annual_salary) == (SEPTEMBER, 30_900_00)
    officers = Scenario("y", (Award(SEPTEMBER, Decimal(3)),))
    assert facts_of(case, RULES, officers) is case


def test_overlay_of_nothing_is_the_base_and_frozen_law_goes_on():
    assert overlay(RULES, {"police/pay/scales": RULES.periods["police/pay/scales"]}) is RULES
    still = overlay(RULES, {"hmrc/income_tax": frozen(RULES.periods["hmrc/income_tax"], date(2025, 5, 1))})
    assert still.at("hmrc/income_tax", date(2027, 1, 1)).start == date(2025, 4, 6)
    with pytest.raises(MissingParameter):
        RULES.at("hmrc/income_tax", date(2027, 5, 1))
    held = held_still(RULES, date(2027, 12, 31))
    went_on = held.at("hmrc/income_tax", date(2027, 5, 1))
    assert went_on.confidence == "derived" and went_on.note.startswith("Assumed to go on unchanged")
    assert held.at("hmrc/income_tax", date(2027, 4, 5)) == RULES.at("hmrc/income_tax", date(2027, 4, 5))


def test_first_day_of_a_change_of_law():
    assert first_change(RULES, RULES) is None
    assert first_change(RULES, rules(Award(SEPTEMBER, Decimal(4)))) == SEPTEMBER
    files = {"police/pay/scales": frozen(RULES.periods["police/pay/scales"], date(2025, 8, 31))}
    assert first_change(overlay(RULES, files), RULES) == date(2025, 9, 1)
    assert first_change(overlay(RULES, files), RULES, ("hmrc/",)) is None
