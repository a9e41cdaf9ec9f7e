"""Payslip PDFs: everything the law asks for is in the text, the tags are whole, the bytes repeat."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from odoo.addons.police_engine.adapters.pdf import payslip as pdf
from odoo.addons.police_engine.adapters.pdf import render
from odoo.addons.police_engine.exceptions import InvalidRecord

from tests.unit.adapters.adapter_builders import LINES, PERIOD, line, payslip
from tests.unit.adapters.pdf_reading import elements, reader, text

BECAUSE = [
    {
        "code": "basic",
        "label": "Basic pay",
        "amount": 380000,
        "rule": "One twelfth of the annual salary.",
        "formula": "annual ÷ 12",
        "inputs": {"annual_pence": 4560000, "from": "2026-09-01"},
        "rate": "£45,600",
        "citation": "Police Regulations 2003, Annex F",
        "confidence": "derived",
    },
    {
        "code": "tax",
        "label": "Income tax",
        "amount": "500.00",
        "rule": "Cumulative tax.",
        "confidence": "verified",
    },
]


def test_statutory_content():
    found = text(pdf.payslip_pdf(payslip(extra={"hours_total": "5.00 hours"})))
    for words in (
        "Exampleshire Police",
        "Police Headquarters",
        "PAYE reference 635/A635",
        "Sian O'Connor",
        "100001",
        "AB 12 34 56 C",
        "1257L",
        "1–30 September 2026",
        "30 September 2026",
        "Month 6 of 2026-27",
        "Constable",
        "Basic pay",
        "3,800.00",
        "Overtime at time and a third",
        "5.00 hours × £40.0000",
        "12 Aug · 5.00 hours",
        "Gross pay",
        "4,000.00",
        "Total hours paid by time: 5.00 hours",
        "Income tax",
        "500.00",
        "National Insurance",
        "200.00",
        "Police Pension Scheme 2015",
        "13.44%",
        "Student loan, plan 2",
        "50.00",
        "Police Federation",
        "25.00",
        "Total deductions",
        "1,275.00",
        "Net pay",
        "£2,725.00",
        "account ending 5678",
        "Year to date 2026-27",
        "£24,000.00",
        "£1,200.00",
        "£3,000.00",
        "National Insurance, employer",
        "£450.00",
        "Taxable pay this period",
        "£3,500.00",
        "Page 1 of 1",
        "Employment Rights Act 1996, s.8",
        "Rules 9f2c1d77aa34",
    ):
        assert words in found, words


def test_it_is_a_tagged_english_document_with_a_title():
    content = pdf.payslip_pdf(payslip())
    root = reader(content).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Sian O'Connor" in reader(content).metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    tags = elements(content)
    names = [tag for tag, _ in tags]
    assert names[:3] == ["Document", "Sect", "H1"]
    assert names.count("Table") == 2
    assert names.count("TR") == 2 + 2 + len([x for x in LINES if x.kind != "employer"])
    assert {"H2", "TH", "TD", "P"} <= set(names)
    assert all(marks == 1 for tag, marks in tags if tag in ("H1", "H2", "P", "TH"))


def test_fonts_are_embedded_so_it_looks_the_same_everywhere():
    for page in reader(pdf.payslip_pdf(payslip())).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert descendant["/FontDescriptor"]["/FontFile2"].get_data()[:4] == b"\0\1\0\0"
            assert "/ToUnicode" in font.get_object()


def test_same_document_same_bytes():
    assert pdf.payslip_pdf(payslip()) == pdf.payslip_pdf(payslip())
    assert pdf.payslip_pdf(payslip()) != pdf.payslip_pdf(payslip(name="Another"))


def test_letters_beyond_english_are_kept_and_read():
    name = "Łukasz Ŵyn Ŷ Žižek"
    content = pdf.payslip_pdf(payslip(name=name))
    assert name in text(content)
    assert len(content) > len(pdf.payslip_pdf(payslip()))  # the full letters are embedded


def test_a_character_no_font_has_is_still_copied_right():
    assert "Ωmega" in text(pdf.payslip_pdf(payslip(messages=("Ωmega",))))


def test_decomposed_accents_are_composed():
    assert "Siân" in text(pdf.payslip_pdf(payslip(name="Sia\u0302n")))


def test_explanations_say_rule_formula_facts_source_and_doubt():
    doc = payslip(explanations=True, extra={"because": BECAUSE})
    content = pdf.payslip_pdf(doc)
    found = text(content)
    assert len(reader(content).pages) == 2
    for words in (
        "How each line was worked out",
        "One twelfth of the annual salary.",
        "annual ÷ 12",
        "annual: £45,600.00; from: 2026-09-01",
        "Police Regulations 2003, Annex F",
        "Not verified: worked out from a stated rule",
        "Figures verified against a published document",
        "Basic pay †",
        "not yet confirmed from a published source",
    ):
        assert words in found, words
    assert "Income tax †" not in found
    assert "H3" in [tag for tag, _ in elements(content)]


def test_reasons_of_the_engine_belong_to_the_lines_one_by_one():
    given = [
        {
            "rule": f"rule_{line.code}",
            "title": f"In words: {line.code}.",
            "confidence": "recalled",
            "note": "A note.",
        }
        for line in LINES
    ]
    found = text(pdf.payslip_pdf(payslip(explanations=True, extra={"because": given})))
    assert "In words: pension." in found and "A note." in found and "rule_pension" not in found
    assert "Police Pension Scheme 2015 †" in found


def test_without_reasons_the_lines_explain_themselves():
    lines = (
        line(
            "basic",
            "Basic pay",
            "earning",
            1,
            inputs={"annual_pence": 12},
            sources=("police/pay@2026-09-01",),
        ),
    )
    found = text(pdf.payslip_pdf(payslip(explanations=True, lines=lines)))
    assert "How each line was worked out" in found
    assert "annual: £0.12" in found and "police/pay@2026-09-01" in found


def test_without_explanations_there_is_one_page_but_the_mark_stays():
    content = pdf.payslip_pdf(payslip(extra={"because": BECAUSE}))
    assert len(reader(content).pages) == 1 and "Basic pay †" in text(content)


def test_unverified_codes_are_marked():
    assert "Student loan, plan 2 †" in text(pdf.payslip_pdf(payslip(extra={"unverified_codes": ["loan"]})))
    assert "†" not in text(pdf.payslip_pdf(payslip()))


def test_forty_lines_go_over_to_a_second_page_and_nothing_is_lost():
    many = tuple(line(f"e{i}", f"Allowance number {i}", "earning", 100 + i) for i in range(45))
    content = pdf.payslip_pdf(payslip(lines=many + LINES))
    found = text(content)
    assert len(reader(content).pages) == 2
    for i in range(45):
        assert f"Allowance number {i} " in found
    assert "(continued)" in found and "Page 2 of 2" in found and "Total deductions" in found
    assert elements(content)


def test_long_names_and_labels_wrap():
    name = "Bartholomew Maximilian Featherstonehaugh-Cholmondeley van der Vijver de la Zouche"
    label = (
        "Deduction of an attachment of earnings order by a county court with a very long reference 1234567890"
    )
    content = pdf.payslip_pdf(payslip(name=name, lines=(*LINES, line("aeo", label, "deduction", 100))))
    found = text(content)
    for word in (*name.split(), *label.split()):
        assert word in found


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (date(2026, 9, 1), date(2026, 9, 30), "1–30 September 2026"),
        (date(2026, 9, 28), date(2026, 10, 4), "28 Sep – 4 Oct 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 Dec 2026 – 3 Jan 2027"),
    ],
)
def test_periods_in_words(start, end, shown):
    period = PERIOD._replace(start=start, end=end, frequency="weekly", tax_period=26)
    found = text(pdf.payslip_pdf(payslip(period=period)))
    assert shown in found and "Week 26 of 2026-27" in found


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (date(2026, 9, 1), date(2026, 9, 14), "1–14 Sep "),
        (date(2026, 8, 28), date(2026, 9, 3), "28 Aug – 3 Sep "),
        (date(2025, 12, 28), date(2026, 1, 3), "28 Dec 2025 – 3 Jan "),
        (date(2025, 12, 28), date(2025, 12, 28), "28 Dec 2025 "),
    ],
)
def test_dates_of_a_line_are_shown_when_not_the_whole_period(start, end, shown):
    lines = (line("x", "Part", "earning", 1, date_from=start, date_to=end), *LINES[:1])
    assert "Part " + shown in text(pdf.payslip_pdf(payslip(lines=lines)))
    whole = line("x", "Part", "earning", 1, date_from=PERIOD.start, date_to=PERIOD.end)
    assert "Part 0.01" in text(pdf.payslip_pdf(payslip(lines=(whole,))))


def test_negative_amounts_and_week1_basis():
    doc = payslip(
        tax_basis="week1month1", lines=(line("tax", "Income tax refund", "deduction", -12345), *LINES)
    )
    found = text(pdf.payslip_pdf(doc))
    assert "−123.45" in found and "1257L (week 1/month 1)" in found


def test_minimal_document():
    doc = payslip(
        lines=(),
        details=(),
        bank_hint="",
        nino="",
        rule_set_hash="",
        employer=replace(payslip().employer, address=(), paye_office=""),
    )
    assert "Sian O'Connor" in text(pdf.payslip_pdf(doc))


def test_book_has_everybody_with_bookmarks_and_whole_tags():
    docs = [payslip(payroll_id=f"{i:06d}", name=f"Person {i}") for i in range(150)]
    content = pdf.payslip_book(docs)
    book = reader(content)
    assert len(book.pages) == 150
    assert "Person 149" in book.pages[149].extract_text()
    assert len(book.outline) == 150 and book.outline[7]["/Title"].startswith("Person 7 ")
    tags = elements(content)
    assert [tag for tag, _ in tags].count("Sect") == 150


def test_nobody_is_an_error():
    with pytest.raises(InvalidRecord, match="no payslips"):
        pdf.payslip_book([])
    with pytest.raises(InvalidRecord, match="no payslips"):
        render.render_run([])


def test_several_processes_give_the_same_bytes_as_one():
    docs = [payslip(payroll_id=f"{i:06d}", name=f"Person {i}") for i in range(250)]
    alone, together = render.render_run(docs, 1), render.render_run(docs, 2)
    assert together == alone
    assert alone.singles == render.render_many(docs, 2)
    assert alone.singles[7] == pdf.payslip_pdf(docs[7])
    assert alone.book == pdf.payslip_book(docs)
    assert render.render_run(docs, 2, singles=False) == (alone.book, [])


def test_zip_of_single_payslips():
    docs = [payslip(payroll_id="A/1"), payslip(payroll_id="2")]
    singles = render.render_many(docs, 1)
    content = render.zip_singles(docs, singles)
    streamed = io.BytesIO()
    assert render.render_run_to(docs, streamed, 1) == pdf.payslip_book(docs)
    assert streamed.getvalue() == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["payslip-2026-09-30-A-1.pdf", "payslip-2026-09-30-2.pdf"]
        assert archive.read("payslip-2026-09-30-2.pdf") == singles[1]
