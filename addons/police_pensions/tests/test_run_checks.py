"""Enrolment duties and double pay found by the run."""

from odoo.addons.police_payroll.tests.common import PayrollCase
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged


@tagged("post_install", "-at_install", "police")
class TestRunChecks(PayrollCase):
    def _event(self, person, kind, user=None, **facts):
        values = {"employee_id": person.id, "kind": kind, "date_from": "2026-09-01", **facts}
        return self.env["police.pension.event"].with_user(user or self.clerk).create(values)

    def _found(self, code):
        return self.calculated().problem_ids.filtered(lambda problem: problem.code == code)

    def test_an_eligible_jobholder_must_be_enrolled(self):
        found = self._found("must_be_enrolled")
        self.assertEqual((found.employee_id, found.severity), (self.pcso, "warning"))

    def test_opting_out_and_postponement_excuse(self):
        self._event(self.pcso, "opted_out", authority="Form of 2 September 2026")
        self.assertFalse(self._found("must_be_enrolled"))

    def test_postponement_ends(self):
        self._event(self.pcso, "postponed", date_from="2026-06-01", date_to="2026-08-31")
        self.assertTrue(self._found("must_be_enrolled"))
        with self.assertRaisesRegex(ValidationError, "three months"):
            self._event(self.staff, "postponed", date_to="2027-01-31")

    def test_pension_beside_salary_stops_the_run(self):
        self._event(self.sergeant, "in_payment", scheme="pps_1987", date_from="2026-09-15")
        found = self._found("pension_and_salary")
        self.assertEqual((found.employee_id, found.severity), (self.sergeant, "blocking"))

    def test_an_agreement_counts_only_when_approved_by_another(self):
        self._event(self.sergeant, "in_payment", scheme="pps_1987", date_from="2026-09-15")
        agreed = self._event(self.sergeant, "rejoined", authority="Chief officer, 1 September 2026")
        run = self.calculated()
        self.assertIn("pension_and_salary", run.problem_ids.mapped("code"))
        with self.assertRaises(AccessError):
            agreed.action_approve()
        agreed.with_user(self.approver).action_approve()
        run._calculate_now()
        self.assertNotIn("pension_and_salary", run.problem_ids.mapped("code"))

    def test_an_opting_out_says_on_what_it_rests(self):
        with self.assertRaisesRegex(ValidationError, "notice or decision"):
            self._event(self.pcso, "opted_out")
