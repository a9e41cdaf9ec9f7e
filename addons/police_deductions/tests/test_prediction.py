"""Overpayments predicted on a run: evidence from the database, a worklist, and what becomes of them."""

from datetime import date
from unittest.mock import patch

from odoo.addons.police_engine.exceptions import MissingParameter
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DeductionCase


@tagged("post_install", "-at_install", "police")
class TestPrediction(DeductionCase):
    def predictions(self, run, kind=None):
        rows = self.env["police.overpayment.prediction"].search([("run_id", "=", run.id)])
        return rows.filtered(lambda row: kind in (None, row.kind))

    def test_an_ordinary_month_has_none(self):
        self.approved(self.august)
        self.assertFalse(self.predictions(self.calculated()))

    def test_reported_leaver_is_a_warning_with_evidence_and_money(self):
        self.env["police.overpayment.report"].with_user(self.clerk).create(
            {
                "employee_id": self.pcso.id,
                "kind": "left",
                "date_from": "2026-09-15",
                "reported_by": "Sgt Bell",
            }
        )
        run = self.calculated()
        row = self.predictions(run)
        self.assertEqual((row.kind, row.amount), ("left", 1295.25))  # half of 2,590.50
        problem = run.problem_ids.filtered(lambda p: p.code == "overpayment_left")
        self.assertEqual((problem.severity, problem.employee_id), ("warning", self.pcso))
        self.assertIn("Sgt Bell", problem.message)
        with self.assertRaises(UserError):
            run.with_user(self.approver).action_approve()
        wizard = (
            self.env["police.deduction.reason"]
            .with_user(self.clerk)
            .create({"purpose": "prediction", "prediction_ids": row.ids, "reason": "Came back on the 16th"})
        )
        wizard.action_go()
        self.assertEqual((row.state, row.decided_by_id), ("dismissed", self.clerk))
        self.assertTrue(problem.acknowledged)
        run._calculate_now()
        self.assertEqual(self.predictions(run).state, "dismissed")  # the decision stays with the evidence

    def test_put_right_it_goes_and_unheeded_it_becomes_an_overpayment(self):
        report = (
            self.env["police.overpayment.report"]
            .with_user(self.clerk)
            .create(
                {
                    "employee_id": self.pcso.id,
                    "kind": "unpaid",
                    "date_from": "2026-09-21",
                    "reported_by": "HR",
                }
            )
        )
        run = self.calculated()
        row = self.predictions(run, "unpaid_absence")
        self.assertEqual(row.amount, 863.50)  # 10 of 30 days
        report.action_done()
        run._calculate_now()
        self.assertFalse(self.predictions(run))
        report.write({"state": "open"})
        run._calculate_now()
        row = self.predictions(run)
        row.with_user(self.clerk).action_confirm()
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        record = row.overpayment_id
        self.assertEqual(
            (record.cause, record.gross_total, record.employee_id), ("absence", 863.50, self.pcso)
        )
        with self.assertRaises(UserError):
            row.with_user(self.clerk).action_dismiss()

    def test_facts_of_hr_and_payroll_that_contradict_the_pay(self):
        self.profile(self.staff).tax_basis = "week1month1"
        self.approved(self.august)
        self.sergeant.sudo().collar_number = "S123"
        self.sergeant.sudo().with_context(collar_from=date(2026, 9, 10)).collar_number = False
        self.constable.sudo().nino = self.staff.nino
        self.profile(self.staff).tax_code = "NT"
        self.env["police.pay.element"].create(
            {"employee_id": self.pcso.id, "code": "honorarium", "amount": 4000, "date_from": "2026-09-05"}
        )
        rows = self.predictions(self.calculated())
        self.assertEqual(
            {(row.employee_id, row.kind) for row in rows},
            {
                (self.sergeant, "left"),
                (self.staff, "two_jobs"),
                (self.staff, "tax_code"),
                (self.pcso, "amount"),
            },
        )

    def test_missing_law_stops_the_run_in_words(self):
        where = "odoo.addons.police_deductions.services"
        gone = MissingParameter("police/overpayment/prediction has no figures in force on 2026-09-30")
        with patch(f"{where}.predictor.predict", side_effect=gone):
            run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "law_missing")
        self.assertEqual((problem.severity, problem.rule), ("blocking", "overpayment_predicted"))
        self.loan(self.staff)
        with patch(f"{where}.debts.engine_loans.due", side_effect=gone):
            run._calculate_now()
        problem = run.problem_ids.filtered(lambda p: p.code == "law_missing")
        self.assertEqual(problem.employee_id, self.staff)

    def test_a_code_by_notice_is_right(self):
        self.approved(self.august)
        self.env["police.pay.profile"].create(
            {"employee_id": self.staff.id, "date_from": "2026-09-10", "tax_code": "NT", "ni_category": "A",
             "pension_scheme": "lgps", "source": "P6 of 8 September"}
        )  # fmt: skip
        self.assertFalse(self.predictions(self.calculated()))
