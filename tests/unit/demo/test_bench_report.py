"""The bench's result file has the shape of ``design/formats.md`` section 3, and a missed bar shows."""

import json

import pytest

from bench import common, payroll


@pytest.fixture
def report(monkeypatch):
    monkeypatch.setattr(common, "postgres_version", lambda: "15.0")
    made = common.Report("payroll", {"payslips_per_s": 2499.0, "pdf_s": 9.0})
    made.bar("payslips_per_s", ">=", 2500)
    made.bar("pdf_s", "<=", 15)
    return made


def test_bars_hold_in_their_own_sense(report):
    assert report.bars["payslips_per_s"] == {"goal": 2500, "sense": ">=", "holds": False}
    assert report.bars["pdf_s"] == {"goal": 15, "sense": "<=", "holds": True}
    assert not report.holds
    assert "FAIL  payslips_per_s" in report.show() and "PASS  pdf_s" in report.show()


def test_result_file(report, tmp_path):
    kept = json.loads(report.write(tmp_path).read_text())
    assert set(kept) == {"name", "when", "machine", "figures", "bars"}
    assert set(kept["machine"]) == {"cores", "python", "postgres"}
    assert kept["figures"]["payslips_per_s"] == 2499.0


def test_payroll_keys_are_those_agreed():
    parts = {key: 1.0 for key, _ in payroll.PARTS}
    parts |= {"calculate_s": 2.0, "release_s": 1.0, "peak_mb": 500.0}
    slow = {**parts, "total_s": 8.0, "oca_payslips_per_s": 100.0, "oca_linearity": 1.0, "oca_slips": 200}
    figures = payroll._report(10000, {2500: {**parts, "total_s": 1.0}, 10000: slow}).figures
    agreed = (
        "people payslips_per_s oca_payslips_per_s ratio_to_oca collect_s engine_s persist_s journal_s bacs_s "
        "fps_s pdf_s total_s peak_mb slope_2500_10000"
    )
    assert set(agreed.split()) <= set(figures)
    assert figures["payslips_per_s"] == 5000  # 10,000 in one second of engine and one of persisting
    assert figures["ratio_to_oca"] == 50
    assert figures["slope_2500_10000"] == 2  # eight times the time for four times the people
