"""The people import: a good file is read whole, a bad one is refused with every reason."""

import csv
import io
from datetime import date

import pytest
from odoo.addons.police_engine.adapters import people_columns, people_csv
from odoo.addons.police_engine.adapters.people_csv import RowError

GOOD = {column.name: column.example for column in people_columns.COLUMNS}


def content(*people, header=None, encoding="utf-8") -> bytes:
    names = header or list(GOOD)
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(names)
    for number, changes in enumerate(people):
        person = {
            **GOOD,
            "payroll_reference": str(number),
            "birth_date": f"{1 + number % 28:02d}/{1 + number // 28 % 12:02d}/{1960 + number // 336}",
            "nino": f"AB{number:06d}C",
            "collar_number": str(number + 1),
            "warrant_number": str(number + 5000),
            **changes,
        }
        writer.writerow([person.get(name, "") for name in names])
    return output.getvalue().encode(encoding)


def faults(data: bytes) -> list[RowError]:
    rows, errors = people_csv.read_people(data)
    assert rows == [] and errors
    return errors


def test_template_is_itself_a_good_file():
    rows, errors = people_csv.read_people(people_csv.template_csv())
    assert errors == [] and len(rows) == 2
    assert rows[1]["surname"] == "Łukasik"


def test_values_are_read_exactly():
    rows, errors = people_csv.read_people(
        content(
            {
                "birth_date": "1/2/1980",
                "start_date": "2012-06-04",
                "weekly_hours": "37.5",
                "annual_salary": "£31,086.5",
                "ytd_tax": "-12.30",
                "gender": "female",
                "person_type": "Police Officer",
                "rank": "Chief Inspector",
                "student_loan_plan": "2",
                "postgraduate_loan": "Y",
                "tax_code": " s1257l ",
                "nino": "ab 12 34 56 c",
                "tax_basis": "M1",
                "region": "",
                "pension_scheme": "LGPS 50/50",
                "sort_code": "10 79 99",
                "account_number": "88837491",
                "leaving_date": "",
            }
        )
    )
    assert errors == []
    row = rows[0]
    assert row["row"] == 2
    assert row["birth_date"] == date(1980, 2, 1) and row["start_date"] == date(2012, 6, 4)
    assert row["weekly_hours"] == 3750 and row["annual_salary"] == 3108650 and row["ytd_tax"] == -1230
    assert (row["gender"], row["person_type"], row["rank"]) == ("F", "officer", "chief_inspector")
    assert (row["student_loan_plan"], row["postgraduate_loan"]) == ("plan_2", True)
    assert (row["tax_code"], row["nino"], row["tax_basis"]) == ("S1257L", "AB123456C", "week1month1")
    assert (row["region"], row["leaving_date"]) == (None, None)
    assert (row["pension_scheme"], row["sort_code"]) == ("lgps_50_50", "107999")


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("payroll_reference", "", "is needed"),
        ("surname", "", "is needed"),
        ("birth_date", "31/02/1980", "not a day of the calendar"),
        ("birth_date", "1980/01/31", "not a date"),
        ("birth_date", "01/01/2011", "younger than 16"),
        ("birth_date", "01/01/1901", "older than 90"),
        ("gender", "X", "not one of"),
        ("ytd_gross", "-100.00", "may not be negative"),
        ("ytd_taxable_pay", "-0.01", "may not be negative"),
        ("nino", "TN123456A", "temporary"),
        ("tax_code", "12570", "not a tax code"),
        ("sort_code", "20000", "sort code"),
        ("account_number", "5577991", "not eight digits"),
        ("sort_code", "", "must come together"),
        ("account_name", "", "needed with a bank account"),
        ("person_type", "soldier", "not one of"),
        ("rank", "", "needed for an officer"),
        ("pay_point", "", "pay point"),
        ("weekly_hours", "0", "weekly hours"),
        ("weekly_hours", "48", "overtime"),
        ("weekly_hours", "", "needed for everybody who is paid"),
        ("ni_category", "Q", "letters"),
        ("student_loan_plan", "3", "not one of"),
        ("postgraduate_loan", "maybe", "neither yes nor no"),
        ("ytd_gross", "12.345", "not an amount"),
        ("ytd_gross", "1.234,56", "not an amount"),
        ("ytd_student_loan", "1e5", "not an amount"),
        ("email", "nobody", "not an e-mail"),
        ("leaving_date", "01/01/2000", "before the start date"),
        ("service_date", "01/01/2020", "cannot start after"),
        ("forenames", "x" * 71, "at most 70"),
    ],
)
def test_each_bad_cell_is_named(column, value, reason):
    errors = faults(content({}, {column: value}))
    assert [(error.row, error.column) for error in errors] == [
        (3, "account_number" if column == "sort_code" and not value else column)
    ]
    assert reason in errors[0].reason
    assert str(errors[0]).startswith("Row 3, ")


