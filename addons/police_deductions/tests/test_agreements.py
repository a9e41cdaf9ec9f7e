"""Agreements: amounts from approved rates, signed evidence, salary sacrifice, import whole or not at all."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DeductionCase


@tagged("post_install", "-at_install", "police")
class TestAgreements(DeductionCase):
    def test_the_rate_in_force_on_the_pay_day_is_taken(self):
        scheme = self.scheme("Federation", "federation_subscription", 24.31)
        self.agree(self.constable, scheme)
        later = self.rate(scheme.band_ids, 26.00, "2026-09-15", approve=False)
        august = self.approved(self.august)
        self.assertEqual(self.line(august, self.constable, "federation_subscription"), 24_31)
        run = self.calculated()
        self.assertEqual(self.line(run, self.constable, "federation_subscription"), 24_31)
        with self.assertRaises(AccessError):
            later.with_user(self.clerk).action_approve()
        later.with_user(self.approver).action_approve()
        run._calculate_now()
        self.assertEqual(self.line(run, self.constable, "federation_subscription"), 26_00)
        with self.assertRaises(UserError):
            later.with_user(self.clerk).amount = 1

    def test_the_same_by_hand_is_a_warning(self):
        self.agree(self.pcso, self.scheme("Club", "sports_club", 5))
        self.env["police.pay.element"].create(
            {"employee_id": self.pcso.id, "code": "sports_club", "amount": 5, "date_from": "2026-09-01"}
        )
        self.assertIn("deducted_twice", self.codes(self.calculated(), "warning"))

    def test_a_missing_rate_blocks_naming_person_scheme_and_date(self):
        scheme = self.scheme("Federation", "federation_subscription", 24.31, since="2026-10-01")
        self.agree(self.constable, scheme)
        run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "no_rate")
        self.assertEqual((problem.severity, problem.employee_id), ("blocking", self.constable))
        self.assertIn("Federation", problem.message)
        self.assertIn("30 September 2026", problem.message)

    def test_nothing_without_a_signature_and_one_agreement_at_a_time(self):
        scheme = self.scheme("Club", "sports_club", 5)
        with self.assertRaisesRegex(UserError, "signed agreement"):
            self.agree(self.staff, scheme, signed_on=False)
        self.agree(self.pcso, scheme)
        with self.assertRaisesRegex(ValidationError, "already has"):
            self.agree(self.pcso, scheme)

    def test_salary_sacrifice_of_officers_needs_a_determination(self):
        cars = self.scheme("Lease cars", "car_scheme", 210)
        with self.assertRaisesRegex(UserError, "no determination allows it"):
            self.agree(self.sergeant, cars, terms_changed=True)
        with self.assertRaisesRegex(UserError, "change of terms"):
            self.agree(self.staff, cars)
        with self.assertRaisesRegex(UserError, "signed before it starts"):
            self.agree(self.pcso, cars, terms_changed=True, signed_on="2026-08-02")

    def test_salary_sacrifice_may_not_pass_the_minimum_wage(self):
        """31,086 a year for 37 hours: 2,590.50 less 160.77 hours × 12.71 = 2,043.39 leaves 547.11."""
        bikes = self.scheme("Cycles", "cycle_to_work", 547.11)
        self.agree(self.staff, bikes, terms_changed=True)
        run = self.calculated()
        self.assertNotIn("below_minimum_wage", self.codes(run))
        self.rate(bikes.band_ids, 547.12, "2026-09-01")
        run._calculate_now()
        problem = run.problem_ids.filtered(lambda p: p.code == "below_minimum_wage")
        self.assertEqual((problem.severity, problem.employee_id), ("blocking", self.staff))

    def test_all_rates_change_at_once(self):
        scheme = self.scheme("Federation", "federation_subscription", 20, bands=("Full", "Student"))
        self.agree(self.constable, scheme, band_id=scheme.band_ids[0].id)
        self.agree(self.sergeant, scheme, band_id=scheme.band_ids[0].id)
        wizard = (
            self.env["police.deduction.rate.change"]
            .with_user(self.clerk)
            .create(
                {"scheme_id": scheme.id, "date_from": "2026-10-01", "percent": 2.5, "source": "Circular 2"}
            )
        )
        self.assertEqual((wizard.people, wizard.effect), (2, 1.00))
        wizard.action_apply()
        new = scheme.band_ids.rate_ids.filtered(lambda r: r.date_from == date(2026, 10, 1))
        self.assertEqual(new.mapped("amount"), [20.5, 20.5])
        self.assertFalse(any(new.mapped("approved")))
        self.assertEqual(scheme.band_ids[0]._rate_on(date(2026, 10, 1)).amount, 20)

    def _import(self, text):
        wizard = (
            self.env["police.deduction.import"]
            .with_user(self.clerk)
            .create({"company_id": self.company.id, "content": base64.b64encode(text.encode())})
        )
        wizard.action_import()
        return wizard

    def test_import_lists_every_fault_and_loads_nothing(self):
        self.scheme("Federation", "federation_subscription", 20)
        self.scheme("Giving", "payroll_giving")
        head = "payroll_reference,scheme,band,amount,date_from,date_to,signed_on\n"
        wizard = self._import(
            head + "100001,Federation,,,2026-09-01,,2026-08-20\n999999,Federation,,,2026-09-01,,2026-08-20\n"
            "100002,Nonsense,,,1/9/26,,2026-08-20\n200001,Giving,,abc,2026-09-01,,2026-08-20\n"
        )
        self.assertEqual(wizard.state, "refused")
        rows = {(f.row, f.column_name) for f in wizard.error_ids}
        self.assertEqual(rows, {(3, "payroll_reference"), (4, "scheme"), (4, "date_from"), (5, "amount")})
        self.assertFalse(
            self.env["police.deduction.agreement"].search([("company_id", "=", self.company.id)])
        )
        incomplete = self._import(
            head + "100001,Federation,,,2026-09-01,,2026-08-20\n200001,Giving,,,2026-09-01,,2026-08-20\n"
        )
        self.assertEqual((incomplete.state, incomplete.error_ids.row), ("refused", 3))
        good = self._import(
            head + "100001,Federation,,,2026-09-01,,2026-08-20\n200001,Giving,,12.50,2026-09-01,,2026-08-20\n"
        )
        self.assertEqual((good.state, good.loaded_count), ("done", 2))
        self.assertEqual(set(good.agreement_ids.mapped("state")), {"waiting"})
        good.agreement_ids.with_user(self.approver).action_approve()
        run = self.calculated()
        self.assertEqual(self.line(run, self.staff, "payroll_giving"), 12_50)

    def test_two_runs_of_one_period_take_it_once(self):
        scheme = self.scheme("Club", "sports_club", 5)
        self.agree(self.pcso, scheme)
        run = self.approved(self.august)
        from odoo.addons.police_deductions.services.agreements import agreed
        from odoo.addons.police_payroll.services.preview import Preview

        work = Preview(self.env, self.company, self.august).computation(self.pcso.ids)
        self.assertFalse(agreed(work.collected.gathering))
        self.assertEqual(self.line(run, self.pcso, "sports_club"), 5_00)
