"""The Full Payment Submission: content, order and totals, against text written by hand."""

import re
from datetime import date, datetime

import pytest
from lxml import etree
from odoo.addons.police_engine.adapters.rti import common, fps, validate
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.records import DirectorPosition, NicToDate, YearToDate

from tests.unit.adapters.adapter_builders import EMPLOYER, PERIOD, TODAY, TOTALS, YTD, fps_record


def build(*records, **changes) -> bytes:
    facts = {"tax_year": "2026-27", "period_end": PERIOD.end, "payment_date": PERIOD.pay_date, "period_no": 6}
    return fps.build_fps(EMPLOYER, records or (fps_record(),), **{**facts, **changes})


def codes(message: bytes) -> list[str]:
    return [problem.code for problem in validate.check(message, today=TODAY)]


EMPLOYEE = (
    "<Employee><EmployeeDetails><NINO>AB123456C</NINO><Name><Ttl>Ms</Ttl><Fore>Sian</Fore><Fore>Elizabeth</Fore>"
    "<Sur>O'Connor</Sur></Name><Address><Line>12 Albert Road</Line><Line>Middlesbrough</Line>"
    "<UKPostcode>TS1 2QJ</UKPostcode></Address><BirthDate>1988-03-14</BirthDate><Gender>F</Gender>"
    "</EmployeeDetails><Employment><PayId>100001</PayId><FiguresToDate><TaxablePay>21000.00</TaxablePay>"
    "<TotalTax>3000.00</TotalTax><StudentLoansTD>300.00</StudentLoansTD>"
    "<EmpeePenContribnsPaidYTD>3000.00</EmpeePenContribnsPaidYTD></FiguresToDate><Payment><PayFreq>M1</PayFreq>"
    "<PmtDate>2026-09-30</PmtDate><MonthNo>6</MonthNo><PeriodsCovered>1</PeriodsCovered>"
    "<HoursWorked>D</HoursWorked><TaxCode>1257L</TaxCode><TaxablePay>3500.00</TaxablePay>"
    "<DednsFromNetPay>25.00</DednsFromNetPay><PayAfterStatDedns>3250.00</PayAfterStatDedns>"
    "<EmpeePenContribnsPaid>500.00</EmpeePenContribnsPaid>"
    '<StudentLoanRecovered PlanType="02">50.00</StudentLoanRecovered>'
    "<TaxDeductedOrRefunded>500.00</TaxDeductedOrRefunded></Payment><NIlettersAndValues><NIletter>A</NIletter>"
    "<GrossEarningsForNICsInPd>4000.00</GrossEarningsForNICsInPd>"
    "<GrossEarningsForNICsYTD>24000.00</GrossEarningsForNICsYTD><AtLELYTD>3240.00</AtLELYTD>"
    "<LELtoPTYTD>3048.00</LELtoPTYTD><PTtoUELYTD>17712.00</PTtoUELYTD><TotalEmpNICInPd>450.00</TotalEmpNICInPd>"
    "<TotalEmpNICYTD>2700.00</TotalEmpNICYTD><EmpeeContribnsInPd>200.00</EmpeeContribnsInPd>"
    "<EmpeeContribnsYTD>1200.00</EmpeeContribnsYTD></NIlettersAndValues></Employment></Employee>"
)


def test_one_employee_word_for_word():
    assert EMPLOYEE in build().decode()


def test_message_is_valid_and_one_line():
    message = build()
    assert codes(message) == []
    assert message.partition(b"\n")[2].count(b"\n") == 0
    assert b"> <" not in message


def test_same_records_give_the_same_bytes():
    assert build() == build()


@pytest.mark.parametrize("year", ["2025-26", "2026-27"])
def test_namespace_follows_the_tax_year(year):
    end = date(int(year[:4]), 9, 30)
    message = build(fps_record(), tax_year=year, period_end=end, payment_date=end)
    assert f"/RTI/FullPaymentSubmission/{year[2:]}/1".encode() in message
    assert f"<RelatedTaxYear>{year[2:]}</RelatedTaxYear>".encode() in message
    assert codes(message) == []


