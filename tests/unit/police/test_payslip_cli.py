"""``payslip --json``: the answer of design/formats.md §2, defaults, changes, and bad input."""

import io
import json
from decimal import Decimal

import pytest
from odoo.addons.police_engine import payslip_cli

OFFICER = {
    "person": {"type": "officer", "rank": "constable", "pay_point": "7", "region": "london"},
    "tax": {"code": "1257L", "basis": "month1"},
    "ni_category": "A",
    "pay_date": "2025-11-28",
    "frequency": "monthly",
}


def run(capsys, tmp_path, request, *options):
    path = tmp_path / "request.json"
    path.write_text(request if isinstance(request, str) else json.dumps(request), encoding="utf-8")
    code = payslip_cli.main(["--json", str(path), *options])
    out, err = capsys.readouterr()
    return code, out, err


def answer(capsys, tmp_path, request):
    code, out, err = run(capsys, tmp_path, request)
    assert not err
    return code, json.loads(out, parse_float=Decimal)


def test_the_published_shape(capsys, tmp_path):
    code, found = answer(capsys, tmp_path, OFFICER)
    assert code == 0
    assert set(found) >= {"lines", "gross", "net", "employer", "problems"}
    assert found["gross"] == Decimal("4450.50") and found["net"] == Decimal("3035.04")
    assert found["employer"]["national_insurance"] == Decimal("605.02")
    first = found["lines"][0]
    assert set(first) >= {"code", "label", "amount", "because"} and first["amount"] == Decimal("4188.00")
    assert set(first["because"]) >= {"rule", "inputs", "rate", "citation"} and first["because"]["citation"]


def test_money_has_two_decimals(capsys, tmp_path):
    _, out, _ = run(capsys, tmp_path, OFFICER)
    assert '"amount": 4188.00' in out and '"gross": 4450.50' in out


def test_earnings_less_deductions_are_net(capsys, tmp_path):
    request = {**OFFICER, "elements": [{"code": "overtime_casual", "units": 2.25, "date": "2025-11-03"}]}
    _, found = answer(capsys, tmp_path, request)
    sign = {"earning": 1, "deduction": -1}
    assert sum(line["amount"] * sign[line["kind"]] for line in found["lines"]) == found["net"]
    assert any(line["amount"] == Decimal("72.25") for line in found["lines"])


def test_promotion_without_a_point_uses_the_point_above(capsys, tmp_path):
    request = {**OFFICER, "changes": [{"date": "2025-11-16", "rank": "sergeant"}]}
    _, found = answer(capsys, tmp_path, request)
    basic = [line["amount"] for line in found["lines"] if line["code"] == "basic_pay"]
    assert basic == [Decimal("2094.00"), Decimal("2232.00")]
    assert any("immediately above" in problem["message"] for problem in found["problems"])


@pytest.mark.parametrize(
    ("changes", "gross"),
    [
        ([{"date": "2025-11-16", "joined": True}], "2064.37"),
        ([{"date": "2025-11-10", "left": True}], "1376.25"),
        ([{"date": "2025-11-16", "hours_per_week": 20}], "3141.00"),
        ([{"date": "2025-11-16", "pay_point": 6}], "3887.25"),  # (4,188.00 + 3,586.50) / 2
        ([{"date": "2025-11-11", "paid": False}], "1376.25"),
        ([{"date": "2025-12-16", "pay_point": 1}], "4188.00"),  # after the period
        ([{"date": "2025-10-16", "pay_point": 1}], "2597.00"),  # before it
    ],
)
def test_changes(capsys, tmp_path, changes, gross):
    person = {**OFFICER["person"], "region": "england_wales"}
    _, found = answer(capsys, tmp_path, {**OFFICER, "person": person, "changes": changes})
    assert found["gross"] == Decimal(gross)


