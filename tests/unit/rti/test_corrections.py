"""Additional FPS: the year to date is the sum of the slips, the period is the difference, always."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.adapters.rti import corrections, fps, irmark, validate
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.records import NicToDate, PayTotals, YearToDate

from tests.unit.adapters.adapter_builders import EMPLOYER, YTD, fps_record
from tests.unit.rti.rti_builders import TODAY

money = st.integers(0, 10_000_00)
pounds = st.integers(0, 500).map(lambda amount: amount * 100)


@st.composite
def slips(draw):
    """One to twelve months on one or two letters, as the engine keeps them."""
    made = []
    for _ in range(draw(st.integers(1, 12))):
        gross = draw(st.integers(1000_00, 10_000_00))
        pension = draw(st.integers(0, gross // 10))
        totals = PayTotals(
            gross=gross, taxable_pay=gross - pension, nicable_pay=gross,
            tax=draw(st.integers(-500_00, 3000_00)),
            employee_nic=draw(money), employer_nic=draw(money), student_loan=draw(pounds),
            postgraduate_loan=draw(pounds), pension_employee=pension,
        )  # fmt: skip
        row = NicToDate(
            draw(st.sampled_from("AC")), gross, 559_00, 489_00, draw(money), totals.employer_nic,
            totals.employee_nic,
        )  # fmt: skip
        made.append((totals, (row,)))
    return made


def by_hand(made, name):
    return sum(getattr(totals, name) for totals, _ in made)


def build(record, tax_year="2026-27", end=date(2026, 9, 30)):
    return fps.build_fps(
        EMPLOYER, [record], tax_year=tax_year, period_end=end, payment_date=end, period_no=6
    )


@settings(max_examples=150, deadline=None)
@given(slips(), slips())
def test_correction_tells_hmrc_the_sum_of_the_slips(reported, true):
    was_told = corrections.add_up(YearToDate(), reported)
    right = corrections.add_up(YearToDate(), true)
    paid = date(2026, 8, 28)
    record = corrections.correction(fps_record(), was_told, right, payment_date=paid, period_no=5)
    message = build(record)
    now_told = corrections.told(message)["100001"].ytd
    for name in ("taxable_pay", "tax", "student_loan", "postgraduate_loan", "pension_employee"):
        assert getattr(now_told, name) == by_hand(true, name), name
    for told in now_told.nic:
        mine = [row[1:] for _, rows in true for row in rows if row.letter == told.letter]
        assert list(told[1:]) == ([sum(column) for column in zip(*mine, strict=True)] if mine else [0] * 6)
    totals = fps.read_totals(message)
    assert totals.taxable_pay == by_hand(true, "taxable_pay") - by_hand(reported, "taxable_pay")
    assert totals.tax == by_hand(true, "tax") - by_hand(reported, "tax")
    assert totals.employee_nic == by_hand(true, "employee_nic") - by_hand(reported, "employee_nic")
    assert totals.employer_nic == by_hand(true, "employer_nic") - by_hand(reported, "employer_nic")
    assert corrections.differences(now_told, right) == ()
    assert irmark.verify(message)


@settings(max_examples=60, deadline=None)
@given(slips())
def test_nothing_to_correct_changes_nothing(made):
    right = corrections.add_up(YearToDate(), made)
    assert corrections.differences(right, right) == ()
    record = corrections.correction(fps_record(), right, right)
    assert record.totals == PayTotals()


def corrected(was_told, right, **facts):
    record = corrections.correction(
        fps_record(), was_told, right, payment_date=date(2026, 8, 28), period_no=5, **facts
    )
    message = build(record)
    assert [p.message for p in validate.check(message, today=TODAY)] == []
    return message.decode()


def test_pay_missed_out_in_august():
    right = YTD._replace(taxable_pay=YTD.taxable_pay + 10000, tax=YTD.tax + 2000)
    text = corrected(YTD, right)
    assert "<FiguresToDate><TaxablePay>21100.00</TaxablePay><TotalTax>3020.00</TotalTax>" in text
    assert "<PmtDate>2026-08-28</PmtDate><LateReason>H</LateReason><MonthNo>5</MonthNo>" in text
    assert "<TaxablePay>100.00</TaxablePay><PayAfterStatDedns>80.00</PayAfterStatDedns>" in text
    assert "<TaxDeductedOrRefunded>20.00</TaxDeductedOrRefunded>" in text


def test_wrong_letter_is_told_again_with_nothing_to_date():
    right = YTD._replace(nic=(NicToDate("C", 2400000, 324000, 304800, 1771200, 270000, 0),))
    text = corrected(YTD, right)
    assert text.count("<NIlettersAndValues>") == 2
    old = text.partition("<NIletter>A</NIletter>")[2].partition("</NIlettersAndValues>")[0]
    assert "<GrossEarningsForNICsYTD>0.00<" in old and "<EmpeeContribnsYTD>0.00<" in old
    assert "<EmpeeContribnsInPd>-1200.00<" in old
    new = text.partition("<NIletter>C</NIletter>")[2]
    assert "<TotalEmpNICYTD>2700.00<" in new and "<TotalEmpNICInPd>2700.00<" in new


def test_a_year_that_has_ended_has_nil_in_the_period_and_5_april():
    right = YTD._replace(tax=YTD.tax + 5000)
    record = corrections.correction(fps_record(), YTD, right, closed_year="2025-26")
    message = build(record, "2025-26", date(2026, 4, 5))
    text = message.decode()
    assert [p.message for p in validate.check(message, today=TODAY)] == []
    assert "<PmtDate>2026-04-05</PmtDate><LateReason>H</LateReason><MonthNo>12</MonthNo>" in text
    assert "<TaxDeductedOrRefunded>0.00<" in text and "<TotalTax>3050.00</TotalTax>" in text
    assert "<EmpeeContribnsInPd>0.00<" in text and "<EmpeeContribnsYTD>1200.00<" in text
    assert fps.read_totals(message).taxable_pay == 0


def test_negative_year_to_date_is_refused():
    with pytest.raises(InvalidRecord, match="negative"):
        corrections.correction(fps_record(), YTD, YTD._replace(taxable_pay=-1))


def test_differences_name_the_figure():
    right = YTD._replace(student_loan=31000, nic=(YTD.nic[0]._replace(employee=120100),))
    found = corrections.differences(YTD, right)
    assert found == (
        corrections.Difference("student_loan", 30000, 31000),
        corrections.Difference("A.employee", 120000, 120100),
    )


def test_letters_below_the_limit_need_not_be_told():
    right = YTD._replace(nic=(*YTD.nic, NicToDate("C", 20000)))
    assert corrections.differences(YTD, right) == ()
