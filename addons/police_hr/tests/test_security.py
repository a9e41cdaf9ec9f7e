"""Who sees and changes what of people."""

from lxml import etree
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import PoliceCase

SENSITIVE = (
    "nino",
    "payroll_reference",
    "pay_point",
    "pay_scale",
    "local_salary_id",
    "weekly_hours",
    "increment_date",
)


@tagged("post_install", "-at_install", "police")
class TestSecurity(PoliceCase):
    def _user(self, role, **values):
        values = {"company_id": self.force.id, "company_ids": [(6, 0, self.force.ids)], **values}
        return new_test_user(self.env, f"test.sec.{role}", groups=f"police_core.group_{role}", **values)

    def test_colleagues_see_rank_and_station_and_nothing_private(self):
        person = self.hire(nino="AB123456C", collar_number="42")
        user = self._user("employee")
        public = self.env["hr.employee.public"].with_user(user).browse(person.id)
        self.assertEqual(
            (public.collar_number, public.rank_id, public.station_id),
            ("42", self.ranks["constable"], self.north),
        )
        employees = self.env["hr.employee"].with_user(user)
        for name in SENSITIVE:
            self.assertFalse(employees._has_field_access(employees._fields[name], "read"), name)
        with self.assertRaises(AccessError):
            person.with_user(user).read(["nino"])
        with self.assertRaises(AccessError):
            self.env["hr.version"].with_user(user).search([])

    def test_payroll_reads_people_and_changes_none(self):
        person = self.hire(nino="AB123456C")
        for role in ("payroll_clerk", "payroll_approver"):
            user = self._user(role)
            self.assertEqual(person.with_user(user).read(["nino"])[0]["nino"], "AB123456C")
            self.assertEqual(person.with_user(user).pay_point, "3")
            for model in ("hr.employee", "hr.version", "police.local.salary", "police.collar.holding"):
                self.assertTrue(self.env[model].with_user(user).has_access("read"), model)
                self.assertFalse(self.env[model].with_user(user).has_access("write"), model)

    def test_payroll_opens_every_screen_of_people(self):
        person = self.hire(nino="AB123456C", collar_number="42")
        for role in ("payroll_clerk", "payroll_approver"):
            user = self._user(role)
            employees = self.env["hr.employee"].with_user(user)
            self.assertIn("point 3", Form(person.with_user(user)).pay_description)
            for view in ("view_people_list", "view_people_kanban"):
                arch = etree.fromstring(
                    employees.get_view(self.env.ref(f"police_hr.{view}").id, view.rpartition("_")[2])["arch"]
                )
                names = {node.get("name") for node in arch.iter("field")}
                self.assertIn("rank_id", names)
                person.with_user(user).read(sorted(names))

    def test_other_roles_read_no_people(self):
        for role in ("finance_clerk", "fleet_manager", "force_manager"):
            self.assertFalse(self.env["hr.employee"].with_user(self._user(role)).has_access("read"), role)

    def test_auditor_reads_the_whole_person_and_writes_nothing(self):
        person = self.hire(nino="AB123456C", collar_number="42")
        user = self._user("auditor")
        self.assertEqual(person.with_user(user).nino, "AB123456C")
        self.assertEqual(person.with_user(user).version_id.pay_point, "3")
        self.assertEqual(person.with_user(user).collar_holding_ids.number, "42")
        self.assertEqual(self.env["hr.employee"].with_user(user).search([("id", "=", person.id)]), person)
        for change in ({"nino": False}, {"weekly_hours": 1.0}, {"name": "Changed"}):
            with self.subTest(change=change), self.assertRaises(AccessError):
                person.with_user(user).write(change)
        arch = (
            self.env["hr.employee"]
            .with_user(user)
            .get_view(self.env.ref("hr.view_employee_form").id, "form")["arch"]
        )
        self.assertIn('name="nino"', arch)

    def test_forces_are_apart(self):
        person = self.hire()
        other = self.env["res.company"].create({"name": "Other force"})
        stranger = self._user("hr_officer", company_id=other.id, company_ids=[(6, 0, other.ids)])
        records = {
            "hr.employee": person,
            "hr.version": person.version_id,
            "police.station": self.north,
            "police.local.salary": self.local_salary("X-1", 1000.0, "2025-01-01"),
        }
        for model, record in records.items():
            seen = self.env[model].with_user(stranger).with_context(allowed_company_ids=other.ids)
            self.assertNotIn(record, seen.search([]), model)
            with self.assertRaises(AccessError):
                record.with_user(stranger).with_context(allowed_company_ids=other.ids).check_access("read")

    def test_hr_officer_keeps_people_but_approves_no_salary(self):
        self.hire().with_user(self.officer_user).posting = "CID"
        salary = self.local_salary("X-2", 1000.0, "2025-01-01", approve=False)
        with self.assertRaises(AccessError):
            salary.with_user(self.officer_user).action_approve()