def test_modulus_check_joins_sort_code_and_account():
    errors = faults(
        content({"sort_code": "10-79-99", "account_number": "88837493"})
    )  # published failing case
    assert errors[0].column == "account_number" and "modulus" in errors[0].reason


@pytest.mark.parametrize("formula", ["=1+1", "+44 7700", "@SUM(A1)", "-A1", '=HYPERLINK("x")', "\t=1"])
def test_formulas_are_refused(formula):
    errors = faults(content({"posting": formula}))
    assert errors[0].column == "posting" and "formula" in errors[0].reason


def test_minus_is_a_number_only_where_money_may_be_negative():
    assert people_csv.read_people(content({"ytd_tax": "-5.00"}))[1] == []
    assert "formula" in faults(content({"annual_salary": "-5.00"}))[0].reason


def test_one_bad_row_in_three_thousand_stops_all_of_it():
    people = [{} for _ in range(3000)]
    people[1234] = {"tax_code": "ABC"}
    errors = faults(content(*people))
    assert [(error.row, error.column) for error in errors] == [(1236, "tax_code")]


def test_all_bad_rows_are_listed():
    errors = faults(content({"gender": "?"}, {}, {"nino": "1", "tax_code": "?"}))
    assert [(error.row, error.column) for error in errors] == [(2, "gender"), (4, "nino"), (4, "tax_code")]


def test_numbers_used_twice_in_the_file():
    errors = faults(
        content(
            {"collar_number": "7"}, {"collar_number": "8"}, {"collar_number": "7"}, {"payroll_reference": "0"}
        )
    )
    assert [(error.row, error.column) for error in errors] == [(4, "collar_number"), (5, "payroll_reference")]
    assert "row 2" in errors[0].reason


@pytest.mark.parametrize(
    ("header", "column", "reason"),
    [
        ([name for name in GOOD if name != "surname"], "surname", "missing"),
        ([*GOOD, "shoe_size"], "shoe_size", "not a column"),
        ([*GOOD, "surname"], "surname", "more than once"),
    ],
)
def test_wrong_header(header, column, reason):
    errors = faults(content({}, header=header))
    assert (errors[0].row, errors[0].column) == (1, column) and reason in errors[0].reason


def test_optional_columns_may_be_left_out():
    header = [name for name in GOOD if not name.startswith("ytd_")]
    rows, errors = people_csv.read_people(content({}, header=header))
    assert errors == [] and rows[0]["ytd_gross"] is None


def test_semicolons_blank_and_short_files():
    assert "commas" in faults(";".join(GOOD).encode())[0].reason
    assert "empty" in faults(b"")[0].reason
    assert "no people" in faults(content())[0].reason
    assert "cells" in faults(content({}) + b"1,2,3\r\n")[0].reason
    assert "quote" in faults(content({}) + b'"unclosed\r\n')[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(encoding):
    rows, errors = people_csv.read_people(content({"surname": "Müller"}, encoding=encoding))
    assert errors == [] and rows[0]["surname"] == "Müller"


def test_two_encodings_in_one_file():
    data = (
        content({"surname": "Müller"}, {"surname": "Smith"})
        + content({"surname": "Müller"}, encoding="cp1252")[len(content(encoding="cp1252")) :]
    )
    errors = faults(data)
    assert [(error.row, error.value) for error in errors] == [(4, "byte 0xE2")]  # the â of Siân
    assert "two encodings" in errors[0].reason


def test_bytes_that_are_no_text():
    data = content({"forenames": "Anne", "surname": "QQ"}).replace(b"QQ", b"\x81").replace("â".encode(), b"a")
    assert "neither UTF-8 nor" in faults(data)[0].reason and faults(data)[0].row == 2
    assert "not a CSV" in faults("payroll_reference".encode("utf-16"))[0].reason


def test_quoted_line_breaks_keep_row_numbers_true():
    errors = faults(content({"posting": "two\nlines"}, {"gender": "?"}))
    assert errors[0].row == 4


def test_specials_need_no_pay_facts():
    rows, errors = people_csv.read_people(
        content(
            {
                "person_type": "special",
                "weekly_hours": "",
                "full_time_hours": "",
                "ni_category": "",
                "pay_point": "",
            }
        )
    )
    assert errors == [] and rows[0]["person_type"] == "special"


def test_every_column_says_what_it_means():
    for column in people_columns.COLUMNS:
        assert column.meaning and column.name == column.name.lower()
        if column.example:
            column.read(column.example)
