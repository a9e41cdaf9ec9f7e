"""Owed to HMRC: FPS, levy and recovery against the ledger, to the penny."""

from datetime import datetime
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RtiCase


@tagged("post_install", "-at_install", "police")
class TestLiability(RtiCase):
    def month(self):
        rows = self.env["police.rti.liability"].with_user(self.accountant)
        rows.with_company(self.company)._refresh_company(self.company)
        return rows.search([("company_id", "=", self.company.id), ("tax_month", "=", 6)])

    def test_fps_agrees_with_the_ledger(self):
        run = self.sent("accept").run_id.sudo()
        month = self.month()
        owed = run.tax_total + run.employee_nic_total + run.employer_nic_total + run.student_loan_total
        self.assertAlmostEqual(month.fps_total, owed, 2)
        self.assertAlmostEqual(month.ledger, owed, 2)
        self.assertEqual((month.difference, month.agreed, month.fps_state), (0, True, "Accepted"))
        self.assertEqual(str(month.due_on), "2026-10-22")

    def test_a_posting_by_hand_shows_as_a_difference(self):
        run = self.sent("accept").run_id.sudo()
        accounts = self.env["police.pay.account.map"]._accounts_for(self.company)
        move = self.env["account.move"].create(
            {
                "journal_id": run.move_id.journal_id.id,
                "date": "2026-09-20",
                "line_ids": [
                    Command.create({"account_id": accounts["paye_creditor"].id, "credit": 12.34}),
                    Command.create({"account_id": accounts["pay_officers"].id, "debit": 12.34}),
                ],
            }
        )
        move.action_post()
        month = self.month()
        self.assertEqual((month.difference, month.agreed), (-12.34, False))

    def test_recovery_and_levy_are_booked_once_by_the_accountant(self):
        self.sent("accept")
        contributor = type(self.env["police.pay.contributor"])
        figures = {6: {"SMP": 50000}}
        patched = patch.object(
            contributor, "_statutory_recovery", lambda model, company, year, month: figures.get(month, {})
        )
        with patched:
            month = self.month()
            self.assertEqual((month.recovered, month.difference), (500, -500))
            with self.assertRaisesRegex(UserError, "not accepted an EPS"):
                month.action_post()
            model = self.at(self.env["police.rti.submission"], datetime(2026, 10, 8, 9))
            eps = model.create(
                {"kind": "eps", "company_id": self.company.id, "tax_year": "2026-27", "tax_month": 6}
            )
            eps.action_fill_eps()
            eps.action_ready()
            eps.action_send()
            with self.assertRaises(AccessError):
                month.with_user(self.clerk).action_post()
            month.action_post()
        self.assertEqual((month.difference, month.agreed, month.to_pay), (0, True, month.fps_total - 500))
        self.assertEqual(month.move_id.state, "posted")
        with self.assertRaisesRegex(UserError, "Already booked"):
            month.action_post()

    def test_a_run_without_fps_is_named(self):
        self.sent("reject:7826:1:BirthDate")
        month = self.month()
        self.assertIn("has no FPS", month.findings)
        self.assertFalse(month.agreed)

    def test_figures_are_not_typed_in(self):
        self.sent("accept")
        with self.assertRaises(AccessError):
            self.month().write({"to_pay": 1})
