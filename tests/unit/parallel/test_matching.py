"""Matching people of two payrolls: never a guess, never one person twice."""

from datetime import date

from odoo.addons.police_engine.parallel.matching import Person, match, plain_name

BORN = date(1988, 3, 14)
JOAN = Person("1", "100002", "AB100002C", "Half, Joan", BORN)
SIAN = Person("2", "100001", "AB100001C", "O'Connor, Siân", date(1980, 1, 1))
TOMASZ = Person("3", "200001", "", "Łukasik, Tomasz", date(1970, 2, 2))
OURS = (JOAN, SIAN, TOMASZ)


def one(**values):
    return match([Person("L1", **values)], OURS)[0]


def test_payroll_number_then_nino_then_name_and_birth():
    assert one(number="100002")[1:3] == ("1", "payroll_number")
    assert one(number="X9", nino="AB100001C")[1:3] == ("2", "nino")
    found = one(number="X9", name="tomasz lukasik", birth_date=date(1970, 2, 2))
    assert found[1:3] == ("3", "name_and_birth")
    assert "confirm" in found.words


def test_signs_that_point_to_two_people_match_nobody():
    assert one(number="100002", nino="AB100001C")[1:3] == ("", "conflict")
    assert one(number="100002", nino="AB999999C")[1:3] == ("", "conflict")


def test_two_old_people_on_one_of_ours():
    found = match([Person("A", "100002"), Person("B", "X", "AB100002C"), Person("C", "100001")], OURS)
    assert [row.how for row in found] == ["conflict", "conflict", "payroll_number"]


def test_a_name_without_birth_date_is_not_enough():
    assert one(number="X", name="Half, Joan").how == "none"


def test_two_of_ours_with_one_name_and_birth_are_nobody():
    twins = (JOAN, JOAN._replace(key="9", number="9", nino=""))
    assert match([Person("L", "X", "", "Joan Half", BORN)], twins)[0].how == "none"


def test_names_without_accents_order_and_marks():
    assert plain_name("O\u2019Connor, Siân") == plain_name("SIAN O'CONNOR")
    assert plain_name("Smith-Jones, Amy") != plain_name("Smith, Amy")
