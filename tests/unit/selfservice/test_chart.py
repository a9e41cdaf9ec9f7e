"""The year's chart is well-formed SVG that says every figure aloud."""

import pytest
from lxml import etree
from odoo.addons.police_engine.selfservice.chart import HEIGHT, WIDTH, Bar, year_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(bars):
    return etree.fromstring(year_chart(bars, 'Pay of 2026-27 <"&">'))


def test_one_group_for_each_payslip_and_exact_figures_spoken():
    root = drawn([Bar("Aug", 241_203, 98_000), Bar("Sep", 250_000, 99_999)])
    assert len(root.findall(f"{SVG}g")) == 2
    assert "Aug £2,412.03; Sep £2,500.00" in root.get("aria-label")
    assert root.find(f"{SVG}g/{SVG}title").text == "Aug: net £2,412.03, deducted £980.00"


@pytest.mark.parametrize("count", [1, 3, 12, 13])
def test_every_bar_stays_inside_the_picture(count):
    root = drawn([Bar(f"M{n}", 100_000 * n, 50_000) for n in range(count)])
    for rect in root.iter(f"{SVG}rect"):
        x, y, w, h = (int(rect.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + w <= WIDTH and y >= 0 and y + h <= HEIGHT and w > 0


def test_heights_follow_the_figures():
    root = drawn([Bar("A", 100_000, 0), Bar("B", 200_000, 0)])
    low, high = (int(r.get("height")) for r in root.iter(f"{SVG}rect") if r.get("class") == "o_net")
    assert high == 2 * low > 0


def test_a_month_of_nothing_and_a_negative_one_draw_nothing():
    root = drawn([Bar("A", 0, 0), Bar("B", -5_000, 0)])
    assert {rect.get("height") for rect in root.iter(f"{SVG}rect")} == {"0"}


def test_no_payslips_no_chart():
    with pytest.raises(ValueError, match="at least one payslip"):
        year_chart([], "Nothing")