def test_part_time_staff_default_to_37_hours(capsys, tmp_path):
    request = {
        "person": {"type": "staff", "annual_salary": "30,000.00", "hours_per_week": 18.5, "pension": "lgps"},
        "tax": {"code": "1257L", "basis": "cumulative"}, "ni_category": "A", "pay_date": "2026-09-30",
        "ytd": {"taxable_pay": "6000.00", "tax": 0},
    }  # fmt: skip
    code, found = answer(capsys, tmp_path, request)
    assert code == 0 and found["gross"] == Decimal("1250.00")
    assert any("lgps_employer_percent" in problem["message"] for problem in found["problems"])
    assert found["ytd"]["taxable_pay"] == Decimal("6000.00") + found["taxable_pay"]


def test_a_refused_payslip_names_person_rule_and_date(capsys, tmp_path):
    person = {"type": "officer", "rank": "superintendent", "pay_point": "2", "reference": "X9"}
    code, found = answer(capsys, tmp_path, {**OFFICER, "person": person})
    assert code == 1 and found["paid"] is False and found["lines"] == []
    problem = next(problem for problem in found["problems"] if problem["severity"] == "blocking")
    assert "X9" in problem["message"] and problem["rule"] and problem["date"]


def test_no_tax_code_operates_the_emergency_code(capsys, tmp_path):
    request = {key: value for key, value in OFFICER.items() if key != "tax"}
    _, found = answer(capsys, tmp_path, request)
    assert found["tax"] == {"code": "0T", "basis": "week1month1"}
    assert any(problem["code"] == "emergency_tax_code" for problem in found["problems"])


def test_unknown_keys_are_told_not_silently_dropped(capsys, tmp_path):
    _, found = answer(capsys, tmp_path, {**OFFICER, "colour": "blue"})
    assert any("colour" in problem["message"] for problem in found["problems"])


def test_every_fault_is_listed(capsys, tmp_path):
    request = {
        "person": {"type": "oficer", "rank": "constable", "annual_salary": "12.345", "hours_per_week": "many",
                   "student_loans": ["plan 7"], "pension": "nest", "region": "mars"},
        "tax": {"code": "1257L", "basis": "weekly"},
        "pay_date": "28/11/2025",
        "elements": [{"units": "abc"}, 7],
        "changes": [{"rank": "sergeant"}],
        "ytd": {"tax": "lots", "nic": [{}]},
    }  # fmt: skip
    code, out, err = run(capsys, tmp_path, request)
    assert code == 2 and out == ""
    for where in (
        "person.type", "person.annual_salary", "person.hours_per_week", "person.student_loans[0]",
        "person.pension", "person.region", "tax.basis", "pay_date", "elements[0]", "elements[0].units",
        "elements[1]", "changes[0]", "ytd.tax", "ytd.nic[0]",
    ):  # fmt: skip
        assert f"- {where}:" in err, where


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"person": NaN}', '"x"', "{}", '{"person": {"type": "officer"}}', "[" * 100_000],
)
def test_unreadable_files_end_with_a_message(capsys, tmp_path, text):
    code, out, err = run(capsys, tmp_path, text)
    assert (
        code == 2
        and not out
        and err.startswith("The payslip cannot be worked out")
        and "Traceback" not in err
    )


def test_missing_and_binary_files(capsys, tmp_path):
    assert payslip_cli.main(["--json", str(tmp_path / "none.json")]) == 2
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    assert payslip_cli.main(["--json", str(tmp_path / "binary.json")]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_in_words(capsys, tmp_path):
    code, out, _ = run(capsys, tmp_path, OFFICER, "--explain")
    assert code == 0 and "Basic pay £4,188.00" in out and "Police Regulations 2003" in out


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(OFFICER)))
    assert payslip_cli.main(["--json", "-"]) == 0
    assert '"net": 3035.04' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"ytd": {"taxable_pay": -5}}, "ytd.taxable_pay: is negative"),
        ({"ytd": {"previous_pay": -0.01}}, "ytd.previous_pay: is negative"),
        ({"ytd": []}, "ytd: must be an object"),
        ({"tax": []}, "tax: must be an object"),
    ],
)
def test_figures_to_date_that_cannot_be(capsys, tmp_path, changed, fault):
    code, out, err = run(capsys, tmp_path, {**OFFICER, **changed})
    assert code == 2 and not out and fault in err
