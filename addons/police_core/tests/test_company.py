"""A force's references are checked where they are entered."""

from odoo.addons.police_engine.identifiers import accounts_office_reference
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "police")
class TestForce(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.force = cls.env["res.company"].create({"name": "Test Constabulary", "is_police_force": True})

    def test_good_references_become_the_engines_employer(self):
        self.force.write(
            {
                "force_code": "T1",
                "paye_office_number": "123",
                "paye_reference": "A635",
                "accounts_office_reference": accounts_office_reference.complete("123", "00012345"),
                "bacs_service_user_number": "123456",
                "bacs_sort_code": "08-99-99",
                "bacs_account_number": "66374958",
                "bacs_account_name": "TEST POLICE",
            }
        )
        employer = self.force._employer()
        self.assertEqual((employer.paye_office, employer.paye_reference), ("123", "A635"))
        self.assertEqual(employer.bank, ("089999", "66374958", "TEST POLICE"))

    def test_malformed_references_are_refused_with_the_force_and_the_field(self):
        for field, value, word in (
            ("paye_office_number", "12X", "PAYE"),
            ("accounts_office_reference", "123PB00012345", "Accounts office"),
            ("bacs_service_user_number", "12345", "six digits"),
            ("bacs_service_user_number", "١٢٣٤٥٦", "six digits"),
            ("bacs_sort_code", "12345", "sort code"),
        ):
            with (
                self.subTest(field=field, value=value),
                self.assertRaisesRegex(ValidationError, word) as caught,
            ):
                self.force.write({field: value})
            self.assertIn("Test Constabulary", str(caught.exception))

    def test_account_that_fails_the_modulus_check_is_refused(self):
        """08-99-99 66374958 is VocaLink's published example that passes; one digit off fails."""
        with self.assertRaises(ValidationError):
            self.force.write({"bacs_sort_code": "089999", "bacs_account_number": "66374959"})

    def test_an_account_without_sort_code_is_refused(self):
        with self.assertRaises(ValidationError):
            self.force.write({"bacs_account_number": "66374958"})
