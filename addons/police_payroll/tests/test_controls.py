"""Controls over a whole run: grouped code changes, pension schemes that do not fit, claims made twice."""

from unittest.mock import patch

from odoo.addons.police_payroll.services import controls
from odoo.tests import tagged

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestControls(PayrollCase):
    def _found(self, run, code):
        return run.problem_ids.filtered(lambda problem: problem.code == code)

    def _september_after(self, change):
        """Approve August, make ``change``, calculate September."""
        self.approved(self.august)
        change()
        return self.calculated()

    def _all_to_basic_rate(self):
        for person in self.people:
            self.profile(person).copy({"date_from": "2026-09-01", "tax_code": "BR"})

    def _with_limit(self, people):
        limits = {"net": 50, "people": people}
        patcher = patch.object(controls.Controls, "_limits", lambda control: limits)
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_the_same_change_for_many_is_one_alert_that_stops_approval(self):
        self._with_limit(4)
        run = self._september_after(self._all_to_basic_rate)
        found = self._found(run, "many_codes_changed")
        self.assertEqual(len(found), 1)
        self.assertIn("from 1257L to BR for 4 people", found.message)
        self.assertEqual(run.warning_count, len(run.problem_ids.filtered(lambda p: p.severity == "warning")))

    def test_few_changes_are_no_alert(self):
        self._with_limit(5)
        self.assertFalse(self._found(self._september_after(self._all_to_basic_rate), "many_codes_changed"))

    def test_scheme_of_another_job(self):
        self.profile(self.staff).pension_scheme = "pps_2015"
        found = self._found(self.calculated(), "pension_scheme_of_another_job")
        self.assertEqual((found.employee_id, found.severity), (self.staff, "warning"))
        self.assertIn("Police Pension Scheme 2015", found.message)

    def test_swapped_schemes_are_seen_the_month_after(self):
        self.approved(self.august)
        for person, scheme in ((self.constable, "none"), (self.staff, "lgps_50_50")):
            profile = self.profile(person)
            changed = profile.copy({"date_from": "2026-09-01", "pension_scheme": scheme})
            self.assertTrue(changed)
        found = self._found(self.calculated(), "pension_scheme_changed")
        self.assertEqual(found.employee_id, self.staff, "leaving a scheme is no swap")

    def test_a_claim_twice_in_a_period(self):
        claim = {"employee_id": self.sergeant.id, "code": "mileage", "date_from": "2026-09-08", "amount": 18}
        self.env["police.pay.element"].create([{**claim, "reference": "A"}, {**claim, "reference": "B"}])
        found = self._found(self.calculated(), "claimed_twice")
        self.assertEqual((found.employee_id, str(found.on_date)), (self.sergeant, "2026-09-08"))

    def test_a_claim_again_after_it_was_paid(self):
        claim = {"employee_id": self.sergeant.id, "code": "mileage", "date_from": "2026-08-08", "amount": 18}
        self.env["police.pay.element"].create(claim)
        run = self._september_after(lambda: self.env["police.pay.element"].create(claim))
        found = self._found(run, "claimed_again")
        self.assertEqual(found.employee_id, self.sergeant)
        self.assertIn("August 2026", found.message)

    def test_different_claims_of_one_day_are_no_finding(self):
        claim = {"employee_id": self.sergeant.id, "code": "mileage", "date_from": "2026-09-08"}
        self.env["police.pay.element"].create([{**claim, "amount": 18}, {**claim, "amount": 5.4}])
        self.assertFalse(self._found(self.calculated(), "claimed_twice"))

    def test_a_letter_that_age_rules_out_stops_the_run(self):
        self.profile(self.staff).ni_category = "M"
        found = self._found(self.calculated(), "ni_letter")
        self.assertEqual((found.employee_id, found.severity), (self.staff, "blocking"))
        self.assertIn("A applies", found.message)

    def test_certificates_are_taken_from_the_letter(self):
        self.profile(self.staff).ni_category = "J"
        self.assertFalse(self._found(self.calculated(), "ni_letter"))
