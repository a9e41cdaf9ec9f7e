"""Every check of an RTI message has an example that fails it, and a good message fails none."""

from datetime import date

import pytest
from odoo.addons.police_engine.adapters.rti import eps, fps, irmark, validate
from odoo.addons.police_engine.problems import Severity

from tests.unit.adapters.adapter_builders import EMPLOYER, PERIOD, TODAY, fps_record


def build(*records) -> str:
    return fps.build_fps(
        EMPLOYER,
        records or (fps_record(),),
        tax_year="2026-27",
        period_end=PERIOD.end,
        payment_date=PERIOD.pay_date,
        period_no=6,
    ).decode()


def found(text: str, *, mark: bool = True) -> list:
    message = text.encode()
    return validate.check(irmark.insert(message) if mark else message, today=TODAY)


def codes(text: str, *, mark: bool = True) -> set[str]:
    return {problem.code for problem in found(text, mark=mark)}


STARTER = "<Starter><StartDate>{day}</StartDate>{more}</Starter><PayId>"


def change(old: str, new: str, count: int = -1) -> str:
    text = build()
    assert old in text, old
    return text.replace(old, new, count)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("rti_schema", "<Gender>F</Gender>", "<Gender>X</Gender>"),
        ("rti_schema", "<HoursWorked>D<", "<HoursWorked>F<"),
        ("rti_schema", "<TaxCode>1257L<", "<TaxCode>12570<"),
        ("rti_schema", "<PayFreq>M1<", "<PayFreq>M2<"),
        ("rti_schema", "<MonthNo>6<", "<MonthNo>13<"),
        ("rti_schema", "<TaxablePay>3500.00<", "<TaxablePay>3500.0<"),
        ("rti_schema", "<TaxablePay>3500.00<", "<TaxablePay>03500.00<"),
        ("rti_schema", "<StudentLoansTD>300.00<", "<StudentLoansTD>300.50<"),
        ("rti_schema", '"02">50.00<', '"02">50.01<'),
        ("rti_schema", 'PlanType="02"', 'PlanType="03"'),
        ("rti_schema", "<AtLELYTD>3240.00<", "<AtLELYTD>3240.10<"),
        ("rti_schema", "<NIletter>A<", "<NIletter>Q<"),
        ("rti_schema", "<Sur>O'Connor<", "<Sur>O'Connør<"),
        ("rti_schema", "<Sur>O'Connor</Sur>", ""),
        ("rti_schema", "<AORef>635PY00012345<", "<AORef>635XY00012345<"),
        ("rti_schema", "<Sender>Employer<", "<Sender>Nobody<"),
        ("rti_schema", "<GatewayTest>1<", "<GatewayTest>2<"),
        ("rti_schema", "<FiguresToDate><TaxablePay>21000.00</TaxablePay>", "<FiguresToDate>"),
        ("rti_schema", "<PmtDate>2026-09-30<", "<PmtDate>30/09/2026<"),
        ("rti_7821", "<OfficeNo>635<", "<OfficeNo>636<"),
        ("rti_7822", "<PayeRef>A635<", "<PayeRef>A636<"),
        ("rti_7859", "<AORef>635PY00012345<", "<AORef>635PA00012345<"),
        ("rti_7889", "<RelatedTaxYear>26-27<", "<RelatedTaxYear>25-26<"),
        ("rti_7844", "<PeriodEnd>2026-09-30<", "<PeriodEnd>2027-04-06<"),
        ("rti_nino", "<NINO>AB123456C<", "<NINO>GB123456C<"),
        ("rti_7824", "<Fore>Sian</Fore><Fore>Elizabeth</Fore>", ""),
        ("rti_7907", "<BirthDate>1988-03-14</BirthDate>", ""),
        ("rti_7826", "<BirthDate>1988-", "<BirthDate>1888-"),
        ("rti_5001", "<BirthDate>1988-", "<BirthDate>2088-"),
        (
            "rti_7825",
            "<Line>Middlesbrough</Line><UKPostcode>TS1 2QJ</UKPostcode>",
            "<ForeignCountry>France</ForeignCountry>",
        ),
        ("rti_7828", "<PayId>", STARTER.format(day="2026-10-29", more="<StartDec>A</StartDec>")),
        ("rti_7881", "<PayId>", STARTER.format(day="2026-09-01", more="")),
        (
            "rti_7880",
            "<PayId>",
            STARTER.format(
                day="2026-09-01", more="<StartDec>A</StartDec><Seconded><InOutUK>yes</InOutUK></Seconded>"
            ),
        ),
        (
            "rti_7879",
            "<Employment><PayId>",
            "<Employment><OccPenInd>yes</OccPenInd>"
            + STARTER.format(
                day="2026-09-01", more="<StartDec>A</StartDec><OccPension><Amount>10.00</Amount></OccPension>"
            ),
        ),
        ("rti_7831", "<FiguresToDate>", "<LeavingDate>2026-10-29</LeavingDate><FiguresToDate>"),
        ("rti_7905", "<FiguresToDate>", "<LeavingDate>2026-04-05</LeavingDate><FiguresToDate>"),
        ("rti_7847", "<HoursWorked>", "<PmtAfterLeaving>yes</PmtAfterLeaving><HoursWorked>"),
        ("rti_7883", "<PayId>", "<TaxWkOfApptOfDirector>3</TaxWkOfApptOfDirector><PayId>"),
        ("rti_payment_date", "<PmtDate>2026-09-30<", "<PmtDate>2027-04-06<"),
        ("rti_7863", "<NIletter>A<", "<NIletter>X<"),
        ("rti_7865", "<NIletter>A<", "<NIletter>C<"),
    ],
)
def test_each_fault_is_found(code, old, new):
    problems = found(change(old, new))
    assert code in {problem.code for problem in problems}
    assert all(problem.severity is Severity.BLOCKING for problem in problems)


