"""Approving and paying: who may, when, once; and what may change afterwards."""

from datetime import date

from odoo.addons.police_engine.adapters.bacs import std18
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestApproval(PayrollCase):
    def test_whole_life_of_a_run(self):
        run = self.approved()
        self.assertEqual(run.state, "approved")
        self.assertEqual((run.prepared_by_id, run.approved_by_id), (self.clerk, self.approver))
        self.assertTrue(run.certificate_agreed, run.sudo().certificate_id.findings)
        self.assertEqual(set(run.sudo().output_ids.mapped("kind")), {"fps", "schedule"})
        run.with_user(self.approver).action_pay()
        self.assertEqual((run.state, run.paid_by_id), ("paid", self.approver))
        bank = run.sudo().output_ids.filtered(lambda output: output.kind == "bacs")
        file = std18.read(bank._bytes())
        self.assertEqual(file.total, round(run.net_total * 100))
        self.assertEqual(file.count, 4)
        self.assertEqual(file.processing_date, date(2026, 9, 29))

    def test_journal_balances_and_carries_cost_centres(self):
        move = self.approved().sudo().move_id
        self.assertEqual(move.state, "posted")
        self.assertEqual(round(sum(move.line_ids.mapped("balance")), 2), 0)
        costs = move.line_ids.filtered(lambda line: line.account_id.account_type == "expense")
        centres = {key for line in costs for key in line.analytic_distribution}
        self.assertEqual(centres, {str(self.centre.id), str(self.other_centre.id)})
        gross = sum(
            costs.filtered(lambda line: line.account_id.code[:4] in ("7040", "7041", "7042")).mapped("debit")
        )
        self.assertEqual(
            round(gross, 2), move.env["police.pay.run"].search([("move_id", "=", move.id)]).gross_total
        )

    # -- who -------------------------------------------------------------------------------------

    def test_preparer_never_approves(self):
        both = self._user("payroll_clerk")
        both.group_ids = [(4, self.env.ref("police_core.group_payroll_approver").id)]
        run = self.calculated(user=both)
        with self.assertRaises(AccessError):
            run.with_user(both).action_approve()
        with self.assertRaises(AccessError):
            run.with_user(both).sudo().action_approve()

    def test_creator_and_earlier_calculators_do_not_approve_either(self):
        both = self._user("payroll_clerk")
        both.group_ids = [(4, self.env.ref("police_core.group_payroll_approver").id)]
        run = self.env["police.pay.run"].with_user(both).create({"period_id": self.september.id})
        run.with_user(self.clerk)._calculate_now()
        self.accept_all(run)
        with self.assertRaises(AccessError):
            run.with_user(both).action_approve()

    def test_clerk_accountant_and_system_do_not_approve(self):
        run = self.calculated()
        self.accept_all(run)
        for user in (self.clerk, self.accountant, self.auditor, self.env.ref("base.user_root")):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                run.with_user(user).action_approve()

    def test_preparer_never_releases_the_bank_file(self):
        run = self.approved()
        self.clerk.group_ids = [(4, self.env.ref("police_core.group_payroll_approver").id)]
        with self.assertRaisesRegex(UserError, "prepared"):
            run.with_user(self.clerk).action_pay()

    # -- when ------------------------------------------------------------------------------------

    def test_draft_is_not_approved(self):
        run = self.env["police.pay.run"].with_user(self.clerk).create({"period_id": self.september.id})
        with self.assertRaisesRegex(UserError, "nothing to approve"):
            run.with_user(self.approver).action_approve()

    def test_blocking_exceptions_stop_approval(self):
        self.pcso.sudo().bank_account_ids = [(5,)]
        run = self.calculated()
        self.accept_all(run)
        with self.assertRaisesRegex(UserError, "blocking"):
            run.with_user(self.approver).action_approve()

    def test_warnings_must_be_accepted_with_a_reason(self):
        self.pcso.nino = False
        run = self.calculated()
        with self.assertRaisesRegex(UserError, "nobody has accepted"):
            run.with_user(self.approver).action_approve()
        warning = run.sudo().problem_ids.filtered(lambda p: p.severity == "warning")
        with self.assertRaisesRegex(UserError, "reason"):
            warning.with_user(self.clerk)._acknowledge("  ")
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        self.assertEqual(run.state, "approved")

    def test_figures_changed_since_calculation_are_not_approved(self):
        run = self.calculated()
        self.accept_all(run)
        self.env.cr.execute("UPDATE police_payslip SET gross = gross + 1 WHERE run_id = %s", [run.id])
        with self.assertRaisesRegex(UserError, "do not agree|Recalculate"), self.env.cr.savepoint():
            run.with_user(self.approver).action_approve()

    def test_facts_changed_since_calculation_are_not_approved(self):
        """An element entered in between would be marked as paid without being paid."""
        run = self.calculated()
        self.accept_all(run)
        self.env["police.pay.element"].create(
            {"employee_id": self.pcso.id, "code": "honorarium", "amount": 100, "date_from": "2026-09-12"}
        )
        with (
            self.assertRaisesRegex(UserError, "Facts of 1 people changed.*Pat Beat"),
            self.env.cr.savepoint(),
        ):
            run.with_user(self.approver).action_approve()
        run._calculate_now()
        run.with_user(self.approver).action_approve()
        self.assertEqual(f"{self.slip(run, self.pcso).gross:.2f}", "2690.50")

    # -- once ------------------------------------------------------------------------------------

    def test_approving_twice_is_refused(self):
        run = self.approved()
        with self.assertRaisesRegex(UserError, "already approved"):
            run.with_user(self.approver2).action_approve()

    def test_paying_twice_is_refused(self):
        run = self.approved()
        run.with_user(self.approver).action_pay()
        with self.assertRaisesRegex(UserError, "pay everybody twice"):
            run.with_user(self.approver).action_pay()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "one_bank_file"),
            self.env.cr.savepoint(),
        ):
            self.env["police.pay.output"]._store(run, "bacs", "again.txt", b"x")
            self.env.flush_all()

    def test_approved_run_is_not_calculated_again(self):
        run = self.approved()
        with self.assertRaisesRegex(UserError, "can not be calculated"):
            run._calculate_now()
        with self.assertRaisesRegex(UserError, "can not be calculated"):
            run.action_calculate()

    # -- afterwards ------------------------------------------------------------------------------

    def test_states_and_figures_are_not_written_by_hand(self):
        run = self.calculated()
        for values in ({"state": "approved"}, {"net_total": 0}, {"result_hash": "x"}, {"move_id": False}):
            for user in (self.clerk, self.approver, self.env.ref("base.user_admin")):
                with self.subTest(values=values, user=user.login), self.assertRaises(AccessError):
                    run.with_user(user).write(values)
            with self.subTest(values=values, user="sudo"), self.assertRaises(AccessError):
                run.sudo().with_context(police_run_write=True).write(values)
        with self.assertRaises(AccessError):
            self.env["police.pay.run"].with_user(self.clerk).create(
                {"period_id": self.august.id, "state": "paid"}
            )

    def test_payslips_lines_outputs_and_certificates_are_immutable(self):
        run = self.approved().sudo()
        records = {
            "slip": (run.slip_ids[0], {"net": 1}),
            "line": (run.slip_ids[0].line_ids[0], {"amount": 1}),
            "output": (run.output_ids[0], {"name": "x"}),
            "certificate": (run.certificate_ids[0], {"agreed": False}),
        }
        for name, (record, values) in records.items():
            with self.subTest(record=name, what="write"), self.assertRaises(UserError):
                record.write(values)
            with self.subTest(record=name, what="unlink"), self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(UserError):
            run.unlink()
        with self.assertRaises(UserError):
            self.env["police.payslip"].create(
                {"run_id": run.id, "employee_id": self.pcso.id, "payroll_reference": "9"}
            )

    def test_journal_of_a_run_is_not_taken_back_to_draft(self):
        move = self.approved().sudo().move_id
        with self.assertRaisesRegex(UserError, "correcting or reversing"):
            move.button_draft()

    def test_dates_of_an_approved_period_are_fixed(self):
        self.approved()
        with self.assertRaises(UserError):
            self.september.pay_date = date(2026, 9, 25)

    def test_cancelled_run_makes_room_for_a_new_one(self):
        run = self.calculated()
        run.action_cancel()
        self.assertEqual((run.state, len(run.sudo().slip_ids)), ("cancelled", 0))
        self.assertEqual(self.calculated().people_count, 4)
