"""The ``cases`` command: published cases, its output format, and what it does with bad files."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from odoo.addons.police_engine import cases
from odoo.addons.police_engine.cases import reading
from odoo.addons.police_engine.cases.runner import read
from odoo.addons.police_engine.params import RuleSet

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    path
    for path in (ROOT / "tests/golden/payroll_cases.json", ROOT.parent / "shared/data/payroll_cases.json")
    if path.exists()
]
CASES = {case.id: case for path in FILES for case in read(path)}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_published_case(case):
    outcome = cases.evaluate(RuleSet.load(), case)
    assert outcome.passed, (outcome.problem, outcome.actual, dict(case.expected))


def write(tmp_path, *rows, **top):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps({"meta": {}, "cases": rows} | top))
    return path


ONE = {
    "id": "one",
    "area": "paye",
    "tax_year": "2026-27",
    "inputs": {
        "tax_code": "BR",
        "basis": "cumulative",
        "frequency": "monthly",
        "period": 1,
        "pay_in_period": 107,
    },
    "expected": {"tax_due_in_period": 21.4},
}


def test_output_format(tmp_path, capsys):
    other = ONE | {"id": "two", "expected": {"tax_due_in_period": 21.42}}
    out = tmp_path / "out.json"
    assert cases.main([str(write(tmp_path, ONE, other)), "--json", str(out)]) == 1
    text = out.read_text()
    assert json.loads(text) == {
        "results": [
            {"id": "one", "area": "paye", "actual": {"tax_due_in_period": 21.4}, "problem": None},
            {"id": "two", "area": "paye", "actual": {"tax_due_in_period": 21.4}, "problem": None},
        ],
        "summary": {"passed": 1, "failed": 1},
    }
    assert "21.40" in text  # two decimals, not a binary float
    printed = capsys.readouterr().out
    assert printed.endswith("1 passed, 1 failed\n")
    assert "FAILED two" in printed and "paye" in printed


def test_a_penny_on_tax_is_within_hmrc_tolerance_but_not_on_nic(tmp_path):
    near = ONE | {"expected": {"tax_due_in_period": 21.41}}
    assert cases.run(write(tmp_path, near)) == 0
    nic = {
        "id": "n",
        "area": "nic",
        "tax_year": "2025-26",
        "inputs": {"category": "A", "frequency": "weekly", "gross": 96.04},
        "expected": {"employer_nic": 0.02},
    }
    assert cases.run(write(tmp_path, nic)) == 1
    assert cases.run(write(tmp_path, nic | {"tolerance": 0.01})) == 0


@pytest.mark.parametrize(
    "change, problem",
    [
        ({"area": "vat"}, "does not do the area 'vat'"),
        ({"expected": {"colour": "blue"}}, "does not answer colour"),
        ({"inputs": {"basis": "cumulative"}}, "Inputs not understood"),
        ({"inputs": ONE["inputs"] | {"tax_code": "ABC"}}, "not a tax code"),
        ({"tax_year": "2040-41"}, "no figures in force"),
    ],
)
def test_what_cannot_be_answered_fails_with_a_reason(tmp_path, change, problem):
    out = tmp_path / "out.json"
    assert cases.run(write(tmp_path, ONE | change), out) == 1
    result = json.loads(out.read_text())["results"][0]
    assert problem in result["problem"]
    assert set(result["actual"]) == set((ONE | change)["expected"])
    assert set(result["actual"].values()) == {None}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": [{"id": 1}]}', "not json"])
def test_files_that_are_not_cases(tmp_path, capsys, content):
    path = tmp_path / "bad.json"
    path.write_text(content)
    assert cases.main([str(path)]) == 2
    assert "not a file of cases" in capsys.readouterr().err


def test_missing_file(capsys):
    assert cases.main(["/no/such/file.json"]) == 2
    assert "Cannot read" in capsys.readouterr().err


def test_expected_values_are_not_looked_at():
    """The answer stays the same whatever the file expects."""
    case = next(iter(CASES.values()))
    wrong = case._replace(expected=dict.fromkeys(case.expected, Decimal("123456.78")))
    rules = RuleSet.load()
    assert cases.evaluate(rules, wrong).actual == cases.evaluate(rules, case).actual
    assert not cases.evaluate(rules, wrong).passed


def ask(area, inputs, *keys, year="2026-27"):
    case = cases.Case("x", area, year, inputs, dict.fromkeys(keys))
    outcome = cases.evaluate(RuleSet.load(), case)
    assert outcome.problem is None, outcome.problem
    return tuple(outcome.actual.values())


class TestCasesBeyondTheCollection:
    """Published examples named in our sources that are not in the shared file, and other inputs."""

    def test_rotherham_monthly_cap(self):
        inputs = {
            "rate": "standard",
            "frequency": "monthly",
            "net_earnings": 1620,
            "other_priority_orders": 486,
        }
        assert ask("attachment_dea", inputs, "deduction") == (162,)

    def test_director_on_the_alternative_method(self):
        """HMRC: 1,000 a week, week 52: 58.94 brings the year to 3,050.60."""
        inputs = {
            "category": "A",
            "method": "AL",
            "frequency": "weekly",
            "period": 52,
            "gross_in_period": 1000,
            "gross_ytd": 52000,
        }
        keys = ("employee_nic", "employer_nic", "employee_nic_ytd", "employer_nic_ytd", "pt_to_uel_ytd")
        assert ask("nic_directors", inputs, *keys, year="2025-26") == (
            Decimal("58.94"),
            Decimal("134.40"),
            Decimal("3050.60"),
            7050,
            37700,
        )
        assert ask("nic_directors", inputs | {"period": 3, "gross_ytd": 3000}, *keys, year="2025-26") == (
            Decimal("58.66"),
            Decimal("135.60"),
            Decimal("175.98"),
            Decimal("406.80"),
            2175,
        )

    def test_director_from_week_5(self):
        """HMRC: letter M, 1,000 a week from week 5; week 52 brings the 48 weeks to 2,815.92 and 239.40."""
        inputs = {
            "category": "M",
            "method": "AL",
            "frequency": "weekly",
            "period": 52,
            "gross_in_period": 1000,
            "gross_ytd": 48000,
            "pro_rata_factor": Decimal("0.923077"),
        }
        keys = ("employee_nic", "employer_nic", "employee_nic_ytd", "employer_nic_ytd", "lel_to_pt_ytd")
        assert ask("nic_directors", inputs, *keys, year="2025-26") == (
            Decimal("58.90"),
            Decimal("6.75"),
            Decimal("2815.92"),
            Decimal("239.40"),
            5616,
        )

    def test_director_on_the_annual_method_week_52(self):
        inputs = {
            "category": "A",
            "method": "AN",
            "frequency": "weekly",
            "period": 52,
            "gross_in_period": 1000,
            "gross_ytd": 52000,
        }
        assert ask("nic_directors", inputs, "employee_nic", "employer_nic_ytd", year="2025-26") == (20, 7050)

    def test_four_weekly_tax(self):
        """1257L in week 4: free pay 967.68, so 1,000 leaves 32."""
        inputs = {
            "tax_code": "1257L",
            "basis": "cumulative",
            "frequency": "4-weekly",
            "period": 4,
            "pay_in_period": 1000,
        }
        assert ask("paye", inputs, "tax_due_in_period") == (Decimal("6.40"),)

    def test_council_tax(self):
        inputs = {"country": "wales", "frequency": "monthly", "net_earnings": 3000}
        assert ask("attachment_ctaeo", inputs, "deduction") == (Decimal("556.20"),)

    def test_three_weekly_loan(self):
        inputs = {
            "frequency": "3-weekly",
            "nicable_pay": 1500,
            "annual_threshold": 17495,
            "rate": Decimal("0.09"),
        }
        assert ask("student_loan", inputs, "student_loan", year="historical") == (42,)

    def test_staying_on_after_a_tour_and_far_into_a_rest_day(self):
        inputs = {"rostered_rest_day_follows_tour": True, "minutes_worked_into_rest_day": 300}
        assert ask("police_overtime", inputs, "paid_minutes", "multiplier") == (300, Decimal("1.5"))

    def test_unsocial_hours_from_the_shift(self):
        inputs = {"annual": 50256, "shift": "22:00-07:00 with the hours 20:00-06:00 eligible"}
        assert ask("police_unsocial_hours", inputs, "amount", year="2025 scales") == (Decimal("19.27"),)


@pytest.mark.parametrize(
    "text, year",
    [
        ("2025-26", "2025-26"),
        ("2022-23 (limits unchanged to 2026-27)", "2022-23"),
        ("2025 scales", "2025-26"),
        ("generic", "2026-27"),
        ("", "2026-27"),
    ],
)
def test_tax_year_of_a_case(text, year):
    assert reading.year_of(RuleSet.load(), cases.Case("x", "a", text, {}, {})) == year