def test_the_good_message_has_no_fault():
    assert found(build(), mark=False) == []


def test_no_nino_needs_two_address_lines():
    record = fps_record(nino="", address=("12 Albert Road",))
    assert "rti_7823" in codes(build(record))
    assert "rti_7823" not in codes(build(fps_record(nino="")))


def test_starter_needs_two_address_lines():
    record = fps_record(start_date=date(2026, 9, 7), starter_declaration="A", address=("12 Albert Road",))
    assert codes(build(record)) == {"rti_7829"}


def test_letters_of_a_man_and_letters_twice():
    text = change("<Gender>F<", "<Gender>M<").replace("<NIletter>A<", "<NIletter>B<")
    assert codes(text) == {"rti_7849"}
    block = text[text.index("<NIlettersAndValues>") : text.index("</Employment>")]
    assert codes(build().replace("</Employment>", block.replace(">B<", ">A<") + "</Employment>")) == {
        "rti_7850"
    }


def test_header_keys_must_be_those_of_the_body():
    assert "rti_5004" in codes(change(">635</Key>", ">636</Key>", 1))
    assert "rti_5005" in codes(change(">A635</Key>", ">A636</Key>", 1))


def test_empty_submission():
    assert codes(
        fps.build_fps(
            EMPLOYER, [], tax_year="2026-27", period_end=PERIOD.end, payment_date=PERIOD.pay_date, period_no=6
        ).decode()
    ) == {"rti_7877"}


def test_changed_or_missing_mark():
    assert codes(change("<TaxablePay>3500.00", "<TaxablePay>3500.01"), mark=False) == {"rti_2021"}
    text = build()
    start, end = text.index("<IRmark"), text.index("<Sender>")
    assert "rti_2022" in codes(text[:start] + text[end:], mark=False)


def test_payroll_id_may_be_used_once():
    assert codes(build(fps_record(), fps_record())) == {"rti_payroll_id"}


def test_all_faults_of_all_people_are_listed_with_their_payroll_ids():
    message = build(
        fps_record(payroll_id="1", gender="Q", forenames=()),
        fps_record(payroll_id="2"),
        fps_record(payroll_id="3", birth_date=None, start_date=date(2026, 9, 1)),
    )
    faults = {(problem.person, problem.code) for problem in found(message)}
    assert faults == {("1", "rti_schema"), ("1", "rti_7824"), ("3", "rti_7907"), ("3", "rti_7881")}
    assert all(
        "Sian" in p.message or "O'Connor" in p.message or p.code == "rti_schema" for p in found(message)
    )


def test_a_foreign_body_is_not_accepted():
    text = build().replace("/RTI/FullPaymentSubmission/26-27/1", "/RTI/Other/26-27/1")
    assert "rti_schema" in codes(text)


def summary(**facts) -> str:
    return eps.build_eps(
        EMPLOYER, eps.PaymentSummary(**facts), tax_year="2026-27", period_end=date(2026, 10, 5)
    ).decode()


def test_levy_summary_is_valid_and_in_order():
    text = summary(levy=eps.Levy(1234567, 6, 750000), recovery=eps.Recovery(6, maternity=50000))
    assert codes(text, mark=False) == set()
    assert (
        "<RecoverableAmountsYTD><TaxMonth>6</TaxMonth><SMPRecovered>500.00</SMPRecovered>"
        "</RecoverableAmountsYTD><ApprenticeshipLevy><LevyDueYTD>12345.67</LevyDueYTD><TaxMonth>6</TaxMonth>"
        "<AnnualAllce>7500.00</AnnualAllce></ApprenticeshipLevy><RelatedTaxYear>26-27<"
    ) in text


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("rti_7913", {}),
        ("rti_7868", {"no_payment": (date(2026, 9, 28), date(2026, 10, 5))}),
        ("rti_7869", {"no_payment": (date(2026, 9, 5), date(2026, 9, 5))}),
        ("rti_7870", {"no_payment": (date(2026, 9, 6), date(2026, 10, 5))}),
        ("rti_7871", {"inactivity": (date(2026, 10, 6), date(2027, 11, 5))}),
        ("rti_7872", {"inactivity": (date(2026, 10, 6), date(2026, 10, 6))}),
        ("rti_7873", {"inactivity": (date(2026, 10, 7), date(2026, 12, 5))}),
        ("rti_7874", {"inactivity": (date(2026, 8, 6), date(2026, 9, 5))}),
    ],
)
def test_each_fault_of_a_summary_is_found(code, facts):
    assert code in codes(summary(**facts), mark=False)


def test_months_without_pay():
    text = summary(no_payment=(date(2026, 8, 6), date(2026, 9, 5)))
    assert codes(text, mark=False) == set()
    assert "<NoPaymentForPeriod>yes</NoPaymentForPeriod><NoPaymentDates><From>2026-08-06</From>" in text
