"""Pay scales, increments, promotion and awards against published figures."""

from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord, MissingParameter
from odoo.addons.police_engine.pay import scales

from .conftest import NEW

SEPT = {year: date(year, 9, 1) for year in (2023, 2024, 2025, 2026)}

# Published anchors (Hansard, Police Federation tables, PRRB evidence): scale, point, year, pounds
PUBLISHED = [
    (NEW, "1", 2023, 28551), (NEW, "1", 2024, 29907), (NEW, "7", 2024, 48231), (NEW, "1", 2025, 31164),
    (NEW, "7", 2025, 50256), ("sergeant", "2", 2025, 53568), ("sergeant", "4", 2025, 56208),
    ("inspector_outside_london", "0", 2023, 58422), ("inspector_outside_london", "3", 2023, 63198),
    ("inspector_london", "0", 2023, 60891), ("inspector_london", "3", 2023, 65688),
    ("inspector_outside_london", "3", 2025, 68982), ("chief_inspector_outside_london", "1", 2025, 70344),
    ("superintendent", "1", 2025, 84177), ("superintendent", "4", 2025, 99015),
    ("chief_superintendent", "1", 2025, 103797), ("chief_superintendent", "3", 2025, 115785),
    ("constable_appointed_before_2013_04_01", "0", 2025, 32820),
]  # fmt: skip


@pytest.mark.parametrize(("scale", "point", "year", "pounds"), PUBLISHED)
def test_published_points(rules, scale, point, year, pounds):
    assert scales.annual_salary(rules, scale, point, SEPT[year]) == pounds * 100


def test_the_scale_changes_on_the_first_of_september(rules):
    assert scales.annual_salary(rules, NEW, "7", date(2025, 8, 31)) == 48231_00
    assert scales.annual_salary(rules, NEW, "7", date(2025, 9, 1)) == 50256_00


@pytest.mark.parametrize(
    ("scale", "point"), [("superintendent", "2"), ("superintendent", "3"), ("chief_superintendent", "2")]
)
def test_unpublished_points_are_errors(rules, scale, point):
    with pytest.raises(MissingParameter, match="not found"):
        scales.annual_salary(rules, scale, point, SEPT[2025])


def test_points_that_do_not_exist_are_errors(rules):
    with pytest.raises(MissingParameter):
        scales.annual_salary(rules, "sergeant", "1", SEPT[2025])
    with pytest.raises(MissingParameter):
        scales.annual_salary(rules, "", "", SEPT[2025])
    with pytest.raises(MissingParameter):  # no figures before September 2023
        scales.annual_salary(rules, NEW, "1", date(2023, 8, 31))


def test_every_point_divides_to_whole_pence_a_month(rules):
    for period in rules.periods[scales.SCALES]:
        for scale, points in period.values.items():
            for point, pounds in points.items():
                assert pounds % 3 == 0, (period.start, scale, point)


def test_each_award_leads_from_one_year_to_the_next(rules):
    """2023 -> 2026 by the published percentages; chief superintendent 3 had a flat addition in 2023-24."""
    for year in (2024, 2025, 2026):
        percent = Decimal(rules.at("police/pay/awards", SEPT[year])["officer"])
        before, after = (rules.at(scales.SCALES, SEPT[y]).values for y in (year - 1, year))
        for scale, points in before.items():
            for point, pounds in points.items():
                if (scale, point, year) == ("chief_superintendent", "3", 2024):
                    continue
                assert scales.awarded(pounds * 100, percent) == after[scale][point] * 100, (
                    year,
                    scale,
                    point,
                )


def test_award_rounding_officers_nearest_staff_up():
    assert scales.awarded(28_551_00, Decimal("4.75")) == 29_907_00  # 29,907.17
    assert scales.awarded(10_000_00, Decimal("0.01")) == 10_002_00  # 10,001.00 -> nearest multiple of 3
    assert scales.awarded(9_999_00, Decimal("0.01"), rounding="up") == 10_002_00  # 9,999.9999 -> up


def test_scale_by_rank(rules):
    assert scales.scale_of(rules, "constable", "london", date(2013, 3, 31), SEPT[2025]).endswith(
        "before_2013_04_01"
    )
    assert scales.scale_of(rules, "constable", "london", date(2013, 4, 1), SEPT[2025]) == NEW
    assert scales.scale_of(rules, "inspector", "london", None, SEPT[2025]) == "inspector_london"
    assert scales.scale_of(rules, "chief_inspector", "england_wales", None, SEPT[2025]) == (
        "chief_inspector_outside_london"
    )
    with pytest.raises(InvalidRecord):
        scales.scale_of(rules, "major", "london", None, SEPT[2025])
    with pytest.raises(MissingParameter):
        scales.annual_salary(
            rules, scales.scale_of(rules, "chief_constable", "london", None, SEPT[2025]), "1", SEPT[2025]
        )


def test_next_point_and_top(rules):
    assert scales.next_point(rules, NEW, "1", SEPT[2025]) == "2"
    assert scales.next_point(rules, NEW, "7", SEPT[2025]) is None
    assert scales.next_point(rules, "superintendent", "1", SEPT[2025]) == "2"  # unknown salary, known step
    assert scales.next_point(rules, "chief_inspector_london", "in_post_31_aug_1994", SEPT[2025]) is None


@pytest.mark.parametrize(
    ("anchor", "after", "expected"),
    [
        ("2024-03-15", "2024-03-15", "2025-03-15"),
        ("2024-03-15", "2025-03-14", "2025-03-15"),
        ("2024-03-15", "2025-03-15", "2026-03-15"),
        ("2024-02-29", "2024-02-29", "2025-03-01"),
        ("2024-02-29", "2027-12-31", "2028-02-29"),
        ("2024-12-31", "2026-01-01", "2026-12-31"),
    ],
)
def test_next_increment(anchor, after, expected):
    found = scales.next_increment(date.fromisoformat(anchor), date.fromisoformat(after))
    assert found == date.fromisoformat(expected)


def test_gain_from_promotion(rules):
    on = SEPT[2025]
    assert scales.point_on_promotion(rules, 50256_00, "sergeant", on) == "2"
    assert scales.point_on_promotion(rules, 53568_00, "sergeant", on) == "3"  # must exceed, not equal
    assert scales.point_on_promotion(rules, 56208_00, "inspector_outside_london", on) == "0"
    with pytest.raises(MissingParameter):  # superintendent 2 may be right, but is not published
        scales.point_on_promotion(rules, 85000_00, "superintendent", on)
    with pytest.raises(InvalidRecord):
        scales.point_on_promotion(rules, 60000_00, "sergeant", on)


def test_projected_2026_points_are_marked(rules):
    mark = rules.at(scales.SCALES, SEPT[2026]).mark(f"{NEW}.7")
    assert mark.confidence == "derived" and "Projection" in mark.note
    assert rules.at(scales.SCALES, SEPT[2025]).mark(f"{NEW}.7").confidence == "verified"
    assert rules.at(scales.SCALES, SEPT[2025]).mark("sergeant.3").confidence == "recalled"
