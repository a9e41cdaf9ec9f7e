"""NVR and EPS written and judged; what is added to a finished FPS; the BACS hash of former years."""

import hashlib
from datetime import date

import pytest
from odoo.addons.police_engine.adapters.rti import amend, cross_reference, eps, fps, irmark, nvr, validate
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.records import BankAccount

from tests.unit.adapters.adapter_builders import EMPLOYER, PERIOD, fps_record
from tests.unit.rti.rti_builders import TODAY, question, submission


def request(*people) -> bytes:
    return nvr.build_nvr(EMPLOYER, people or (question(),), period_end=date(2027, 4, 5))


def summary(today=TODAY, **facts):
    message = eps.build_eps(
        EMPLOYER, eps.PaymentSummary(**facts), tax_year="2026-27", period_end=date(2026, 10, 5)
    )
    return message.decode(), {problem.code for problem in validate.check(message, today=today)}


def codes(message: bytes, today=TODAY) -> set[str]:
    return {problem.code for problem in validate.check(message, today=today)}


QUESTION = (
    "<Employee><EmployeeDetails><Name><Ttl>Mr</Ttl><Fore>Idris</Fore><Sur>Elder</Sur></Name><Address>"
    "<Line>1 High Street</Line><Line>Testford</Line><UKPostcode>TS1 1AA</UKPostcode></Address>"
    "<BirthDate>1999-02-28</BirthDate><Gender>M</Gender></EmployeeDetails><Employment><PayId>300001</PayId>"
    "</Employment></Employee>"
)


def test_question_word_for_word_and_valid():
    message = request()
    text = message.decode()
    assert QUESTION in text
    assert "/RTI/NINOverificationRequest/1" in text and "<Class>HMRC-PAYE-RTI-NVR</Class>" in text
    assert codes(message) == set()
    assert irmark.verify(message)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("rti_7823", {"address": ("Only one line",)}),
        ("rti_7824", {"forenames": ()}),
        ("rti_7826", {"birth_date": date(1880, 1, 1)}),
        ("rti_5001", {"birth_date": date(2030, 1, 1)}),
        ("rti_7907", {"birth_date": None}),
        ("rti_nino", {"nino": "GB123456C"}),
        ("rti_schema", {"gender": "X"}),
        ("rti_schema", {"surname": ""}),
    ],
)
def test_each_fault_of_a_question_is_found(code, change):
    assert code in codes(request(question(**change)))


@pytest.mark.parametrize(("count", "faults"), [(100, set()), (101, {"rti_7827"})])
def test_a_hundred_people_at_most(count, faults):
    people = [question(payroll_id=str(300000 + number)) for number in range(count)]
    assert codes(request(*people)) == faults


def test_nobody_is_refused():
    message = nvr.build_nvr(EMPLOYER, (), period_end=date(2027, 4, 5))
    assert "rti_7827" in codes(message)


def test_same_person_twice_is_refused():
    assert "rti_payroll_id" in codes(request(question(), question()))


def test_envelope_must_name_what_it_carries():
    message = request().replace(b"HMRC-PAYE-RTI-NVR<", b"HMRC-PAYE-RTI-FPS<")
    assert "rti_7838" in codes(message)


def test_recovered_amounts_word_for_word():
    recovery = eps.Recovery(
        6, maternity=123456, paternity=100, adoption=200, shared_parental=300, bereavement=400, neonatal=500,
        cis_suffered=9900,
    )  # fmt: skip
    text, found = summary(recovery=recovery)
    assert (
        "<RecoverableAmountsYTD><TaxMonth>6</TaxMonth><SMPRecovered>1234.56</SMPRecovered>"
        "<SPPRecovered>1.00</SPPRecovered><SAPRecovered>2.00</SAPRecovered><ShPPRecovered>3.00</ShPPRecovered>"
        "<SPBPRecovered>4.00</SPBPRecovered><SNCPRecovered>5.00</SNCPRecovered>"
        "<CISDeductionsSuffered>99.00</CISDeductionsSuffered></RecoverableAmountsYTD>"
    ) in text
    assert found == set()


def test_small_employers_compensation():
    recovery = eps.Recovery(6, maternity=10000, compensation_maternity=850)
    text, found = summary(recovery=recovery)
    assert "<NICCompensationOnSMP>8.50</NICCompensationOnSMP>" in text and found == set()


@pytest.mark.parametrize(("allowance", "xml"), [(True, "yes"), (False, "no"), (None, "")])
def test_employment_allowance(allowance, xml):
    levy = eps.Levy(100000, 6, 1500000)
    text, found = summary(levy=levy, employment_allowance=allowance)
    assert (f"<EmpAllceInd>{xml}</EmpAllceInd>" in text) is bool(xml)
    assert ("<DeMinimisStateAid><NA>yes</NA></DeMinimisStateAid>" in text) is (allowance is True)
    assert found == set()


def test_account_final_and_ceased():
    text, found = summary(
        account=BankAccount("200000", "55779911", "Exampleshire Police"), final_for_year=True,
        ceased_on=date(2026, 9, 20),
    )  # fmt: skip
    assert "<AccountNo>55779911</AccountNo><SortCode>200000</SortCode>" in text
    assert (
        "<FinalSubmission><BecauseSchemeCeased>yes</BecauseSchemeCeased>"
        "<DateSchemeCeased>2026-09-20</DateSchemeCeased><ForYear>yes</ForYear></FinalSubmission>"
    ) in text
    assert found == set()


