"""BACS Standard 18: a golden file typed by hand from the position table, refusals, and reading back."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine.adapters.bacs import std18
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.records import BankAccount

from tests.unit.adapters.adapter_builders import EMPLOYER, payment

PROCESSING, CREATED = date(2026, 9, 29), date(2026, 9, 25)  # days 272 and 268 of the year


def build(*payments, originator=EMPLOYER, **changes) -> bytes:
    facts = {"processing_date": PROCESSING, "creation_date": CREATED, "serial": "000042"}
    return std18.build(originator, payments or (payment(),), **{**facts, **changes})


#        1         2         3         4         5         6         7         8
# 45678901234567890123456789012345678901234567890123456789012345678901234567890
GOLDEN = [
    "VOL1000042                               123456                                1",
    "HDR1A123456S   12345600004200010001       26268 26279 000000                    ",
    "HDR2F0200000100                                   00                            ",
    "UHL1 26272999999    000000001 DAILY  007                                        ",
    "4012761234567809920000055779911    00000272500EXAMPLESHIRE POLIC100001            S E O CONNOR      ",
    "0700933333333409920000055779911    00000000001EXAMPLESHIRE POLIC100002            A NON             ",
    "2000005577991101720000055779911    00000272501EXAMPLESHIRE POLICCONTRA            EXAMPLESHIRE POLIC",
    "EOF1A123456S   12345600004200010001       26268 26279 000000                    ",
    "EOF2F0200000100                                   00                            ",
    "UTL10000000272501000000027250100000010000002                                    ",
]


def test_golden_file():
    second = payment(1, "100002", sort_code="070093", account_number="33333334", account_name="A Non")
    content = build(payment(), second, file_number=7)
    assert content.decode("ascii").split("\r\n") == [*GOLDEN, ""]


def test_lengths_and_line_ends():
    lines = build(payment(), payment(2, "B")).decode("ascii").split("\r\n")
    assert lines.pop() == ""
    assert [len(line) for line in lines] == [80, 80, 80, 80, 100, 100, 100, 80, 80, 80]


def test_positions_of_the_data_line_one_by_one():
    line = build(payment(27_250_012)).decode("ascii").split("\r\n")[4]
    cut = {
        name: line[start - 1 : end]
        for name, start, end in (
            ("to_sort", 1, 6),
            ("to_account", 7, 14),
            ("type", 15, 15),
            ("code", 16, 17),
            ("own_sort", 18, 23),
            ("own_account", 24, 31),
            ("free", 32, 35),
            ("amount", 36, 46),
            ("originator", 47, 64),
            ("reference", 65, 82),
            ("name", 83, 100),
        )
    }
    assert cut == {
        "to_sort": "401276",
        "to_account": "12345678",
        "type": "0",
        "code": "99",
        "own_sort": "200000",
        "own_account": "55779911",
        "free": "    ",
        "amount": "00027250012",
        "originator": "EXAMPLESHIRE POLIC",
        "reference": "100001            ",
        "name": "S E O CONNOR      ",
    }


def test_read_gives_back_what_was_built():
    found = std18.read(build(payment(), payment(100, "100002"), file_number=3))
    assert found.total == 272600 and found.count == 2
    assert found.processing_date == PROCESSING and found.creation_date == CREATED
    assert found.serial == "000042" and found.service_user_number == "123456" and found.file_number == 3
    assert [p.amount for p in found.contras] == [272600] and found.contras[0].reference == "CONTRA"
    assert found.payments[0].account.sort_code == "401276" and found.payments[1].reference == "100002"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (payment(0), "not above zero"),
        (payment(-1), "not above zero"),
        (payment(100_000_000_000), "eleven digits"),
        (payment(12.5), "not whole pence"),
        (payment(True), "not whole pence"),
        (payment(reference="1234567890123456789"), "longer than 18"),
        (payment(reference="  "), "no reference"),
        (payment(sort_code="40127"), "sort code '40127' is not six digits"),
        (payment(sort_code="40-12-76"), "not six digits"),
        (payment(sort_code="000000"), "does not exist"),
        (payment(account_number="1234567"), "not eight digits"),
        (payment(account_number="١٢٣٤٥٦٧٨"), "not eight digits"),
        (payment(account_name=" ' "), "account name is empty"),
    ],
)
def test_bad_payments_are_refused(bad, reason):
    with pytest.raises(std18.InvalidBacsFile, match=reason):
        build(payment(), bad)


def test_every_bad_payment_is_listed_with_its_number():
    with pytest.raises(std18.InvalidBacsFile) as caught:
        build(payment(0, "A"), payment(5, "B"), payment(-5, "C", sort_code="1"))
    assert [fault[:13] for fault in caught.value.faults] == [
        "Payment 1 (A)",
        "Payment 3 (C)",
        "Payment 3 (C)",
    ]
    assert isinstance(caught.value, InvalidRecord)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"processing_date": date(2026, 9, 26)}, "Saturday 26 September 2026 is not a banking day"),
        ({"processing_date": date(2026, 12, 28)}, "not a banking day"),  # Boxing Day is moved to Monday
        ({"creation_date": date(2026, 9, 30)}, "after the processing date"),
        ({"serial": "1234567"}, "one to six"),
        ({"serial": "ab"}, "one to six"),
        ({"file_number": 0}, "from 1 to 999"),
        ({"originator": EMPLOYER.__class__(name="No Bank", service_user_number="12")}, "six digits"),
        ({"originator": EMPLOYER.__class__(name="No Bank", service_user_number="123456")}, "no bank account"),
    ],
)
def test_bad_header_facts_are_refused(changes, reason):
    with pytest.raises(std18.InvalidBacsFile, match=reason):
        build(**changes)


def test_a_payment_without_account_is_named():
    (fault,) = std18.payment_faults([payment()._replace(account=None)])
    assert "there is no bank account" in fault


def test_nobody_to_pay():
    with pytest.raises(std18.InvalidBacsFile, match="nobody"):
        std18.build(EMPLOYER, [], processing_date=PROCESSING, creation_date=CREATED, serial="1")


def test_total_must_fit_the_contra():
    with pytest.raises(std18.InvalidBacsFile, match="contra"):
        build(payment(99_999_999_999), payment(1))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"00000272500", b"00000272501", "credit total"),
        (b"UTL10000000272500", b"UTL10000000272501", "debit total"),
        (b"0000001        ", b"0000002        ", "credit count"),
        (b"\r\n", b"\n", "CR LF"),
        (b"VOL1", b"VOLX", "Expected a VOL1"),
        (b"EOF1A123456", b"EOF1A123457", "does not repeat HDR1"),
        (b"40127612345678099", b"40127612345678019", "line"),
        (b"S E O CONNOR ", b"S E O CONNOR", "99 characters"),
        (b"CONNOR", b"CONN\xd6R", "not ASCII"),
    ],
)
def test_tampering_is_found(old, new, reason):
    content = build()
    assert old in content
    with pytest.raises(std18.InvalidBacsFile, match=reason):
        std18.read(content.replace(old, new, 1 if old != b"\r\n" else -1))


def test_an_empty_or_short_file_is_not_a_bacs_file():
    for content in (b"", b"\r\n", b"VOL1\r\n"):
        with pytest.raises(std18.InvalidBacsFile):
            std18.read(content)


def test_names_become_capitals_without_accents():
    assert std18.clean("Siân O’Connor-Łęcki") == "SIAN O CONNOR-LECK"
    assert std18.clean("a & b / c. (d)", 30) == "A & B / C. D"


digits = st.text("0123456789", min_size=8, max_size=8)
people = st.lists(
    st.builds(
        payment,
        amount=st.integers(1, 9_999_999),
        reference=st.from_regex(r"[A-Z0-9][A-Z0-9./-]{0,17}", fullmatch=True),
        sort_code=st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
        account_number=digits,
        account_name=st.from_regex(r"[A-Z][A-Z -]{0,16}[A-Z]", fullmatch=True),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(people, st.integers(0, 250), st.integers(1, 999))
def test_round_trip(payments, days, number):
    day = date(2026, 1, 5) + timedelta(days=days)
    if not std18.is_banking_day(day):
        with pytest.raises(std18.InvalidBacsFile):
            build(*payments, processing_date=day, creation_date=day)
        return
    found = std18.read(build(*payments, processing_date=day, creation_date=day, file_number=number))
    assert found.total == sum(p.amount for p in payments)
    assert found.processing_date == day and found.file_number == number
    for before, after in zip(payments, found.payments, strict=True):
        assert after.amount == before.amount and after.reference == before.reference
        assert after.account[:2] == before.account[:2]
        assert after.account.account_name == " ".join(before.account.account_name.split())


def test_own_account_of_the_contra_is_the_force():
    found = std18.read(build())
    assert found.contras[0].account == BankAccount("200000", "55779911", "EXAMPLESHIRE POLIC")
