"""Loading many people: the same result as the screens, all or nothing, every bad row named."""

from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ..services.people_loader import load_people
from .common import ACCOUNT, JOINED, PoliceCase


@tagged("post_install", "-at_install", "police")
class TestPeopleLoader(PoliceCase):
    def test_a_loaded_person_is_a_whole_person(self):
        person = self.hire(
            payroll_reference="P9",
            collar_number="900",
            nino="AB123456C",
            birthday=date(1990, 1, 2),
            sex="female",
            private_street="1 High Street",
            private_zip="TS1 1AA",
            bank=ACCOUNT,
            work_email="a@example.org",
        )
        self.assertEqual(person.name, "Anne Tester")
        self.assertEqual(person.version_ids, person.current_version_id)
        self.assertEqual(person.version_id.contract_date_start, JOINED)
        self.assertEqual((person.private_zip, person.sex), ("TS1 1AA", "female"))
        self.assertEqual(person.resource_id.name, "Anne Tester")
        self.assertEqual(person.resource_id.company_id, self.force)
        self.assertEqual(
            (person.work_contact_id.name, person.work_contact_id.employee), ("Anne Tester", True)
        )
        self.assertEqual(person.collar_holding_ids.date_from, JOINED)
        self.assertEqual((person.district, person.fte, person.joined_on), ("North", 1.0, JOINED))
        self.assertEqual(person.salary_distribution[str(person.bank_account_ids.id)]["amount"], 100.0)

    def test_same_as_through_the_screens(self):
        row = self.row("Twin", payroll_reference="P10")
        loaded = load_people(self.env, self.force, [row])
        made = (
            self.env["hr.employee"]
            .with_company(self.force)
            .create(
                {
                    **self.row("Twin", payroll_reference="P11"),
                    "company_id": self.force.id,
                    "date_version": JOINED,
                }
            )
        )
        for model, left, right in (
            ("hr.employee", loaded, made),
            ("hr.version", loaded.version_id, made.version_id),
            ("resource.resource", loaded.resource_id, made.resource_id),
        ):
            for name, field in self.env[model]._fields.items():
                if field.store and field.column_type and name not in DIFFERENT:
                    self.assertEqual(left[name], right[name], f"{model}.{name}")

    def test_order_is_kept(self):
        names = [f"Person{number}" for number in range(7)]
        people = load_people(self.env, self.force, [self.row(name) for name in names])
        self.assertEqual(people.mapped("surname"), names)

    def test_every_bad_row_is_named_and_nothing_is_kept(self):
        self.hire("There", payroll_reference="P20")
        rows = [
            self.row("Good", payroll_reference="P21"),
            self.row("NoDate", contract_date_start=False),
            self.row("Unknown", shoe_size=9),
            self.row("BadBank", bank={"sort_code": "089999", "account_number": "66374959"}),
            self.row("Double", payroll_reference="P21"),
            self.row("Taken", payroll_reference="P20"),
        ]
        before = self.env["hr.employee"].search_count([])
        with self.assertRaises(ValidationError) as caught:
            load_people(self.env, self.force, rows)
        text = str(caught.exception)
        for part in (
            "Row 2",
            "Row 3",
            "shoe_size",
            "Row 4",
            "P21 is given 2 times",
            "P20 belongs to Anne There",
        ):
            self.assertIn(part, text)
        self.assertNotIn("Row 1", text)
        self.assertEqual(self.env["hr.employee"].search_count([]), before)

    def test_constraints_hold(self):
        for changes in ({"nino": "XX"}, {"weekly_hours": 41.0}, {"collar_number": "A-B"}):
            with self.subTest(changes=changes), self.assertRaises(ValidationError), self.cr.savepoint():
                self.hire(**changes)

    def test_user_and_other_fields_that_are_no_columns(self):
        user = new_test_user(
            self.env,
            "test.person",
            groups="police_core.group_employee",
            company_id=self.force.id,
            company_ids=[(6, 0, self.force.ids)],
        )
        person = self.hire(user_id=user.id)
        self.assertEqual(person.user_id, user)

    def test_who_may_load(self):
        nobody = new_test_user(self.env, "test.nobody", groups="police_core.group_employee")
        with self.assertRaises(AccessError):
            load_people(self.env(user=nobody), self.force, [self.row()])
        self.assertTrue(load_people(self.env(user=self.clerk), self.force, [self.row()]))

    def test_no_rows(self):
        self.assertFalse(load_people(self.env, self.force, []))


# Identity, time stamps, contacts and pictures (the screens draw a portrait); the name is the same.
DIFFERENT = frozenset(
    {
        "id",
        "create_date",
        "write_date",
        "last_modified_date",
        "payroll_reference",
        "resource_id",
        "employee_id",
        "current_version_id",
        "work_contact_id",
        "tz",
        "color",
        "message_main_attachment_id",
        "employee_properties",
    }
)
