"""Seeded defects in each critical field: all found before anything is loaded, and scored by column (Q-21)."""

import csv
import io
from random import Random

import pytest
from odoo.addons.police_engine.adapters import people_columns, people_csv

GOOD = {column.name: column.example for column in people_columns.COLUMNS}
PEOPLE = 400
# Each field that decides pay, with values that a real migration brings.
DEFECTS = {
    "nino": ["BG123456A", "AB12345C", "QQ123456C", "AB1234567", "123456789", "TN010180M"],
    "account_number": ["1234567", "ABCDEFGH", "12 34", "123456789"],
    "tax_code": ["1257", "12L57", "K", "X1257L", "1257LL"],
    "weekly_hours": ["0", "forty", "400", "40.125"],
    "birth_date": ["31/02/1980", "1980", "01/01/2022", "01/01/1890"],
    "ni_category": ["Q", "AA", "1", "?"],
}


def file_of(people):
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, list(GOOD))
    writer.writeheader()
    for number, changes in enumerate(people):
        writer.writerow(
            {
                **GOOD,
                "payroll_reference": str(number),
                "surname": f"Sur{chr(97 + number % 26)}{number}",
                "nino": f"AB{number:06d}C",
                "collar_number": str(number + 1),
                "warrant_number": str(number + 5000),
                **changes,
            }
        )
    return output.getvalue().encode()


@pytest.mark.parametrize("field", DEFECTS)
def test_every_seeded_defect_is_found_in_its_row(field):
    chance = Random(field)
    seeded = {chance.randrange(PEOPLE): chance.choice(DEFECTS[field]) for _ in range(60)}
    content = file_of([{field: seeded[n]} if n in seeded else {} for n in range(PEOPLE)])
    rows, errors = people_csv.read_people(content)
    assert rows == [], "nothing is loaded"
    assert {error.row - 2 for error in errors} == set(seeded)
    score = people_csv.quality(content, errors)[0]
    assert (score.rows, score.faulty) == (PEOPLE, len(seeded))
    assert score.good == pytest.approx(100 * (PEOPLE - len(seeded)) / PEOPLE)


def test_a_person_twice_under_two_numbers():
    twin = {"surname": "Surc2"}
    _rows, errors = people_csv.read_people(file_of([{}, {}, {}, twin]))
    assert [(error.row, error.column) for error in errors] == [(5, "surname")]


def test_a_good_file_has_no_scores():
    content = file_of([{} for _ in range(3)])
    _rows, errors = people_csv.read_people(content)
    assert errors == [] and people_csv.quality(content, errors) == []