@pytest.mark.parametrize("year", ["2026", "26-27", "2026-28", "2026-2027"])
def test_badly_written_tax_year_is_refused(year):
    with pytest.raises(InvalidRecord, match="not written like"):
        common.namespace("FPS", year)


@pytest.mark.parametrize(
    ("code", "basis", "xml"),
    [
        ("1257L", "cumulative", "<TaxCode>1257L</TaxCode>"),
        ("S1257L", "cumulative", '<TaxCode TaxRegime="S">1257L</TaxCode>'),
        ("C0T M1", "week1month1", '<TaxCode BasisNonCumulative="yes" TaxRegime="C">0T</TaxCode>'),
        ("SD2", "cumulative", '<TaxCode TaxRegime="S">D2</TaxCode>'),
        ("K475X", "week1month1", '<TaxCode BasisNonCumulative="yes">K475</TaxCode>'),
        ("BR", "cumulative", "<TaxCode>BR</TaxCode>"),
    ],
)
def test_tax_code_is_split_into_regime_code_and_basis(code, basis, xml):
    message = build(fps_record(tax_code=code, tax_basis=basis))
    assert xml in message.decode()
    assert codes(message) == []


def test_starter_leaver_and_director():
    record = fps_record(
        start_date=date(2026, 9, 7),
        starter_declaration="B",
        leaving_date=date(2026, 9, 25),
        director=DirectorPosition("AN", weeks_in_directorship=30),
    )
    text = build(record).decode()
    assert (
        "<DirectorsNIC>AN</DirectorsNIC><TaxWkOfApptOfDirector>23</TaxWkOfApptOfDirector><Starter>"
        "<StartDate>2026-09-07</StartDate><StartDec>B</StartDec><StudentLoan>yes</StudentLoan></Starter>"
        "<PayId>100001</PayId><LeavingDate>2026-09-25</LeavingDate><FiguresToDate>"
    ) in text
    assert codes(build(record)) == []


def test_weekly_paid_people_have_a_week_number():
    text = build(fps_record(frequency="W1"), period_no=26).decode()
    assert "<WeekNo>26</WeekNo>" in text and "MonthNo" not in text


def test_no_ni_block_below_the_lower_earnings_limit():
    nobody = fps_record(nic=(NicToDate("A", 30000),), ytd=YTD._replace(nic=(NicToDate("A", 30000),)))
    assert b"NIlettersAndValues" not in build(nobody)


def test_two_letters_in_a_year_give_two_blocks_the_old_one_with_nothing_in_the_period():
    ytd = YTD._replace(nic=(*YTD.nic, NicToDate("C", 400000, 54000, 50800, 295200, 45000, 0)))
    record = fps_record(ytd=ytd, nic=(NicToDate("C", 400000, 54000, 50800, 295200, 45000, 0),))
    message = build(record)
    blocks = re.findall(r"<NIletter>(.)</NIletter><GrossEarningsForNICsInPd>([\d.]+)<", message.decode())
    assert blocks == [("A", "0.00"), ("C", "4000.00")]
    assert codes(message) == []


def test_names_lose_accents_only_on_the_submission():
    text = build(fps_record(forenames=("Siân",), surname="Łukasik-O’Brien")).decode()
    assert "<Fore>Sian</Fore><Sur>Lukasik-O'Brien</Sur>" in text


def test_missing_nino_is_left_out():
    assert b"<NINO" not in build(fps_record(nino=""))


def test_refund_and_week53_money_may_be_negative():
    totals = TOTALS._replace(tax=-12345, net=TOTALS.net + 50000 + 12345)
    message = build(fps_record(totals=totals))
    assert b"<TaxDeductedOrRefunded>-123.45</TaxDeductedOrRefunded>" in message
    assert codes(message) == []
    assert fps.read_totals(message).net == totals.net


