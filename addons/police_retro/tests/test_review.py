"""Why pay changed: causes that sum to the penny, the unusual first, ticked off by a named person."""

from datetime import date

from odoo.exceptions import AccessError, UserError

from .common import RetroCase, tagged


@tagged("post_install", "-at_install", "police")
class TestReview(RetroCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile(cls, cls.staff).tax_code = "BR"
        cls.env["police.pay.element"].create(
            {"employee_id": cls.sergeant.id, "code": "overtime_casual", "units": 4, "date_from": "2026-09-05"}
        )
        cls.pcso.version_id.write({"contract_date_end": date(2026, 8, 31)})
        run = cls.env["police.pay.run"].with_user(cls.clerk).create({"period_id": cls.september.id})
        run._calculate_now()
        cls.run_september = run

    def row(self, person):
        return self.run_september.comparison_ids.filtered(lambda row: row.employee_id == person)

    def test_causes_sum_to_the_penny_and_say_what_happened(self):
        self.run_september.action_review_changes()
        for row in self.run_september.comparison_ids:
            total = round(sum(row.cause_ids.mapped("net")), 2)
            self.assertEqual(total, row.net_change, row.employee_name)
            self.assertEqual((row.residual, row.unexplained, row.explained), (0, 0, True))
        kinds = {person: set(self.row(person).cause_ids.mapped("kind")) for person in self.people}
        self.assertIn("duty", kinds[self.sergeant])
        self.assertIn("tax_code", kinds[self.staff])
        self.assertEqual(kinds[self.pcso], {"left"})
        self.assertIn("Tax code", self.row(self.staff).causes)

    def test_ticks_belong_to_a_person_and_survive_an_equal_calculation(self):
        self.run_september.action_review_changes()
        row = self.row(self.sergeant).with_user(self.clerk)
        following = row.action_next()
        self.assertTrue(row.checked)
        self.assertEqual(row.checked_by_id, self.clerk)
        self.assertNotEqual(following["res_id"], row.id)
        self.run_september._calculate_now()
        self.assertTrue(self.row(self.sergeant).checked)
        self.assertFalse(self.row(self.staff).checked)
        with self.assertRaises(AccessError):
            self.row(self.staff).with_user(self.auditor).action_check()

    def test_what_is_not_explained_needs_a_note(self):
        self.env.cr.execute('UPDATE police_payslip SET "case" = NULL WHERE run_id = %s', [self.august_run.id])
        self.run_september.action_review_changes()
        row = self.row(self.staff).with_user(self.clerk)
        self.assertEqual(row.main_cause, "law_not_kept")
        self.assertEqual(round(sum(row.cause_ids.mapped("net")), 2), row.net_change)
        with self.assertRaisesRegex(UserError, "note"):
            row.action_check()
        wizard = self.env["police.comparison.check"].with_user(self.clerk).create(
            {"comparison_ids": [(6, 0, row.ids)], "reason": "Compared by hand"}
        )  # fmt: skip
        wizard.action_confirm()
        self.assertEqual((row.checked, row.check_reason), (True, "Compared by hand"))
