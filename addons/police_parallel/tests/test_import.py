"""Old payslips: criteria first, whole or not at all, once only, people matched or asked about."""

from odoo.addons.police_engine.parallel.legacy_csv import write_legacy
from odoo.addons.police_parallel.services.importer import LegacyLoader
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ParallelCase


@tagged("post_install", "-at_install", "police")
class TestImport(ParallelCase):
    def load(self, content, name="old.csv", user=None):
        return LegacyLoader(self.project.with_user(user or self.clerk)).load(name, content)

    def test_criteria_come_first(self):
        with self.assertRaisesRegex(UserError, "not frozen yet"):
            self.take(self.run_august)

    def test_a_good_file_is_kept_with_its_fingerprints(self):
        self.freeze()
        imports, errors = self.take(self.run_august)
        self.assertEqual(errors, [])
        rows = self.old_rows(self.run_august)
        self.assertEqual((imports.row_count, imports.people_count), (len(rows), 4))
        self.assertEqual(round(imports.total * 100), sum(row.amount for row in rows))
        self.assertEqual(len(imports.amount_ids), len(rows))
        self.assertEqual(set(self.project.person_ids.mapped("how")), {"payroll_number"})

    def test_the_same_file_twice_is_refused_by_name_or_another(self):
        self.freeze()
        self.take(self.run_august)
        count = self.env["police.parallel.amount"].search_count([])
        for name in ("old.csv", "another.csv"):
            imports, errors = self.take(self.run_august, name=name)
            self.assertFalse(imports)
            self.assertIn("imported already", errors[0].reason)
        self.assertEqual(self.env["police.parallel.amount"].search_count([]), count)

    def test_another_file_for_a_period_that_is_in_is_refused(self):
        self.freeze()
        self.take(self.run_august)
        imports, errors = self.take(self.run_august, {(self.sergeant, "basic_pay"): 1})
        self.assertFalse(imports)
        self.assertIn("August 2026 is in already", errors[0].reason)

    def test_a_withdrawn_file_leaves_room_and_stays_as_evidence(self):
        self.freeze()
        first, _ = self.take(self.run_august)
        with self.assertRaisesRegex(UserError, "in a sentence"):
            first._withdraw("bad")
        first._withdraw("Exported before the run was final")
        second, errors = self.take(self.run_august, {(self.sergeant, "basic_pay"): 1})
        self.assertEqual(errors, [])
        self.assertEqual((first.state, second.state), ("withdrawn", "taken"))
        self.assertTrue(first.amount_ids)

    def test_every_bad_row_is_listed_and_nothing_is_kept(self):
        self.freeze()
        rows = [
            *self.old_rows(self.run_august),
            self.old_rows(self.run_august)[0]._replace(
                period=self.august.date_from.replace(day=2), element="X"
            ),
            self.old_rows(self.run_august)[0]._replace(employee="", element="Y"),
        ]
        imports, errors = self.load(write_legacy(rows))
        self.assertFalse(imports)
        self.assertTrue(any("empty" in error.reason for error in errors))
        imports, errors = self.load(write_legacy(rows[:-1]))
        self.assertIn("first day of a period", errors[0].reason)
        self.assertFalse(self.env["police.parallel.import"].search([("project_id", "=", self.project.id)]))
        self.assertFalse(self.project.person_ids)

    def test_others_do_not_import(self):
        self.freeze()
        content = write_legacy(self.old_rows(self.run_august))
        for user in (self.auditor, self.employee_user, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                LegacyLoader(self.project.with_user(user).sudo()).load("x.csv", content)

    def test_people_by_number_by_nino_by_name_and_nobody(self):
        self.freeze()
        numbers = {self.sergeant: "OLD-1", self.constable: "OLD-2", self.staff: "OLD-3"}
        rows = self.old_rows(self.run_august, numbers=numbers)
        facts = {
            "OLD-1": {"nino": self.sergeant.sudo().nino},
            "OLD-2": {"name": "half, joan", "birth_date": self.constable.sudo().birthday},
            "OLD-3": {"name": "Somebody Else", "birth_date": self.staff.sudo().birthday},
        }
        rows = [row._replace(**facts.get(row.employee, {})) for row in rows]
        _imports, errors = self.load(write_legacy(rows))
        self.assertEqual(errors, [])
        people = {person.legacy_number: person for person in self.project.person_ids}
        self.assertEqual((people["OLD-1"].how, people["OLD-1"].state), ("nino", "matched"))
        self.assertEqual((people["OLD-2"].how, people["OLD-2"].state), ("name_and_birth", "open"))
        self.assertEqual((people["OLD-3"].how, people["OLD-3"].state), ("none", "open"))
        people["OLD-2"].with_user(self.clerk).action_confirm()
        self.assertEqual(people["OLD-2"].state, "matched")
        with self.assertRaisesRegex(UserError, "Nobody is proposed"):
            people["OLD-3"].with_user(self.clerk).action_confirm()
        with self.assertRaisesRegex(UserError, "matched with .* already"):
            people["OLD-3"].with_user(self.clerk)._match_with(self.sergeant)
        people["OLD-3"].with_user(self.clerk)._match_with(self.staff)
        self.assertEqual((people["OLD-3"].how, people["OLD-3"].employee_id), ("by_hand", self.staff))

    def test_leaving_somebody_out_takes_two(self):
        self.freeze()
        self.take(self.run_august, numbers={self.pcso: "PENSIONER"})
        person = self.project.person_ids.filtered(lambda row: row.legacy_number == "PENSIONER")
        with self.assertRaisesRegex(UserError, "in a sentence"):
            person.with_user(self.approver)._leave_out("no")
        person.with_user(self.approver)._leave_out("A pensioner, paid by the fund")
        with self.assertRaisesRegex(UserError, "yourself"):
            person.with_user(self.approver).action_agree()
        person.with_user(self.accountant).action_agree()
        self.assertEqual(person.state, "left_out")

    def test_mapping_to_what_does_not_exist_or_without_reason_is_refused(self):
        mapping = self.env["police.parallel.mapping"].with_user(self.clerk)
        with self.assertRaisesRegex(ValidationError, "no line of our payslips"):
            mapping.create({"project_id": self.project.id, "legacy_element": "X", "code": "made_up"})
        with self.assertRaisesRegex(ValidationError, "say why"):
            mapping.create({"project_id": self.project.id, "legacy_element": "Y", "left_out": True})
