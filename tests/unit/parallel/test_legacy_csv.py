"""The old payslips' file: whole or not at all, every bad row listed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.parallel.legacy_csv import (
    LegacyRow,
    read_legacy,
    template_csv,
    write_legacy,
)

HEAD = "employee,period,element,amount,nino,name,birth_date,line\n"


def read(*rows, head=HEAD):
    return read_legacy((head + "".join(row + "\n" for row in rows)).encode())


def test_a_good_file():
    rows, errors = read('500001,2026-08-01,BASIC,3498.25,AB123456C,"Half, Joan",1988-03-14,1')
    assert errors == []
    assert rows == [
        LegacyRow(
            2, "500001", date(2026, 8, 1), "BASIC", 349825, "AB123456C", "Half, Joan", date(1988, 3, 14), "1"
        )
    ]


def test_the_template_is_a_good_file():
    rows, errors = read_legacy(template_csv())
    assert (len(rows), errors) == (2, [])


def test_every_bad_row_is_listed_and_nothing_is_taken():
    rows, errors = read(
        "500001,2026-08-01,BASIC,3498.25,,,,",
        ",2026-08-01,BASIC,1.00,,,,",
        "500002,August,BASIC,1.00,,,,",
        "500003,2026-08-01,BASIC,\u00a31.00,,,,",
        '500004,2026-08-01,BASIC,"1,000.00",,,,',
        "500005,2026-08-01,BASIC,1.005,,,,",
        "500006,2026-08-01,BASIC,1.00,QQ123456C,,,",
        "500007,2026-08-01,=HYPERLINK(1),1.00,,,,",
        "500008,2026-02-30,BASIC,1.00,,,31/02/1990,",
        "500009,2026-08-01,BASIC",
        "500010,2026-08-01,BASIC,99999999999.00,,,,",
    )
    assert rows == []
    assert sorted({error.row for error in errors}) == list(range(3, 13))
    assert {error.column for error in errors if error.row == 10} == {"period", "birth_date"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"employee,period,element\n1,2026-08-01,X\n", "missing from the header"),
        (b"employee,period,element,amount,colour\n", "no column of this format"),
        (b"employee,period,element,amount,amount\n", "there twice"),
        (b"employee,period,element,amount\n", "no rows"),
        ("employee,period,element,amount\n1,2026-08-01,L\xf6n,1\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_files_that_are_none(content, reason):
    rows, errors = read_legacy(content)
    assert rows == []
    assert reason in " ".join(error.reason for error in errors)


def test_the_same_line_twice_needs_numbers():
    twice = ["5,2026-08-01,MILES,9.00,,,,", "5,2026-08-01,MILES,9.00,,,,"]
    rows, errors = read(*twice)
    assert (rows, len(errors)) == ([], 1)
    assert "row 2" in errors[0].reason
    rows, errors = read("5,2026-08-01,MILES,9.00,,,,1", "5,2026-08-01,MILES,9.00,,,,2")
    assert (len(rows), errors) == (2, [])


def test_one_number_is_one_person():
    rows, errors = read("5,2026-08-01,A,1,AB123456C,,,", "5,2026-08-01,B,1,AB123456D,,,")
    assert rows == []
    assert errors[0].column == "nino"


ROWS = st.lists(
    st.builds(
        LegacyRow,
        st.just(0),
        st.text("0123456789", min_size=1, max_size=6),
        st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        st.text("ABCDEFG ,\"'", min_size=1, max_size=8).map(lambda t: f"X{t}X"),
        st.integers(-100_000_000, 100_000_000),
        nino=st.just(""),
        name=st.just(""),
        birth_date=st.none(),
        line=st.sampled_from(["", "1"]),
    ),
    min_size=1,
    max_size=20,
    unique_by=(lambda row: (row.employee, row.period, row.element)),
)


@given(ROWS)
def test_written_and_read_again_is_the_same(rows):
    found, errors = read_legacy(write_legacy(rows))
    assert errors == []
    assert [row._replace(row=0) for row in found] == rows
