"""A payslip's stored facts come back equal in every field, also those that are nested and optional."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.records import (
    DirectorPosition,
    ElementInput,
    EmploymentSlice,
    NicToDate,
    PayCase,
    PayLine,
    PayPeriod,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from odoo.addons.police_payroll.services import case_store

START, END = date(2026, 9, 1), date(2026, 9, 30)
SLICE = EmploymentSlice(START, END, "officer", rank="constable", annual_salary=5_020_000)
ELEMENT = ElementInput(
    "mileage",
    units=Decimal("12.5"),
    on=START,
    figure=Decimal("0.47"),
    held=SLICE,
    shares=(("RES", 2), ("CID", 1)),
)
LINE = PayLine(
    "basic", "Basic", "earning", -100, "salary", {"days": 3, "on": "2026-08-01", "note": 'é "x"\n'}, ("a@b",)
)
FULL = PayCase(
    reference="100001",
    period=PayPeriod("monthly", START, END, END, "2026-27", 6),
    slices=(SLICE, SLICE._replace(paid=False)),
    tax=TaxPosition("1257L"),
    ni_category="A",
    name="Siân O'Connor",
    birth_date=date(1988, 3, 14),
    director=DirectorPosition("AN"),
    student_loans=("plan_2", "postgraduate"),
    pension=PensionMembership("lgps", None, Decimal("16.5")),
    elements=(ELEMENT, ElementInput("unison_subscription", 1000)),
    ytd=YearToDate(100, 20, nic=(NicToDate("A", 1, 2, 3, 4, 5, 6),)),
    starter_declaration="B",
    arrears=(LINE,),
    student_loan_limit=500,
)
PLAIN = PayCase(reference="1", period=FULL.period, slices=(), tax=None, ni_category="")


def test_every_field_is_stored():
    assert set(case_store._FIELDS) == {field.name for field in fields(PayCase)}


def test_what_is_stored_comes_back_equal():
    for case in (FULL, PLAIN):
        stored = case_store.to_json(case)
        assert case_store.read(stored) == case
        assert case_store.read(json.loads(stored)) == case
        assert repr(case_store.read(stored)) == repr(case)


def test_a_payslip_stored_before_a_field_was_added_is_read_with_its_default():
    rows = json.loads(case_store.to_json(FULL))
    older = case_store.read(rows[:-1])
    assert older.student_loan_limit is None
    assert older.arrears == FULL.arrears