def test_a_scheme_can_not_have_ceased_tomorrow():
    assert "rti_7876" in summary(ceased_on=date(2026, 10, 20))[1]


@pytest.mark.parametrize(
    ("today", "month", "code"),
    [
        (date(2026, 10, 19), 6, None), (date(2026, 10, 20), 6, "rti_7923"), (date(2026, 8, 5), 6, "rti_7923"),
        (date(2026, 8, 6), 6, None), (date(2026, 5, 20), 1, "rti_7918"), (date(2026, 5, 19), 1, None),
        (date(2026, 3, 6), 1, None), (date(2027, 4, 19), 12, None), (date(2027, 4, 20), 12, "rti_7929"),
    ],
)  # fmt: skip
def test_a_month_may_be_named_until_the_19th_after_it(today, month, code):
    """HMRC's published rules 7918 to 7929: 19 October is the last day for tax month 6."""
    found = summary(today, recovery=eps.Recovery(month, maternity=100))[1]
    assert found == ({code} if code else set())


def test_empty_recovery_is_refused():
    assert "rti_7862" in summary(recovery=eps.Recovery(6))[1]


# -- changes to an FPS -------------------------------------------------------------------------------


def test_late_reason_on_every_payment_and_the_totals_unchanged():
    before = submission()
    after = amend.amended(before, late_reason="G")
    assert after.count(b"<PmtDate>2026-09-30</PmtDate><LateReason>G</LateReason>") == 2
    assert codes(after) == set() and irmark.verify(after)
    assert irmark.stated(after) != irmark.stated(before)
    assert fps.read_totals(after) == fps.read_totals(before)
    assert amend.amended(after, late_reason="H") == after  # one that is there stays


@pytest.mark.parametrize("reason", ["E", "Z", "GG"])
def test_unknown_late_reason_is_refused(reason):
    with pytest.raises(InvalidRecord, match="late reporting"):
        amend.amended(submission(), late_reason=reason)


def test_statutory_pay_to_date_in_hmrcs_order():
    figures = {"100001": {"SNCP": 100, "SMP": 123456, "ShPP": 0}}
    after = amend.amended(submission(), statutory=figures)
    assert b"<SMPYTD>1234.56</SMPYTD><SNCPYTD>1.00</SNCPYTD></Payment>" in after
    assert b"ShPPYTD" not in after and after.count(b"SMPYTD>") == 2
    assert codes(after) == set()
    assert amend.amended(after, statutory=figures) == after
    direct = submission(fps_record(statutory_to_date=(("SMP", 123456), ("SNCP", 100))))
    assert b"<SMPYTD>1234.56</SMPYTD><SNCPYTD>1.00</SNCPYTD></Payment>" in direct


def test_unknown_statutory_pay_is_refused():
    with pytest.raises(InvalidRecord, match="SSP"):
        amend.amended(submission(), statutory={"100001": {"SSP": 1}})


def test_changed_payroll_id():
    message = submission(fps_record(payroll_id_changed=True, former_payroll_id="OLD-7"))
    assert (
        b"<PayId>100001</PayId><PayIdChgd><PayrollIdChangedIndicator>yes</PayrollIdChangedIndicator>"
        b"<OldPayrollId>OLD-7</OldPayrollId></PayIdChgd>"
    ) in message
    assert codes(message) == set()


def test_one_persons_own_payment_date_and_reason():
    record = fps_record(late_reason="H", payment_date=date(2026, 8, 28), period_no=5)
    message = submission(record, fps_record(payroll_id="100002", nino="AB123457C"))
    assert message.count(b"<LateReason>H</LateReason>") == 1
    assert b"<PmtDate>2026-08-28</PmtDate><LateReason>H</LateReason><MonthNo>5</MonthNo>" in message
    assert codes(message) == set()


# -- the hash that was withdrawn -----------------------------------------------------------------------


def test_hash_of_a_former_year_goes_first_in_the_payment():
    made = cross_reference.bacs_hash("/A1B", "200000", "089999", 272500, on=date(2022, 9, 30))
    assert made == hashlib.sha256(b"/A1B20000008999900000272500").hexdigest()
    end = date(2022, 9, 30)
    message = fps.build_fps(
        EMPLOYER, [fps_record(bacs_hash=made)], tax_year="2022-23", period_end=end, payment_date=end,
        period_no=PERIOD.tax_period,
    )  # fmt: skip
    assert f"<Payment><BacsHashCode>{made}</BacsHashCode><PayFreq>".encode() in message
    assert codes(message) == set()


def test_hash_is_refused_since_the_withdrawal():
    assert "rti_bacs_hash" in codes(submission(fps_record(bacs_hash="0" * 64)))
    with pytest.raises(InvalidRecord, match="withdrawn"):
        cross_reference.bacs_hash("/A1B", "200000", "089999", 1, on=date(2023, 4, 6))


@pytest.mark.parametrize(
    "parts", [("A1B", "200000", "089999", 1), ("/A1B", "20000", "089999", 1), ("/A1B", "200000", "089999", 0)]
)
def test_malformed_parts_of_a_hash(parts):
    with pytest.raises(InvalidRecord):
        cross_reference.bacs_hash(*parts, on=date(2022, 9, 30))
