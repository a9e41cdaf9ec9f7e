"""HMRC's XML notices, and what a letter shows before it is opened."""

import re
import subprocess
from datetime import date

import pytest
from odoo.addons.police_engine.adapters import dps
from odoo.addons.police_engine.adapters.pdf import cover, pool, tax_forms
from odoo.addons.police_engine.adapters.pdf.cover import Addressee
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.movers.notices import from_rows
from odoo.addons.police_engine.records import Employer, NicToDate

XML = b"""<?xml version="1.0"?>
<DPSdata xmlns="http://www.govtalk.gov.uk/taxation/DPSwrapper/1">
 <CodingNoticesP6P6B xmlns="http://www.govtalk.gov.uk/taxation/CodingNoticesP6P6B/2" FormType="P6B"
   IssueDate="2026-09-10" SequenceNumber="12" TaxYearEnd="2027">
  <EmployerRef>961/TP61200</EmployerRef><Name><Forename>Joan</Forename><Surname>Half</Surname></Name>
  <NINO>AB100002C</NINO><WorksNumber>100002</WorksNumber><EffectiveDate>2026-09-15</EffectiveDate>
  <CodingUpdate><TaxCode Week1Month1Indicator="Y" TaxRegime="S">1100L</TaxCode>
   <TotalPreviousPay>1200.50</TotalPreviousPay><TotalPreviousTax>100.00</TotalPreviousTax></CodingUpdate>
 </CodingNoticesP6P6B>
 <StudentLoanStart xmlns="http://www.govtalk.gov.uk/taxation/StudentLoanStart/2" IssueDate="2026-09-11"
   SequenceNumber="13" TaxYearEnd="2027"><NINO>AB100001C</NINO><WorksNumber>100001</WorksNumber>
  <LoanStartDate>2026-10-06</LoanStartDate><PlanType>02</PlanType></StudentLoanStart>
</DPSdata>"""


def test_notices_of_a_message():
    notices, problems = from_rows(dps.rows(XML))
    assert problems == () and dps.is_xml(XML) and not dps.is_xml(b"form,issued")
    code, loan = notices
    assert (code.form, code.payroll_id, code.code, code.basis) == ("P6B", "100002", "S1100L", "week1month1")
    assert (code.issued, code.effective) == (date(2026, 9, 10), date(2026, 9, 15))
    assert (code.previous_pay, code.previous_tax) == (1200_50, 100_00)
    assert (loan.form, loan.plan, loan.effective) == ("SL1", "plan_2", date(2026, 10, 6))


def test_faults_of_a_message():
    bad = XML.replace(b"2026-09-15", b"2026-09-31").replace(b"1100L", b"11OOL")
    notices, problems = from_rows(dps.rows(bad))
    assert notices == () and len(problems) == 1 and "Row 1" in problems[0].message
    for content in (
        b"<DPSdata/>",
        b"<DPSdata>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    ):
        with pytest.raises(EngineError):
            dps.rows(content)


EMPLOYER = Employer(
    name="Testshire Police",
    paye_office="961",
    paye_reference="TP61200",
    address=("1 High Street", "Testford"),
)
PERSON = tax_forms.Person(
    "100002", "Ms", "Joan", "Half", "AB100002C", date(1988, 3, 14), "F", ("12 Albert Road",)
)
TO = Addressee(
    "Ms Joan Half", ("12 Albert Road", "Testford", "TS1 2QJ"), reference="100002", sender="PO Box 1, TS1"
)


def p45(**changes):
    form = tax_forms.P45Form(
        EMPLOYER, PERSON, TO, date(2026, 9, 14), "1257L", False, "Month 6", 20_000_00, 3_000_00, 15_000_00,
        2_000_00, True, date(2026, 9, 30),
    )  # fmt: skip
    return form._replace(**changes)


def pages(pdf, tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(pdf)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return text.split("\f")[:-1]


def test_nothing_outside_the_envelope_says_police(tmp_path):
    """Q-31, and Hampshire's envelopes of 2015: the first page is all that can be seen."""
    p60 = tax_forms.P60Form(
        EMPLOYER, PERSON, TO, "2025-26", 0, 0, 30_000_00, 4_000_00, "1257L", False,
        (NicToDate("A", 30_000_00, 6_500_00, 6_070_00, 17_430_00, 3_000_00, 1_394_00),), 200_00, 0,
    )  # fmt: skip
    letter = tax_forms.Letter(EMPLOYER, TO, date(2026, 9, 30), "Pay", "Dear Ms Half", ("Text.",), "Payroll")
    for pdf in (tax_forms.p45_pdf(p45()), tax_forms.p60_pdf(p60), tax_forms.letter_pdf(letter)):
        seen = pages(pdf, tmp_path)[0]
        assert "Joan Half" in seen and "TS1 2QJ" in seen
        assert cover.exposing_words([seen], ["Testshire"]) == ()
        assert not re.search(rb"/(Author|Title)[^/]*police", pdf, re.I)


def test_parts_of_a_p45(tmp_path):
    found = pages(tax_forms.p45_pdf(p45()), tmp_path)
    assert len(found) == 4
    for page, name in zip(found[1:], ("Part 1A", "Part 2", "Part 3"), strict=True):
        assert name in page and "961/TP61200" in page and "£20,000.00" in page and "14 September 2026" in page
    assert "£15,000.00" in found[1] and "£15,000.00" not in found[2]
    alone = pages(tax_forms.p45_pdf(p45(month_1=True, code="0T")), tmp_path)
    assert "Week 1/Month 1" in alone[2] and "£20,000.00" not in alone[2]


def test_sensitive_addresses_are_found_and_not_printed(tmp_path):
    assert cover.exposing_words(["Flat 2, The Old Police House"]) == ("Police",)
    assert cover.exposing_words(["12 Constable Road"]) == ("Constable",)
    assert cover.exposing_words(["1 Testshire Way"], ["Testshire Police", "Testshire"]) == ("Testshire",)
    assert cover.exposing_words(["Sheila Constantine", "12 Albert Road"]) == ()
    by_hand = pages(tax_forms.p45_pdf(p45(to=TO._replace(by_hand=True))), tmp_path)[0]
    assert "Albert Road" not in by_hand and "HANDED OVER" in by_hand


def test_many_documents_on_two_cores_in_order():
    forms = [p45(this_pay=number * 100) for number in range(101)]
    drawn = list(pool.draw_all(tax_forms.p45_pdf, forms))
    assert drawn == [tax_forms.p45_pdf(form) for form in forms]
