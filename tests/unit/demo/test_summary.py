"""The finance director's summary: totals, the verdict on the certificate, the warnings."""

import pytest
from odoo.addons.police_demo.services.facts import Facts
from odoo.addons.police_demo.services.summary import render


@pytest.fixture
def facts():
    totals = {
        "people": 2,
        "gross": 600_000,
        "tax": 80_000,
        "employee_nic": 30_000,
        "net": 440_000,
        "pension_employee": 50_000,
        "employer_cost": 790_000,
    }
    return Facts(
        seed=1,
        out="var/demo",
        heads={"officer": 1, "staff": 1},
        changes={"joiners": 1},
        august=totals,
        september=totals,
        warnings_accepted=3,
        unverified=14,
        certificate=[{"label": "Net pay", "columns": {"slips": 440_000, "bacs": 440_000}, "difference": 0}],
        ledger=[["704000", "Officers' pay", 600_000, 0], ["222100", "Net pay clearing", 0, 600_000]],
        files={"BACS.txt": 1234},
        payslips=2,
        seconds={"Step": 1.5},
        notices=("Made up.",),
    )


def test_money_is_in_pounds_with_separators(facts):
    text = render(facts)
    assert "£6,000.00" in text and "£4,400.00" in text


def test_agreed_certificate_says_so(facts):
    assert "Every total agrees to the penny" in render(facts)


def test_one_penny_of_difference_cannot_be_overlooked(facts):
    facts.certificate[0]["columns"]["bacs"] += 1
    facts.certificate[0]["difference"] = 1
    text = render(facts)
    assert "DIFFERENCES: do not pay" in text and "agrees to the penny" not in text


def test_missing_certificate_is_not_taken_for_agreement(facts):
    facts.certificate = []
    text = render(facts)
    assert "No certificate was drawn up" in text and "agrees to the penny" not in text


def test_unverified_figures_and_accepted_warnings_are_told(facts):
    text = render(facts)
    assert "14 figures used are not verified" in text
    assert "3 warnings were looked at" in text
    assert "Made up." in text


def test_no_line_is_wider_than_a_terminal(facts):
    assert max(len(line) for line in render(facts).splitlines()) <= 100
