"""Control certificate, run summary and schedules: figures, verdicts, CSV that no spreadsheet runs."""

import csv
import io
from datetime import date

from odoo.addons.police_engine.adapters.pdf import certificate as certificates
from odoo.addons.police_engine.adapters.pdf import summary as summaries
from odoo.addons.police_engine.adapters.schedules import deductions, pension, table

from tests.unit.adapters.adapter_builders import EMPLOYER, PERIOD, TOTALS, payslip
from tests.unit.adapters.pdf_reading import elements, reader, text

ROWS = (
    certificates.CertificateRow("Net pay", (272500, 272500, 272500, 272500)),
    certificates.CertificateRow("Income tax", (50000, None, 50000, 50000)),
    certificates.CertificateRow("Payments", (1, 1, None, 1), count=True),
)
CERTIFICATE = certificates.ControlCertificate(
    EMPLOYER,
    PERIOD,
    "2026-27/06",
    1,
    ("Payslips", "BACS", "Ledger", "FPS"),
    ROWS,
    "P Nair",
    "H Booth",
    date(2026, 9, 25),
    "abc",
    "def",
    "O2N23B2Z",
    (("bacs.txt", "00ff"),),
    ("Scales of 2026: derived",),
)


def test_balanced_certificate():
    content = certificates.certificate_pdf(CERTIFICATE)
    found = text(content)
    for words in (
        "Balanced. Every total agrees",
        "Net pay 2,725.00 2,725.00 2,725.00 2,725.00 0.00",
        "Income tax 500.00 not carried 500.00 500.00 0.00",
        "Payments 1 1 not carried 1 0",
        "H Booth, 25 September 2026",
        "O2N23B2Z",
        "bacs.txt 00ff",
        "Scales of 2026: derived",
    ):
        assert words in found, words
    assert CERTIFICATE.balanced
    assert ("Table", 0) in elements(content)


def test_one_penny_anywhere_is_seen():
    for row in range(2):
        for place in range(4):
            amounts = list(ROWS[row].amounts)
            if amounts[place] is None:
                continue
            amounts[place] += 1
            changed = CERTIFICATE._replace(
                rows=(*ROWS[:row], ROWS[row]._replace(amounts=tuple(amounts)), *ROWS[row + 1 :])
            )
            assert not changed.balanced
            found = text(certificates.certificate_pdf(changed))
            assert f"NOT balanced. They differ in: {ROWS[row].label}." in found and "£0.01" in found


def test_a_certificate_without_totals_does_not_balance():
    empty = CERTIFICATE._replace(rows=())
    assert not empty.balanced
    assert "nothing to compare" in text(certificates.certificate_pdf(empty))


def test_summary_adds_up():
    kinds = (
        summaries.KindTotal("earning", "Basic pay", 1, 400000, 390000),
        summaries.KindTotal("employer", "Employer NI", 1, 45000),
    )
    centres = (
        summaries.CostCentreTotal("A", "Response", 1, 300000, 100000),
        summaries.CostCentreTotal("B", "Roads", 1, 100000, 65000),
    )
    content = summaries.summary_pdf(
        summaries.RunSummary(
            EMPLOYER,
            PERIOD,
            "R1",
            2,
            TOTALS,
            kinds,
            centres,
            TOTALS._replace(gross=390000),
            ("Look here.",),
            ("X: derived",),
        )
    )
    found = text(content)
    for words in (
        "Total cost £5,650.00",  # 4,000.00 + 450.00 + 1,200.00
        "Due to HMRC £1,200.00",  # 500.00 + 200.00 + 450.00 + 50.00
        "Gross pay 4,000.00 3,900.00 100.00",
        "Basic pay 1 4,000.00 3,900.00",
        "Employer NI 1 450.00 –",
        "A Response 1 3,000.00 1,000.00 4,000.00",
        "Total 4,000.00 1,650.00 5,650.00",
        "Look here.",
        "X: derived",
    ):
        assert words in found, words
    assert elements(content)


def member(number: int, scheme="pps_2015", **changes) -> pension.PensionLine:
    facts = {
        "name": f"Person {number}",
        "nino": "AB123456C",
        "birth_date": date(1980, 1, 2),
        "pensionable_pay": 390000,
        "rate": "13.44%",
        "employee": 52416,
        "employer": 137670,
    }
    return pension.PensionLine(scheme, f"{number:06d}", **{**facts, **changes})


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_pension_schedules_by_scheme_with_totals():
    lines = [member(2), member(1), member(3, "lgps", additional=1000, birth_date=None)]
    local, police = pension.pension_schedules(EMPLOYER, PERIOD, lines)
    assert (local.code, police.code) == ("lgps", "pps_2015")
    found = rows_of(table.to_csv(police))
    assert found[1] == [
        "000001",
        "AB123456C",
        "Person 1",
        "02/01/1980",
        "13.44%",
        "3900.00",
        "524.16",
        "0.00",
        "1376.70",
    ]
    assert found[3] == ["Total", "", "", "", "", "7800.00", "1048.32", "0.00", "2753.40"]
    assert rows_of(table.to_csv(local))[1][3] == ""
    printed = text(table.to_pdf(police))
    assert "Police Pension Scheme 2015: contributions" in printed and "1,048.32" in printed


def test_formulas_in_names_are_made_harmless():
    for evil in ("=cmd|'/C calc'!A0", "+1", "-1", "@x", "\tx"):
        schedule = pension.pension_schedules(EMPLOYER, PERIOD, [member(1, name=evil)])[0]
        assert rows_of(table.to_csv(schedule))[1][2] == "'" + evil
    assert table.safe(-123) == "-1.23"


def test_deductions_of_payslips_by_code():
    lines = deductions.lines_of([payslip(), payslip(payroll_id="100002")], frozenset(("federation", "loan")))
    federation, loan = deductions.deduction_schedules(EMPLOYER, PERIOD, lines)
    assert rows_of(table.to_csv(federation)) == [
        ["Payroll", "NI number", "Name", "Reference", "Amount"],
        ["100001", "AB123456C", "Sian O'Connor", "FED-77", "25.00"],
        ["100002", "AB123456C", "Sian O'Connor", "FED-77", "25.00"],
        ["Total", "", "", "", "50.00"],
    ]
    assert loan.title == "Deductions: Student loan, plan 2"


def test_third_parties_are_totalled_by_code_and_payee():
    lines = [
        deductions.DeductionLine("court", "Attachment", "1", "A", 100, payee="Court A"),
        deductions.DeductionLine("court", "Attachment", "2", "B", 250, payee="Court B"),
        deductions.DeductionLine("court", "Attachment", "1", "A", 50, payee="Court A"),
    ]
    totals = deductions.third_party_totals(lines)
    assert totals == [("court", "Attachment", "Court A", 1, 150), ("court", "Attachment", "Court B", 1, 250)]
    schedule = deductions.third_party_schedule(EMPLOYER, PERIOD, totals)
    assert schedule.totals == ("Total", "", "", "", 400)
    assert "Payments to third parties" in text(table.to_pdf(schedule))


def test_long_schedules_repeat_their_heading():
    schedule = pension.pension_schedules(EMPLOYER, PERIOD, [member(i) for i in range(120)])[0]
    content = table.to_pdf(schedule)
    pages = reader(content).pages
    assert len(pages) > 1
    assert all("Pensionable" in page.extract_text() for page in pages)
    tags = [tag for tag, _ in elements(content)]
    assert tags.count("Table") == 1 and tags.count("TR") == 122
