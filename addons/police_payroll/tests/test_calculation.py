"""Calculating a run: figures, exceptions, repeatability, locks, cancelling, interruption."""

from datetime import date
from unittest.mock import patch

from odoo.addons.police_hr.services.people_loader import load_people
from odoo.addons.police_payroll.models.pay_run_calculation import LOCK_CLASS
from odoo.addons.police_payroll.services.fingerprint import result_hash
from odoo.addons.police_payroll.services.persister import Persister
from odoo.addons.police_payroll.services.progress import CalculationCancelled
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestCalculation(PayrollCase):
    def test_staff_month_by_hand(self):
        """£31,086 a year: 2,590.50 a month. NIC letter A 2026-27: 8 % of (2,590.50 - 1,048.00) = 123.40."""
        run = self.calculated()
        slip = self.slip(run, self.staff)
        self.assertEqual(f"{slip.gross:.2f}", "2590.50")
        self.assertEqual(f"{slip.employee_nic:.2f}", "123.40")
        pcso = self.slip(run, self.pcso)
        # Not in a pension: taxable = gross, six months of 1257L by September with nothing paid before.
        self.assertEqual(f"{pcso.taxable_pay:.2f}", "2590.50")
        self.assertEqual(pcso.tax, 0)
        self.assertEqual(f"{pcso.net:.2f}", "2467.10")

    def test_net_is_gross_less_deductions_on_every_slip(self):
        run = self.calculated()
        self.assertEqual(run.people_count, 4)
        for slip in run.sudo().slip_ids:
            earned = sum(slip.earning_ids.mapped("amount"))
            taken = sum(slip.deduction_ids.mapped("amount"))
            self.assertEqual(round(earned - taken, 2), round(slip.net, 2))

    def test_same_inputs_same_result_bit_for_bit(self):
        run = self.calculated()
        first = (run.result_hash, run.inputs_hash, run.rule_set_hash)
        self.assertTrue(all(len(value) == 64 for value in first))
        run._calculate_now()
        self.assertEqual((run.result_hash, run.inputs_hash, run.rule_set_hash), first)

    def test_another_input_another_result(self):
        run = self.calculated()
        before = run.result_hash
        self.profile(self.pcso).tax_code = "BR"
        run._calculate_now()
        self.assertNotEqual(run.result_hash, before)
        self.assertEqual(f"{self.slip(run, self.pcso).tax:.2f}", "518.00")  # 20 % of 2,590 (whole pounds)

    def test_year_to_date_follows_the_run_before(self):
        first = self.approved(self.august)
        run = self.calculated()
        before, now = self.slip(first, self.staff), self.slip(run, self.staff)
        self.assertEqual(now.ytd["gross"], before.ytd["gross"] + 259050)
        row = run.sudo().comparison_ids.filtered(lambda r: r.employee_id == self.staff)
        self.assertEqual(row.change, "changed" if now.net != before.net else "same")
        self.assertEqual(run.previous_run_id, first)

    def test_opening_figures_count(self):
        self.env["police.pay.opening"].create(
            {
                "employee_id": self.pcso.id,
                "tax_year": "2026-27",
                "taxable_pay": 12952.50,
                "tax": 1542.80,
                "gross": 12952.50,
            }
        )
        run = self.calculated()
        slip = self.slip(run, self.pcso)
        self.assertEqual(slip.ytd["gross"], 1295250 + 259050)
        self.assertGreater(slip.tax, 0)

    # -- exceptions ------------------------------------------------------------------------------

    def problems(self, run, person=None):
        return {
            (p.severity, p.code): p
            for p in run.sudo().problem_ids
            if person is None or p.employee_id == person
        }

    def test_no_tax_code_is_paid_by_the_emergency_rule_with_a_warning(self):
        self.profile(self.pcso).tax_code = False
        run = self.calculated()
        self.assertIn(("warning", "emergency_tax_code"), self.problems(run, self.pcso))
        self.assertTrue(self.slip(run, self.pcso))

    def test_no_scale_point_blocks_naming_person_rule_and_date(self):
        self.sergeant.version_id.pay_point = False
        run = self.calculated()
        blocking = run.sudo().problem_ids.filtered(lambda p: p.severity == "blocking")
        self.assertEqual(blocking.employee_id, self.sergeant)
        self.assertTrue(blocking[0].rule)
        self.assertTrue(blocking[0].on_date)
        self.assertFalse(self.slip(run, self.sergeant))
        self.assertEqual(run.blocking_count, len(blocking))

    def test_missing_rate_blocks(self):
        self.env["police.pay.pension.rate"].search([("company_id", "=", self.company.id)]).unlink()
        run = self.calculated()
        blocking = run.sudo().problem_ids.filtered(lambda p: p.severity == "blocking")
        self.assertEqual(blocking.employee_id, self.staff)

    def test_no_profile_at_all_blocks(self):
        self.profile(self.pcso).active = False
        run = self.calculated()
        self.assertTrue(any(p.severity == "blocking" for p in self.problems(run, self.pcso).values()))

    def test_no_bank_account_blocks(self):
        self.pcso.sudo().bank_account_ids = [(5,)]
        self.assertIn(("blocking", "no_bank"), self.problems(self.calculated(), self.pcso))

    def test_no_nino_warns_and_no_birth_date_blocks(self):
        self.pcso.nino = False
        self.constable.birthday = False
        run = self.calculated()
        self.assertIn(("warning", "nino"), self.problems(run, self.pcso))
        self.assertIn(("blocking", "birth_date"), self.problems(run, self.constable))

    def test_acceptance_survives_a_new_calculation(self):
        self.pcso.nino = False
        run = self.calculated()
        self.problems(run, self.pcso)["warning", "nino"].with_user(self.clerk)._acknowledge("Applied for")
        run._calculate_now()
        kept = self.problems(run, self.pcso)["warning", "nino"]
        self.assertTrue(kept.acknowledged)
        self.assertEqual((kept.reason, kept.acknowledged_by_id), ("Applied for", self.clerk))

    def test_blocking_exceptions_cannot_be_accepted(self):
        self.pcso.sudo().bank_account_ids = [(5,)]
        run = self.calculated()
        with self.assertRaisesRegex(UserError, "blocking"):
            self.problems(run, self.pcso)["blocking", "no_bank"].with_user(self.clerk)._acknowledge(
                "Never mind"
            )

    # -- elements --------------------------------------------------------------------------------

    def test_one_off_element_is_paid_once(self):
        self.env["police.pay.element"].create(
            {"employee_id": self.pcso.id, "code": "honorarium", "amount": 100, "date_from": "2026-08-12"}
        )
        first = self.approved(self.august)
        self.assertEqual(f"{self.slip(first, self.pcso).gross:.2f}", "2690.50")
        run = self.calculated()
        self.assertEqual(f"{self.slip(run, self.pcso).gross:.2f}", "2590.50")

    def test_negative_and_absurd_amounts_are_refused(self):
        for amount in (-5, 1_000_001, 0):
            with self.subTest(amount=amount), self.assertRaises(ValidationError):
                self.env["police.pay.element"].create(
                    {
                        "employee_id": self.pcso.id,
                        "code": "honorarium",
                        "amount": amount,
                        "date_from": "2026-09-01",
                    }
                )

    # -- locks and interruption ------------------------------------------------------------------

    def test_second_run_of_a_period_is_refused(self):
        self.calculated()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "one_per_period"),
            self.env.cr.savepoint(),
        ):
            self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})

    def test_two_at_once_are_refused(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with self.registry.cursor() as other:
            other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_CLASS, run.id])
            with self.assertRaisesRegex(UserError, "somebody else"):
                run._calculate_now()
        run._calculate_now()
        self.assertEqual(run.state, "review")

    def test_a_second_click_is_refused_while_the_first_works(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with patch.object(type(run), "_background_workers", return_value=True):
            run.action_calculate()
            self.assertEqual((run.state, run.job_id.state), ("calculating", "queued"))
            with self.assertRaisesRegex(UserError, "already being calculated"):
                run.action_calculate()

    def test_background_job_calculates_and_reports(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with patch.object(type(run), "_background_workers", return_value=True):
            run.action_calculate()
        run.sudo()._run_job(run.sudo().job_id)
        self.assertEqual((run.state, run.job_id.state, run.people_count), ("review", "done", 4))
        self.assertEqual(run.prepared_by_id, self.clerk)

    def test_without_background_workers_it_is_calculated_at_once(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with patch.object(type(run), "_background_workers", return_value=False):
            run.action_calculate()
        self.assertEqual(run.state, "review")

    def test_cancelling_leaves_a_draft_without_payslips(self):
        run = self.calculated()
        with patch.object(type(run), "_background_workers", return_value=True):
            run.action_calculate()
        run.job_id.sudo().cancel_requested = True
        run.sudo()._run_job(run.sudo().job_id)
        self.assertEqual((run.state, run.job_id.state), ("draft", "cancelled"))
        self.assertFalse(run.slip_ids)
        run._calculate_now()
        self.assertEqual(run.people_count, 4)

    def test_killed_half_way_leaves_nothing_and_can_be_run_again(self):
        """A fault after the payslips are stored, before their lines: the transaction takes both back."""
        expected = self.calculated().result_hash
        run = self.env["police.pay.run"].search([("period_id", "=", self.september.id)]).with_user(self.clerk)
        with patch.object(type(run), "_background_workers", return_value=True):
            run.action_calculate()
        with patch.object(Persister, "_copy_lines", side_effect=RuntimeError("killed")):
            run.sudo()._run_job(run.sudo().job_id)
        self.env.cr.execute("SELECT count(*) FROM police_payslip WHERE run_id = %s", [run.id])
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.assertEqual((run.state, run.job_id.state), ("draft", "failed"))
        run._calculate_now()
        self.assertEqual(run.result_hash, expected)

    def test_dead_worker_is_noticed_and_the_run_recalculated(self):
        """State says calculating, the job says running, and nobody holds the lock: its process died."""
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with patch.object(type(run), "_background_workers", return_value=True):
            run.action_calculate()
            run.job_id.sudo().write({"state": "running", "attempts": 1})
            self.assertTrue(run.is_interrupted)
            run.action_calculate()
        self.assertEqual(run.sudo().job_ids.sorted("id").mapped("state"), ["failed", "queued"])
        run.sudo()._run_job(run.sudo().job_id)
        self.assertEqual(run.state, "review")

    def test_a_job_that_keeps_dying_is_given_up(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with patch.object(type(run), "_background_workers", return_value=True):
            run.action_calculate()
        run.job_id.sudo().attempts = 3
        run.sudo()._run_job(run.sudo().job_id)
        self.assertEqual((run.state, run.job_id.state), ("draft", "failed"))

    def test_progress_raises_when_asked_to_stop(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})

        def stop(*_args):
            raise CalculationCancelled()

        with self.assertRaises(CalculationCancelled), self.env.cr.savepoint():
            run._calculate_now(stop)
        self.assertEqual(run.state, "draft")

    def test_earlier_open_run_must_be_closed_first(self):
        self.calculated(self.august)
        with self.assertRaisesRegex(UserError, "not approved yet"):
            self.calculated(self.september)

    def test_only_clerks_calculate(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with self.assertRaises(AccessError):
            run.with_user(self.approver)._calculate_now()

    def test_hash_is_of_the_stored_rows(self):
        run = self.calculated()
        self.assertEqual(result_hash(self.env.cr, run.id), run.result_hash)
        self.env.cr.execute(
            "UPDATE police_payslip SET net = net + 0.01 WHERE id = %s", [run.sudo().slip_ids[0].id]
        )
        self.assertNotEqual(result_hash(self.env.cr, run.id), run.result_hash)

    def test_queries_do_not_grow_with_people(self):
        """Ten people more cost no query more: every read and write is of the whole force."""
        self._more_people(5, 300000)
        run = self.calculated()
        self._queries(run)  # warms caches
        before = self._queries(run)
        self._more_people(40, 400000)
        self.assertLessEqual(self._queries(run), before)
        self.assertEqual(run.people_count, 49)

    def _queries(self, run):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        run._calculate_now()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start

    def _more_people(self, count, first):
        rows = [
            self._person(first + n, "Ann", f"More{n}", "officer", "constable", pay_point="7")
            for n in range(count)
        ]
        people = load_people(self.env(su=True), self.company, rows)
        self.env["police.pay.profile"].create(
            [
                {"employee_id": p.id, "date_from": date(2026, 4, 6), "tax_code": "1257L", "ni_category": "A"}
                for p in people
            ]
        )
