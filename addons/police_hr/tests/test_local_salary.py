"""Local salaries: dated without overlap, approved by somebody else, then fixed."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, ExclusionViolation

from .common import PoliceCase


@tagged("post_install", "-at_install", "police")
class TestLocalSalary(PoliceCase):
    def test_overlap_is_refused(self):
        self.local_salary("G-14", 30000.0, date(2025, 9, 1))
        with self.assertRaisesRegex(ValidationError, "G-14"):
            self.local_salary("G-14", 31000.0, date(2026, 9, 1))
        earlier = self.local_salary("G-14", 29000.0, date(2024, 9, 1), date(2025, 8, 31), approve=False)
        with self.assertRaisesRegex(ValidationError, "01/09/2025 to no end date"):
            earlier.date_to = date(2025, 9, 1)
        other = self.env["res.company"].create({"name": "Other force"})
        self.assertTrue(
            self.env["police.local.salary"].create(
                {
                    "code": "G-14",
                    "name": "x",
                    "annual_salary": 1.0,
                    "date_from": date(2025, 9, 1),
                    "source": "x",
                    "company_id": other.id,
                }
            )
        )

    def test_following_is_allowed(self):
        self.local_salary("G-15", 30000.0, date(2025, 9, 1), date(2026, 8, 31))
        self.assertTrue(self.local_salary("G-15", 31000.0, date(2026, 9, 1)).approved)

    @mute_logger("odoo.sql_db")
    def test_postgresql_refuses_an_overlap(self):
        salary = self.local_salary("G-16", 30000.0, date(2025, 9, 1))
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self.cr.execute(
                "INSERT INTO police_local_salary (company_id, code, name, annual_salary, source, date_from)"
                " VALUES (%s, 'G-16', 'x', 1, 'x', '2030-01-01')",
                (salary.company_id.id,),
            )

    def test_preparer_cannot_approve(self):
        both = new_test_user(
            self.env,
            "test.both",
            groups="police_core.group_force_accountant",
            company_id=self.force.id,
            company_ids=[(6, 0, self.force.ids)],
        )
        salary = (
            self.env["police.local.salary"]
            .with_user(both)
            .create(
                {
                    "code": "G-17",
                    "name": "x",
                    "annual_salary": 1.0,
                    "date_from": date(2025, 9, 1),
                    "source": "x",
                    "company_id": self.force.id,
                }
            )
        )
        self.assertFalse(salary.may_approve)
        with self.assertRaisesRegex(AccessError, "prepared"):
            salary.action_approve()
        with self.assertRaisesRegex(AccessError, "prepared"):
            salary.sudo().action_approve()
        with self.assertRaisesRegex(AccessError, "system cannot approve"):
            salary.with_user(self.env.ref("base.user_root")).action_approve()
        with self.assertRaisesRegex(AccessError, "role"):
            salary.with_user(self.officer_user).action_approve()
        salary.with_user(self.accountant).action_approve()
        self.assertEqual((salary.approved_by_id, salary.approved), (self.accountant, True))
        with self.assertRaisesRegex(UserError, "already approved"):
            salary.with_user(self.accountant).action_approve()

    def test_signing_over_is_refused(self):
        """A preparer cannot name somebody else as preparer, nor write an approval by hand."""
        salary = self.local_salary("G-18", 30000.0, date(2025, 9, 1), approve=False)
        as_accountant = salary.with_user(self.accountant)
        for values in (
            {"prepared_by_id": self.accountant.id},
            {"approved_by_id": self.accountant.id},
            {"approved_on": "2026-01-01 00:00:00"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                as_accountant.write(values)
            with self.subTest(values=values), self.assertRaises(AccessError):
                as_accountant.with_context(police_approval_write=True).write(values)
        with self.assertRaises(AccessError):
            self.env["police.local.salary"].with_user(self.accountant).create(
                {
                    "code": "G-19",
                    "name": "x",
                    "annual_salary": 1.0,
                    "date_from": date(2025, 9, 1),
                    "source": "x",
                    "company_id": self.force.id,
                    "prepared_by_id": self.officer_user.id,
                }
            )

    @mute_logger("odoo.sql_db")
    def test_postgresql_wants_two_people(self):
        salary = self.local_salary("G-20", 30000.0, date(2025, 9, 1), approve=False)
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.cr.execute(
                "UPDATE police_local_salary SET approved_by_id = prepared_by_id WHERE id = %s", (salary.id,)
            )

    def test_approved_figures_are_fixed(self):
        salary = self.local_salary("G-21", 30000.0, date(2025, 9, 1))
        with self.assertRaises(UserError):
            salary.annual_salary = 40000.0
        with self.assertRaises(UserError):
            salary.unlink()
        salary.date_to = date(2026, 8, 31)

    def test_absurd_amounts(self):
        with self.assertRaisesRegex(ValidationError, "pounds, not pence"):
            self.local_salary("G-22", 3000000.0, date(2025, 9, 1))
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.local_salary("G-23", -1.0, date(2025, 9, 1))