def test_expenses_are_neither_taxed_nor_nicable():
    totals = TOTALS._replace(gross=410000, net=282500)  # 100.00 of expenses on top
    text = build(fps_record(totals=totals)).decode()
    assert "<NonTaxOrNICPmt>100.00</NonTaxOrNICPmt>" in text
    assert "<PayAfterStatDedns>3250.00</PayAfterStatDedns>" in text
    assert fps.read_totals(text.encode()).net == 282500


def test_pension_not_under_net_pay_goes_in_its_own_field():
    totals = TOTALS._replace(taxable_pay=400000)
    text = build(fps_record(totals=totals, pension_net_pay=0)).decode()
    assert "<EmpeePenContribnsNotPaid>500.00</EmpeePenContribnsNotPaid>" in text
    assert "<EmpeePenContribnsNotPaidYTD>3000.00<" in text
    assert "<DednsFromNetPay>525.00</DednsFromNetPay>" in text
    assert fps.read_totals(text.encode()).net == 272500


def test_totals_read_back_are_the_sums_of_the_xml_and_of_the_payslips():
    message = build(fps_record(), fps_record(payroll_id="100002", nino="AB123457C"))
    text = message.decode()
    pounds = {
        name: round(100 * sum(map(float, re.findall(rf"<{name}(?: [^>]*)?>(-?[\d.]+)<", text))))
        for name in (
            "TaxDeductedOrRefunded",
            "EmpeeContribnsInPd",
            "TotalEmpNICInPd",
            "StudentLoanRecovered",
            "EmpeePenContribnsPaid",
        )
    }
    totals = fps.read_totals(message)
    assert totals.people == 2
    assert totals.net == 2 * 272500
    assert totals.tax == pounds["TaxDeductedOrRefunded"] == 100000
    assert totals.employee_nic == pounds["EmpeeContribnsInPd"] == 40000
    assert totals.employer_nic == pounds["TotalEmpNICInPd"] == 90000
    assert totals.student_loan == pounds["StudentLoanRecovered"] == 10000
    assert totals.pension_employee == pounds["EmpeePenContribnsPaid"] == 100000
    assert totals.taxable_pay == 700000 and totals.net_deductions == 5000


def test_envelope_says_who_what_and_whether_it_is_a_test():
    message = build(
        gateway_test=False, vendor_id="1234", version="19.0", timestamp=datetime(2026, 9, 28, 10, 0, 0, 5)
    )
    text = message.decode()
    assert "<Class>HMRC-PAYE-RTI-FPS</Class><Qualifier>request</Qualifier><Function>submit</Function>" in text
    assert "<GatewayTest>0</GatewayTest>" in text
    assert "<URI>1234</URI><Product>Constabulary</Product><Version>19.0</Version>" in text
    assert "<Timestamp>2026-09-28T10:00:00</Timestamp>" in text
    assert text.count('<Key Type="TaxOfficeNumber">635</Key>') == 2


def test_unknown_sender_is_refused():
    with pytest.raises(InvalidRecord, match="Sender"):
        build(sender="Nobody")


def test_final_submission_for_the_year():
    message = build(final_for_year=True)
    assert message.endswith(
        b"</Employee><FinalSubmission><ForYear>yes</ForYear></FinalSubmission>"
        b"</FullPaymentSubmission></IRenvelope></Body></GovTalkMessage>"
    )
    assert codes(message) == []


def test_elements_stand_in_the_order_of_the_specification():
    order = ["EmpRefs", "RelatedTaxYear", "Employee"]
    root = etree.fromstring(build())
    found = [etree.QName(element).localname for element in root.find(".//{*}FullPaymentSubmission")]
    assert found == order


def test_empty_year_to_date_is_allowed_for_a_first_payment():
    record = fps_record(ytd=YearToDate(taxable_pay=350000, tax=50000))
    assert codes(build(record)) == []
