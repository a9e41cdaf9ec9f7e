"""Collar numbers: one holder at a time, and a rest of five years before the next."""

from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import ExclusionViolation

from ..models.police_collar_holding import PARAMETER
from .common import JOINED, PoliceCase


@tagged("post_install", "-at_install", "police")
class TestCollarNumber(PoliceCase):
    def test_held_number_is_refused_naming_the_holder(self):
        self.hire("Holder", collar_number="1234")
        with self.assertRaisesRegex(ValidationError, "1234 is held by Anne Holder"):
            self.hire("Second", collar_number=" 12 34 ")

    def test_other_force_may_use_it(self):
        self.hire(collar_number="1234")
        other = self.env["res.company"].create({"name": "Other force"})
        person = (
            self.env["hr.employee"]
            .with_company(other)
            .create({"name": "Other", "company_id": other.id, "collar_number": "1234"})
        )
        self.assertEqual(person.collar_number, "1234")

    def test_rest_after_leaving(self):
        """Left on 30 June 2021: nobody else until 30 June 2026 has passed."""
        self.hire("Leaver", collar_number="77", contract_date_end=date(2021, 6, 30))
        with self.assertRaisesRegex(ValidationError, "free again from 01/07/2026"):
            self.hire("TooEarly", collar_number="77", contract_date_start=date(2026, 6, 30))
        person = self.hire("InTime", collar_number="77", contract_date_start=date(2026, 7, 1))
        self.assertEqual(person.collar_number, "77")

    def test_rest_is_a_setting(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, "1")
        self.hire("Leaver", collar_number="78", contract_date_end=date(2021, 6, 30))
        self.assertTrue(self.hire("Next", collar_number="78", contract_date_start=date(2022, 7, 1)))
        self.env["ir.config_parameter"].set_param(PARAMETER, "five")
        with self.assertRaisesRegex(ValidationError, "whole number of years"):
            self.hire("Third", collar_number="79", contract_date_end=date(2021, 6, 30))

    @mute_logger("odoo.sql_db")
    def test_postgresql_refuses_whoever_writes(self):
        person, other = self.hire(collar_number="500"), self.hire("Other")
        values = (person.company_id.id, "500", other.id)
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self.cr.execute(
                "INSERT INTO police_collar_holding (company_id, number, employee_id, date_from)"
                " VALUES (%s, %s, %s, '2026-01-01')",
                values,
            )

    def test_change_of_number_keeps_history(self):
        person = self.hire(collar_number="600")
        person.collar_number = "601"
        old, new = person.collar_holding_ids.sorted("date_from")
        self.assertEqual((old.number, new.number), ("600", "601"))
        self.assertFalse(new.date_to)
        self.assertEqual(old.date_to.toordinal() + 1, new.date_from.toordinal())
        with self.assertRaises(ValidationError):
            self.hire("Quick", collar_number="600", contract_date_start=new.date_from)

    def test_correction_on_the_first_day_leaves_no_trace(self):
        person = self.env["hr.employee"].create(
            {"name": "New", "company_id": self.force.id, "collar_number": "610"}
        )
        person.collar_number = "611"
        self.assertEqual(person.collar_holding_ids.mapped("number"), ["611"])
        self.assertTrue(self.hire("Other", collar_number="610", contract_date_start=date.today()))

    def test_leaving_and_taking_it_back(self):
        person = self.hire(collar_number="620")
        person.contract_date_end = date(2026, 6, 30)
        self.assertEqual(person.collar_holding_ids.date_to, date(2026, 6, 30))
        self.assertEqual(person.collar_holding_ids.free_from, date(2031, 7, 1))
        person.contract_date_end = False
        self.assertFalse(person.collar_holding_ids.date_to)

    def test_a_rejoiner_may_have_their_own_number_again(self):
        person = self.hire(collar_number="630", contract_date_end=date(2024, 6, 30))
        person.create_contract(date(2025, 1, 1))
        first, second = person.collar_holding_ids.sorted("date_from")
        self.assertEqual((first.date_to, second.date_from), (date(2024, 6, 30), date(2025, 1, 1)))
        with self.assertRaises(ValidationError):
            self.hire("Other", collar_number="630", contract_date_start=date(2026, 1, 1))

    def test_a_number_mistyped_for_a_leaver_is_corrected_in_place(self):
        person = self.hire(collar_number="640", contract_date_end=date(2024, 6, 30))
        person.collar_number = "641"
        held = person.collar_holding_ids
        self.assertEqual((held.number, held.date_from, held.date_to), ("641", JOINED, date(2024, 6, 30)))

    def test_form_of_the_number(self):
        for number in ("12-3-4", "0", "ABCD1", "1234567"):
            with self.subTest(number=number):
                if number == "12-3-4":
                    self.assertEqual(self.hire(collar_number=number).collar_number, "1234")
                    continue
                with self.assertRaises(ValidationError):
                    self.hire("Wrong", collar_number=number)
